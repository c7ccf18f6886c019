/**
 * Takes out what is old: mails, their bounces, what was kept of them and what makes them count once. Counters per sender,
 * receiver and reason and what is known of each address stay, and so do names and texts: other processes remember their
 * numbers (remembered.ts). In small transactions with pauses between, so that mails go on being recorded.
 */
import { guarded, inTransaction, scalar, statement, type Connection } from "./connection.js";
import { refuseNewer } from "./migrations.js";
import { firstId, toSecond } from "./time.js";

/** How many rows there are, or were removed. */
export interface Pruned {
  readonly reports: number;
  readonly bounces: number;
  readonly kept: number;
}

const DAY = 86_400;

/** The first id that stays. Whole UTC days go: a day's counters can be counted anew only from all of its bounces. */
export const firstKeptId = (before: number): number => firstId(Math.floor(toSecond(before) / DAY) * DAY);

const countReports = scalar<[number], number>("SELECT count(*) FROM report NOT INDEXED WHERE id < ?");
const countBounces = scalar<[number], number>("SELECT count(*) FROM bounce NOT INDEXED WHERE id < ?");
const countKept = scalar<[number], number>("SELECT count(*) FROM kept WHERE report < ?");

/** What is older than this moment (epoch seconds). */
export function countOld(connection: Connection, before: number): Pruned {
  const end = firstKeptId(before);
  const of = (count: typeof countReports): number => count(connection).get(end) ?? 0;
  return guarded(connection.path, () => ({
    reports: of(countReports),
    bounces: of(countBounces),
    kept: of(countKept),
  }));
}

const endOfPiece = scalar<[number, number], number>(
  "SELECT max(id + max(recipients, 1)) FROM (SELECT id, recipients FROM report NOT INDEXED WHERE id < ? ORDER BY id LIMIT ?)",
);
const removeReports = statement<[number]>("DELETE FROM report WHERE id < ?");
const removeBounces = statement<[number]>("DELETE FROM bounce WHERE id < ?");
const removeKept = statement<[number]>("DELETE FROM kept WHERE report < ?");
const removeHeadlines = statement<[number]>("DELETE FROM headline WHERE report < ?");

const NOTHING: Pruned = { reports: 0, bounces: 0, kept: 0 };

/**
 * Removes the oldest mails, at most `limit`, of before a moment (epoch seconds), in one transaction.
 * @returns what was removed; no reports when nothing is left to remove
 * @throws StoreError; then nothing was changed
 */
export function pruneMails(connection: Connection, before: number, limit: number): Pruned {
  return guarded(connection.path, () =>
    inTransaction(connection, () => {
      refuseNewer(connection);
      const end = endOfPiece(connection).get(firstKeptId(before), limit) ?? null;
      if (end === null) return NOTHING;
      const removed = (remove: typeof removeReports): number => remove(connection).run(end).changes;
      removed(removeHeadlines);
      return { reports: removed(removeReports), bounces: removed(removeBounces), kept: removed(removeKept) };
    }),
  );
}

/** Where a piece of the identities ends, and how many of it are of what is removed. */
interface IdentityPiece {
  readonly last: Buffer | null;
  readonly old: number;
}

const identityPiece = statement<
  [{ readonly after: Buffer; readonly end: number; readonly limit: number }],
  IdentityPiece
>(
  "SELECT max(digest) AS last, count(*) FILTER (WHERE id < @end) AS old FROM (SELECT digest, id FROM identity WHERE digest > @after ORDER BY digest LIMIT @limit)",
);
const removeIdentities = statement<[Buffer, Buffer, number]>(
  "DELETE FROM identity WHERE digest > ? AND digest <= ? AND id < ?",
);

/** Before the first digest. */
export const NO_DIGEST: Buffer = Buffer.alloc(0);

/**
 * Removes identities of what is older than a moment (epoch seconds) among the next `limit` behind `after`: they are
 * stored by their digest, so all are looked through.
 * @returns the last that was looked at; null when there are no more
 * @throws StoreError; then nothing was changed
 */
export function pruneIdentities(connection: Connection, before: number, after: Buffer, limit: number): Buffer | null {
  const end = firstKeptId(before);
  return guarded(connection.path, () => {
    const { last = null, old = 0 } = identityPiece(connection).get({ after, end, limit }) ?? {};
    if (last !== null && old > 0)
      inTransaction(connection, () => {
        refuseNewer(connection);
        removeIdentities(connection).run(after, last, end);
      });
    return last;
  });
}

const freePages = scalar<[], number>("PRAGMA freelist_count");

/**
 * Gives at most `pages` free pages at a time back to the file system.
 * @returns whether there are more
 */
export function giveBackSpace({ path, database }: Connection, pages: number): boolean {
  return guarded(path, () => {
    const before = freePages({ path, database }).get() ?? 0;
    if (before === 0) return false;
    database.exec(`PRAGMA incremental_vacuum(${String(pages)})`);
    return (freePages({ path, database }).get() ?? 0) < before;
  });
}
