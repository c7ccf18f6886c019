/** What must hold for the reading of any mail, whatever it is. */
import type { Bounce, Envelope, Kind, Reading } from "../../src/bounce.js";
import { interpret, type Context } from "../../src/interpret.js";
import { readMessage } from "../../src/mail/reader.js";
import { toParsedMessage } from "../../src/output/parsed.js";
import { readingLine, readingText } from "../../src/output/reading.js";
import { REASONS } from "../../src/reason.js";

const KINDS: readonly Kind[] = [
  "bounce",
  "delivered",
  "complaint",
  "auto-reply",
  "disposition",
  "notice",
  "unrecognized",
];

/** More than any mail of the size that is read can name; the store has room for 65,536 in one second. */
const MOST_RECIPIENTS = 50_000;
const LONGEST_ADDRESS = 320;
/** A reading is stored: it must not be much more than what was read of the mail. */
const MOST_TIMES_LARGER = 40;

const CONTROLS = /[\0-\x1f\x7f-\x9f]/;
/** What a terminal must never get of a mail; \n ends our own lines. */
const UNPRINTABLE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** A bounce address with a VERP extension, so that that is read as well. */
export const ENVELOPE: Envelope = {
  extension: "list-bob=example.net",
  sender: null,
  recipient: "bounce+list-bob=example.net@example.com",
  queueId: null,
  clientAddress: null,
  login: null,
};
/** Hosts are configured, so that trust is judged in full. */
export const CONTEXT: Context = {
  hosts: ["mx.local.test", "mail.example.com"],
  domains: [],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};

function* problemsOfBounce({ facts, verdict, identity }: Bounce): Generator<string, void> {
  for (const address of [facts.recipient, facts.originalRecipient]) {
    if (address !== null && CONTROLS.test(address))
      yield `control characters in the address ${JSON.stringify(address)}`;
    if (address !== null && address.length > LONGEST_ADDRESS) yield `an address of ${address.length} characters`;
  }
  if (facts.recipient === "") yield "a bounce of nobody";
  if (!(verdict.reason in REASONS)) yield `no such reason: ${verdict.reason}`;
  if ((verdict.severity === null) !== (facts.action !== "failed" && facts.action !== "delayed"))
    yield `${facts.action}, yet ${String(verdict.severity)}`;
  if (identity === "") yield "no identity";
}

function* problemsOfReading(reading: Reading, size: number): Generator<string, void> {
  const { kind, bounces } = reading;
  if (!KINDS.includes(kind)) yield `no such kind: ${kind}`;
  if (bounces.length > MOST_RECIPIENTS) yield `${bounces.length} recipients`;
  if ((kind === "bounce" || kind === "delivered") !== bounces.length > 0 && kind !== "auto-reply")
    yield `${kind} with ${bounces.length} recipients`;
  if (kind === "complaint" && reading.facts.feedback === null) yield "a complaint without feedback";
  for (const bounce of bounces) yield* problemsOfBounce(bounce);
  if (reading.sender !== null && reading.sender.name === "") yield "a sender without a name";
  const shown = readingText(reading) + readingLine(reading, true);
  if (UNPRINTABLE.test(shown)) yield "text that is not safe on a terminal";
  const record = JSON.stringify(toParsedMessage(reading));
  if (record.length > 100_000 + MOST_TIMES_LARGER * size)
    yield `a record of ${record.length} characters for ${size} bytes`;
}

/** What is wrong with a reading of a mail of `size` bytes; empty when nothing is. */
export const problemsOf = (reading: Reading, size: number): readonly string[] =>
  [...problemsOfReading(reading, size)].slice(0, 5);

/** What is wrong with what our own reader makes of a mail; empty when nothing is. */
export function problemsWith(mail: Buffer): readonly string[] {
  try {
    return problemsOf(interpret(readMessage(mail), ENVELOPE, CONTEXT), mail.length);
  } catch (error) {
    return [`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}
