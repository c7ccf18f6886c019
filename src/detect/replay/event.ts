/**
 * One line of an events file: a bounce as a bounce tool would have recorded it, one JSON object a line, sorted by time.
 *
 *   t              epoch seconds                    sender         login or envelope sender on our side
 *   rcpt           recipient                        reason         see the table below
 *   ip             client address, "" if unknown   from_mismatch  1: From of another domain
 *   bulk           1: headers of a mailing list     ours           1 proven to be ours, 0 proven not to be, 2 no proof
 *
 * Other fields are not read; missing ones say nothing. Reasons may also be the program's own (reason.ts), as `export` writes them.
 */
import { REASONS, type Reason } from "../../reason.js";
import { causeOf, isBan, type Cause } from "../cause.js";

/** One bounce of an events file. */
export interface ReplayEvent {
  readonly time: number;
  readonly sender: string;
  readonly recipient: string;
  /** null: a complaint. */
  readonly cause: Cause | null;
  /** A delay, after which the mail may still arrive: no failure. */
  readonly isDelay: boolean;
  readonly clientAddress: string | null;
  readonly hasForeignFrom: boolean;
  readonly isBulk: boolean;
  /** The reply says that our account itself is shut off. */
  readonly isBan: boolean;
  readonly proof: "ours" | "disproved" | "none";
}

/** A line that is not an event; says which field is wrong. */
export class EventError extends Error {
  override readonly name = "EventError";
}

/** The short reasons of the format. */
const CAUSES: ReadonlyMap<string, Cause | null> = new Map<string, Cause | null>([
  ["unknown", "dead"],
  ["disabled", "dead"],
  ["baddomain", "dead"],
  ["spam", "spam"],
  ["policy", "policy"],
  ["other", "other"],
  ["full", "temporary"],
  ["delay", "temporary"],
  ["complaint", null],
]);

/** Epoch seconds of the year 5138: what is later is no time, and would make as many runs. */
const LATEST = 1e11;

const isReason = (text: string): text is Reason => Object.hasOwn(REASONS, text);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function textOf(record: Readonly<Record<string, unknown>>, field: string): string {
  const value = record[field];
  if (typeof value !== "string") throw new EventError(`"${field}" is not a string`);
  return value;
}

function causeOfText(text: string): Cause | null {
  const cause = CAUSES.get(text);
  if (cause !== undefined) return cause;
  if (!isReason(text)) throw new EventError(`"reason" ${JSON.stringify(text)} is not known`);
  return causeOf(text, REASONS[text].severity);
}

const proofOf = (ours: unknown): ReplayEvent["proof"] =>
  ours === 1 || ours === undefined ? "ours" : ours === 0 ? "disproved" : "none";

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    throw new EventError("is not JSON");
  }
};

/** Reads one line. Throws EventError. */
export function parseEvent(line: string): ReplayEvent {
  const record = parseJson(line);
  if (!isRecord(record)) throw new EventError("is not a JSON object");
  const { t, ip } = record;
  if (typeof t !== "number" || !(t >= 0 && t < LATEST)) throw new EventError(`"t" is not a time`);
  const reason = textOf(record, "reason");
  return {
    time: t,
    sender: textOf(record, "sender"),
    recipient: textOf(record, "rcpt"),
    cause: causeOfText(reason),
    isDelay: reason === "delay",
    clientAddress: typeof ip === "string" && ip !== "" ? ip : null,
    hasForeignFrom: record.from_mismatch === 1,
    isBulk: record.bulk === 1,
    isBan: isBan(reason),
    proof: proofOf(record.ours),
  };
}
