import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Context } from "../../src/interpret.js";
import { ForeignLogError, LogReader } from "../../src/intake/log.js";
import { askLedger, readPositions, sentCount } from "../../src/store/ledger.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import { NOW, REFUSED, syslog } from "./support.js";

const CONTEXT: Context = {
  hosts: [],
  domains: ["example.com"],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};

let directory: string;
let store: LocalStore;
let log: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "bounces-log-"));
  store = openStore(join(directory, "b.db"), { create: true });
  log = join(directory, "mail.log");
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
const reader = (): LogReader => new LogReader(store, CONTEXT, NOW);
const rows = (table: string, columns = "*"): unknown[] =>
  store.database.prepare(`SELECT ${columns} FROM ${table}`).all();
/** All that a log makes of a database, but for when a line was read. */
const everything = (): unknown => ({
  sent: rows(
    "sent ORDER BY queue_id, sent_at",
    "queue_id, sent_at, login, mail_from, root_queue_id, notice_of, ended_at",
  ),
  recipients: rows(
    "sent_recipient r JOIN sent s ON s.id = r.sent_id ORDER BY queue_id, place",
    "s.queue_id, r.place, r.address, r.outcome, r.at",
  ),
  hours: rows("sent_hour ORDER BY hour, sender_id", "hour, messages, recipients, refused"),
  bounces: rows("bounces ORDER BY recipient", "recipient, sender, received_at, reason, rule, queue_id"),
  counters: rows("sender_hour"),
  recipientSums: rows("recipient ORDER BY address", "address, hard, failed_days, last_failed_at, accepted_at"),
});

/** A message of a login to one recipient, refused if `place` is even. */
const message = (place: number): readonly string[] => {
  const id = `4jc6wf${String(place).padStart(4, "0")}zMCNv`;
  const status =
    place % 2 === 0
      ? "dsn=5.1.1, status=bounced (host mx.example.org[203.0.113.5] said: 550 5.1.1 unknown (in reply to RCPT TO command))"
      : "dsn=2.0.0, status=sent (250 ok)";
  return [
    syslog("smtpd", `${id}: client=host[198.51.100.7], sasl_method=PLAIN, sasl_username=alice`, place % 60),
    syslog("cleanup", `${id}: message-id=<${place}@client.example>`, place % 60),
    syslog("qmgr", `${id}: from=<alice@example.com>, size=381, nrcpt=1 (queue active)`, place % 60),
    syslog(
      "smtp",
      `${id}: to=<r${place}@example.org>, relay=mx.example.org[203.0.113.5]:25, delay=1, delays=0/0/0/1, ${status}`,
      place % 60,
    ),
    syslog("qmgr", `${id}: removed`, place % 60),
  ];
};
const MANY = Array.from({ length: 30 }, (_, place) => message(place)).flat();

describe("reading a log", () => {
  it("answers who sent the message that a notice of ours tells of", async () => {
    writeFileSync(log, text(REFUSED));
    await reader().readFiles([log]);
    const answer = askLedger(store, {
      arrivalQueueId: "4jc6wh0KsvzMCP6",
      arrivedAt: new Date(NOW * 1_000),
      queueIds: [],
      messageIds: ["<1@client.example>"],
    });
    expect(answer).toMatchObject({
      arrival: { noticeOf: "4jc6wf22q0zMCNv", login: null },
      parentOfArrival: {
        login: "alice",
        recipients: [{ address: "gone@example.org", outcome: "bounced", isOutside: true }],
      },
      candidates: [{ queueId: "4jc6wf22q0zMCNv", mailFrom: "alice@example.com" }],
      holes: [],
    });
    expect(answer.covers).not.toBeNull();
  });

  it("knows nothing without a log", () => {
    const question = {
      arrivalQueueId: "4jc6wh0KsvzMCP6",
      arrivedAt: new Date(NOW * 1_000),
      queueIds: [],
      messageIds: [],
    };
    expect(askLedger(store, question)).toMatchObject({ covers: null, arrival: null, candidates: [] });
  });

  it("records refusals as bounces of the login, with the reply's verdict", async () => {
    writeFileSync(log, text(REFUSED));
    const one = reader();
    await one.readFiles([log]);
    expect(one.counts).toMatchObject({ lines: 8, understood: 8, bounces: 1 });
    expect(rows("bounces", "recipient, sender, severity, reason, status, trust, format, queue_id")).toEqual([
      {
        recipient: "gone@example.org",
        sender: "alice",
        severity: "hard",
        reason: "user-unknown",
        status: "5.1.1",
        trust: "known",
        format: "postfix-log",
        queue_id: "4jc6wf22q0zMCNv",
      },
    ]);
  });

  it("counts what a sender sent", async () => {
    writeFileSync(log, text(MANY));
    await reader().readFiles([log]);
    expect(sentCount(store, "alice", 0, NOW)).toEqual({ messages: 30, recipients: 30, refused: 15 });
  });

  it("changes nothing when the same log is read again, as a file, under another name, compressed or from a stream", async () => {
    writeFileSync(log, text(MANY));
    await reader().readFiles([log]);
    const before = everything();
    await reader().readFiles([log]);
    renameSync(log, `${log}.1`);
    await reader().readFiles([`${log}.1`]);
    writeFileSync(`${log}.2.gz`, gzipSync(text(MANY)));
    await reader().readFiles([`${log}.2.gz`]);
    // eslint-disable-next-line @typescript-eslint/require-await -- standard input is asynchronous
    async function* stream() {
      yield Buffer.from(text(MANY).slice(0, 700));
      yield Buffer.from(text(MANY).slice(700));
    }
    const again = reader();
    await again.readStream(stream());
    expect(again.counts.lines).toBe(MANY.length);
    expect(again.counts.bounces).toBe(0);
    expect(everything()).toEqual(before);
  });

  it("makes the same of a log that is read line by line, each time by another reader", async () => {
    const other = openStore(join(directory, "other.db"), { create: true });
    writeFileSync(log, text(MANY));
    await new LogReader(other, CONTEXT, NOW).readFiles([log]);
    const part = join(directory, "part.log");
    writeFileSync(part, "");
    for (const line of MANY) {
      appendFileSync(part, line.slice(0, 40));
      await reader().follow(part);
      appendFileSync(part, `${line.slice(40)}\n`);
    }
    await reader().follow(part);
    const parts = everything();
    const own = store;
    store = other;
    expect(parts).toEqual(everything());
    store = own;
    other.close();
  });

  it("writes nothing of a piece that cannot be written whole", async () => {
    writeFileSync(log, text(MANY));
    store.database.exec("CREATE TRIGGER stop BEFORE INSERT ON log_position BEGIN SELECT raise(ABORT, 'killed'); END");
    await expect(reader().readFiles([log])).rejects.toThrow();
    expect(rows("sent")).toEqual([]);
    expect(rows("bounces")).toEqual([]);
    store.database.exec("DROP TRIGGER stop");
    await reader().readFiles([log]);
    expect(rows("sent")).toHaveLength(30);
  });

  describe("that is rotated", () => {
    const half = MANY.slice(0, 73);
    const rest = MANY.slice(73);
    const age = (path: string, seconds: number): void => {
      utimesSync(path, NOW - seconds, NOW - seconds);
    };

    const rotated = (path: string): void => {
      age(path, 60);
      writeFileSync(log, text(rest.slice(40)));
    };
    const WAYS: readonly (readonly [string, () => void])[] = [
      [
        "by renaming",
        () => {
          renameSync(log, `${log}.1`);
          rotated(`${log}.1`);
        },
      ],
      [
        "by copying and truncating",
        () => {
          copyFileSync(log, `${log}.1`);
          truncateSync(log);
          rotated(`${log}.1`);
        },
      ],
      [
        "by compressing",
        () => {
          writeFileSync(`${log}.1.gz`, gzipSync(text([...half, ...rest.slice(0, 40)])));
          rotated(`${log}.1.gz`);
        },
      ],
      [
        "by a name with its date",
        () => {
          renameSync(log, `${log}-20261103`);
          rotated(`${log}-20261103`);
        },
      ],
    ];

    it.each(WAYS)("%s is read to its end and on", async (_, rotate) => {
      writeFileSync(log, text(half));
      await reader().follow(log);
      appendFileSync(log, text(rest.slice(0, 40)));
      rotate();
      await reader().follow(log);
      await reader().follow(log);
      expect(rows("sent")).toHaveLength(30);
      expect(rows("bounces")).toHaveLength(15);
      expect(sentCount(store, "alice", 0, NOW)).toEqual({ messages: 30, recipients: 30, refused: 15 });
    });

    it("twice since it was read is read whole", async () => {
      writeFileSync(log, text(half));
      await reader().follow(log);
      renameSync(log, `${log}.2`);
      age(`${log}.2`, 120);
      writeFileSync(`${log}.1`, text(rest.slice(0, 40)));
      age(`${log}.1`, 60);
      writeFileSync(log, text(rest.slice(40)));
      await reader().follow(log);
      expect(rows("sent")).toHaveLength(30);
      expect(readPositions(store)).toHaveLength(3);
    });
  });

  it("refuses a file that is no log of Postfix's, and names the tags in it", async () => {
    writeFileSync(log, text(Array.from({ length: 200 }, () => "Nov  3 05:06:07 mx dovecot[1]: imap-login: hello")));
    await expect(reader().readFiles([log])).rejects.toThrow(ForeignLogError);
    await expect(reader().readFiles([log])).rejects.toThrow(/0 of 200 lines.*dovecot/);
  });

  it("resets what is known of an address once its own server takes a message", async () => {
    writeFileSync(log, text(REFUSED));
    await reader().readFiles([log]);
    expect(rows("dead_addresses")).toHaveLength(1);
    const later = join(directory, "later.log");
    const lines = [...message(1)].map((line) =>
      line.replace("r1@example.org", "gone@example.org").replace("05:06", "06:06"),
    );
    writeFileSync(later, text(lines));
    await reader().readFiles([later]);
    expect(rows("dead_addresses")).toHaveLength(0);
  });
});
