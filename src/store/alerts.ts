/**
 * The state of the alerts (detect/alerts.ts) and what people decided about them. Reports run side by side and people
 * decide meanwhile, so a report's steps are written only where nobody moved the alert since it was read.
 */
import type { Alert, Decision, DecisionAction } from "../detect/alerts.js";
import { ALERT_LEVELS, ALERT_STATUSES, DECISIONS, fromCode, toCode } from "./codes.js";
import { guarded, inTransaction, statement, type Connection } from "./connection.js";
import { addressSql, findAddress, internAddress } from "./names.js";

/** A decision as it was recorded. */
export interface RecordedDecision extends Decision {
  readonly action: DecisionAction;
  /** Until when, of a mute; epoch seconds. */
  readonly until: number | null;
}

/** One alert before and after a report. */
export interface AlertChange {
  readonly before: Alert | null;
  readonly after: Alert;
}

interface StoredAlert {
  readonly sender: string | null;
  readonly status: number;
  readonly level: number;
  readonly opened: number;
  readonly seen: number;
  readonly notified: number;
  readonly notifiedCount: number;
  readonly until: number | null;
  readonly decision: number | null;
  readonly who: string | null;
  readonly made: number | null;
  readonly why: string | null;
}

type Value = number | null;

const CLOSED = ALERT_STATUSES.indexOf("closed");
const COLUMNS = `
  ${addressSql("a.sender")} AS sender, a.status, a.level, a.opened, a.seen, a.told AS notified, a.told_count AS notifiedCount, a.until, a.decision, d.who, d.made, d.why`;

const live = statement<[], StoredAlert>(
  `SELECT ${COLUMNS} FROM alert a INDEXED BY alert_live LEFT JOIN decision d ON d.id = a.decision WHERE a.status < ${CLOSED} ORDER BY a.opened`,
);
const one = statement<[number], StoredAlert>(
  `SELECT ${COLUMNS} FROM alert a LEFT JOIN decision d ON d.id = a.decision WHERE a.sender = ?`,
);
const write = statement<Value[]>(
  "INSERT OR REPLACE INTO alert (sender, status, level, opened, seen, told, told_count, until, decision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
);
const insertDecision = statement<(Value | string)[]>(
  "INSERT INTO decision (sender, action, made, until, who, why) VALUES (?, ?, ?, ?, ?, ?)",
);
const decisions = statement<[number], { action: number; made: number; until: number | null; who: string; why: string }>(
  "SELECT action, made, until, who, why FROM decision WHERE sender = ? ORDER BY id",
);

/** Longest who and why kept, in characters. */
const LONGEST = 1_000;

const toAlert = ({ status, level, decision, who, made, why, ...row }: StoredAlert): Alert => ({
  sender: row.sender ?? "",
  status: fromCode(ALERT_STATUSES, status),
  level: fromCode(ALERT_LEVELS, level),
  opened: row.opened,
  seen: row.seen,
  notified: row.notified,
  notifiedCount: row.notifiedCount,
  until: row.until,
  decision: decision === null ? null : { who: who ?? "", when: made ?? 0, why: why ?? "" },
});

function writeAlert(connection: Connection, sender: number, alert: Alert, decision: number | null): void {
  const { status, level, opened, seen, notified, notifiedCount, until } = alert;
  write(connection).run(
    sender,
    toCode(ALERT_STATUSES, status),
    toCode(ALERT_LEVELS, level),
    opened,
    seen,
    notified,
    notifiedCount,
    until,
    decision,
  );
}

/** Alerts that are not closed, the oldest first. */
export const liveAlerts = (connection: Connection): readonly Alert[] =>
  guarded(connection.path, () => live(connection).all().map(toAlert));

/** A sender's alert, closed or not; null when it never had one. */
export function alertOf(connection: Connection, sender: string): Alert | null {
  const id = findAddress(connection, sender);
  const row = id === undefined ? undefined : one(connection).get(id);
  return row === undefined ? null : toAlert(row);
}

const isSame = (stored: Alert | null, read: Alert | null): boolean => {
  const standing = stored?.status === "closed" ? null : stored;
  return JSON.stringify(standing) === JSON.stringify(read?.status === "closed" ? null : read);
};

function saveOne(connection: Connection, { before, after }: AlertChange): void {
  const { address } = internAddress(connection, after.sender);
  const row = one(connection).get(address);
  if (isSame(row === undefined ? null : toAlert(row), before))
    writeAlert(connection, address, after, after.decision === null ? null : (row?.decision ?? null));
}

/**
 * Writes what a report changed, in one transaction. An alert that somebody else moved meanwhile stays as it is.
 * @throws StoreError
 */
export function saveAlerts(connection: Connection, changes: readonly AlertChange[]): void {
  if (changes.length === 0) return;
  guarded(connection.path, () =>
    inTransaction(connection, () => {
      for (const change of changes) saveOne(connection, change);
    }),
  );
}

/**
 * Records what somebody decided about a sender.
 * @param apply the alert as it stands (null: never had one) to what becomes of it; null for "there is nothing to decide"
 * @returns the alert as it stands now; null when there was nothing to decide, and then nothing was written
 * @throws StoreError
 */
export function decide(
  connection: Connection,
  sender: string,
  decision: RecordedDecision,
  apply: (alert: Alert | null) => Alert | null,
): Alert | null {
  return guarded(connection.path, () =>
    inTransaction(connection, () => {
      const after = apply(alertOf(connection, sender));
      if (after === null) return null;
      const { address } = internAddress(connection, sender);
      const { action, when, until, who, why } = decision;
      const { lastInsertRowid } = insertDecision(connection).run(
        address,
        toCode(DECISIONS, action),
        when,
        until,
        who.slice(0, LONGEST),
        why.slice(0, LONGEST),
      );
      writeAlert(connection, address, after, Number(lastInsertRowid));
      return after;
    }),
  );
}

/** What was decided about a sender, the oldest first. */
export function decisionsOf(connection: Connection, sender: string): readonly RecordedDecision[] {
  const id = findAddress(connection, sender);
  if (id === undefined) return [];
  return decisions(connection)
    .all(id)
    .map(({ action, made, until, who, why }) => ({ action: fromCode(DECISIONS, action), when: made, until, who, why }));
}
