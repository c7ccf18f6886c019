/** `bounces report ACTION`: what a person does about one sender. */
import { parseDuration } from "../time.js";
import { EXIT, UsageError } from "../exit.js";
import { printable } from "../text/escape.js";
import type { Standing } from "./data.js";
import type { Connection } from "../store/connection.js";
import type { Io } from "../io.js";
import { carryOut, listMuted } from "./decide.js";
import { showSender } from "./show-sender.js";
import { whoRuns } from "./who.js";

/** What can be done. */
export const ACTIONS = ["show", "ack", "mute", "unmute"] as const;
type Action = (typeof ACTIONS)[number];

/** As yargs describes them. */
export const ACTION_OPTIONS = {
  reason: { type: "string", describe: "ack, mute, unmute: why, for the record", requiresArg: true },
  for: { type: "string", describe: "mute: for how long, as 12h or 30d", requiresArg: true },
  list: { type: "boolean", describe: "mute: who is muted" },
} as const;

/** An action as it was asked for. */
export interface ActionArguments {
  readonly action: Action;
  readonly sender?: string | undefined;
  readonly reason?: string | undefined;
  readonly for?: string | undefined;
  readonly list?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** An action that is sound. */
export type Job =
  | { readonly kind: "list" }
  | { readonly kind: Action; readonly sender: string; readonly until: number | null; readonly why: string };

/**
 * Checks an action.
 * @throws UsageError, TimeError
 */
export function jobOf({ action, sender, reason, for: duration, list }: ActionArguments, now: number): Job {
  if (list === true) {
    if (action !== "mute" || sender !== undefined)
      throw new UsageError("--list goes with mute alone: bounces report mute --list");
    return { kind: "list" };
  }
  if (sender === undefined || sender === "") throw new UsageError(`Which sender? bounces report ${action} SENDER`);
  if ((action === "mute") !== (duration !== undefined))
    throw new UsageError("bounces report mute SENDER --for 30d: a mute says for how long, and nothing else does");
  if (action === "show" && reason !== undefined) throw new UsageError("--reason goes with ack, mute and unmute");
  return {
    kind: action,
    sender,
    until: duration === undefined ? null : now + parseDuration(duration),
    why: reason ?? "",
  };
}

/** Whether the action writes. */
export const isWriting = ({ kind }: Job): boolean => kind !== "show" && kind !== "list";

/**
 * Does it.
 * @param standings as of now
 * @returns the exit status
 */
export function runJob(
  store: Connection,
  job: Job,
  standings: () => readonly Standing[],
  isJson: boolean,
  io: Io,
): number {
  if (job.kind === "list") {
    listMuted(store, io.now(), isJson, io);
    return EXIT.ok;
  }
  const standing = standings().find(({ finding }) => finding.sender.toLowerCase() === job.sender.toLowerCase()) ?? null;
  if (job.kind === "show") {
    if (showSender(store, job.sender, standing, io.now(), isJson, io)) return EXIT.ok;
    io.stderr(`bounces: nothing is recorded of ${printable(job.sender)}\n`);
    return EXIT.noInput;
  }
  const { kind, sender, until, why } = job;
  return carryOut(store, { sender, action: kind, until, why, who: whoRuns(io), when: io.now(), standing }, io)
    ? EXIT.ok
    : EXIT.noInput;
}
