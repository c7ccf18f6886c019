import { describe, expect, it } from "vitest";
import { FrontReader } from "../../src/ledger/front.js";
import { readLine } from "../../src/ledger/line.js";
import { messagesOf, NOW, REFUSED } from "./support.js";

const TEXT = "4jc6wf22q0zMCNv: client=host.isp.example[198.51.100.7], sasl_method=PLAIN, sasl_username=alice";
const at = (zone: "local" | "utc"): number =>
  (zone === "utc" ? Date.UTC(2026, 10, 3, 5, 6, 7) : new Date(2026, 10, 3, 5, 6, 7).getTime()) / 1_000;

const read = (line: string) => {
  const bytes = Buffer.from(line, "utf8").toString("latin1");
  const front = new FrontReader(NOW).read(bytes, 0, bytes.length);
  return front === null ? null : { at: front.at, host: front.host, name: front.tag.name, read: readLine(front) };
};

const TAG = "postfix/submission/smtpd[171]:";

/** How the same line looks to other writers: the line, its zone, and the host that it names. */
const FORMS: readonly (readonly [string, string, "local" | "utc", string])[] = [
  ["syslog", `Nov  3 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["postlogd", `Nov 03 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["one blank before the day", `Nov 3 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["a year", `Nov  3 2026 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["fractions", `Nov  3 05:06:07.123 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["rsyslog with RFC 3339", `2026-11-03T05:06:07.626402+00:00 mx ${TAG} ${TEXT}`, "utc", "mx"],
  ["a zone without colon", `2026-11-03T05:06:07+0000 mx ${TAG} ${TEXT}`, "utc", "mx"],
  ["a blank for the T", `2026-11-03 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["a host with its address", `Nov  3 05:06:07 mx/192.0.2.1 ${TAG} ${TEXT}`, "local", "mx/192.0.2.1"],
  ["CR before LF", `Nov  3 05:06:07 mx ${TAG} ${TEXT}\r`, "local", "mx"],
  ["no host", `Nov  3 05:06:07 ${TAG} ${TEXT}`, "local", ""],
  ["no process id", `Nov  3 05:06:07 mx postfix/submission/smtpd: ${TEXT}`, "local", "mx"],
  ["busybox", `Nov  3 05:06:07 mx mail.info ${TAG} ${TEXT}`, "local", "mx"],
  ["FreeBSD's syslogd -v", `Nov  3 05:06:07 <mail.info> mx ${TAG} ${TEXT}`, "local", "mx"],
  ["Solaris", `Nov  3 05:06:07 mx ${TAG} [ID 197553 mail.info] ${TEXT}`, "local", "mx"],
  ["a raw priority", `<22>Nov  3 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["RFC 5424", `<22>1 2026-11-03T05:06:07Z mx postfix/submission/smtpd 171 - - ${TEXT}`, "utc", "mx"],
  [
    "RFC 5424 with data",
    `<22>1 2026-11-03T05:06:07Z mx postfix/submission/smtpd 171 - [origin x="a]\\"b"] ${TEXT}`,
    "utc",
    "mx",
  ],
  ["a program name cut at the slash", `<22>1 2026-11-03T05:06:07Z mx postfix 171 - - ${TEXT}`, "utc", "mx"],
  ["the same in syslog's form", `Nov  3 05:06:07 mx postfix[171]: ${TEXT}`, "local", "mx"],
  ["docker -t", `2026-11-03T05:06:07.123456789Z Nov  3 06:06:07 mx ${TAG} ${TEXT}`, "utc", "mx"],
  ["compose", `postfix-1  | Nov  3 05:06:07 mx ${TAG} ${TEXT}`, "local", "mx"],
  ["kubectl", `[pod/mail-0/postfix] 2026-11-03T05:06:07Z Nov  3 06:06:07 mx ${TAG} ${TEXT}`, "utc", "mx"],
  ["CRI", `2026-11-03T05:06:07.1Z stdout F Nov  3 06:06:07 mx ${TAG} ${TEXT}`, "utc", "mx"],
  [
    "json-file",
    JSON.stringify({ log: `Nov  3 05:06:07 mx ${TAG} ${TEXT}\n`, time: "2026-11-03T05:06:07.1Z" }),
    "utc",
    "mx",
  ],
  [
    "json-file without a stamp of its own",
    JSON.stringify({ log: `${TAG} ${TEXT}\n`, time: "2026-11-03T05:06:07.1Z" }),
    "utc",
    "",
  ],
  [
    "JSON of time, program, message",
    JSON.stringify({ time: String(at("utc")), program: "postfix/submission/smtpd", host: "mx", message: TEXT }),
    "utc",
    "mx",
  ],
];

describe("fronts", () => {
  it.each(FORMS)("%s", (_, line, zone, host) => {
    expect(read(line)).toEqual({
      at: at(zone),
      host,
      name: "postfix",
      read: {
        queueId: "4jc6wf22q0zMCNv",
        entry: { kind: "client", address: "198.51.100.7", login: "alice", originalQueueId: null },
      },
    });
  });

  it("takes any syslog_name, also one without postfix in it", () => {
    expect(read(`Nov  3 05:06:07 mx 203.0.113.9/smtpd[1]: ${TEXT}`)?.name).toBe("203.0.113.9");
    expect(read(`Nov  3 05:06:07 mx postfix-in/smtps/smtpd[1]: ${TEXT}`)?.name).toBe("postfix-in");
  });

  it("leaves other programs alone, whatever text of strangers stands in their lines", () => {
    expect(read(`Nov  3 05:06:07 mx dovecot: imap-login: user=<x ${TAG} ${TEXT}`)).toBeNull();
    expect(read(`Nov  3 05:06:07 mx evil ${TAG} ${TEXT}`)).toBeNull();
    expect(read(`Nov  3 05:06:07 mx sshd[1]: ${TAG} ${TEXT}`)).toBeNull();
    expect(read(`Nov  3 05:06:07 mx postfix/postscreen[1]: ${TEXT}`)).toBeNull();
    expect(read(`Nov  3 05:06:07 mx postfix/smtpd[1]: warning: ${TEXT}`)?.read).toBeNull();
  });

  it("puts a stamp without a year into the newest year that is not ahead", () => {
    expect(read(`Dec  3 05:06:07 mx ${TAG} ${TEXT}`)?.at).toBe(new Date(2025, 11, 3, 5, 6, 7).getTime() / 1_000);
    expect(read(`Feb 29 05:06:07 mx ${TAG} ${TEXT}`)?.at).toBe(new Date(2024, 1, 29, 5, 6, 7).getTime() / 1_000);
  });

  const plain = messagesOf(REFUSED);
  const texts = REFUSED.map((line) => line.slice("Nov  3 ".length));
  const WRITERS: readonly (readonly [string, (line: string) => string])[] = [
    ["postlogd", (line) => `Nov 03 ${line}`],
    ["busybox", (line) => `Nov  3 ${line.replace(" mx ", " mx mail.info ")}`],
    ["FreeBSD", (line) => `Nov  3 ${line.replace(" mx ", " <mail.info> mx ")}`],
    ["Solaris", (line) => `Nov  3 ${line.replace("]: ", "]: [ID 197553 mail.info] ")}`],
    ["compose", (line) => `mail-1  | Nov  3 ${line}`],
    ["json-file", (line) => JSON.stringify({ log: `Nov  3 ${line}\n` })],
    ["RFC 5424", (line) => toRfc5424(line)],
  ];

  it.each(WRITERS)("a whole log of %s gives the same messages", (_, write) => {
    expect(messagesOf(texts.map(write))).toEqual(plain);
  });
});

/** Of `05:06:07 mx postfix/smtpd[171]: TEXT`. */
function toRfc5424(line: string): string {
  const [, clock = "", tag = "", text = ""] = /^(\S+) mx (\S+)\[171\]: (.*)$/.exec(line) ?? [];
  const time = new Date(`2026-11-03T${clock}`).toISOString();
  return `<22>1 ${time} mx ${tag} 171 - - ${text}`;
}
