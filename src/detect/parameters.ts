/**
 * Every number of the detector in one table: name, value, reason. They were chosen on simulated traffic (bench/detect);
 * the configuration can override each of them.
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
  ...pattern(take),
  ...receivers(take),
  ...alerts(take),
});

const levels = (take: Take) => ({
  alertPoints: take(
    "alertPoints",
    5,
    "Points that make an alert. No signal reaches it alone, so one coincidence raises no alert.",
  ),
  noticePoints: take("noticePoints", 2, "Points that make a notice: more than exceeding the peak and a surge."),
  learningDays: take(
    "learningDays",
    7,
    "Days of data before a sender's past is worth comparing with. Until then, signals that need a past give nothing.",
  ),
  learningLeast: take(
    "learningLeast",
    20,
    "Bounces in a window before anything is judged while learning, when everybody exceeds a peak of zero.",
  ),
});

const gate = (take: Take) => ({
  hourLeast: take(
    "hourLeast",
    5,
    "Bounces within an hour before a sender is judged: everybody mistypes a few addresses.",
  ),
  dayLeast: take("dayLeast", 5, "Bounces within 24 hours before a sender is judged."),
  burstLeast: take(
    "burstLeast",
    10,
    "Bounces within three days before a sender is judged: a busy person makes so many mistakes in three days.",
  ),
  burstRecentShare: take(
    "burstRecentShare",
    1 / 6,
    "Share of the three days' bounces that must be from the last 12 hours (and at least two): a burst that is over raises nothing.",
  ),
  peakDays: take("peakDays", 60, "Days in which a sender's peak is looked for: long enough for two monthly mailings."),
  peakFactor: take(
    "peakFactor",
    2.6,
    "How many times its peak a sender must exceed to be judged: the volume of a legitimate sender varies as much.",
  ),
  youngDays: take(
    "youngDays",
    14,
    "Days since its first bounce during which a sender is young: its peak comes from a few days only.",
  ),
  youngPeakFactor: take(
    "youngPeakFactor",
    3,
    "The same factor for a young sender, which may not have had its busiest day yet.",
  ),
  gatePoints: take("gatePoints", 0.5, "Points for exceeding the peak at all."),
  surgeFactor: take("surgeFactor", 8, "How many times its peak (or 1) make a surge."),
  surgePoints: take(
    "surgePoints",
    1,
    "Points for a surge. A legitimate mailing to an old address book is one as well.",
  ),
  unfamiliarBaseline: take(
    "unfamiliarBaseline",
    20,
    "Earlier bounces that must be known before unfamiliar ones are judged apart, against a peak of zero.",
  ),
  unfamiliarLeast: take(
    "unfamiliarLeast",
    8,
    "Unfamiliar bounces within 24 hours before they are judged: people travel.",
  ),
  unfamiliarForeignShare: take(
    "unfamiliarForeignShare",
    0.1,
    "Up to this share of foreign From addresses among the earlier bounces, a foreign From is unfamiliar.",
  ),
});

const volume = (take: Take) => ({
  volumeLow: take("volumeLow", 8, "Bounces above the peak that count as some volume."),
  volumeMiddle: take(
    "volumeMiddle",
    40,
    "Bounces above the peak that count as a considerable volume: few address books have so many dead entries.",
  ),
  volumeHigh: take("volumeHigh", 60, "Bounces above the peak that count as a large volume."),
  volumeLowPoints: take("volumeLowPoints", 0.5, "Points for some volume."),
  volumeMiddlePoints: take("volumeMiddlePoints", 1.5, "Points for a considerable volume."),
  volumeHighPoints: take(
    "volumeHighPoints",
    2,
    "Points for a large volume. Not more: an old list that is used again looks the same.",
  ),
  persistBlocks: take(
    "persistBlocks",
    6,
    "How many of the last eight six-hour blocks must hold bounces: people and mailings rest, a program sends day and night.",
  ),
  persistShare: take(
    "persistShare",
    1 / 20,
    "Share of the window's bounces that a block must hold to count (and at least two).",
  ),
  persistKnownDays: take(
    "persistKnownDays",
    7,
    "Days since its first bounce before a sender can send day and night: the legitimate mail of a new machine is just as steady.",
  ),
  persistPoints: take("persistPoints", 2, "Points for bounces day and night."),
});

const quality = (take: Take) => ({
  refusedOtherWeight: take(
    "refusedOtherWeight",
    0.5,
    "How much a refusal without a reason counts as one for spam: receivers that say nothing often mean it.",
  ),
  refusedOneReceiver: take(
    "refusedOneReceiver",
    5,
    "If at least this many refusals all come from one receiver, the cause is probably a problem between that receiver and our server: a spammer's list has other receivers as well.",
  ),
  refusedLow: take("refusedLow", 0.15, "Share refused as spam or by policy that is more than usual."),
  refusedMiddle: take(
    "refusedMiddle",
    0.25,
    "Share refused that is considerable: legitimate mailings reach it only where a receiver blocks us.",
  ),
  refusedHigh: take("refusedHigh", 0.35, "Share refused that is high."),
  refusedHighest: take(
    "refusedHighest",
    0.5,
    "Share refused that leaves no doubt, if there are enough refusals to be sure.",
  ),
  refusedHighestLeast: take("refusedHighestLeast", 12, "Refusals that are enough to be sure."),
  refusedLowPoints: take("refusedLowPoints", 0.5, "Points for more refusals than usual."),
  refusedMiddlePoints: take("refusedMiddlePoints", 1.5, "Points for considerable refusals."),
  refusedHighPoints: take("refusedHighPoints", 2.5, "Points for a high share of refusals."),
  refusedHighestPoints: take("refusedHighestPoints", 3, "Points for refusals that leave no doubt."),
  clientsMany: take(
    "clientsMany",
    3,
    "Different clients from networks that are new for the sender: a botnet, not a journey.",
  ),
  clientsManyLeast: take(
    "clientsManyLeast",
    10,
    "Bounces needed for the full points of many clients: a phone on a train has as many addresses, but fewer bounces.",
  ),
  clientsManyPoints: take("clientsManyPoints", 4, "Points for many new clients."),
  clientsManyFewPoints: take("clientsManyFewPoints", 3, "Points for many new clients with few bounces."),
  clientsNewBaseline: take(
    "clientsNewBaseline",
    5,
    "Earlier bounces that must be known before one or two new clients say anything.",
  ),
  clientsNewPoints: take(
    "clientsNewPoints",
    1,
    "Points for one or two new clients. Not more: the network of a hotel is new as well.",
  ),
  foreignFromPoints: take(
    "foreignFromPoints",
    3,
    "Points for a From of another domain that the sender's bounces did not have before.",
  ),
  deadShare: take(
    "deadShare",
    0.85,
    "With a higher share of dead addresses, the bounces look like those of an old list: spam is refused for other reasons too.",
  ),
  deadPoints: take("deadPoints", -1, "Points for what looks like an old list."),
  bulkPoints: take(
    "bulkPoints",
    -1.5,
    "Points for the headers of a mailing list or newsletter, which spammers seldom write.",
  ),
});

const pattern = (take: Take) => ({
  siblingsLeast: take(
    "siblingsLeast",
    2,
    "Other senders of the domain that exceed their peak as well: accounts of one domain are often compromised together.",
  ),
  siblingsShare: take(
    "siblingsShare",
    0.05,
    "Share of the domain's known senders that they must be: in a domain of thousands, two mean nothing.",
  ),
  siblingsPoints: take("siblingsPoints", 1.5, "Points for siblings that exceed their peak."),
  focusShare: take(
    "focusShare",
    0.45,
    "Share of one receiver that is higher than any receiver has of ordinary mail: bought lists often hold addresses of one provider.",
  ),
  focusLeast: take("focusLeast", 8, "Bounces needed before that share counts."),
  focusPoints: take("focusPoints", 1, "Points for bounces that go mostly to one receiver."),
});

const receivers = (take: Take) => ({
  receiverSenders: take(
    "receiverSenders",
    8,
    "Different senders that must fail at one receiver within an hour for the receiver to be in trouble.",
  ),
  receiverSendersFloor: take(
    "receiverSendersFloor",
    3,
    "The lowest value that this takes on a server with few senders.",
  ),
  receiverShare: take("receiverShare", 0.05, "Share of the active senders that is used instead where it is lower."),
  receiverFactor: take(
    "receiverFactor",
    1.7,
    "How many times the busiest hour of an ordinary day must be exceeded for a receiver to be in trouble.",
  ),
  receiverDays: take(
    "receiverDays",
    14,
    "Days before, the median of which is the ordinary day: a week of trouble does not become ordinary.",
  ),
  receiverYoungDays: take("receiverYoungDays", 3, "With fewer days of data, the quietest of them is the ordinary day."),
  receiverYoungFactor: take("receiverYoungFactor", 3, "The same factor with so few days."),
  receiverFirstShare: take(
    "receiverFirstShare",
    0.1,
    "Share of the active senders that must fail on the first day, when there is no other to compare with.",
  ),
});

const alerts = (take: Take) => ({
  reminderSeconds: take("reminderSeconds", DAY, "Seconds between two notifications about an alert that stays open."),
  growthFactor: take(
    "growthFactor",
    4,
    "How many times the bounces of the last notification are news again, acknowledged or not.",
  ),
  closeSeconds: take("closeSeconds", DAY, "Seconds without a finding after which an alert closes."),
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
