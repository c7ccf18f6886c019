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
import { dayOf } from "../../time.js";
import { first, onStore, sql, toRows, type Db, type Work } from "../sql.js";
import { DAY } from "../time.js";
import { alertPasts, NO_ALERTS, type AlertPasts } from "./alert-past.js";
import { activeSenders, senderCounts, type SenderCounts } from "./counts.js";
import { alikeOf, bannedSenders, bouncesOf, baselineOf, strictBaselineOf } from "./evidence.js";
import { beganAt, daysOf, fewDaysOf, firstSeen } from "./past.js";
import { receiverFacts } from "./receivers.js";

/** A sender with everything that its counters tell. */
interface Candidate extends Pick<SenderFacts, "days" | "firstSeen" | "alerts"> {
  readonly counts: SenderCounts;
}

const senderName = sql<{ readonly name: string }>("SELECT name FROM sender WHERE id = $1");

function* nameOf(db: Db, sender: number): Work<string> {
  return (yield* first(db, senderName, [sender]))?.name ?? "";
}

/** Senders forged most; of a flood of made-up names the rest says nothing more. */
const MOST_FORGED = 100;

function* forgedSenders(db: Db, counts: readonly SenderCounts[]): Work<readonly ForgedSender[]> {
  const most = counts
    .filter(({ forged }) => forged > 0)
    .sort((one, other) => other.forged - one.forged)
    .slice(0, MOST_FORGED);
  const found: ForgedSender[] = [];
  for (const { sender, forged } of most) found.push({ sender: yield* nameOf(db, sender), count: forged });
  return found;
}

/** Senders with all of their past. */
function* withPast(
  db: Db,
  counts: readonly SenderCounts[],
  alerts: AlertPasts,
  now: number,
  parameters: Parameters,
): Work<readonly Candidate[]> {
  const today = dayOf(now);
  const senders = counts.map(({ sender }) => sender);
  const days = yield* daysOf(db, senders, today - peakReach(parameters), today);
  const found: Candidate[] = [];
  for (const one of counts) {
    const own = days.get(one.sender) ?? [];
    const seen = yield* firstSeen(db, one.sender, own, now);
    found.push({ counts: one, days: own, firstSeen: seen, alerts: alerts.get(one.sender) ?? NO_ALERTS });
  }
  return found;
}

/** Days that are looked at first: nearly everybody has had as much as now in one of them, and two months need not be read. */
const GLANCE_DAYS = 5;

/** The senders that by a few of their days can be over their peak. Fewer days are a lower peak, and whether they are young does not count, so nobody is lost. */
function* glance(
  db: Db,
  counts: readonly SenderCounts[],
  alerts: AlertPasts,
  moment: Moment,
  parameters: Parameters,
): Work<readonly SenderCounts[]> {
  const last = lastPeakDay(dayOf(moment.now));
  const senders = counts.map(({ sender }) => sender);
  const days = yield* fewDaysOf(db, senders, last - GLANCE_DAYS + 1, last);
  return counts.filter((one) =>
    [0, moment.now].some((seen) =>
      mayBeOverPeak(
        { days: days.get(one.sender) ?? [], firstSeen: seen, alerts: alerts.get(one.sender) ?? NO_ALERTS },
        one,
        moment,
        parameters,
      ),
    ),
  );
}

/** The senders that by their days can be over their peak. */
function* overPeak(
  db: Db,
  counts: readonly SenderCounts[],
  alerts: AlertPasts,
  banned: ReadonlySet<number>,
  moment: Moment,
  parameters: Parameters,
): Work<readonly Candidate[]> {
  const few = new Set(yield* glance(db, counts, alerts, moment, parameters));
  const asked = counts.filter((one) => few.has(one) || banned.has(one.sender));
  return (yield* withPast(db, asked, alerts, moment.now, parameters)).filter(
    (candidate) =>
      banned.has(candidate.counts.sender) || mayBeOverPeak(candidate, candidate.counts, moment, parameters),
  );
}

/** The senders that have bounces unlike their baseline. */
function* withUnfamiliar(
  db: Db,
  counts: readonly SenderCounts[],
  alerts: AlertPasts,
  moment: Moment,
  parameters: Parameters,
): Work<readonly Candidate[]> {
  const { now } = moment;
  const senders = counts.filter((one) => mayHaveUnfamiliar(one, moment, parameters)).map(({ sender }) => sender);
  if (senders.length === 0) return [];
  const before = now - LONGEST_WINDOW;
  const found = new Set<number>();
  for (const [sender, alike] of yield* alikeOf(db, senders, now - DAY_WINDOW.seconds, now)) {
    const past = alerts.get(sender) ?? null;
    if (!hasUnfamiliar(alike, yield* strictBaselineOf(db, sender, before, past), moment, parameters)) continue;
    if (hasUnfamiliar(alike, yield* baselineOf(db, sender, before, past), moment, parameters)) found.add(sender);
  }
  return yield* withPast(
    db,
    counts.filter(({ sender }) => found.has(sender)),
    alerts,
    now,
    parameters,
  );
}

function* factsOf(
  db: Db,
  { counts: { sender, proven, disproved, complaints }, days, firstSeen: seen, alerts }: Candidate,
  now: number,
): Work<SenderFacts> {
  return {
    sender: yield* nameOf(db, sender),
    firstSeen: seen,
    days,
    proven,
    disproved,
    complaints,
    alerts,
    sent: null,
    baseline: yield* baselineOf(db, sender, now - LONGEST_WINDOW, alerts === NO_ALERTS ? null : alerts),
    bounces: yield* bouncesOf(db, sender, now - LONGEST_WINDOW, now),
  };
}

function* suspectsAmong(
  db: Db,
  counts: readonly SenderCounts[],
  alerts: AlertPasts,
  banned: ReadonlySet<number>,
  moment: Moment,
  parameters: Parameters,
): Work<readonly SenderFacts[]> {
  const over = yield* overPeak(db, counts, alerts, banned, moment, parameters);
  const known = new Set(over.map((candidate) => candidate.counts.sender));
  const others = counts.filter(({ sender }) => !known.has(sender));
  const unfamiliar = yield* withUnfamiliar(db, others, alerts, moment, parameters);
  const facts: SenderFacts[] = [];
  for (const candidate of [...over, ...unfamiliar]) facts.push(yield* factsOf(db, candidate, moment.now));
  return facts;
}

const countSenders = sql<{ readonly domain: string; readonly count: number }>(`
  WITH RECURSIVE days (day) AS (SELECT CAST($1 AS bigint) UNION ALL SELECT day + ${DAY} FROM days WHERE day < $2)
  SELECT s.domain, count(*) AS count FROM {rows:$3:name text} asked CROSS JOIN sender s
  WHERE s.domain = asked.name AND EXISTS (
    SELECT 1 FROM days CROSS JOIN sender_day t WHERE t.day = days.day AND t.sender_id = s.id)
  GROUP BY s.domain`);

/** How many senders are known of the domains that have enough suspects to be siblings; nobody asks about the others. */
function* sendersOfDomain(
  db: Db,
  suspects: readonly SenderFacts[],
  now: number,
  parameters: Parameters,
): Work<ReadonlyMap<string, number>> {
  const domains = suspects.map(({ sender }) => domainOf(sender) ?? "");
  const several = [...new Set(domains)].filter(
    (domain) => domain !== "" && domains.filter((other) => other === domain).length > parameters.siblingsLeast,
  );
  if (several.length === 0) return new Map();
  const today = dayOf(now);
  const asked = toRows(several.map((domain) => [domain]));
  const rows = yield* db.all(countSenders, [(today - peakReach(parameters)) * DAY, today * DAY, asked]);
  return new Map(rows.map(({ domain, count }) => [domain, count]));
}

function* gather(db: Db, now: number, parameters: Parameters): Work<Facts> {
  const { hourLeast, dayLeast, burstLeast } = parameters;
  const least = Math.min(hourLeast, dayLeast, burstLeast);
  const began = yield* beganAt(db);
  const banned = yield* bannedSenders(db, now - LONGEST_WINDOW, now);
  const counts = yield* senderCounts(db, now, banned.size === 0 ? least : 1);
  const active = yield* activeSenders(db, now);
  const suspects = yield* suspectsAmong(
    db,
    counts.filter(({ burst, sender }) => burst >= least || banned.has(sender)),
    yield* alertPasts(db, now, parameters),
    banned,
    { now, isLearning: learningOf(now, began, parameters) !== null },
    parameters,
  );
  return {
    now,
    began,
    activeSenders: active,
    suspects,
    sendersOfDomain: yield* sendersOfDomain(db, suspects, now, parameters),
    receivers: yield* receiverFacts(db, { now, began, activeSenders: active }, parameters),
    forged: yield* forgedSenders(db, counts),
  };
}

/**
 * Everything that the detector has to know at a moment.
 * @param now epoch seconds
 * @throws StoreError
 */
export const detectorFacts = onStore(gather);
