/**
 * What becomes of a finding between reports: an alert opens, is notified once and again when it grows or a day has
 * passed, is acknowledged or muted by somebody, and closes. A pure step from one state to the next; the caller keeps the
 * state and notifies.
 */
import type { Finding, Level } from "./judge.js";
import type { Parameters } from "./parameters.js";

/** `acknowledged`: somebody knows, silent until it closes or grows. `muted`: silent until a date, whatever comes. */
export type AlertStatus = "open" | "acknowledged" | "muted" | "closed";

/** An alert's level; old address lists raise none. */
export type AlertLevel = Exclude<Level, "list">;

/** The last word of a person on an alert. */
export interface Decision {
  readonly who: string;
  /** Epoch seconds. */
  readonly when: number;
  readonly why: string;
}

/** What a person can do about an alert. */
export type DecisionAction = "ack" | "mute" | "unmute";

/** The state of one sender's alert. Times are epoch seconds. */
export interface Alert {
  readonly sender: string;
  readonly status: AlertStatus;
  /** The highest since it opened: an alert that fades to a notice is still the same alert. */
  readonly level: AlertLevel;
  readonly opened: number;
  /** Last time that the sender was found. */
  readonly seen: number;
  /** Time of the last notification, and the bounces within 24 hours that it named. */
  readonly notified: number;
  readonly notifiedCount: number;
  /** Until when it is muted; null when it is not. */
  readonly until: number | null;
  readonly decision: Decision | null;
}

/** Whether it is open at level alert, and nobody muted it: a mute says that the bounces are expected. */
export const isStandingAlert = ({ status, level }: Pick<Alert, "status" | "level">): boolean =>
  level === "alert" && (status === "open" || status === "acknowledged");

/** Why an alert is notified. */
export type News = "opened" | "raised" | "grown" | "reminder";

/** The next state, and whether to notify. */
export interface Step {
  readonly alert: Alert | null;
  readonly news: News | null;
}

/** What an alert needs of a finding. */
export type Sighting = Pick<Finding, "sender" | "level" | "dayCount">;

const levelOf = (level: Level): AlertLevel | null => (level === "list" ? null : level);

const open = (sighting: Sighting, level: AlertLevel, now: number): Step => ({
  alert: {
    sender: sighting.sender,
    status: "open",
    level,
    opened: now,
    seen: now,
    notified: now,
    notifiedCount: sighting.dayCount,
    until: null,
    decision: null,
  },
  news: "opened",
});

/** Why an alert that goes on is notified again; null when it is not. */
function newsOf(
  alert: Alert,
  sighting: Sighting,
  level: AlertLevel,
  now: number,
  { growthFactor, reminderSeconds }: Parameters,
): News | null {
  if (alert.level === "notice" && level === "alert") return "raised";
  if (sighting.dayCount >= growthFactor * Math.max(alert.notifiedCount, 1)) return "grown";
  return alert.status === "open" && now - alert.notified >= reminderSeconds ? "reminder" : null;
}

/** An alert that goes on. News of an acknowledged one make it open again: what somebody knew of was less. */
function goOn(alert: Alert, sighting: Sighting, level: AlertLevel, now: number, parameters: Parameters): Step {
  const higher = alert.level === "alert" ? alert.level : level;
  const news = newsOf(alert, sighting, level, now, parameters);
  const seen: Alert = { ...alert, level: higher, seen: now };
  return news === null
    ? { alert: seen, news }
    : { alert: { ...seen, status: "open", notified: now, notifiedCount: sighting.dayCount }, news };
}

const isMuted = ({ status, until }: Alert, now: number): boolean => status === "muted" && until !== null && now < until;

/** An alert whose sender is not found this time. */
function rest(alert: Alert, now: number, { closeSeconds }: Parameters): Step {
  const isOver = now - alert.seen >= closeSeconds && !isMuted(alert, now);
  return { alert: isOver ? { ...alert, status: "closed", until: null } : alert, news: null };
}

/**
 * One report's step for one sender.
 * @param alert the state before; null when the sender never had one
 * @param sighting the finding of this report; null when there is none
 * @param now epoch seconds
 */
export function advance(alert: Alert | null, sighting: Sighting | null, now: number, parameters: Parameters): Step {
  const level = sighting === null ? null : levelOf(sighting.level);
  if (sighting === null || level === null) return alert === null ? { alert, news: null } : rest(alert, now, parameters);
  if (alert === null || alert.status === "closed") return open(sighting, level, now);
  if (isMuted(alert, now)) return { alert: { ...alert, seen: now }, news: null };
  if (alert.status === "muted") return open(sighting, level, now);
  return goOn(alert, sighting, level, now, parameters);
}

/** Somebody knows of the alert: silent until it closes, rises from notice to alert, or grows. */
export const acknowledge = (alert: Alert, decision: Decision): Alert => ({
  ...alert,
  status: "acknowledged",
  until: null,
  decision,
});

/** What can be muted of a sender that raised no alert: one that is closed. */
export const noAlert = (sender: string, now: number): Alert => ({
  sender,
  status: "closed",
  level: "notice",
  opened: now,
  seen: now,
  notified: now,
  notifiedCount: 0,
  until: null,
  decision: null,
});

/** Silent until a moment, whatever comes. */
export const mute = (alert: Alert, until: number, decision: Decision): Alert => ({
  ...alert,
  status: "muted",
  until,
  decision,
});

/** Takes an acknowledgement or a mute back; the next report speaks of it as of a new one. */
export const reopen = (alert: Alert, decision: Decision): Alert => ({
  ...alert,
  status: "closed",
  until: null,
  decision,
});
