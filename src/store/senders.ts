/**
 * Senders ranked by their bounces in a period, against the days before. The ranking is read from the counters, which are
 * kept by the hour: a period begins with a whole hour and ends with one. Only of those at the top the bounces are read.
 */
import { UNPROVEN } from "./codes.js";
import { guarded, scalar, statement, type Connection } from "./connection.js";
import { addressSql, hostSql } from "./names.js";
import { textSql } from "./texts.js";
import { dayOf, hourOf, idRange } from "./time.js";

/** What to rank. Times are epoch seconds (UTC). */
export interface RankingOptions {
  /** From this time on, rounded down to the hour. */
  readonly since: number;
  /** Before this time, rounded up to the hour. */
  readonly until: number;
  /** First day of those before `since` to compare with (whole UTC days that end before the one that `since` is in). */
  readonly baselineSince: number;
  /** So many senders. */
  readonly limit: number;
}

/** How often something occurs. */
export interface Tally {
  readonly name: string;
  readonly count: number;
}

/** One sender in a ranking. */
export interface SenderRow {
  /** Null: bounces that name no sender. */
  readonly sender: string | null;
  /** Failures and delays, but for the disproved. */
  readonly bounces: number;
  readonly hard: number;
  readonly soft: number;
  /** Of the soft. */
  readonly delayed: number;
  /** No such address or domain. */
  readonly dead: number;
  /** Refused as spam, by policy or for a bad name. */
  readonly refused: number;
  /** Of the bounces, those that nothing proves to be ours. */
  readonly unproven: number;
  /** Beside the bounces: those of mail that was never ours. */
  readonly disproved: number;
  readonly complaints: number;
  /** Telling failures from recipients that had none before. */
  readonly fresh: number;
  /** Different recipients and domains, and the tallies, among the newest of the bounces. */
  readonly recipients: number;
  readonly domains: number;
  readonly reasons: readonly Tally[];
  readonly clients: readonly Tally[];
  /** False when the sender has more bounces than were looked at for the four before. */
  readonly isComplete: boolean;
  /** Bounces a day in the days before. */
  readonly daily: { readonly average: number; readonly maximum: number; readonly days: number };
}

/** Bounces of a sender that are looked at for recipients, reasons and clients. */
const NEWEST = 1_000;
/** Reasons and clients told of a sender. */
const TOP = 5;

const COUNTERS = [
  "bounces",
  "hard",
  "delayed",
  "dead",
  "refused",
  "unproven",
  "disproved",
  "complaints",
  "fresh",
] as const;

interface StoredSender extends Readonly<Record<(typeof COUNTERS)[number], number>> {
  readonly id: number;
  readonly name: string | null;
}

interface Hours {
  readonly fromHour: number;
  readonly fromDay: number;
  readonly beforeDay: number;
  readonly beforeHour: number;
}

const columns = COUNTERS.join(", ");
const sums = COUNTERS.map((column) => `sum(${column}) AS ${column}`).join(", ");

const rank = statement<[Hours & { limit: number }], StoredSender>(`
  SELECT top.id, ${addressSql("top.id")} AS name, ${COUNTERS.map((column) => `top.${column}`).join(", ")} FROM (
    SELECT sender AS id, ${sums} FROM (
      SELECT sender, ${columns} FROM sender_day WHERE day >= @fromDay AND day < @beforeDay
      UNION ALL SELECT sender, ${columns} FROM sender_hour WHERE hour >= @fromHour AND hour < min(@fromDay * 24, @beforeHour)
      UNION ALL SELECT sender, ${columns} FROM sender_hour WHERE hour >= max(@beforeDay * 24, @fromHour, @fromDay * 24) AND hour < @beforeHour)
    GROUP BY sender HAVING sum(bounces) > 0 OR sum(disproved) > 0 OR sum(complaints) > 0
    ORDER BY sum(bounces) DESC, sum(disproved) DESC, sender LIMIT @limit) top`);

/** Day by day: the rows lie in order of the day, and a range of days would read all senders'. */
const baseline = statement<
  [{ sender: number; from: number; before: number }],
  { total: number | null; maximum: number | null }
>(`
  WITH RECURSIVE days (day) AS (SELECT @from WHERE @from < @before UNION ALL SELECT day + 1 FROM days WHERE day + 1 < @before)
  SELECT sum(s.bounces) AS total, max(s.bounces) AS maximum FROM days CROSS JOIN sender_day s ON s.day = days.day AND s.sender = @sender`);

interface Evidence {
  readonly recipient: number;
  readonly domain: number;
  readonly reason: number;
  readonly client: number | null;
}

const newest = statement<[number, number, number, number], Evidence>(`
  SELECT b.recipient, b.domain, b.reason, r.client FROM bounce b INDEXED BY bounce_sender CROSS JOIN report r ON r.id = b.id - b.part
  WHERE b.sender = ? AND b.id >= ? AND b.id < ? AND r.trust <= ${UNPROVEN} ORDER BY b.id DESC LIMIT ?`);
const textOf = scalar<[number], string>(`SELECT ${textSql("?")}`);
const hostOf = scalar<[number], string>(`SELECT ${hostSql("?")}`);

/** The most frequent of some numbers, with their names. */
function tally(ids: readonly (number | null)[], nameOf: (id: number) => string | undefined): Tally[] {
  const counts = new Map<number, number>();
  for (const id of ids) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP)
    .map(([id, count]) => ({ name: nameOf(id) ?? "", count }));
}

/** What the newest bounces of a sender show. */
function evidenceOf(
  connection: Connection,
  sender: number,
  since: number,
  until: number,
): Pick<SenderRow, "recipients" | "domains" | "reasons" | "clients" | "isComplete"> {
  const { from, before } = idRange(since, until);
  const rows = newest(connection).all(sender, from, before, NEWEST);
  return {
    recipients: new Set(rows.map(({ recipient }) => recipient)).size,
    domains: new Set(rows.map(({ domain }) => domain)).size,
    reasons: tally(
      rows.map(({ reason }) => reason),
      (id) => textOf(connection).get(id),
    ),
    clients: tally(
      rows.map(({ client }) => client),
      (id) => hostOf(connection).get(id),
    ),
    isComplete: rows.length < NEWEST,
  };
}

function dailyOf(connection: Connection, sender: number, fromDay: number, beforeDay: number): SenderRow["daily"] {
  const days = Math.max(beforeDay - fromDay, 0);
  const { total, maximum } = baseline(connection).get({ sender, from: fromDay, before: beforeDay }) ?? {
    total: null,
    maximum: null,
  };
  return { average: days === 0 ? 0 : (total ?? 0) / days, maximum: maximum ?? 0, days };
}

function toSenderRow(
  connection: Connection,
  { id, name, ...counters }: StoredSender,
  since: number,
  until: number,
  baselineSince: number,
): SenderRow {
  return {
    sender: name,
    ...counters,
    soft: counters.bounces - counters.hard,
    ...evidenceOf(connection, id, since, until),
    daily: dailyOf(connection, id, dayOf(baselineSince), dayOf(since)),
  };
}

/**
 * Senders that have bounces in the period, those with most first.
 * @throws StoreError
 */
export function senderRanking(
  connection: Connection,
  { since, until, baselineSince, limit }: RankingOptions,
): SenderRow[] {
  const fromHour = hourOf(since);
  const beforeHour = Math.ceil(until / 3_600);
  const hours = {
    fromHour,
    beforeHour,
    fromDay: Math.ceil(fromHour / 24),
    beforeDay: Math.floor(beforeHour / 24),
    limit,
  };
  return guarded(connection.path, () =>
    rank(connection)
      .all(hours)
      .map((row) => toSenderRow(connection, row, fromHour * 3_600, beforeHour * 3_600, baselineSince)),
  );
}
