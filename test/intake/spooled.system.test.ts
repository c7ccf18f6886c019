/** What waits in the spool is recorded, once, whatever it says and whoever dies over it. */
import { describe, expect, it, vi } from "vitest";
import { readSettings } from "../../src/config/settings.js";
import { checkRules } from "../../src/config/schema.js";
import { contextOf } from "../../src/intake/context.js";
import { recordLeftovers, recordSpooled, uptimeMs, type Recorded } from "../../src/intake/spooled.js";
import { TimeLimitError } from "../../src/intake/time-limit.js";
import { queryBounces } from "../../src/store/query.js";
import { unrecognized } from "../../src/store/reports.js";
import type { LocalStore } from "../../src/store/open.js";
import { claimLeftover, countSpooled, putIntoSpool, type Arrival, type Spooled } from "../../src/store/spool.js";
import { bounceMail, recipientOf } from "../support/mails.js";
import { NOON, temporaryStore } from "../store/readings.js";

const DEFAULTS = readSettings((setting) => setting.default);

const FATAL = "this message makes its reader throw";
const ENDLESS = "this message makes its reader run for ever";

// The reader has no known fault; two are made for it. (A system test, since unit tests share their modules.)
vi.mock(import("../../src/mail/reader.js"), async (importOriginal) => {
  const reader = await importOriginal();
  return {
    ...reader,
    readMessage: (bytes: Buffer, size?: number) => {
      if (bytes.includes(FATAL)) throw new Error("thrown while reading");
      while (bytes.includes(ENDLESS));
      return reader.readMessage(bytes, size);
    },
  };
});

/** No process has this id: it is beyond the largest that Linux gives (PID_MAX_LIMIT). */
const DEAD = 2 ** 22 + 1;
const LATER = NOON + 1000;

const arrivalOf = (message: string, changes: Partial<Arrival> = {}): Arrival => ({
  receivedAt: NOON,
  head: Buffer.from(message, "latin1"),
  size: message.length,
  extensions: [],
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
  login: null,
  ...changes,
});

/** Puts a message into the spool whose reader has died. */
const leave = (store: LocalStore, message: string, changes: Partial<Arrival> = {}): number =>
  putIntoSpool(store, arrivalOf(message, changes), DEAD);

const readAll = (store: LocalStore, now = LATER, settings = DEFAULTS, most = Infinity): Promise<void> =>
  recordLeftovers(store, settings, contextOf(settings), now, { most, endsAt: Infinity });

const recipients = (store: LocalStore): string[] => queryBounces(store, {}).map(({ recipient }) => recipient);

describe("a message that was left in the spool", () => {
  it("is recorded as of when it came, once for all addresses that it came to", async () => {
    const store = temporaryStore();
    leave(store, bounceMail(1), { extensions: ["r1=remote.test", "n2"] });
    await readAll(store);
    expect(countSpooled(store)).toBe(0);
    expect(queryBounces(store, {})).toMatchObject([{ recipient: recipientOf(1), receivedAt: NOON }]);
    expect(store.database.prepare("SELECT verp_extension FROM bounce").pluck().all()).toEqual(["r1=remote.test"]);
  });

  it("is judged with the settings of the process that reads it", async () => {
    const store = temporaryStore();
    leave(store, bounceMail(1));
    const rules = checkRules([{ id: "mine", match: "User unknown", reason: "mailbox-full" }], "bounces.toml");
    await readAll(store, LATER, { ...DEFAULTS, hosts: ["elsewhere.test"], rules });
    expect(queryBounces(store, {})).toMatchObject([{ trust: "unproven", rule: "admin:mine" }]);
  });

  it("is recorded as it is when reading it fails, and stops no other", async () => {
    const store = temporaryStore();
    leave(store, `Subject: ${FATAL}\n\n`);
    leave(store, bounceMail(1));
    await readAll(store);
    expect(countSpooled(store)).toBe(0);
    expect(recipients(store)).toEqual([recipientOf(1)]);
    expect(unrecognized(store, {})).toMatchObject([{ isKept: true, defects: ["unread"] }]);
  });

  it("stays where reading it does not end, and stops no other", async () => {
    const store = temporaryStore();
    const head = Buffer.from(`Subject: ${ENDLESS}\n\n`);
    const id = leave(store, head.toString());
    leave(store, bounceMail(1));
    const endless: Spooled = { ...arrivalOf(head.toString()), id, tries: 1 };
    const read = (): Promise<Recorded | null> =>
      recordSpooled(store, endless, DEFAULTS, contextOf(DEFAULTS), LATER, 100);
    await expect(read()).rejects.toThrow(TimeLimitError);
    await recordLeftovers(store, DEFAULTS, contextOf(DEFAULTS), LATER, { most: 2, endsAt: uptimeMs() + 200 });
    expect(countSpooled(store)).toBe(2);
    await recordLeftovers(store, DEFAULTS, contextOf(DEFAULTS), LATER, { most: 2, endsAt: Infinity });
    expect(recipients(store)).toEqual([recipientOf(1)]);
    expect(countSpooled(store)).toBe(1);
  });

  it.each([
    [4, 600, "bounce"],
    [5, 599, "bounce"],
    [5, 600, "unrecognized"],
  ])("and has defeated %d readers, %d seconds old, is recorded as %s", async (tries, age, kind) => {
    const store = temporaryStore();
    leave(store, bounceMail(1));
    store.database.exec(`UPDATE spool SET tries = ${String(tries)}`);
    await readAll(store, NOON + age);
    expect(countSpooled(store)).toBe(0);
    expect(queryBounces(store, {})).toHaveLength(kind === "bounce" ? 1 : 0);
    expect(unrecognized(store, {})).toHaveLength(kind === "bounce" ? 0 : 1);
  });

  it("is one of at most so many that a process reads", async () => {
    const store = temporaryStore();
    for (const number of [1, 2, 3]) leave(store, bounceMail(number));
    await readAll(store, LATER, DEFAULTS, 2);
    expect(recipients(store).sort()).toEqual([recipientOf(1), recipientOf(2)]);
    expect(countSpooled(store)).toBe(1);
  });
});

describe("a claim", () => {
  const reader = (now: number, running: readonly number[]) => ({
    pid: 7,
    now,
    isRunning: (pid: number) => running.includes(pid),
  });

  it.each([
    ["of a process that runs, made less than a minute ago, holds", NOON + 59, [8], false],
    ["of a process that runs, made a minute ago, holds no more", NOON + 60, [8], true],
    ["of a process that has died holds nothing", NOON, [], true],
  ])("%s", (_, now, running, isFree) => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(bounceMail(1)), 8);
    expect(claimLeftover(store, reader(now, running)) !== undefined).toBe(isFree);
  });

  it("tells how many readers were defeated before, and is the reader's own then", () => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(bounceMail(1)), 8);
    expect(claimLeftover(store, reader(NOON, []))).toMatchObject({ tries: 1 });
    expect(claimLeftover(store, reader(NOON, [7]))).toBeUndefined();
    expect(claimLeftover(store, reader(NOON, []))).toMatchObject({ tries: 2 });
  });

  it("on what has defeated three readers is made once a minute", () => {
    const store = temporaryStore();
    putIntoSpool(store, arrivalOf(bounceMail(1)), 8);
    store.database.exec("UPDATE spool SET tries = 3");
    expect(claimLeftover(store, reader(NOON + 59, []))).toBeUndefined();
    expect(claimLeftover(store, reader(NOON + 60, []))).toMatchObject({ tries: 3 });
    expect(claimLeftover(store, reader(NOON + 61, []))).toBeUndefined();
  });

  it("goes to the oldest message that is free", () => {
    const store = temporaryStore();
    for (const [number, pid] of [
      [1, 8],
      [2, DEAD],
      [3, DEAD],
    ] as const)
      putIntoSpool(store, arrivalOf(bounceMail(number)), pid);
    expect(claimLeftover(store, reader(NOON, [8]))?.id).toBe(2);
  });
});
