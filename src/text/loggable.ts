/** What of a reading or an error may be logged: named here one by one, so that a mail's text has no way into the log. */
import type { Bounce, Reading } from "../bounce.js";
import { printable } from "./escape.js";

/** What a log line may hold beside its message. */
export type LogValue = string | number | boolean | null | readonly string[];

/** Facts of a log line. */
export type LogFacts = Readonly<Record<string, LogValue>>;

/** Bytes of a text, lines of a mail: whatever gets here by mistake stays short. */
const MAX_TEXT = 2000;
const MAX_LISTED = 20;

const limited = (text: string): string => printable(text.slice(0, MAX_TEXT));

const loggableValue = (value: LogValue): LogValue => {
  if (typeof value === "string") return limited(value);
  return typeof value === "object" && value !== null ? value.slice(0, MAX_LISTED).map(limited) : value;
};

/** The facts with each text cut short and made safe, see {@link printable}. */
export const loggableFacts = (facts: LogFacts): LogFacts =>
  Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, loggableValue(value)]));

const distinct = (bounces: readonly Bounce[], of: (bounce: Bounce) => string): readonly string[] => [
  ...new Set(bounces.map(of)),
];

/** Of a reading: identity, kind, format, counts, reasons, rules, sender, trust, defects. No recipient, subject or diagnostic. */
export const loggableReading = (reading: Reading): LogFacts => ({
  identity: reading.identity,
  kind: reading.kind,
  format: reading.format,
  bounces: reading.bounces.length,
  reasons: distinct(reading.bounces, (bounce) => bounce.verdict.reason),
  rules: distinct(reading.bounces, (bounce) => bounce.verdict.rule),
  sender: reading.sender?.name ?? null,
  senderSource: reading.sender?.source ?? null,
  trust: reading.trust.level,
  postfixQueueId: reading.facts.postfixQueueId,
  defects: reading.defects,
  bytes: reading.size,
});

/** Of something thrown: its kind, message, code and where it was thrown. */
export const loggableError = (thrown: unknown): LogFacts =>
  thrown instanceof Error
    ? {
        error: thrown.message,
        errorName: thrown.name,
        errorCode: "code" in thrown ? String(thrown.code) : null,
        stack: thrown.stack ?? null,
      }
    : { error: typeof thrown === "string" ? thrown : Object.prototype.toString.call(thrown) };
