/** What Postfix's log proves of messages, whichever way they come in. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { readSettings, type Settings } from "../../src/config/settings.js";
import { contextOf } from "../../src/intake/context.js";
import { noCounts } from "../../src/intake/files/count.js";
import { createBatch, importPaths } from "../../src/intake/files/pipeline.js";
import { LogReader } from "../../src/intake/log.js";
import { openReceiver } from "../../src/intake/receive.js";
import { recordLeftovers } from "../../src/intake/spooled.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import { putIntoSpool } from "../../src/store/spool.js";
import { temporaryDirectory } from "../store/readings.js";
import { HANDED_OVER, reportOn } from "../support/handed-over.js";

const SENT_AT = Date.UTC(2026, 10, 3, 5, 6) / 1_000;
const ARRIVED_AT = SENT_AT + 60;
const REPORT = reportOn("bob@example.org", ARRIVED_AT);

interface Place {
  readonly settings: Settings;
  readonly store: LocalStore;
}

/** A store that has read the log of one message, sent by alice to bob@example.org. */
async function place(changes: Partial<Settings> = {}, sentAt = SENT_AT): Promise<Place> {
  const directory = temporaryDirectory();
  const mailLog = join(directory, "mail.log");
  writeFileSync(mailLog, HANDED_OVER(sentAt));
  const database = join(directory, "bounces.db");
  const defaults = readSettings((setting) => setting.default);
  const settings = { ...defaults, database, hosts: ["mx.example.com"], mailLog, ...changes };
  const store = openStore(database, { create: true });
  onTestFinished(() => store.close());
  await new LogReader(store, contextOf(settings), ARRIVED_AT).readFiles([mailLog]);
  return { settings, store };
}

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined };

async function fromSpool({ settings, store }: Place, message: string): Promise<void> {
  const told = { extensions: [], sender: null, recipient: null, queueId: null, clientAddress: null, login: null };
  const head = Buffer.from(message);
  putIntoSpool(store, { receivedAt: ARRIVED_AT, head, size: head.length, ...told }, 2 ** 22 + 1);
  const extent = { most: Infinity, endsAt: Infinity };
  await recordLeftovers(store, settings, contextOf(settings), ARRIVED_AT + 1_000, extent);
}

async function overLmtp({ settings }: Place, message: string): Promise<void> {
  const receiver = openReceiver(settings, contextOf(settings), quiet, () => ARRIVED_AT);
  const head = Buffer.from(message);
  await receiver.deliver({ head, size: head.length, sender: "", recipients: ["bounce@example.com"] });
  receiver.close();
}

async function fromFile({ settings, store }: Place, message: string): Promise<void> {
  const path = join(temporaryDirectory(), "message.eml");
  writeFileSync(path, message);
  const onFailure = (error: unknown): void => {
    throw error;
  };
  await importPaths([path], {
    settings,
    store,
    context: contextOf(settings),
    rule: { addresses: [], delimiters: "+" },
    skipsUnrecognized: false,
    batch: createBatch(store.record, { messages: 10, bytes: 1e6 }, { onRecorded: () => undefined, onFailure }),
    counts: noCounts(),
    now: () => ARRIVED_AT + 1_000,
    onProgress: () => undefined,
    onUnreadable: (_, error) => onFailure(error),
  });
}

const recorded = ({ store }: Place): unknown[] =>
  store.database.prepare("SELECT recipient, trust, sender FROM bounces").all();

const KNOWN = [{ recipient: "bob@example.org", trust: "known", sender: "alice" }];
const UNPROVEN = { recipient: "bob@example.org", trust: "unproven" };

describe.each([
  ["out of the spool", fromSpool],
  ["over LMTP", overLmtp],
  ["out of a file", fromFile],
])("a bounce %s", (_, take) => {
  it("is known where the log says that the message was handed over, and its sender is the log's", async () => {
    const at = await place();
    await take(at, REPORT);
    expect(recorded(at)).toEqual(KNOWN);
  });

  it("that names somebody to whom the message did not go stays unproven", async () => {
    const at = await place();
    await take(at, reportOn("eve@example.org", ARRIVED_AT));
    expect(recorded(at)).toMatchObject([{ recipient: "eve@example.org", trust: "unproven" }]);
  });

  it("stays as it is where no log is configured", async () => {
    const at = await place({ mailLog: null });
    await take(at, REPORT);
    expect(recorded(at)).toMatchObject([UNPROVEN]);
  });

  it("stays as it is where the log does not reach so far", async () => {
    const at = await place({}, SENT_AT - 86_400 * 30);
    await take(at, REPORT.replaceAll("4jc6wf22q0zMCNv", "4jc7aa11b0zMCNv").replaceAll("<1@client", "<2@client"));
    expect(recorded(at)).toMatchObject([UNPROVEN]);
  });
});
