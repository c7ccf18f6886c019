/** Whether a failure is the first of its sender and recipient: that tells something of the sender, its retries do not. */
import { isCounted, isProven } from "./counting.js";
import type { Counted } from "./message-row.js";
import { sql, toRows, type Db, type Work } from "./sql.js";

/** Earlier bounces of the two that are looked at. Somebody who sends many forgeries must not make each cost more than the last. */
const NEWEST = 20;

/** A bounce of a sender and a recipient. */
export interface Paired extends Pick<Counted, "action" | "trust" | "is_first_failure"> {
  readonly recipient_id: number;
  readonly sender_id: number;
}

/** How sure a pair's earlier failure is: 2 when it is proven, 1 when it is not, 0 without one. */
type Level = 0 | 1 | 2;
type Levels = ReadonlyMap<string, Level>;

const find = sql<{ readonly recipient_id: number; readonly sender_id: number; readonly level: Level | null }>(`
  SELECT asked.recipient_id, asked.sender_id, (
    SELECT max(CASE WHEN newest.trust = 'unproven' THEN 1 ELSE 2 END) FROM (
      SELECT b.trust, b.action FROM bounce b {by:bounce_recipient}
      WHERE b.recipient_id = asked.recipient_id AND b.sender_id = asked.sender_id ORDER BY b.id DESC LIMIT ${NEWEST}) newest
    WHERE newest.action = 'failed' AND newest.trust NOT IN ('disproved', 'forwarded')) AS level
  FROM {rows:$1:recipient_id int,sender_id int} asked`);

const keyOf = ({ recipient_id: recipient, sender_id: sender }: Pick<Paired, "recipient_id" | "sender_id">): string =>
  `${recipient} ${sender}`;

/** Delays come before the failure and are not counted; what was never ours tells nothing. */
const canBeFirst = ({ action, trust }: Pick<Paired, "action" | "trust">): boolean =>
  action === "failed" && isCounted(trust);

/** How sure the earlier failures of these pairs are. */
export function* findEarlier(db: Db, bounces: readonly Paired[]): Work<Levels> {
  const pairs = new Map(
    bounces.filter(canBeFirst).map((bounce) => [keyOf(bounce), [bounce.recipient_id, bounce.sender_id]] as const),
  );
  const rows = pairs.size === 0 ? [] : yield* db.all(find, [toRows([...pairs.values()])]);
  return new Map(rows.map((row) => [keyOf(row), row.level ?? 0]));
}

/** Whether a better report of the same failure takes the first's place: the lesser report itself made the pair look known. */
const replacesFirst = (was: Paired | undefined, bounce: Paired): boolean =>
  was?.is_first_failure === 1 && keyOf(was) === keyOf(bounce);

/**
 * Which bounces, in order, are the first failure of their sender and recipient; a proven one: the first proven, so that
 * forgeries cannot use that up. 1 or 0 for each.
 */
export function firstFailures(
  bounces: readonly { readonly stored: Paired; readonly was: Paired | undefined }[],
  earlier: Levels,
): readonly number[] {
  const levels = new Map(earlier);
  return bounces.map(({ stored, was }) => {
    if (!canBeFirst(stored)) return 0;
    const key = keyOf(stored);
    const before = levels.get(key) ?? 0;
    const own: Level = isProven(stored.trust) ? 2 : 1;
    if (own > before) levels.set(key, own);
    return own > before || replacesFirst(was, stored) ? 1 : 0;
  });
}
