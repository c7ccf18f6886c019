/**
 * The state of the alerts (detect/alerts.ts), what was found and notified, and what people decided about them. Reports run
 * side by side and people decide meanwhile, so a report's steps are written only where nobody moved the alert since it was read.
 */
import type { Alert, Decision, DecisionAction } from "../detect/alerts.js";
import { storedName } from "./message-row.js";
import { findSender, internSenders } from "./names.js";
import { first, insertNew, onStore, sql, type Db, type Insert, type Value, type Work } from "./sql.js";

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

interface StoredAlert extends Omit<Alert, "decision"> {
  readonly decision: number | null;
  readonly who: string | null;
  readonly made: number | null;
  readonly why: string | null;
}

const SELECT = `
  SELECT s.name AS sender, a.status, a.level, a.opened_at AS opened, a.seen_at AS seen, a.notified_at AS notified,
    a.notified_count AS "notifiedCount", a.muted_until AS until, a.decision_id AS decision, e.who, e.at AS made, e.why
  FROM alert a`;
const JOINS = "JOIN sender s ON s.id = a.sender_id LEFT JOIN alert_event e ON e.id = a.decision_id";
const live = sql<StoredAlert>(
  `${SELECT} {by:alert_live} ${JOINS} WHERE a.status <> 'closed' ORDER BY a.opened_at, a.sender_id`,
);
const one = sql<StoredAlert>(`${SELECT} ${JOINS} WHERE a.sender_id = $1`);
const decisions = sql<RecordedDecision>(`
  SELECT action, at AS "when", until, who, why FROM alert_event
  WHERE sender_id = $1 AND action IN ('ack', 'mute', 'unmute') ORDER BY id`);

const COLUMNS = [
  "sender_id",
  "status",
  "level",
  "opened_at",
  "seen_at",
  "notified_at",
  "notified_count",
  "muted_until",
  "decision_id",
] as const;
const WRITE: Insert = {
  ...insertNew("alert", COLUMNS, "sender_id"),
  onConflict: `ON CONFLICT (sender_id) DO UPDATE SET ${COLUMNS.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(", ")}`,
};
const ADD_EVENT: Insert = {
  ...insertNew("alert_event", ["sender_id", "action", "at", "until", "who", "why"], "sender_id", "id"),
  onConflict: "",
};

/** Longest who and why kept, in characters. */
const LONGEST = 1_000;

const toAlert = ({ decision, who, made, why, ...alert }: StoredAlert): Alert => ({
  ...alert,
  decision: decision === null ? null : { who: who ?? "", when: made ?? 0, why: why ?? "" },
});

function* writeAlert(db: Db, sender: number, alert: Alert, decision: number | null): Work<void> {
  const { status, level, opened, seen, notified, notifiedCount, until } = alert;
  yield* db.put(WRITE, [[sender, status, level, opened, seen, notified, notifiedCount, until, decision]]);
}

type EventAction = "open" | "notify" | "close" | DecisionAction;

function* addEvent(
  db: Db,
  sender: number,
  action: EventAction,
  { when, until, who, why }: Omit<RecordedDecision, "action">,
): Work<number | null> {
  const values: Value[] = [sender, action, when, until, who.slice(0, LONGEST), why.slice(0, LONGEST)];
  const [id = null] = yield* db.put(ADD_EVENT, [values]);
  return id;
}

/** What a report's step is on record as. */
function eventsOf(before: Alert | null, after: Alert): (readonly [action: EventAction, when: number])[] {
  const wasLive = before !== null && before.status !== "closed";
  if (after.status === "closed") return wasLive ? [["close", after.seen]] : [];
  if (!wasLive)
    return [
      ["open", after.opened],
      ["notify", after.notified],
    ];
  return before.notified === after.notified ? [] : [["notify", after.notified]];
}

/** Alerts that are not closed, the oldest first. */
export const liveAlerts = onStore(function* (db: Db): Work<readonly Alert[]> {
  return (yield* db.all(live)).map(toAlert);
});

function* findAlert(db: Db, sender: string): Work<Alert | null> {
  const id = yield* findSender(db, sender);
  const row = id === undefined ? undefined : yield* first(db, one, [id]);
  return row === undefined ? null : toAlert(row);
}

/** A sender's alert, closed or not; null when it never had one. */
export const alertOf = onStore(findAlert);

const isSame = (stored: Alert | null, read: Alert | null): boolean => {
  const standing = (alert: Alert | null): string => JSON.stringify(comparable(alert));
  return standing(stored) === standing(read);
};

const comparable = (alert: Alert | null): readonly unknown[] | null => {
  if (alert === null || alert.status === "closed") return null;
  const { status, level, opened, seen, notified, notifiedCount, until, decision } = alert;
  return [status, level, opened, seen, notified, notifiedCount, until, decision?.who, decision?.when, decision?.why];
};

function* internSender(db: Db, name: string): Work<number> {
  const stored = storedName(name);
  return (yield* internSenders(db, [stored]))(stored) ?? 0;
}

function* saveOne(db: Db, { before, after }: AlertChange): Work<void> {
  const sender = yield* internSender(db, after.sender);
  const row = yield* first(db, one, [sender]);
  if (!isSame(row === undefined ? null : toAlert(row), before)) return;
  for (const [action, when] of eventsOf(before, after))
    yield* addEvent(db, sender, action, { when, until: null, who: "", why: after.level });
  yield* writeAlert(db, sender, after, after.decision === null ? null : (row?.decision ?? null));
}

function* saveAll(db: Db, changes: readonly AlertChange[]): Work<void> {
  for (const change of changes) yield* saveOne(db, change);
}

/**
 * Writes what a report changed, in one transaction. An alert that somebody else moved meanwhile stays as it is.
 * @throws StoreError
 */
export const saveAlerts = onStore(function* (db: Db, changes: readonly AlertChange[]): Work<void> {
  if (changes.length > 0) yield* db.transaction(() => saveAll(db, changes));
});

/**
 * Records what somebody decided about a sender.
 * @param apply the alert as it stands (null: never had one) to what becomes of it; null for "there is nothing to decide"
 * @returns the alert as it stands now; null when there was nothing to decide, and then nothing was written
 * @throws StoreError
 */
export const decide = onStore(
  (
    db: Db,
    sender: string,
    decision: RecordedDecision,
    apply: (alert: Alert | null) => Alert | null,
  ): Work<Alert | null> =>
    db.transaction(function* (): Work<Alert | null> {
      const after = apply(yield* findAlert(db, sender));
      if (after === null) return null;
      const id = yield* internSender(db, sender);
      yield* writeAlert(db, id, after, yield* addEvent(db, id, decision.action, decision));
      return after;
    }),
);

/** What was decided about a sender, the oldest first. */
export const decisionsOf = onStore(function* (db: Db, sender: string): Work<readonly RecordedDecision[]> {
  const id = yield* findSender(db, sender);
  return id === undefined ? [] : yield* db.all(decisions, [id]);
});

/** Whether anything is recorded of a sender. */
export const isKnownSender = onStore(function* (db: Db, sender: string): Work<boolean> {
  return (yield* findSender(db, sender)) !== undefined;
});
