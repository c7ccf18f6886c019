/** Bounces that wait in Postfix's queue because the program did not take them. */
import { formatTime } from "../time.js";
import { counted, isRecord } from "../values.js";
import { warning, type Finding } from "./finding.js";
import type { Answer } from "./host.js";
import { firstLine } from "./postconf.js";

/** A message that could not be delivered yet. */
interface Deferred {
  /** Epoch seconds. */
  readonly since: number;
  readonly reason: string;
}

function parse(row: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(row);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

/** Of the lines of `postqueue -j`, the deferred messages to these addresses. */
export function deferredIn(printed: string, isOurs: (recipient: string) => boolean): Deferred[] {
  return printed
    .split("\n")
    .map(parse)
    .filter(({ queue_name: queue }) => queue === "deferred")
    .flatMap(({ arrival_time: since, recipients }) => {
      const [own] = (Array.isArray(recipients) ? recipients : [])
        .filter(isRecord)
        .filter(({ address }) => typeof address === "string" && isOurs(address));
      const reason = own?.delay_reason;
      return own === undefined ? [] : [{ since: Number(since), reason: typeof reason === "string" ? reason : "" }];
    });
}

/** Checks Postfix's queue, as `postqueue -j` prints it. `isOurs`: whether a recipient is the bounce address. */
export function checkQueue({ status, stdout, stderr }: Answer, isOurs: (recipient: string) => boolean): Finding[] {
  if (status !== 0)
    return stderr.includes("system is down")
      ? [warning("Postfix", "does not run, so nothing arrives", { command: "postfix start" })]
      : [warning("Postfix's queue", `cannot be looked at: ${firstLine(stderr)}`, "run this as root")];
  const waiting = deferredIn(stdout, isOurs).sort((a, b) => a.since - b.since);
  const [oldest] = waiting;
  if (oldest === undefined) return [];
  return [
    warning(
      "Postfix's queue",
      `${counted(waiting.length, "bounce waits", "bounces wait")} there, the oldest since ${formatTime(oldest.since)}: ${oldest.reason}`,
      { command: "postqueue -f", advice: "when the other lines are put right, have Postfix try again" },
    ),
  ];
}
