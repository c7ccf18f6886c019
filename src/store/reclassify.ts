/**
 * Judging again what is recorded, and reading again what was kept: for rules and readers that are better than those of the
 * day. What a report says is never changed; its verdict is, and all counters that follow from it, in the same transaction.
 */
import type { Reading, Verdict } from "../bounce.js";
import { causeOfBounce } from "../detect/cause.js";
import { BOUNCE_COLUMNS, BOUNCE_JOINS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-columns.js";
import { countBounce, noSums, writeSums, type CountedBounce } from "./counters.js";
import { findKept, type KeptMail } from "./kept.js";
import { internVerdict } from "./names.js";
import { recountRecipients } from "./recipient-sums.js";
import { recordEntries } from "./record.js";
import { first, onStore, sql, toRows, type Db, type Work } from "./sql.js";
import { toSecond } from "./time.js";

/** A recorded bounce with all that its verdict depends on. */
export interface JudgedBounce extends BounceRow {
  /** Id of the format that read its report. */
  readonly format: string;
  readonly reportingMta: string | null;
}

interface StoredJudgedBounce extends StoredBounceRow {
  readonly format: string;
  readonly reportingMta: string | null;
}

/** A piece of a period, for reading it piece by piece. */
export interface Piece {
  /** What arrived from this moment on, epoch seconds. */
  readonly since: number;
  /** Ids behind this one. */
  readonly after: number;
  /** Ids before this one. */
  readonly before: number;
  /** At most so many. */
  readonly limit: number;
}

const selectJudged = sql<StoredJudgedBounce>(`
  SELECT ${BOUNCE_COLUMNS}, g.format, nullif(g.reporting_host, '') AS "reportingMta" FROM bounce b ${BOUNCE_JOINS}
  WHERE b.id > $1 AND b.id < $2 AND b.received_at >= $3 ORDER BY b.id LIMIT $4`);
const period = sql<{ readonly first: number | null; readonly last: number | null; readonly bounces: number }>(`
  SELECT (SELECT min(id) FROM (
      SELECT min(id) AS id FROM bounce {by:bounce_received} WHERE received_at >= $1
      UNION ALL SELECT min(id) FROM other_message {by:other_message_received} WHERE received_at >= $1) since) AS first,
    (SELECT max(id) FROM (SELECT max(id) AS id FROM bounce UNION ALL SELECT max(id) FROM other_message) ids) AS last,
    (SELECT count(*) FROM bounce WHERE received_at >= $1) AS bounces`);

/** Everything that is recorded now of what arrived from `since` (epoch seconds) on: its ids, and how many bounces. */
export const periodSince = onStore(function* (
  db: Db,
  since: number,
): Work<Omit<Piece, "limit"> & { readonly bounces: number }> {
  const from = toSecond(since);
  const {
    first: lowest,
    last,
    bounces,
  } = (yield* first(db, period, [from])) ?? { first: null, last: null, bounces: 0 };
  return { since: from, after: (lowest ?? 1) - 1, before: (last ?? 0) + 1, bounces };
});

/** Recorded bounces in the order of their ids. */
export const judgedBounces = onStore(function* (db: Db, { since, after, before, limit }: Piece): Work<JudgedBounce[]> {
  return (yield* db.all(selectJudged, [after, before, since, limit])).map(toBounceRow);
});

/** A bounce that is to be judged otherwise: as it was read, and its new verdict. */
export interface Rejudged {
  readonly bounce: JudgedBounce;
  readonly verdict: Verdict;
}

interface Stored extends CountedBounce {
  readonly id: number;
  readonly recipient_id: number;
  readonly rule: string;
}

const findStored = sql<Stored>(`
  SELECT b.id, b.received_at, b.recipient_id, b.sender_id, b.domain_id, b.action, b.trust, b.status, b.is_first_failure,
    v.severity, v.cause, v.reason, v.rule
  FROM {rows:$1:id int} asked CROSS JOIN bounce b CROSS JOIN verdict v
  WHERE b.id = asked.id AND v.id = b.verdict_id {lock:b by b.id}`);
const update = sql<object>("UPDATE bounce SET verdict_id = $2, matched = $3 WHERE id = $1");

function* changeAll(db: Db, changes: readonly Rejudged[]): Work<number> {
  const ids = changes.map(({ bounce }) => bounce.id).sort((one, other) => one - other);
  const stored = new Map((yield* db.all(findStored, [toRows(ids.map((id) => [id]))])).map((row) => [row.id, row]));
  const sums = noSums();
  const recipients: number[] = [];
  for (const { bounce, verdict } of changes) {
    const before = stored.get(bounce.id);
    // Gone, or judged anew by somebody else meanwhile.
    if (before?.reason !== bounce.reason || before.rule !== bounce.rule) continue;
    const severity = verdict.severity ?? "none";
    const cause = causeOfBounce(bounce.action, verdict.reason, verdict.severity);
    const verdictId = yield* internVerdict(db, [verdict.reason, severity, cause, verdict.rule]);
    yield* db.all(update, [bounce.id, verdictId, verdict.matched?.slice(0, LONGEST_MATCH) ?? null]);
    countBounce(sums, before, -1);
    countBounce(sums, { ...before, severity, cause, reason: verdict.reason }, 1);
    recipients.push(before.recipient_id);
  }
  yield* writeSums(db, sums);
  yield* recountRecipients(db, recipients);
  return recipients.length;
}

const LONGEST_MATCH = 200;

/**
 * Gives bounces other verdicts, in one transaction; counters and recipients' states follow. Others who write wait for it,
 * so it should be some hundred at a time.
 * @returns how many were changed
 * @throws StoreError; then nothing was changed
 */
export const changeJudgements = onStore((db: Db, changes: readonly Rejudged[]): Work<number> =>
  db.transaction(() => changeAll(db, changes)),
);

/** A message that was not understood, and was kept. */
export interface Unread extends KeptMail {
  readonly reportId: number;
  /** Extension of the address that it came to; null when it had none, or none that means anything. */
  readonly extension: string | null;
}

const selectUnread = sql<{ readonly reportId: number; readonly extension: string | null }>(`
  SELECT o.id AS "reportId", o.verp_extension AS extension FROM other_message o
  WHERE o.kind = 'unrecognized' AND o.id > $1 AND o.id < $2 AND o.received_at >= $3
    AND EXISTS (SELECT 1 FROM kept_message k WHERE k.id = o.id) ORDER BY o.id LIMIT $4`);

/** Messages that were not understood and were kept, in the order of their ids. */
export const unreadMails = onStore(function* (db: Db, { since, after, before, limit }: Piece): Work<Unread[]> {
  const unread: Unread[] = [];
  for (const row of yield* db.all(selectUnread, [after, before, since, limit])) {
    const mail = yield* findKept(db, row.reportId);
    if (mail !== null) unread.push({ ...row, ...mail });
  }
  return unread;
});

const findUnread = sql<{ readonly receivedAt: number }>(
  `SELECT received_at AS "receivedAt" FROM other_message WHERE id = $1 AND kind = 'unrecognized'`,
);
const takeOut = sql<{ readonly receivedAt: number }>(
  `DELETE FROM other_message WHERE id = $1 AND kind = 'unrecognized' RETURNING received_at AS "receivedAt"`,
);
const moveKept = sql<object>("UPDATE kept_message SET id = $2 WHERE id = $1");
const removeKept = sql<object>("DELETE FROM kept_message WHERE id = $1");

/**
 * Puts a better reading in the place of a message that was not understood; it stays kept, unless all that it tells was
 * known.
 * @returns whether it was; not when somebody else has done it meanwhile
 * @throws StoreError; then nothing was changed
 */
export const replaceReading = onStore(function* (db: Db, reportId: number, reading: Reading): Work<boolean> {
  const standing = yield* first(db, findUnread, [reportId]);
  if (standing === undefined) return false;
  yield* db.makeRoom([standing.receivedAt]);
  return yield* db.transaction(function* (): Work<boolean> {
    const old = yield* first(db, takeOut, [reportId]);
    if (old === undefined) return false;
    const entry = { reading, receivedAt: old.receivedAt, raw: null };
    const [result] = yield* recordEntries(db, [entry], [reportId]);
    if (result?.isNew !== true) yield* db.all(removeKept, [reportId]);
    else if (result.reportId !== reportId) yield* db.all(moveKept, [reportId, result.reportId]);
    return true;
  });
});
