/**
 * Runs the detector over a file of events as if the report had run every so many seconds while they came in. No database
 * is touched; everything lies in memory. The facts it makes up are those that the store makes of its tables.
 */
import { domainOf, readForwarder } from "../../mail/address.js";
import { DAY, dayOf } from "../../time.js";
import { advance } from "../alerts.js";
import { detect, type Detection } from "../detect.js";
import type { Facts } from "../facts.js";
import { LONGEST_WINDOW } from "../window.js";
import type { SentMessage } from "./sent.js";
import type { Parameters } from "../parameters.js";
import { EventError, parseEvent, type ReplayEvent } from "./event.js";
import {
  ageReceivers,
  crowdedReceivers,
  newReceivers,
  noteReceiver,
  type ReceiverMemories,
} from "./receiver-memory.js";
import {
  ageSender,
  countForged,
  factsOf,
  newSender,
  noteAlert,
  noteEvent,
  noteSent,
  noteSentNetwork,
  type SenderMemory,
} from "./sender-memory.js";

/** A sender at level alert, at one run of the report. */
export interface ReplayAlert {
  /** Epoch seconds of the run. */
  readonly t: number;
  readonly sender: string;
  readonly points: number;
  /** What several alerts have in common that began together: the sender whose bounces began first; null for one alone. */
  readonly incident: string | null;
}

/** Mutable; belongs to one replay. */
interface Memory {
  began: number | null;
  readonly senders: Map<string, SenderMemory>;
  /** Senders with something in the longest window. */
  readonly awake: Set<SenderMemory>;
  /** Senders with an open alert or notice. */
  readonly alerted: Set<SenderMemory>;
  /** How far the sent messages were taken in: up to now, and up to the longest window. */
  readonly places: { now: number; before: number };
  readonly domains: Map<string, number>;
  readonly receivers: ReceiverMemories;
  /** Senders with a failure, of today and of the day before. */
  active: { day: number; senders: Set<string>; before: number };
}

const newMemory = (): Memory => ({
  began: null,
  senders: new Map(),
  awake: new Set(),
  alerted: new Set(),
  places: { now: 0, before: 0 },
  domains: new Map(),
  receivers: newReceivers(),
  active: { day: 0, senders: new Set(), before: 0 },
});

function senderOf(memory: Memory, name: string, time: number): SenderMemory {
  const known = memory.senders.get(name);
  if (known !== undefined) return known;
  const sender = newSender(name, time);
  memory.senders.set(name, sender);
  const domain = domainOf(name);
  if (domain !== null) memory.domains.set(domain, (memory.domains.get(domain) ?? 0) + 1);
  return sender;
}

function noteActive(memory: Memory, sender: string, time: number): void {
  const day = dayOf(time);
  const { active } = memory;
  if (active.day !== day)
    memory.active = { day, senders: new Set(), before: active.day === day - 1 ? active.senders.size : 0 };
  memory.active.senders.add(sender);
}

function note(memory: Memory, event: ReplayEvent, parameters: Parameters): void {
  const name = readForwarder(event.sender) ?? event.sender;
  memory.began ??= event.time;
  const sender = senderOf(memory, name, event.time);
  memory.awake.add(sender);
  noteEvent(sender, event);
  if (event.cause === null || event.proof === "disproved") return;
  noteActive(memory, name, event.time);
  const day = dayOf(event.time);
  if (event.proof !== "ours" || (dayOf(sender.firstSeen) === day && day !== dayOf(memory.began))) return;
  const receiver = domainOf(event.recipient) ?? "";
  noteReceiver(memory.receivers, receiver, event.cause, name, event.time, parameters);
}

/** Brings every window up to date; returns the senders with enough bounces to be judged. */
function suspects(memory: Memory, now: number, least: number): readonly SenderMemory[] {
  const found: SenderMemory[] = [];
  for (const sender of memory.awake) {
    ageSender(sender, now);
    if (sender.traces.length + sender.complaints.length === 0) memory.awake.delete(sender);
    else if (sender.bounces.length >= least || sender.bounces.some(({ isBan }) => isBan)) found.push(sender);
  }
  return found;
}

function factsAt(memory: Memory, now: number, parameters: Parameters): Facts {
  const { hourLeast, dayLeast, burstLeast } = parameters;
  const { senders, before } = memory.active;
  return {
    now,
    began: memory.began,
    activeSenders: before === 0 ? senders.size : before,
    sendersOfDomain: memory.domains,
    suspects: suspects(memory, now, Math.min(hourLeast, dayLeast, burstLeast)).map(factsOf),
    receivers: crowdedReceivers(memory.receivers, now),
    forged: [...memory.awake]
      .map((sender) => ({ sender: sender.sender, count: countForged(sender, now - DAY) }))
      .filter(({ count }) => count > 0),
  };
}

/** Takes in what was sent up to now, and whence what was sent before the longest window. */
function takeSent(memory: Memory, sent: readonly SentMessage[], now: number): void {
  const { places } = memory;
  for (let next = sent[places.now]; next !== undefined && next.time <= now; next = sent[(places.now += 1)])
    noteSent(senderOf(memory, next.sender, next.time), next.time);
  const before = now - LONGEST_WINDOW;
  for (let next = sent[places.before]; next !== undefined && next.time < before; next = sent[(places.before += 1)])
    noteSentNetwork(senderOf(memory, next.sender, next.time), next.network, next.time);
}

function run(memory: Memory, now: number, sent: readonly SentMessage[], parameters: Parameters): Detection {
  takeSent(memory, sent, now);
  if (now % DAY === 0) ageReceivers(memory.receivers, now, parameters);
  const detection = detect(factsAt(memory, now, parameters), parameters);
  stepAlerts(memory, detection, parameters);
  return detection;
}

/** Takes the alerts one step on, as a report that notifies does. */
function stepAlerts({ senders, alerted }: Memory, { findings, now }: Detection, parameters: Parameters): void {
  const found = new Map(findings.map((finding) => [finding.sender, finding]));
  for (const finding of findings) {
    const sender = senders.get(finding.sender);
    if (sender !== undefined && finding.level !== "list") alerted.add(sender);
  }
  for (const sender of alerted) {
    noteAlert(sender, advance(sender.alert, found.get(sender.sender) ?? null, now, parameters).alert);
    if (sender.alert?.status === "closed") alerted.delete(sender);
  }
}

/** Reads an event. One that is earlier than the one before came with it: it is a report's arrival that counts. */
function eventOf(line: string, number: number, latest: number): ReplayEvent {
  try {
    const event = parseEvent(line);
    return event.time < latest ? { ...event, time: latest } : event;
  } catch (error) {
    throw error instanceof EventError ? new EventError(`line ${number}: ${error.message}`) : error;
  }
}

/** The runs from `from` up to before `until`; those at which nothing is left to look at are passed over. */
function* runs(
  memory: Memory,
  from: number,
  until: number,
  every: number,
  sent: readonly SentMessage[],
  parameters: Parameters,
): Generator<Detection> {
  for (let now = from; now < until && memory.awake.size > 0; now += every) yield run(memory, now, sent, parameters);
}

/**
 * Every run of the report over the events: at each multiple of `every` seconds from the first event on, and once after the last.
 * @param sent what was sent, the oldest first; none: nobody counts it
 */
export async function* detections(
  lines: AsyncIterable<string> | Iterable<string>,
  every: number,
  parameters: Parameters,
  sent: readonly SentMessage[] = [],
): AsyncGenerator<Detection> {
  const memory = newMemory();
  const runAfter = (time: number): number => Math.ceil(time / every) * every;
  let [next, latest, number] = [0, 0, 0];
  for await (const line of lines) {
    number += 1;
    if (line.trim() === "") continue;
    const event = eventOf(line, number, latest);
    if (event.time > next) {
      yield* runs(memory, next, event.time, every, sent, parameters);
      next = runAfter(event.time);
    }
    latest = event.time;
    note(memory, event, parameters);
  }
  yield* runs(memory, next, next + 1, every, sent, parameters);
}

/**
 * The alerts that the report would have shown: one for each run and each sender at level alert.
 * @param lines an events file (see event.ts), sorted by time
 * @param every seconds between two runs, more than 0
 * @param sent as of detections
 * Throws EventError, which names the line.
 */
export async function* replay(
  lines: AsyncIterable<string> | Iterable<string>,
  every: number,
  parameters: Parameters,
  sent: readonly SentMessage[] = [],
): AsyncGenerator<ReplayAlert> {
  for await (const { now, findings } of detections(lines, every, parameters, sent)) {
    for (const { level, sender, points, incident } of findings)
      if (level === "alert") yield { t: now, sender, points, incident };
  }
}
