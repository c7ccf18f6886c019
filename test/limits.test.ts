/**
 * Every bound on what is taken from a message: as much as it says is read, and of twice as much no more. The numbers stand
 * here a second time on purpose: a bound that is lowered loses what real messages hold, one that is raised costs time.
 */
import { describe, expect, it } from "vitest";
import { classify, decodeVerp, parse } from "../src/index.js";
import { addressesIn, parseAddress } from "../src/mail/address.js";
import { readWithMailparser } from "../src/mail/fallback.js";
import { readHeader } from "../src/mail/header.js";
import { limits } from "../src/mail/limits.js";
import { findBoundary } from "../src/mail/multipart.js";
import { parseParameters } from "../src/mail/content-type.js";
import { readMessage } from "../src/mail/reader.js";
import { parseReceived } from "../src/mail/received.js";
import { readReturned } from "../src/mail/returned.js";
import { readStatusGroups } from "../src/mail/status-groups.js";
import { decodeWords } from "../src/mail/encoding.js";

/** A bound, how much is read at most, and how much is read of so much of it; `above` where twice as much meets another bound. */
interface Bound {
  readonly name: string;
  readonly most: number;
  readonly above?: number;
  readonly read: (amount: number) => number | Promise<number>;
}

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join("");
const read = (text: string) => readMessage(Buffer.from(text, "latin1"));

/** A header of so many bytes, in fields of 1,000. */
function headerOf(size: number): string {
  const rest = size % 1_000;
  const field = (length: number): string => `A: ${"x".repeat(length - 4)}\n`;
  return times(Math.floor(size / 1_000), () => field(1_000)) + (rest === 0 ? "" : field(rest));
}
const sizeOf = (header: readonly { readonly value: string }[]): number =>
  header.reduce((sum, { value }) => sum + value.length + 4, 0);

const nested = (depth: number): string =>
  times(depth, (at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`) +
  "Content-Type: text/plain\n\ninnermost";

const HEADER = "Received: by mx.example.com\nFrom: a@example.com\nTo: b@example.org\nSubject: c\n";
const hop = "Received: from mx (mx [127.0.0.1]) by mx (Postfix) with ESMTP id A; Sun, 22 Nov 2026 18:04:41 +0000\n";
const forwardedHere = (hops: number): string =>
  `${times(hops - 1, () => "Received: by mx (Postfix) id B; Sun, 22 Nov 2026 18:04:41 +0000\n")}${hop}` +
  "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n";
const UNKNOWN_CHARSET = "Content-Type: text/plain; charset=x-unknown\n\n";
const complaint = (recipients: number): string =>
  "Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nAn abuse report.\n--b\n" +
  `Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: a/1\nVersion: 1\n${times(recipients, (at) => `Original-Rcpt-To: r${at}@example.org\n`)}\n--b--\n`;

/** What a reader found all of, or nothing. */
const whole = (isFound: boolean, amount: number): number => (isFound ? amount : 0);

const BOUNDS: readonly (Bound & { readonly name: keyof typeof limits })[] = [
  {
    name: "bytes",
    most: 1_048_576,
    read: (n) => 3 + (read(`\n\n\n${"x".repeat(n - 3)}`).leaves[0]?.text.trim().length ?? 0),
  },
  { name: "headerBytes", most: 262_144, read: (n) => whole(sizeOf(read(`${headerOf(n)}\nbody`).header) >= n, n) },
  { name: "headerBytes", most: 262_144, read: (n) => whole(sizeOf(readHeader(`${headerOf(n)}\nbody`)) >= n, n) },
  { name: "headerFields", most: 2_000, read: (n) => read(`${"A: b\n".repeat(n)}\nbody`).header.length },
  { name: "statusFields", most: 200_000, read: (n) => readStatusGroups("X: a\n".repeat(n)).flat().length },
  {
    name: "statusGroups",
    most: 20_000,
    read: (n) => readStatusGroups("Final-Recipient: rfc822; a@example.org\n\n".repeat(n)).length,
  },
  {
    name: "groupFields",
    most: 100,
    read: (n) => {
      const fields = times(n - 2, (at) => `X-${at}: a\n`);
      return whole(readStatusGroups(`Final-Recipient: rfc822; a@example.org\n${fields}\nX-Z: a\n`).length === 1, n);
    },
  },
  {
    name: "fieldBytes",
    most: 32_768,
    read: (n) => (read(`A: ${"x".repeat(n - 2)}\n\n`).header[0]?.value.length ?? 0) + 2,
  },
  {
    name: "fieldBytes",
    most: 32_768,
    read: (n) => read(`A: x;\n${"y".repeat(n - 3)}\n\n`).header[0]?.value.length ?? 0,
  },
  {
    name: "parts",
    most: 200,
    read: (n) => read(`Content-Type: multipart/mixed; boundary=b\n\n${"--b\n\na\n".repeat(n)}--b--\n`).leaves.length,
  },
  { name: "depth", most: 16, read: (n) => whole(read(nested(n)).leaves[0]?.text === "innermost", n) },
  {
    name: "parameters",
    most: 64,
    read: (n) => Object.keys(parseParameters(`a/b${times(n, (at) => `; p${at}=v`)}`).parameters).length,
  },
  {
    name: "delimiterCandidates",
    most: 16,
    read: (n) => {
      const others = times(n - 1, (at) => `--x${at}y\nContent-Type: a/b\n\n`);
      return whole(findBoundary(`${others}--true\nContent-Type: a/b\n\n--true--\n`)?.boundary === "true", n);
    },
  },
  {
    name: "address",
    most: 320,
    above: 511,
    read: (n) =>
      parseAddress(`${"l".repeat(Math.min(255, n - 9))}@${"d".repeat(n - 1 - Math.min(255, n - 9))}`)?.length ?? 0,
  },
  {
    name: "localPart",
    most: 255,
    above: 300,
    read: (n) => whole(parseAddress(`${"l".repeat(n)}@d.example`) !== null, n),
  },
  {
    name: "localPart",
    most: 255,
    above: 300,
    read: (n) => addressesIn(`to ${"l".repeat(n)}@d.example.`)[0]?.indexOf("@") ?? 0,
  },
  { name: "domain", most: 255, above: 300, read: (n) => whole(parseAddress(`a@${"d".repeat(n)}`) !== null, n) },
  { name: "domain", most: 255, above: 300, read: (n) => (addressesIn(`to a@${"d".repeat(n)}`)[0]?.length ?? 2) - 2 },
  {
    name: "addressText",
    most: 4_096,
    read: (n) => whole(parseAddress(`"${"n".repeat(n - 17)}" <a@d.example>`) !== null, n),
  },
  { name: "addresses", most: 10_000, read: (n) => addressesIn(times(n, (at) => `a${at}@d.example `)).length },
  { name: "encodedWords", most: 500, read: (n) => decodeWords("=?utf-8?q?a?= ".repeat(n)).split(" ")[0]?.length ?? 0 },
  {
    name: "returnedCandidates",
    most: 64,
    read: (n) => whole(readReturned(read(`\n${"X-A: b\n\n".repeat(n - 1)}${HEADER}`)) !== null, n),
  },
  {
    name: "receivedFields",
    most: 100,
    read: (n) =>
      readReturned(read(`Content-Type: message/rfc822\n\n${"Received: by mx\n".repeat(n)}From: a@example.com\n\n`))
        ?.received.length ?? 0,
  },
  {
    name: "receivedFields",
    most: 100,
    read: async (n) => whole((await parse(forwardedHere(n), { hosts: ["mx"] })).trust.level === "unproven", n),
  },
  {
    name: "receivedTokens",
    most: 200,
    read: (n) => whole(parseReceived(`${"x ".repeat(n - 2)}by mx`).byHost === "mx", n),
  },
  {
    name: "fallbackBytes",
    most: 262_144,
    read: async (n) => {
      const bytes = Buffer.from(`${UNKNOWN_CHARSET}${"x".repeat(n - UNKNOWN_CHARSET.length)}`);
      return UNKNOWN_CHARSET.length + ((await readWithMailparser(bytes)).leaves[0]?.text.length ?? 0);
    },
  },
  {
    name: "htmlCharacters",
    most: 262_000,
    read: async (n) => {
      const html = `Content-Type: text/html\n\n<p>read${" ".repeat(Math.min(n, 262_000) - 11)}</p>`;
      return whole(
        (await readWithMailparser(Buffer.from(html))).leaves[0]?.text.trim() === "read",
        Math.min(n, 262_000),
      );
    },
  },
];

const OTHERS: readonly Bound[] = [
  {
    name: "characters of a reply that are classified",
    most: 2_000,
    read: (n) => whole(classify(`550 ${"x".repeat(n - 17)} user unknown`).reason === "user-unknown", n),
  },
  {
    name: "characters of a Received field",
    most: 4_096,
    read: (n) => whole(parseReceived(`(${"c".repeat(n - 8)}) by mx`).byHost === "mx", n),
  },
  {
    name: "characters of the local part in an extension",
    most: 200,
    above: 201,
    read: (n) => whole(decodeVerp(`${"b".repeat(n)}=d.example`)?.form === "address", n),
  },
  {
    name: "characters of the subject",
    most: 200,
    read: async (n) => (await parse(`Subject: ${"s".repeat(n)}\n\n`)).subject?.length ?? 0,
  },
  {
    name: "recipients of a complaint",
    most: 100,
    read: async (n) => (await parse(complaint(n))).feedback?.originalRcptTo.length ?? 0,
  },
];

describe.each([...BOUNDS, ...OTHERS])("$name", ({ most, above = 2 * most, read: readOf }) => {
  it(`up to ${most} are read`, async () => {
    expect(await readOf(most)).toBe(most);
  });

  it("beyond that no more are read", async () => {
    expect(await readOf(above)).toBeLessThanOrEqual(most);
  });
});

it("every limit has its test", () => {
  expect([...new Set(BOUNDS.map(({ name }) => name))].sort()).toEqual(Object.keys(limits).sort());
});
