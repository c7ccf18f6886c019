/** The worlds that the detector is tried in. Each differs from the nominal one in what its row says. */

/** What makes a world. */
export interface Variant {
  readonly name: string;
  readonly meaning: string;
  readonly senders: number;
  readonly incidents: number;
  /** Share of a spammer's list that fails, where it is not that of each kind of incident. */
  readonly spamFailing: readonly [low: number, high: number] | null;
  /** Reports return no headers: no client address, no From, no mark of a list. */
  readonly hidesHeaders: boolean;
  /** Receivers never say "spam": they refuse without a reason. */
  readonly hidesSpam: boolean;
  /** Share of people's mail that comes from an address they never had. */
  readonly roaming: number;
  /** Days of traffic that the detector does not get to see: it starts without a past on this day. */
  readonly startDay: number;
  /** Day after which nothing is judged; null: to the end. */
  readonly lastDay: number | null;
}

const NOMINAL: Variant = {
  name: "nominal",
  meaning: "a hosting server of 2,000 senders",
  senders: 2000,
  incidents: 60,
  spamFailing: null,
  hidesHeaders: false,
  hidesSpam: false,
  roaming: 0,
  startDay: 0,
  lastDay: null,
};

/** The worlds. */
export const VARIANTS: readonly Variant[] = [
  NOMINAL,
  { ...NOMINAL, name: "clean-lists", meaning: "spammers with good lists: 3 to 8 % fail", spamFailing: [0.03, 0.08] },
  { ...NOMINAL, name: "no-headers", meaning: "nothing of the message is returned", hidesHeaders: true },
  { ...NOMINAL, name: "silent", meaning: "receivers never say spam", hidesSpam: true },
  { ...NOMINAL, name: "roaming", meaning: "people change their client address all the time", roaming: 0.5 },
  { ...NOMINAL, name: "small", meaning: "a server of 60 senders", senders: 60, incidents: 12 },
  { ...NOMINAL, name: "cold-start", meaning: "the first week, without a past", startDay: 14, lastDay: 21 },
];
