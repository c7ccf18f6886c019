/**
 * What the detector has to know (src/detect/facts.ts), out of the counters. Single bounces are only read of senders that
 * by their counters may be over their record: at ten million bounces and two thousand senders these are a handful.
 */
import { DAY_WINDOW, LONGEST_WINDOW } from "../../detect/window.js";
import type { DayCount, Facts, ForgedSender, SenderFacts } from "../../detect/facts.js";
import type { Parameters } from "../../detect/parameters.js";
import { recordReach } from "../../detect/record.js";
import { learningOf } from "../../detect/learning.js";
import { hasStrangers, mayBeOverRecord, mayHaveStrangers, type Scene } from "../../detect/views.js";
import { domainOf } from "../../message/address.js";
import { guarded, scalar, statement, type Connection } from "../connection.js";
import { addressSql } from "../names.js";
import { dayOf } from "../time.js";
import { activeSenders, senderCounts, type SenderCounts } from "./counts.js";
import { alikeOf, bouncesOf, habitOf, type Account } from "./evidence.js";
import { beganAt, daysOf, firstSeen } from "./past.js";
import { receiverFacts } from "./receivers.js";

type Moment = Pick<Scene, "now" | "isLearning">;

/** A sender with everything that its counters tell. */
interface Candidate extends Pick<SenderFacts, "days" | "firstSeen"> {
  readonly counts: SenderCounts;
}

const nameOf = scalar<[number], string | null>(`SELECT ${addressSql("?")}`);

/** Senders forged most; of a flood of made-up names the rest says nothing more. */
const MOST_FORGED = 100;

function forgedSenders(connection: Connection, counts: readonly SenderCounts[]): readonly ForgedSender[] {
  const most = counts.filter(({ forged }) => forged > 0).sort((one, other) => other.forged - one.forged).slice(0, MOST_FORGED);
  return most.map(({ sender, forged }) => ({ sender: nameOf(connection).get(sender) ?? "", count: forged }));
}

function candidates(connection: Connection, counts: readonly SenderCounts[], now: number, parameters: Parameters): readonly Candidate[] {
  const days = daysOf(connection, counts.map(({ sender }) => sender), now, recordReach(parameters));
  return counts.map((one) => {
    const own: readonly DayCount[] = days.get(one.sender) ?? [];
    return { counts: one, days: own, firstSeen: firstSeen(connection, one.sender, own, now) };
  });
}

/** The facts of a candidate; null when what its bounces are like shows that nothing can be found. */
function factsOf(connection: Connection, candidate: Candidate, moment: Moment, parameters: Parameters): SenderFacts | null {
  const { counts: { sender, proven, disproved, complaints }, days } = candidate;
  const account: Account = { id: sender, name: nameOf(connection).get(sender) ?? "" };
  const { now } = moment;
  const habit = habitOf(connection, account, now - LONGEST_WINDOW);
  const isOver = mayBeOverRecord(candidate, candidate.counts, moment, parameters);
  if (!isOver && !hasStrangers(alikeOf(connection, account, now - DAY_WINDOW.seconds, now), habit, moment, parameters)) return null;
  return {
    sender: account.name, firstSeen: candidate.firstSeen, days, habit, proven, disproved, complaints,
    bounces: bouncesOf(connection, account, now - LONGEST_WINDOW, now),
  };
}

function suspectsAmong(connection: Connection, all: readonly Candidate[], moment: Moment, parameters: Parameters): readonly SenderFacts[] {
  return all
    .filter((candidate) => mayBeOverRecord(candidate, candidate.counts, moment, parameters) || mayHaveStrangers(candidate.counts, moment, parameters))
    .flatMap((candidate) => factsOf(connection, candidate, moment, parameters) ?? []);
}

const countSenders = statement<[{ from: number; last: number; domains: string }], { readonly domain: string; readonly count: number }>(`
  SELECT h.name AS domain, count(*) AS count FROM (SELECT DISTINCT sender FROM sender_day WHERE day >= @from AND day <= @last) known
  CROSS JOIN address a ON a.id = known.sender CROSS JOIN host h ON h.id = a.domain
  WHERE h.name IN (SELECT value FROM json_each(@domains)) GROUP BY h.name`);

/** How many senders are known of the domains that have enough suspects to be siblings; nobody asks about the others. */
function sendersOfDomain(connection: Connection, suspects: readonly SenderFacts[], now: number, parameters: Parameters): ReadonlyMap<string, number> {
  const domains = suspects.map(({ sender }) => domainOf(sender) ?? "");
  const several = [...new Set(domains)].filter((domain) => domain !== "" && domains.filter((other) => other === domain).length > parameters.siblingsLeast);
  if (several.length === 0) return new Map();
  const rows = countSenders(connection).all({ from: dayOf(now) - recordReach(parameters), last: dayOf(now), domains: JSON.stringify(several) });
  return new Map(rows.map(({ domain, count }) => [domain, count]));
}

function gather(connection: Connection, now: number, parameters: Parameters): Facts {
  const { hourLeast, dayLeast, spellLeast } = parameters;
  const least = Math.min(hourLeast, dayLeast, spellLeast);
  const began = beganAt(connection);
  const counts = senderCounts(connection, now, least);
  const all = candidates(connection, counts.filter(({ spell }) => spell >= least), now, parameters);
  const suspects = suspectsAmong(connection, all, { now, isLearning: learningOf(now, began, parameters) !== null }, parameters);
  return {
    now, began, activeSenders: activeSenders(connection, now), suspects,
    sendersOfDomain: sendersOfDomain(connection, suspects, now, parameters),
    receivers: receiverFacts(connection, now, parameters),
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
