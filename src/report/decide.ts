/** `bounces report ack`, `mute`, `unmute`: somebody knows of an alert. */
import { acknowledge, mute, noAlert, reopen, type Alert, type DecisionAction } from "../detect/alerts.js";
import { printable } from "../text/escape.js";
import type { Standing } from "./data.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { decide, isKnownSender, liveAlerts, type RecordedDecision } from "../store/alerts.js";
import type { Connection } from "../store/connection.js";
import { formatTime } from "../time.js";
import type { Io } from "../io.js";

/** A decision that somebody made on the command line. */
export interface Order extends RecordedDecision {
  readonly sender: string;
  /** How the sender stands at this moment; null when it does not stand out. */
  readonly standing: Standing | null;
}

/** The alert to decide about: the one on record, else the one that the next report would open. Whoever looked knows of today's bounces. */
function current(stored: Alert | null, { standing }: Order): Alert | null {
  const live = stored === null || stored.status === "closed" ? (standing?.alert ?? null) : stored;
  return live === null
    ? null
    : { ...live, notifiedCount: Math.max(live.notifiedCount, standing?.finding.dayCount ?? 0) };
}

const APPLY: Readonly<Record<DecisionAction, (alert: Alert | null, order: Order) => Alert | null>> = {
  ack: (alert, order) => alert && acknowledge(alert, decisionIn(order)),
  mute: (alert, order) =>
    mute(alert ?? noAlert(order.sender, order.when), order.until ?? order.when, decisionIn(order)),
  unmute: (alert, order) => alert && reopen(alert, decisionIn(order)),
};

const decisionIn = ({ who, when, why }: Order) => ({ who, when, why });

const DONE: Readonly<Record<DecisionAction, string>> = {
  ack: "acknowledged: silent until it closes or grows",
  mute: "muted",
  unmute: "open again: the next report tells of it, if it still stands out",
};

/** Carries an order out and says so; says why not when there is nothing to decide. Answers whether it was. */
export function carryOut(store: Connection, order: Order, { stdout, stderr }: Io): boolean {
  const { sender, action, until } = order;
  if (!isKnownSender(store, sender)) {
    stderr(`bounces: nothing is recorded of ${printable(sender)}\n`);
    return false;
  }
  const after = decide(store, sender, order, (stored) => APPLY[action](current(stored, order), order));
  if (after === null) stderr(`bounces: no alert stands for ${printable(sender)}\n`);
  else stdout(`${printable(sender)}: ${DONE[action]}${until === null ? "" : ` until ${formatTime(until)}`}\n`);
  return after !== null;
}

const COLUMNS: readonly Column<Alert>[] = [
  { title: "sender", value: ({ sender }) => sender },
  { title: "until", value: ({ until }) => (until === null ? null : formatTime(until)), minWidth: 20 },
  { title: "who", value: ({ decision }) => decision?.who ?? null, priority: 2 },
  {
    title: "when",
    value: ({ decision }) => (decision === null ? null : formatTime(decision.when)),
    priority: 3,
    minWidth: 20,
  },
  { title: "why", value: ({ decision }) => decision?.why ?? null, priority: 4 },
];

const record = ({ sender, until, decision }: Alert) => ({
  version: 1,
  type: "mute",
  sender,
  until: until === null ? null : formatTime(until),
  who: decision?.who ?? null,
  when: decision === null ? null : formatTime(decision.when),
  why: decision?.why ?? null,
});

/** Lists who is muted at this moment. */
export function listMuted(store: Connection, now: number, isJson: boolean, { stdout, columns }: Io): void {
  const muted = liveAlerts(store).filter(({ status, until }) => status === "muted" && until !== null && until > now);
  stdout(isJson ? muted.map((alert) => jsonLine(record(alert))).join("") : renderTable(COLUMNS, muted, columns));
}
