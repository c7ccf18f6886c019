import { describe, expect, it } from "vitest";
import { FrontReader } from "../../src/ledger/front.js";
import { readJournalLine } from "../../src/ledger/journal.js";
import { readLine } from "../../src/ledger/line.js";

const TEXT = "4jc6wf22q0zMCNv: client=host.isp.example[198.51.100.7], sasl_method=PLAIN, sasl_username=alice";
const FIELDS = {
  __CURSOR: "s=7d;i=15b",
  __REALTIME_TIMESTAMP: "1793682367524609",
  _UID: "104",
  _EXE: "/usr/lib/postfix/sbin/smtpd",
  _HOSTNAME: "mx.example.com",
  SYSLOG_IDENTIFIER: "postfix/submission/smtpd",
  SYSLOG_PID: "171",
  MESSAGE: TEXT,
};

const read = (fields: object) => readJournalLine(JSON.stringify({ ...FIELDS, ...fields }), new FrontReader(Infinity));

describe("an entry of the journal", () => {
  it("is read where a daemon of Postfix's wrote it", () => {
    const { cursor, front } = read({}) ?? {};
    expect(cursor).toBe("s=7d;i=15b");
    expect(front).toMatchObject({ at: 1_793_682_367, host: "mx", tag: { name: "postfix", writer: "smtpd" } });
    expect(front === null || front === undefined ? null : readLine(front)).toMatchObject({
      entry: { kind: "client", login: "alice" },
    });
  });

  it("is read where its text is no UTF-8 and comes as bytes", () => {
    const bytes = [...Buffer.from(`${TEXT}\xe9`, "latin1")];
    expect(read({ MESSAGE: bytes })?.front).not.toBeNull();
  });

  it("is passed over where a user or another program wrote it under Postfix's tag", () => {
    expect(read({ _UID: "1000", _EXE: "/usr/bin/logger" })?.front).toBeNull();
    expect(read({ _UID: "33", _EXE: "/usr/bin/logger" })?.front).toBeNull();
    expect(read({ _UID: "65534", _EXE: "/usr/bin/logger" })?.front).toBeNull();
    expect(read({ _UID: "33", _EXE: "" })?.front).toBeNull();
  });

  it("is nothing where it is no JSON, or has no cursor", () => {
    expect(readJournalLine("-- cursor", new FrontReader(Infinity))).toBeNull();
    expect(read({ __CURSOR: undefined })).toBeNull();
  });
});
