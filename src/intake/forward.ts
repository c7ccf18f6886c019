/**
 * Messages that come over LMTP to a host of several: into this host's spool, where they are on disk when Postfix is
 * answered, and from there to the store that the hosts share. A store that is away keeps no message waiting in Postfix.
 */
import { setTimeout as pause } from "node:timers/promises";
import { openStore } from "../store/open.js";
import { NO_READER, putIntoSpool } from "../store/spool.js";
import { loggableError } from "../text/loggable.js";
import { errorMessage } from "../values.js";
import { drain } from "./drain.js";
import { toEnvelope } from "./envelope.js";
import { maskSecrets } from "./input.js";
import type { Delivery, Log, Receiver, Reply } from "./receive.js";
import type { IntakeSettings } from "./settings.js";

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** Moves messages until it is aborted; a store that is away is asked less and less often, and named once. */
async function drainOnAndOn(settings: IntakeSettings, log: Log, now: () => number, ended: AbortSignal): Promise<void> {
  let wait = SHORTEST_PAUSE_MS;
  while (!ended.aborted) {
    try {
      const moved = await drain(settings, now());
      if (wait > SHORTEST_PAUSE_MS) log.info("the store is there again", { moved });
      wait = SHORTEST_PAUSE_MS;
    } catch (error) {
      if (wait === SHORTEST_PAUSE_MS) log.warn("messages wait for the store", loggableError(error));
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
    await pause(wait, undefined, { signal: ended }).catch(() => undefined);
  }
}

/** Puts a message into the spool. @throws StoreError by its fate */
function spool({ head, size, sender, recipients }: Delivery, settings: IntakeSettings, receivedAt: number): void {
  const local = openStore(settings.database, { create: true, busyTimeoutMs: settings.busyTimeoutMs });
  const envelopes = recipients.map((recipient) => toEnvelope(recipient, sender, settings.recipientDelimiter));
  try {
    const told = { sender, recipient: recipients[0] ?? null, queueId: null, clientAddress: null, login: null };
    const extensions = [...new Set(envelopes.flatMap(({ extension }) => extension ?? []))];
    const masked = Buffer.from(maskSecrets(head.toString("latin1")), "latin1");
    putIntoSpool(local, { receivedAt, head: masked, size, extensions, ...told }, NO_READER);
  } finally {
    local.close();
  }
}

function replyTo(delivery: Delivery, settings: IntakeSettings, receivedAt: number): Reply {
  try {
    spool(delivery, settings, receivedAt);
    return { kind: "accepted", text: "recorded: message waits to be moved to the store" };
  } catch (error) {
    return { kind: "try again", text: `not recorded: ${errorMessage(error)}` };
  }
}

/**
 * Takes messages, and moves them on.
 * @param now epoch seconds (UTC)
 * @throws StoreError when this host's database cannot be opened
 */
export function openForwarder(settings: IntakeSettings, log: Log, now: () => number): Receiver {
  openStore(settings.database, { create: true, busyTimeoutMs: settings.busyTimeoutMs }).close();
  const ending = new AbortController();
  void drainOnAndOn(settings, log, now, ending.signal);
  return {
    deliver: (delivery) => {
      const reply = replyTo(delivery, settings, now());
      return Promise.resolve(delivery.recipients.map(() => reply));
    },
    close: () => ending.abort(),
  };
}
