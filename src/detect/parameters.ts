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
    "Points that make an alert. No signal but a ban reaches it alone, so one coincidence raises no alert.",
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
  surgeKnownDays: take(
    "surgeKnownDays",
    3,
    "Days since its first bounce before a peak of none says anything: the peak of a new sender is none by construction. Lower, and newsletters that start large are alerts; higher, and more accounts that nobody knows are missed.",
  ),
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
  homeUnseenShare: take(
    "homeUnseenShare",
    0.35,
    "Up to this chance that a sender's next message comes from a network nobody saw it use, its home is known.",
  ),
  homeUnknownShare: take(
    "homeUnknownShare",
    0.5,
    "From this chance on a new network says nothing: the sender is new, or is everywhere. Between the two it says half.",
  ),
  movedShare: take(
    "movedShare",
    0.2,
    "With at most this share of its familiar bounces left, a sender has moved, and what is new is held against its whole peak.",
  ),
  movedLeast: take(
    "movedLeast",
    2,
    "So many familiar bounces (or half of a usual day's) must be due before their absence shows that a sender has moved: in ten minutes nobody misses any.",
  ),
  policyLeast: take(
    "policyLeast",
    3,
    "Refusals by policy of one receiver that can be its opinion of our server or of the sender's domain.",
  ),
  policyShare: take("policyShare", 0.9, "Share of its bounces that they must be: a list has dead addresses as well."),
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
  volumeHigher: take("volumeHigher", 150, "Bounces above the peak that few legitimate lists cause."),
  volumeHighest: take("volumeHighest", 300, "Bounces above the peak that are beyond any address book."),
  volumeLowPoints: take("volumeLowPoints", 0.5, "Points for some volume."),
  volumeMiddlePoints: take("volumeMiddlePoints", 1.5, "Points for a considerable volume."),
  volumeHighPoints: take(
    "volumeHighPoints",
    2,
    "Points for a large volume. Not more: an old list that is used again looks the same.",
  ),
  volumeHigherPoints: take("volumeHigherPoints", 3, "Points for a volume that few lists cause."),
  volumeHighestPoints: take(
    "volumeHighestPoints",
    3.5,
    "Points for a volume beyond any address book: with a surge it suffices, unless it looks like an old list.",
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
  persistUsual: take(
    "persistUsual",
    4,
    "Bounces on a usual day from which on a sender's bounces come day and night anyway.",
  ),
  persistPoints: take("persistPoints", 2, "Points for bounces day and night."),
});

const quality = (take: Take) => ({
  refusedOtherWeight: take(
    "refusedOtherWeight",
    0.5,
    "How much a refusal without a reason counts as one for spam: receivers that say nothing often mean it.",
  ),
  bannedPoints: take(
    "bannedPoints",
    5,
    "Points for a reply that says that our account itself is shut off for sending spam: one suffices.",
  ),
  refusedUsual: take("refusedUsual", 0.17, "Share refused of legitimate mail, towards which a small number is drawn."),
  refusedUsualWeight: take("refusedUsualWeight", 12, "With the weight of so many bounces: 3 of 6 are no evidence."),
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
  clientsHasty: take(
    "clientsHasty",
    4,
    "Different new clients within an hour that no person uses: they give the points for many new clients however few the bounces.",
  ),
  clientsManyLeast: take(
    "clientsManyLeast",
    30,
    "Bounces from new networks needed for more points: a phone on a journey has as many addresses, but fewer bounces.",
  ),
  clientsManyMost: take("clientsManyMost", 50, "Bounces from new networks that no journey and no shared login causes."),
  clientsManyFewPoints: take(
    "clientsManyFewPoints",
    2,
    "Points for many new clients with few bounces. More, and shared logins and journeys are alerts; less, and slow thefts are missed.",
  ),
  clientsManyPoints: take("clientsManyPoints", 3, "Points for many new clients."),
  homeIgnorance: take(
    "homeIgnorance",
    0.5,
    "How much many new clients say of a sender of whose networks hardly anything is known.",
  ),
  homeLeast: take("homeLeast", 5, "Earlier bounces with a client before the sender's networks count as known."),
  clientsManyMostPoints: take("clientsManyMostPoints", 4, "Points for many new clients with many bounces."),
  clientsNewPoints: take(
    "clientsNewPoints",
    1,
    "Points for one or two new clients. Not more: the network of a hotel is new as well.",
  ),
  foreignFromSome: take("foreignFromSome", 8, "Bounces with a new foreign From that are more than a handful."),
  foreignFromMany: take("foreignFromMany", 20, "Bounces with a new foreign From that are many."),
  foreignFromFewPoints: take("foreignFromFewPoints", 0.5, "Points for a handful with a new foreign From."),
  foreignFromSomePoints: take("foreignFromSomePoints", 1.5, "Points for more than a handful."),
  foreignFromPoints: take(
    "foreignFromPoints",
    3,
    "Points for many with a From of another domain that the sender's bounces did not have before.",
  ),
  foreignFromHomePoints: take(
    "foreignFromHomePoints",
    1,
    "At most so many where they come from the sender's own networks: somebody began to write for a customer.",
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
    "Points for the headers of a mailing list or newsletter, if the sender's earlier bounces had them or there are none.",
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
  focusLeast: take("focusLeast", 20, "Bounces needed before that share counts."),
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
  ownReceivers: take(
    "ownReceivers",
    3,
    "Receivers in the same trouble at once that make it ours: a block list, our DNS or our line, not three receivers by chance.",
  ),
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
  incidentSeconds: take(
    "incidentSeconds",
    7200,
    "Seconds between the beginnings of two alerts that belong together: one list is sent through many accounts at once.",
  ),
  incidentLeast: take("incidentLeast", 3, "Alerts that make an incident: two at once happen by chance."),
  togetherLeast: take(
    "togetherLeast",
    8,
    "Alerts of an incident that make an alert of what began with them: on a large server three stand at once by chance.",
  ),
  togetherPoints: take(
    "togetherPoints",
    1.5,
    "Points for beginning together with an incident, where they make an alert: few bounces of many accounts are one list.",
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
