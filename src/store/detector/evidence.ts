/** The single bounces of the few senders that may be over their peak, and what their earlier ones were like. */
import { causeOfBounce, isRelevantCause } from "../../detect/cause.js";
import { clientOf } from "../../detect/client.js";
import { BASELINE_SIZE } from "../../detect/baseline.js";
import type { Baseline, FirstFailure } from "../../detect/facts.js";
import type { Alike } from "../../detect/views.js";
import { DELAYED, FAILED, fromCode, LAST_PROVEN, SEVERITIES, UNPROVEN } from "../codes.js";
import { statement, type Connection } from "../connection.js";
import { hostSql } from "../names.js";
import { textSql } from "../texts.js";
import { firstId, secondOf } from "../time.js";

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

const earlierTraces = statement<[number, number, number], Trace>(`
  SELECT ${hostSql("r.client")} AS client, r.is_foreign AS isForeign FROM (
    SELECT id - part AS report FROM bounce INDEXED BY bounce_sender
    WHERE sender = ? AND id < ? AND action IN (${FAILED}, ${DELAYED}) ORDER BY id DESC LIMIT ${BASELINE_REACH}) newest
  CROSS JOIN report r ON r.id = newest.report WHERE r.trust <= ${UNPROVEN} LIMIT ?`);

function baselineOfLast(connection: Connection, sender: number, before: number, most: number): Baseline {
  const traces = earlierTraces(connection).all(sender, firstId(before), most).map(traceOf);
  return {
    bounces: traces.length,
    networks: new Set(traces.flatMap(({ network }) => network ?? [])),
    foreignFrom: traces.filter(({ hasForeignFrom }) => hasForeignFrom).length,
  };
}

/** What a sender's last bounces before a moment were like. */
export const baselineOf = (connection: Connection, sender: number, before: number): Baseline =>
  baselineOfLast(connection, sender, before, BASELINE_SIZE);

/**
 * A baseline beside which no fewer bounces are strange than beside the whole: fewer networks are known, nothing is too little
 * to go by, and every foreign From is unheard of. Whoever has no strangers by it, has none.
 */
export const strictBaselineOf = (connection: Connection, sender: number, before: number): Baseline => ({
  ...baselineOfLast(connection, sender, before, GLANCE_SIZE),
  bounces: Number.MAX_SAFE_INTEGER,
  foreignFrom: 0,
});

interface SenderTraces extends Trace {
  readonly sender: number;
  readonly count: number;
}

/** By time and not by sender: those of one day lie side by side. */
const freshTraces = statement<[number, number], SenderTraces>(`
  SELECT traces.sender, ${hostSql("traces.client")} AS client, traces.is_foreign AS isForeign, traces.count FROM (
    SELECT b.sender, r.client, r.is_foreign, count(*) AS count FROM bounce b NOT INDEXED CROSS JOIN report r ON r.id = b.id - b.part
    WHERE b.id >= ? AND b.id < ? AND b.is_fresh = 1 AND b.action = ${FAILED} AND r.trust <= ${UNPROVEN}
    GROUP BY b.sender, r.client, r.is_foreign) traces`);

/** The fresh bounces of some senders from a moment on, counted by client and From. */
export function alikeOf(
  connection: Connection,
  senders: readonly number[],
  since: number,
  now: number,
): ReadonlyMap<number, readonly Alike[]> {
  const alike = new Map<number, Alike[]>(senders.map((sender) => [sender, []]));
  for (const row of freshTraces(connection).iterate(firstId(since), firstId(now + 1))) {
    alike.get(row.sender)?.push({ ...traceOf(row), count: row.count });
  }
  return alike;
}

interface StoredBounce extends Trace {
  readonly id: number;
  readonly receiver: string | null;
  readonly reason: string;
  readonly severity: number | null;
  readonly trust: number;
  readonly isBulk: number;
}

const freshBounces = statement<[number, number, number], StoredBounce>(`
  SELECT b.id, ${hostSql("b.domain")} AS receiver, ${textSql("b.reason")} AS reason, b.severity, r.trust, r.is_bulk AS isBulk, ${hostSql("r.client")} AS client, r.is_foreign AS isForeign
  FROM bounce b INDEXED BY bounce_sender CROSS JOIN report r ON r.id = b.id - b.part
  WHERE b.sender = ? AND b.id >= ? AND b.id < ? AND b.is_fresh = 1 AND b.action = ${FAILED} AND r.trust <= ${UNPROVEN} ORDER BY b.id DESC LIMIT ${MOST_BOUNCES}`);

function toBounce(row: StoredBounce): FirstFailure | null {
  const cause = causeOfBounce("failed", row.reason, fromCode(SEVERITIES, row.severity));
  if (!isRelevantCause(cause)) return null;
  return {
    time: secondOf(row.id),
    receiver: row.receiver ?? "",
    cause,
    isProven: row.trust <= LAST_PROVEN,
    isBulk: row.isBulk === 1,
    ...traceOf(row),
  };
}

/** A sender's fresh, telling bounces of a period, oldest first. */
export const bouncesOf = (
  connection: Connection,
  sender: number,
  since: number,
  now: number,
): readonly FirstFailure[] =>
  freshBounces(connection)
    .all(sender, firstId(since), firstId(now + 1))
    .flatMap((row) => toBounce(row) ?? [])
    .reverse();
