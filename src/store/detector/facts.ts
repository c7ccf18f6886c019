/**
 * What the detector has to know (src/detect/facts.ts), out of the counters. Single bounces are only read of senders that
 * by their counters may be over their peak: at ten million bounces and two thousand senders these are a handful.
 */
import { DAY_WINDOW, LONGEST_WINDOW } from "../../detect/window.js";
import type { Facts, ForgedSender, SenderFacts } from "../../detect/facts.js";
import type { Parameters } from "../../detect/parameters.js";
import { lastPeakDay, learningOf, peakReach } from "../../detect/baseline.js";
import { hasUnfamiliar, mayBeOverPeak, mayHaveUnfamiliar, type Moment } from "../../detect/views.js";
import { domainOf } from "../../mail/address.js";
import { guarded, scalar, statement, type Connection } from "../connection.js";
import { addressSql } from "../names.js";
import { dayOf } from "../time.js";
import { activeSenders, senderCounts, type SenderCounts } from "./counts.js";
import { alikeOf, bouncesOf, baselineOf, strictBaselineOf } from "./evidence.js";
import { beganAt, daysOf, fewDaysOf, firstSeen } from "./past.js";
import { receiverFacts } from "./receivers.js";

/** A sender with everything that its counters tell. */
interface Candidate extends Pick<SenderFacts, "days" | "firstSeen"> {
  readonly counts: SenderCounts;
}

const nameOf = scalar<[number], string | null>(`SELECT ${addressSql("?")}`);

/** Senders forged most; of a flood of made-up names the rest says nothing more. */
const MOST_FORGED = 100;

function forgedSenders(connection: Connection, counts: readonly SenderCounts[]): readonly ForgedSender[] {
  const most = counts
    .filter(({ forged }) => forged > 0)
    .sort((one, other) => other.forged - one.forged)
    .slice(0, MOST_FORGED);
  return most.map(({ sender, forged }) => ({ sender: nameOf(connection).get(sender) ?? "", count: forged }));
}

/** Senders with all of their past. */
function withPast(
  connection: Connection,
  counts: readonly SenderCounts[],
  now: number,
  parameters: Parameters,
): readonly Candidate[] {
  const today = dayOf(now);
  const days = daysOf(
    connection,
    counts.map(({ sender }) => sender),
    today - peakReach(parameters),
    today,
  );
  return counts.map((one) => {
    const own = days.get(one.sender) ?? [];
    return { counts: one, days: own, firstSeen: firstSeen(connection, one.sender, own, now) };
  });
}

/** Days that are looked at first: nearly everybody has had as much as now in one of them, and two months need not be read. */
const GLANCE_DAYS = 5;

/** The senders that by a few of their days can be over their peak. Fewer days are a lower record, and whether they are young does not count, so nobody is lost. */
function glance(
  connection: Connection,
  counts: readonly SenderCounts[],
  moment: Moment,
  parameters: Parameters,
): readonly SenderCounts[] {
  const last = lastPeakDay(dayOf(moment.now));
  const days = fewDaysOf(
    connection,
    counts.map(({ sender }) => sender),
    last - GLANCE_DAYS + 1,
    last,
  );
  return counts.filter((one) =>
    [0, moment.now].some((seen) =>
      mayBeOverPeak({ days: days.get(one.sender) ?? [], firstSeen: seen }, one, moment, parameters),
    ),
  );
}

/** The senders that by their days can be over their peak. */
const overPeak = (
  connection: Connection,
  counts: readonly SenderCounts[],
  moment: Moment,
  parameters: Parameters,
): readonly Candidate[] =>
  withPast(connection, glance(connection, counts, moment, parameters), moment.now, parameters).filter((candidate) =>
    mayBeOverPeak(candidate, candidate.counts, moment, parameters),
  );

/** The senders that have bounces unlike their baseline. */
function withUnfamiliar(
  connection: Connection,
  counts: readonly SenderCounts[],
  moment: Moment,
  parameters: Parameters,
): readonly Candidate[] {
  const { now } = moment;
  const senders = counts.filter((one) => mayHaveUnfamiliar(one, moment, parameters)).map(({ sender }) => sender);
  if (senders.length === 0) return [];
  const found = new Set<number>();
  for (const [sender, alike] of alikeOf(connection, senders, now - DAY_WINDOW.seconds, now)) {
    const isUnfamiliarTo = (baseline: typeof baselineOf): boolean =>
      hasUnfamiliar(alike, baseline(connection, sender, now - LONGEST_WINDOW), moment, parameters);
    if (isUnfamiliarTo(strictBaselineOf) && isUnfamiliarTo(baselineOf)) found.add(sender);
  }
  return withPast(
    connection,
    counts.filter(({ sender }) => found.has(sender)),
    now,
    parameters,
  );
}

function factsOf(
  connection: Connection,
  { counts: { sender, proven, disproved, complaints }, days, firstSeen: seen }: Candidate,
  now: number,
): SenderFacts {
  return {
    sender: nameOf(connection).get(sender) ?? "",
    firstSeen: seen,
    days,
    proven,
    disproved,
    complaints,
    baseline: baselineOf(connection, sender, now - LONGEST_WINDOW),
    bounces: bouncesOf(connection, sender, now - LONGEST_WINDOW, now),
  };
}

function suspectsAmong(
  connection: Connection,
  counts: readonly SenderCounts[],
  moment: Moment,
  parameters: Parameters,
): readonly SenderFacts[] {
  const over = overPeak(connection, counts, moment, parameters);
  const known = new Set(over.map((candidate) => candidate.counts.sender));
  const strange = withUnfamiliar(
    connection,
    counts.filter(({ sender }) => !known.has(sender)),
    moment,
    parameters,
  );
  return [...over, ...strange].map((candidate) => factsOf(connection, candidate, moment.now));
}

const countSenders = statement<
  [{ from: number; last: number; domains: string }],
  { readonly domain: string; readonly count: number }
>(`
  SELECT h.name AS domain, count(*) AS count FROM (SELECT DISTINCT sender FROM sender_day WHERE day >= @from AND day <= @last) known
  CROSS JOIN address a ON a.id = known.sender CROSS JOIN host h ON h.id = a.domain
  WHERE h.name IN (SELECT value FROM json_each(@domains)) GROUP BY h.name`);

/** How many senders are known of the domains that have enough suspects to be siblings; nobody asks about the others. */
function sendersOfDomain(
  connection: Connection,
  suspects: readonly SenderFacts[],
  now: number,
  parameters: Parameters,
): ReadonlyMap<string, number> {
  const domains = suspects.map(({ sender }) => domainOf(sender) ?? "");
  const several = [...new Set(domains)].filter(
    (domain) => domain !== "" && domains.filter((other) => other === domain).length > parameters.siblingsLeast,
  );
  if (several.length === 0) return new Map();
  const rows = countSenders(connection).all({
    from: dayOf(now) - peakReach(parameters),
    last: dayOf(now),
    domains: JSON.stringify(several),
  });
  return new Map(rows.map(({ domain, count }) => [domain, count]));
}

function gather(connection: Connection, now: number, parameters: Parameters): Facts {
  const { hourLeast, dayLeast, burstLeast } = parameters;
  const least = Math.min(hourLeast, dayLeast, burstLeast);
  const began = beganAt(connection);
  const counts = senderCounts(connection, now, least);
  const active = activeSenders(connection, now);
  const suspects = suspectsAmong(
    connection,
    counts.filter(({ burst }) => burst >= least),
    { now, isLearning: learningOf(now, began, parameters) !== null },
    parameters,
  );
  return {
    now,
    began,
    activeSenders: active,
    suspects,
    sendersOfDomain: sendersOfDomain(connection, suspects, now, parameters),
    receivers: receiverFacts(connection, now, active, parameters),
    forged: forgedSenders(connection, counts),
  };
}

/**
 * Everything that the detector has to know at a moment.
 * @param now epoch seconds
 * @throws StoreError
 */
export const detectorFacts = (connection: Connection, now: number, parameters: Parameters): Facts =>
  guarded(connection.path, () => gather(connection, now, parameters));
