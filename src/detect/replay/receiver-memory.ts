/** What the replay remembers of the receivers: how many different senders failed at each within an hour. */
import { receiverClassOf, type Cause, type ReceiverClass } from "../cause.js";
import { DAY, hourOf } from "../../time.js";
import type { ReceiverFacts } from "../facts.js";
import type { Parameters } from "../parameters.js";
import { LONGEST_WINDOW } from "../window.js";

/** Mutable; belongs to one replay. */
interface ReceiverMemory {
  readonly receiver: string;
  readonly class: ReceiverClass;
  readonly hours: Map<number, number>;
  hour: number;
  senders: Set<string>;
}

/** Mutable; belongs to one replay. */
export interface ReceiverMemories {
  /** By class and receiver. */
  readonly all: Map<string, ReceiverMemory>;
  /** Those that had enough senders to be in trouble, with the last hour in which they had. */
  readonly crowded: Map<ReceiverMemory, number>;
}

/** No receivers yet. */
export const newReceivers = (): ReceiverMemories => ({ all: new Map(), crowded: new Map() });

function memoryOf({ all }: ReceiverMemories, receiver: string, receiverClass: ReceiverClass): ReceiverMemory {
  const key = `${receiverClass} ${receiver}`;
  const known = all.get(key);
  if (known !== undefined) return known;
  const memory: ReceiverMemory = { receiver, class: receiverClass, hours: new Map(), hour: 0, senders: new Set() };
  all.set(key, memory);
  return memory;
}

/** Notes a proven failure or delay of a sender known since an earlier day. Hours come in order. */
export function noteReceiver(
  memories: ReceiverMemories,
  receiver: string,
  cause: Cause,
  sender: string,
  time: number,
  { receiverSendersFloor }: Parameters,
): void {
  const memory = memoryOf(memories, receiver, receiverClassOf(cause));
  const hour = hourOf(time);
  if (memory.hour !== hour) {
    memory.hour = hour;
    memory.senders = new Set();
  }
  memory.senders.add(sender);
  memory.hours.set(hour, memory.senders.size);
  if (memory.senders.size >= receiverSendersFloor) memories.crowded.set(memory, hour);
}

/** The receivers that may be in trouble. */
export const crowdedReceivers = ({ crowded }: ReceiverMemories, now: number): readonly ReceiverFacts[] =>
  [...crowded].filter(([, hour]) => hour >= hourOf(now - LONGEST_WINDOW) - 1).map(([memory]) => memory);

/** Forgets hours that nobody looks at any more. */
export function ageReceivers({ all }: ReceiverMemories, now: number, { receiverDays }: Parameters): void {
  const since = hourOf(now - LONGEST_WINDOW - (receiverDays + 2) * DAY);
  for (const { hours } of all.values()) for (const hour of hours.keys()) if (hour < since) hours.delete(hour);
}
