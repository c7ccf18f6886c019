/** The single bounces of the few senders that may be over their peak, and what their earlier ones were like. */
import { causeOfBounce, isBan, isRelevantCause } from "../../detect/cause.js";
import { BASELINE_SIZE, baselineOf as toBaseline } from "../../detect/baseline.js";
import { clientOf } from "../../detect/traits.js";
import type { AlertPast, Baseline, FirstFailure } from "../../detect/facts.js";
import type { Alike } from "../../detect/views.js";
import type { Severity } from "../../bounce.js";
import { first, sql, type Db, type Work } from "../sql.js";
import { HOUR, startOf } from "../time.js";
import { dayOf } from "../../time.js";
import { COUNTS, IS_FAILURE, IS_PROVEN, isProven } from "../counting.js";

/** Bounces that nearly always show where a sender is at home. */
const GLANCE_SIZE = 8;
/** Earlier bounces that these are looked for in: a stranger who sends many forgeries must not make it slow. */
const BASELINE_REACH = 2_000;
/** Bounces of one sender that are read; those of a flood that come before say nothing more. */
const MOST_BOUNCES = 20_000;

/** What tells who used the account, as it is stored. */
interface Trace {
  readonly client: string | null;
  readonly isForeign: number;
}

const traceOf = ({ client, isForeign }: Trace): Pick<FirstFailure, "client" | "network" | "hasForeignFrom"> => {
  const known = clientOf(client);
  return { client: known?.address ?? null, network: known?.network ?? null, hasForeignFrom: isForeign === 1 };
};

interface EarlierTrace extends Trace {
  readonly time: number;
  readonly isBulk: number;
}

const earlierTraces = sql<EarlierTrace>(`
  SELECT newest.received_at AS time, newest.client_ip AS client, newest.is_foreign_from AS "isForeign", newest.is_bulk AS "isBulk" FROM (
    SELECT b.received_at, b.client_ip, b.is_foreign_from, b.is_bulk, b.trust FROM bounce b {by:bounce_sender}
    WHERE b.sender_id = $1 AND b.received_at < $2 AND ${IS_FAILURE}
    ORDER BY b.received_at DESC, b.id DESC LIMIT ${BASELINE_REACH}) newest
  WHERE ${IS_PROVEN.replace("b.", "newest.")} LIMIT $3`);

function* baselineOfLast(
  db: Db,
  sender: number,
  before: number,
  most: number,
  alerts: AlertPast | null,
): Work<Baseline> {
  const rows = yield* db.all(earlierTraces, [sender, before, alerts === null ? most : BASELINE_REACH]);
  const quiet = rows.filter(({ time }) => alerts?.days.has(dayOf(time)) !== true).slice(0, most);
  return toBaseline(quiet.map((row) => ({ ...traceOf(row), isBulk: row.isBulk === 1 })).reverse());
}

/** What a sender's last bounces before a moment were like, those of days of an alert left out. */
export const baselineOf = (db: Db, sender: number, before: number, alerts: AlertPast | null): Work<Baseline> =>
  baselineOfLast(db, sender, before, BASELINE_SIZE, alerts);

/**
 * A baseline beside which no fewer bounces are unfamiliar than beside the whole: fewer networks are known, nothing is too little
 * to go by, and every foreign From is unheard of. Whoever has no strangers by it, has none.
 */
export function* strictBaselineOf(db: Db, sender: number, before: number, alerts: AlertPast | null): Work<Baseline> {
  const glance = yield* baselineOfLast(db, sender, before, GLANCE_SIZE, alerts);
  return { ...glance, bounces: Number.MAX_SAFE_INTEGER, foreignFrom: 0 };
}

interface SenderTraces extends Trace {
  readonly sender: number;
  readonly count: number;
}

/** By time and not by sender: those of one day lie side by side. */
const freshTraces = sql<SenderTraces>(`
  SELECT b.sender_id AS sender, b.client_ip AS client, b.is_foreign_from AS "isForeign", count(*) AS count
  FROM bounce b {by:bounce_received}
  WHERE b.received_at >= $1 AND b.received_at <= $2 AND b.is_first_failure = 1 AND b.action = 'failed' AND ${COUNTS}
  GROUP BY b.sender_id, b.client_ip, b.is_foreign_from`);

/** The fresh bounces of some senders from a moment on, counted by client and From. */
export function* alikeOf(
  db: Db,
  senders: readonly number[],
  since: number,
  now: number,
): Work<ReadonlyMap<number, readonly Alike[]>> {
  const alike = new Map<number, Alike[]>(senders.map((sender) => [sender, []]));
  for (const row of yield* db.all(freshTraces, [since, now]))
    alike.get(row.sender)?.push({ ...traceOf(row), count: row.count });
  return alike;
}

interface StoredBounce extends Trace {
  readonly time: number;
  readonly receiver: string | null;
  readonly reason: string;
  readonly severity: Severity | null;
  readonly trust: string;
  readonly isBulk: number;
}

const freshBounces = sql<StoredBounce>(`
  SELECT b.received_at AS time, d.name AS receiver, v.reason, nullif(v.severity, 'none') AS severity, b.trust,
    b.is_bulk AS "isBulk", b.client_ip AS client, b.is_foreign_from AS "isForeign"
  FROM bounce b {by:bounce_sender} LEFT JOIN host d ON d.id = b.domain_id LEFT JOIN verdict v ON v.id = b.verdict_id
  WHERE b.sender_id = $1 AND b.received_at >= $2 AND b.received_at <= $3 AND b.is_first_failure = 1
    AND b.action = 'failed' AND ${COUNTS}
  ORDER BY b.received_at DESC, b.id DESC LIMIT ${MOST_BOUNCES}`);

function toBounce(row: StoredBounce): FirstFailure | null {
  const cause = causeOfBounce("failed", row.reason, row.severity);
  if (!isRelevantCause(cause)) return null;
  return {
    time: row.time,
    receiver: row.receiver ?? "",
    cause,
    isProven: isProven(row.trust),
    isBulk: row.isBulk === 1,
    isBan: isBan(row.reason),
    ...traceOf(row),
  };
}

/** A sender's fresh, telling bounces of a period, oldest first. */
export function* bouncesOf(db: Db, sender: number, since: number, now: number): Work<readonly FirstFailure[]> {
  return (yield* db.all(freshBounces, [sender, since, now])).flatMap((row) => toBounce(row) ?? []).reverse();
}

const hasBans = sql<{ readonly bounces: number }>(`
  SELECT CAST(coalesce(sum(bounces), 0) AS bigint) AS bounces FROM reason_hour
  WHERE hour >= $1 AND reason = 'sender-banned' AND outcome <> 'disproved'`);
const bans = sql<{ readonly sender: number }>(`
  SELECT DISTINCT b.sender_id AS sender FROM bounce b {by:bounce_received} JOIN verdict v ON v.id = b.verdict_id
  WHERE b.received_at >= $1 AND b.received_at <= $2 AND v.reason = 'sender-banned' AND b.is_first_failure = 1
    AND b.action = 'failed' AND ${IS_PROVEN}`);

/** Senders of whom a proven reply since a moment says that they are shut off; nearly always none, and then it costs nothing. */
export function* bannedSenders(db: Db, since: number, now: number): Work<ReadonlySet<number>> {
  const any = (yield* first(db, hasBans, [startOf(since, HOUR)]))?.bounces ?? 0;
  return new Set(any === 0 ? [] : (yield* db.all(bans, [since, now])).map(({ sender }) => sender));
}
