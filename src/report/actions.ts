/** `bounces report ack`, `mute`, `unmute`, `show`: what an administrator does about one sender. */
import { userInfo } from "node:os";
import { acknowledge, mute, noAlert, reopen, type Alert, type DecisionAction } from "../detect/alerts.js";
import { EXIT } from "../exit.js";
import type { Io } from "../io.js";
import { decide, isKnownSender, liveAlerts, type RecordedDecision } from "../store/alerts.js";
import type { Db } from "../store/sql.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { formatTime } from "../time.js";
import type { Standing } from "./data.js";
import { showSender } from "./show.js";

/** The actions by name. */
export const ACTIONS = ["show", "ack", "mute", "unmute"] as const;

/** An action to carry out. */
export type Action =
  /** List who is muted. */
  | { readonly kind: "list" }
  | { readonly kind: "show"; readonly sender: string }
  | {
      readonly kind: DecisionAction;
      readonly sender: string;
      /** Of a mute, epoch seconds. */
      readonly until: number | null;
      readonly why: string;
    };

/** Whether the action writes. */
export const isWriting = ({ kind }: Action): boolean => kind !== "show" && kind !== "list";

const LONGEST_NAME = 100;

/** The login that became root by sudo, else the user's own name, else its number. */
export function whoRuns({ environment }: Pick<Io, "environment">): string {
  const { SUDO_USER } = environment;
  if (SUDO_USER !== undefined && SUDO_USER !== "") return SUDO_USER.slice(0, LONGEST_NAME);
  try {
    return userInfo().username;
  } catch {
    // A number that the user database does not know, as in containers.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

/** What somebody decided about a sender. */
interface Order extends RecordedDecision {
  readonly sender: string;
  /** The sender's finding at this moment; null when it has none. */
  readonly standing: Standing | null;
}

/**
 * The alert to decide about: the stored one, else the one that the next report would open. Whoever decides knows of today's
 * bounces, so growth is counted from these.
 */
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
  ack: "acknowledged: no further notifications until it closes or grows",
  mute: "muted",
  unmute: "open again: the next report treats it as new",
};

async function carryOut(store: Db, order: Order, { stdout, stderr }: Io): Promise<number> {
  const { sender, action, until } = order;
  if (!(await isKnownSender(store, sender))) {
    stderr(`bounces: no records for ${printable(sender)}\n`);
    return EXIT.noInput;
  }
  const after = await decide(store, sender, order, (stored) => APPLY[action](current(stored, order), order));
  if (after === null) stderr(`bounces: no open alert for ${printable(sender)}\n`);
  else stdout(`${printable(sender)}: ${DONE[action]}${until === null ? "" : ` until ${formatTime(until)}`}\n`);
  return after === null ? EXIT.noInput : EXIT.ok;
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

const toRecord = ({ sender, until, decision }: Alert) => ({
  version: 1,
  type: "mute",
  sender,
  until: until === null ? null : formatTime(until),
  who: decision?.who ?? null,
  when: decision === null ? null : formatTime(decision.when),
  why: decision?.why ?? null,
});

async function listMuted(store: Db, form: "json" | "text", { stdout, columns, now }: Io): Promise<number> {
  const live = await liveAlerts(store);
  const muted = live.filter(({ status, until }) => status === "muted" && until !== null && until > now());
  stdout(
    form === "json" ? muted.map((alert) => jsonLine(toRecord(alert))).join("") : renderTable(COLUMNS, muted, columns),
  );
  return EXIT.ok;
}

/**
 * Carries an action out.
 * @param standings as of now; asked for when they are needed
 * @returns the exit status
 * @throws StoreError, by rejecting
 */
export async function runAction(
  store: Db,
  action: Action,
  standings: () => Promise<readonly Standing[]>,
  form: "json" | "text",
  io: Io,
): Promise<number> {
  if (action.kind === "list") return listMuted(store, form, io);
  const name = action.sender.toLowerCase();
  const found = await standings();
  const standing = found.find(({ finding }) => finding.sender.toLowerCase() === name) ?? null;
  if (action.kind === "show") return showSender(store, { sender: action.sender, standing }, form, io);
  const { kind, sender, until, why } = action;
  return carryOut(store, { sender, action: kind, until, why, who: whoRuns(io), when: io.now(), standing }, io);
}
