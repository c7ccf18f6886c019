/**
 * Every number of the detector in one table: name, value, reason. They were chosen on simulated traffic (bench/detect) and
 * are a start, not a law: a configuration may override any of them.
 */
import { DAY } from "../time.js";

/** One row of the table. */
export interface ParameterRow {
  readonly name: string;
  readonly value: number;
  /** What it is and why it is so. */
  readonly why: string;
}

/** Gives a row its value. */
type Take = (name: string, value: number, why: string) => number;

/** The table. `take` is called once for each row, so that the type {@link Parameters} comes from here and nowhere else. */
const readParameters = (take: Take) => ({
  ...levels(take),
  ...gate(take),
  ...volume(take),
  ...quality(take),
  ...company(take),
  ...receivers(take),
  ...alerts(take),
});

const levels = (take: Take) => ({
  alertPoints: take("alertPoints", 5, "Points of an alert. No test alone reaches it: one coincidence alarms nobody."),
  noticePoints: take("noticePoints", 2, "Points of a notice: more than the gate and a surge."),
  learningDays: take(
    "learningDays",
    7,
    "Days on record before a sender's past is worth comparing with. Until then the signals that need a past give nothing.",
  ),
  learningLeast: take(
    "learningLeast",
    20,
    "Bounces in a window before anything is judged while learning: everybody is over a peak of nothing.",
  ),
});

const gate = (take: Take) => ({
  hourLeast: take(
    "hourLeast",
    5,
    "Bounces within an hour below which nothing is judged: a few wrong addresses happen to everybody.",
  ),
  dayLeast: take("dayLeast", 5, "Bounces within 24 hours below which nothing is judged."),
  burstLeast: take(
    "burstLeast",
    10,
    "Bounces within three days below which nothing is judged: three days of a busy person's mistakes.",
  ),
  burstRecentShare: take(
    "burstRecentShare",
    1 / 6,
    "Share of the three days' bounces that the last 12 hours hold at least (and two): what is over is no burst.",
  ),
  peakDays: take("peakDays", 60, "Days of a sender's peak: two monthly mailings."),
  peakFactor: take(
    "peakFactor",
    2.6,
    "Times its peak before a sender is judged: an honest sender's volume varies by as much.",
  ),
  youngDays: take("youngDays", 14, "Days since its first bounce during which a sender's peak is that of a few days."),
  youngPeakFactor: take(
    "youngPeakFactor",
    3,
    "Times its peak before a young sender is judged: it has not had its busiest day yet.",
  ),
  gatePoints: take("gatePoints", 0.5, "Points for being over its own peak at all."),
  surgeFactor: take("surgeFactor", 8, "Times its peak (or 1) that make a surge."),
  surgePoints: take("surgePoints", 1, "Points of a surge. An honest mailing to an old address book is one as well."),
  unfamiliarBaseline: take(
    "unfamiliarBaseline",
    20,
    "Earlier bounces that must be known before bounces unlike them are judged apart, against a peak of none.",
  ),
  unfamiliarLeast: take(
    "unfamiliarLeast",
    8,
    "Bounces within 24 hours below which those are not judged: people travel.",
  ),
  unfamiliarForeignShare: take(
    "unfamiliarForeignShare",
    0.1,
    "Share of a foreign From among the earlier bounces up to which a foreign From is unlike them.",
  ),
});

const volume = (take: Take) => ({
  volumeLow: take("volumeLow", 8, "Bounces above the peak that are some volume."),
  volumeMiddle: take(
    "volumeMiddle",
    40,
    "Bounces above the peak that are considerable: few address books have so many dead entries.",
  ),
  volumeHigh: take("volumeHigh", 60, "Bounces above the peak that are a great volume."),
  volumeLowPoints: take("volumeLowPoints", 0.5, "Points of some volume."),
  volumeMiddlePoints: take("volumeMiddlePoints", 1.5, "Points of a considerable volume."),
  volumeHighPoints: take(
    "volumeHighPoints",
    2,
    "Points of a great volume. Not more: an old list taken up again looks the same.",
  ),
  persistBlocks: take(
    "persistBlocks",
    6,
    "Of the last eight blocks of six hours, how many hold bounces: people and mailings rest, a program sends day and night.",
  ),
  persistShare: take("persistShare", 1 / 20, "Share of the window's bounces that a block holds at least (and two)."),
  persistKnownDays: take(
    "persistKnownDays",
    7,
    "Days since its first bounce before a sender can persist: a new machine's honest mail is as steady.",
  ),
  persistPoints: take("persistPoints", 2, "Points of bounces day and night."),
});

const quality = (take: Take) => ({
  refusedOtherWeight: take(
    "refusedOtherWeight",
    0.5,
    "How far a refusal without a reason counts as one for spam: receivers that say nothing often mean it.",
  ),
  refusedOneReceiver: take(
    "refusedOneReceiver",
    5,
    "Refusals, all by one receiver, that rather tell of its trouble with us: a spammer's list has others as well.",
  ),
  refusedLow: take("refusedLow", 0.15, "Share refused as spam or by policy that is more than usual."),
  refusedMiddle: take(
    "refusedMiddle",
    0.25,
    "Share refused that is considerable: honest mailings have it only where a receiver blocks us.",
  ),
  refusedHigh: take("refusedHigh", 0.35, "Share refused that is great."),
  refusedHighest: take("refusedHighest", 0.5, "Share refused that is beyond doubt, where there are enough to be sure."),
  refusedHighestLeast: take("refusedHighestLeast", 12, "Refusals from which on half of all is beyond doubt."),
  refusedLowPoints: take("refusedLowPoints", 0.5, "Points of more refusals than usual."),
  refusedMiddlePoints: take("refusedMiddlePoints", 1.5, "Points of considerable refusals."),
  refusedHighPoints: take("refusedHighPoints", 2.5, "Points of great refusals."),
  refusedHighestPoints: take("refusedHighestPoints", 3, "Points of refusals beyond doubt."),
  clientsMany: take(
    "clientsMany",
    3,
    "Different clients from networks that are new for the sender: a botnet, not a journey.",
  ),
  clientsManyLeast: take(
    "clientsManyLeast",
    10,
    "Bounces from which on many clients are telling: a telephone on a train has as many addresses, but not so many bounces.",
  ),
  clientsManyPoints: take("clientsManyPoints", 4, "Points of many new clients."),
  clientsManyFewPoints: take("clientsManyFewPoints", 3, "Points of many new clients where there are few bounces."),
  clientsNewBaseline: take(
    "clientsNewBaseline",
    5,
    "Earlier bounces that must be known before one or two new clients say anything.",
  ),
  clientsNewPoints: take("clientsNewPoints", 1, "Points of one or two new clients. Not more: a hotel is one."),
  foreignFromPoints: take(
    "foreignFromPoints",
    3,
    "Points of a From of another domain, which the sender's bounces did not have before.",
  ),
  deadShare: take(
    "deadShare",
    0.85,
    "Share of dead addresses from which on it looks like an old list: spam is refused for other reasons too.",
  ),
  deadPoints: take("deadPoints", -1, "Points of what looks like an old list."),
  bulkPoints: take(
    "bulkPoints",
    -1.5,
    "Points of the headers of a mailing list or newsletter, which spammers seldom write.",
  ),
});

const company = (take: Take) => ({
  siblingsLeast: take(
    "siblingsLeast",
    2,
    "Other senders of the domain that are over their peak as well: stolen together.",
  ),
  siblingsShare: take(
    "siblingsShare",
    0.05,
    "Share of the domain's known senders that they are at least: in a domain of thousands, two are no company.",
  ),
  siblingsPoints: take("siblingsPoints", 1.5, "Points of siblings over their peak."),
  focusShare: take(
    "focusShare",
    0.45,
    "Share of one receiver that is more than any has of ordinary mail: bought lists are of one provider.",
  ),
  focusLeast: take("focusLeast", 8, "Bounces from which on that share says something."),
  focusPoints: take("focusPoints", 1, "Points of most of it going to one receiver."),
});

const receivers = (take: Take) => ({
  receiverSenders: take(
    "receiverSenders",
    8,
    "Different senders failing at one receiver within an hour that can be its own trouble.",
  ),
  receiverSendersFloor: take("receiverSendersFloor", 3, "The lowest that this becomes on a server with few senders."),
  receiverShare: take("receiverShare", 0.05, "Share of the active senders that takes its place where it is less."),
  receiverFactor: take(
    "receiverFactor",
    1.7,
    "Times the busiest hour of an ordinary day from which on a receiver is in trouble.",
  ),
  receiverDays: take(
    "receiverDays",
    14,
    "Days before, whose middle is the ordinary day: a week of trouble does not become ordinary.",
  ),
  receiverYoungDays: take(
    "receiverYoungDays",
    3,
    "Days on record below which the ordinary day is the quietest of them.",
  ),
  receiverYoungFactor: take(
    "receiverYoungFactor",
    3,
    "Times the busiest hour of the quietest day, as long as there are so few.",
  ),
  receiverFirstShare: take(
    "receiverFirstShare",
    0.1,
    "Share of the active senders from which on it is trouble on the first day, when there is no other to compare with.",
  ),
});

const alerts = (take: Take) => ({
  reminderSeconds: take("reminderSeconds", DAY, "Seconds between two lines about an alert that stays open."),
  growthFactor: take("growthFactor", 4, "Times the bounces of the last line that are news, acknowledged or not."),
  closeSeconds: take("closeSeconds", DAY, "Seconds below the gate after which an alert closes."),
});

/** The numbers by name. */
export type Parameters = ReturnType<typeof readParameters>;

/** The values as they are without a configuration. */
export const DEFAULT_PARAMETERS: Parameters = readParameters((_, value) => value);

/** The table as rows, for manuals and `bounces config`. */
export function parameterRows(): readonly ParameterRow[] {
  const rows: ParameterRow[] = [];
  readParameters((name, value, why) => {
    rows.push({ name, value, why });
    return value;
  });
  return rows;
}

/** The defaults with some values replaced. */
export const withParameters = (overrides: Readonly<Partial<Parameters>>): Parameters => ({
  ...DEFAULT_PARAMETERS,
  ...overrides,
});
