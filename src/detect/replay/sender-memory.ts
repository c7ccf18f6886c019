/** What the replay remembers of one sender: what the store keeps in its tables, in memory. */
import { isStandingAlert, type Alert } from "../alerts.js";
import { BASELINE_SIZE, baselineOf } from "../baseline.js";
import { clientOf } from "../traits.js";
import { DAY, dayOf, hourOf } from "../../time.js";
import type { DayCount, Baseline, FirstFailure, SenderFacts } from "../facts.js";
import { LONGEST_WINDOW } from "../window.js";
import type { ReplayEvent } from "./event.js";

/** A bounce that the baseline will be made of, once it is old enough. */
interface Trace {
  readonly time: number;
  readonly network: string | null;
  readonly hasForeignFrom: boolean;
  readonly isBulk: boolean;
  readonly proof: ReplayEvent["proof"];
}

/** Mutable; belongs to one replay. */
export interface SenderMemory {
  readonly sender: string;
  readonly firstSeen: number;
  /** Recipients that failed, and those whose failure was proven to be of our mail. */
  readonly failed: Set<string>;
  readonly failedProven: Set<string>;
  /** First failures with a relevant cause in the longest window, oldest first. */
  readonly bounces: FirstFailure[];
  /** Every bounce of the longest window, oldest first, forged ones too. */
  readonly traces: Trace[];
  /** The last ones before the longest window. */
  readonly earlier: Trace[];
  readonly days: DayCount[];
  readonly complaints: number[];
  hour: { number: number; count: number };
  proven: number;
  disproved: number;
  /** Made of `earlier`; null when that has changed since. */
  baseline: Baseline | null;
  alert: Alert | null;
  /** Networks of the last messages sent before the longest window, and messages sent by hour; null: nobody counts them. */
  readonly sentNetworks: string[];
  sentHours: Map<number, number> | null;
  /** See AlertPast. */
  readonly alertDays: Set<number>;
}

/** A sender of whom nothing is known yet. */
export const newSender = (sender: string, firstSeen: number): SenderMemory => ({
  sender,
  firstSeen,
  failed: new Set(),
  failedProven: new Set(),
  bounces: [],
  traces: [],
  earlier: [],
  days: [],
  complaints: [],
  hour: { number: 0, count: 0 },
  proven: 0,
  disproved: 0,
  baseline: null,
  alert: null,
  sentNetworks: [],
  sentHours: null,
  alertDays: new Set(),
});

/** Whether this is the first failure of the pair. A proven one is compared with proven ones only, so that a forgery cannot take its place. */
function isFirstFailure(memory: SenderMemory, { recipient, proof }: ReplayEvent): boolean {
  const known = proof === "ours" ? memory.failedProven : memory.failed;
  const isFirst = !known.has(recipient);
  memory.failed.add(recipient);
  if (proof === "ours") memory.failedProven.add(recipient);
  return isFirst;
}

function countDay(memory: SenderMemory, time: number): void {
  const [hour, day] = [hourOf(time), dayOf(time)];
  memory.hour =
    memory.hour.number === hour ? { number: hour, count: memory.hour.count + 1 } : { number: hour, count: 1 };
  const last = memory.days.at(-1);
  if (last?.day !== day) memory.days.push({ day, count: 1, busiestHour: memory.hour.count });
  else
    memory.days[memory.days.length - 1] = {
      day,
      count: last.count + 1,
      busiestHour: Math.max(last.busiestHour, memory.hour.count),
    };
}

function noteTrace(memory: SenderMemory, trace: Trace): void {
  memory.traces.push(trace);
  if (trace.proof === "ours") memory.proven += 1;
  if (trace.proof === "disproved") memory.disproved += 1;
}

/** Notes a bounce or complaint. */
export function noteEvent(memory: SenderMemory, event: ReplayEvent): void {
  const { time, cause, proof, hasForeignFrom, isBulk } = event;
  if (cause === null) {
    if (proof !== "disproved") memory.complaints.push(time);
    return;
  }
  const client = clientOf(event.clientAddress);
  const network = client?.network ?? null;
  noteTrace(memory, { time, network, hasForeignFrom, isBulk, proof });
  if (proof === "disproved" || event.isDelay) return;
  if (!isFirstFailure(memory, event) || cause === "temporary") return;
  const receiver = event.recipient.slice(event.recipient.lastIndexOf("@") + 1).toLowerCase();
  memory.bounces.push({
    time,
    receiver,
    cause,
    isProven: proof === "ours",
    client: client?.address ?? null,
    network,
    hasForeignFrom,
    isBulk,
    isBan: event.isBan,
  });
  if (proof === "ours") countDay(memory, time);
}

function ageTrace(memory: SenderMemory, trace: Trace): void {
  if (trace.proof === "ours") memory.proven -= 1;
  if (trace.proof === "disproved") memory.disproved -= 1;
  if (trace.proof !== "ours" || memory.alertDays.has(dayOf(trace.time))) return;
  memory.earlier.push(trace);
  if (memory.earlier.length > BASELINE_SIZE) memory.earlier.shift();
  memory.baseline = null;
}

/** Notes how the sender's alert stands, and its days. */
export function noteAlert(memory: SenderMemory, alert: Alert | null): void {
  memory.alert = alert;
  if (alert === null || !isStandingAlert(alert)) return;
  for (let day = dayOf(alert.opened - DAY); day <= dayOf(alert.seen); day += 1) memory.alertDays.add(day);
}

/** Notes a message sent, for the denominator. */
export function noteSent(memory: SenderMemory, time: number): void {
  const hours = (memory.sentHours ??= new Map<number, number>());
  hours.set(hourOf(time), (hours.get(hourOf(time)) ?? 0) + 1);
}

/** Notes where a message was sent from that left the longest window. */
export function noteSentNetwork(memory: SenderMemory, network: string, time: number): void {
  memory.sentHours?.delete(hourOf(time) - 1);
  if (network === "" || memory.alertDays.has(dayOf(time))) return;
  memory.sentNetworks.push(network);
  if (memory.sentNetworks.length > BASELINE_SIZE) memory.sentNetworks.shift();
  memory.baseline = null;
}

/** How many values at the head are of before a moment; nearly always none. */
function countBefore<Value>(values: readonly Value[], timeOf: (value: Value) => number, moment: number): number {
  let count = 0;
  for (let first = values[0]; first !== undefined && timeOf(first) < moment; first = values[count]) count += 1;
  return count;
}

/** Takes the values of before a moment out. */
function takeBefore<Value>(values: Value[], timeOf: (value: Value) => number, moment: number): readonly Value[] {
  const count = countBefore(values, timeOf, moment);
  return count === 0 ? [] : values.splice(0, count);
}

/** Takes out of the longest window what has left it. */
export function ageSender(memory: SenderMemory, now: number): void {
  const moment = now - LONGEST_WINDOW;
  for (const trace of takeBefore(memory.traces, ({ time }) => time, moment)) ageTrace(memory, trace);
  takeBefore(memory.bounces, ({ time }) => time, moment);
  takeBefore(memory.complaints, (time) => time, moment);
}

/** Forged bounces since a moment. */
export const countForged = ({ traces, disproved }: SenderMemory, since: number): number =>
  disproved === 0 ? 0 : traces.filter(({ proof, time }) => proof === "disproved" && time >= since).length;

/** The facts of a sender whose windows are up to date. */
export const factsOf = (memory: SenderMemory): SenderFacts => ({
  sender: memory.sender,
  firstSeen: memory.firstSeen,
  days: memory.days,
  bounces: memory.bounces,
  get baseline() {
    return (memory.baseline ??= baselineOf(memory.earlier, memory.sentNetworks));
  },
  alerts: { isStanding: memory.alert !== null && isStandingAlert(memory.alert), days: memory.alertDays },
  proven: memory.proven,
  disproved: memory.disproved,
  complaints: memory.complaints.length,
  sent: memory.sentHours,
});
