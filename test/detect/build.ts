/** Facts for the detector's tests: an ordinary server at one moment, with whatever a test wants to be different. */
import type { Facts, Baseline, FirstFailure, SenderFacts } from "../../src/detect/facts.js";

/** Wednesday 2025-03-12, 12:00 UTC. */
export const NOW = Date.UTC(2025, 2, 12, 12) / 1000;
export const HOUR = 3600;
export const DAY = 86_400;
/** Days since the epoch. */
export const TODAY = Math.floor(NOW / DAY);

/** A bounce some seconds ago. */
export const bounce = (secondsAgo: number, rest: Partial<FirstFailure> = {}): FirstFailure => ({
  time: NOW - secondsAgo,
  receiver: "receiver.example",
  cause: "dead",
  isProven: true,
  client: "192.0.2.1",
  network: "192.0.2",
  hasForeignFrom: false,
  isBulk: false,
  isBan: false,
  ...rest,
});

/** So many bounces, spread over the last so many seconds, oldest first; spread over receivers as ordinary mail is. */
export const bounces = (
  count: number,
  seconds: number,
  rest: (index: number) => Partial<FirstFailure> = () => ({}),
): FirstFailure[] =>
  Array.from({ length: count }, (_, index) =>
    bounce(seconds - (index * seconds) / count, { receiver: `receiver${index % 7}.example`, ...rest(index) }),
  );

/** A baseline of one home network. */
export const baseline = (rest: Partial<Baseline> = {}): Baseline => ({
  bounces: 30,
  networks: new Set(["192.0.2"]),
  homes: new Set(["192.0.2"]),
  located: 30,
  unseenShare: 1 / 32,
  foreignFrom: 0,
  bulk: 0,
  ...rest,
});

/** Of somebody of whom nothing is known. */
export const UNKNOWN: Baseline = {
  bounces: 0,
  networks: new Set(),
  homes: new Set(),
  located: 0,
  unseenShare: 0.5,
  foreignFrom: 0,
  bulk: 0,
};

/** A sender known for two months that never had more than two a day. */
export const sender = (rest: Partial<SenderFacts> = {}): SenderFacts => ({
  sender: "ann@customer.example",
  firstSeen: NOW - 60 * DAY,
  days: [{ day: TODAY - 20, count: 2, busiestHour: 1 }],
  bounces: [],
  baseline: baseline(),
  alerts: { isStanding: false, days: new Set() },
  proven: 40,
  disproved: 0,
  complaints: 0,
  sent: null,
  ...rest,
});

/** A server on record for two months. */
export const facts = (suspects: readonly SenderFacts[], rest: Partial<Facts> = {}): Facts => ({
  now: NOW,
  began: NOW - 60 * DAY,
  activeSenders: 400,
  sendersOfDomain: new Map([["customer.example", 6]]),
  suspects,
  receivers: [],
  forged: [],
  ...rest,
});

/** A mix of causes as a spammer's list has: of ten, four spam, one policy, five dead. */
export const SPAMMY = (index: number): Partial<FirstFailure> => ({
  cause: index % 10 < 4 ? "spam" : index % 10 === 4 ? "policy" : "dead",
});

/** As many clients as a botnet has. */
export const BOTNET = (index: number): Partial<FirstFailure> => ({
  client: `198.51.100.${index % 40}`,
  network: "198.51.100",
});

/** Everything that an asynchronous iteration gives. */
export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
