/**
 * What a report shows, whatever its form: put together once out of the store and the detector, then written as text, JSON,
 * CSV, HTML, Prometheus metrics or a message. Times are epoch seconds, hours are whole ones since the epoch (UTC).
 */
import type { Alert, News } from "../detect/alerts.js";
import type { Detection } from "../detect/detect.js";
import type { Finding } from "../detect/judge.js";
import type { Reason, ReasonClass } from "../reason.js";
import type { SenderRow } from "../store/senders.js";
import type { Period } from "../output/senders.js";

/** Bounces of one clock hour by the class of their reason (reason.ts); hours without any are left out. */
export interface HourCount {
  readonly hour: number;
  readonly classes: Readonly<Partial<Record<ReasonClass, number>>>;
}

/** How often a reason was given in the period. */
export interface ReasonCount {
  readonly reason: Reason;
  readonly class: ReasonClass;
  readonly hard: number;
  readonly soft: number;
}

/** Bounces of one sender in one clock hour; hours without any are left out. */
export interface SenderHour {
  readonly hour: number;
  readonly bounces: number;
  readonly hard: number;
  readonly refused: number;
}

/** A sender with a finding, and the state of its alert. */
export interface Standing {
  readonly finding: Finding;
  /** Null for an old address list, which opens none. */
  readonly alert: Alert | null;
  /** Why somebody should be notified; null when there is nothing new. */
  readonly news: News | null;
  /** Its last seven days, oldest first. */
  readonly hours: readonly SenderHour[];
}

/** Everything a report can show. */
export interface ReportData {
  /** When it was made. */
  readonly now: number;
  readonly detection: Detection;
  /** Most points first. */
  readonly standings: readonly Standing[];
  /** All senders' last seven days, oldest first. */
  readonly hours: readonly HourCount[];
  /** Of the period, most frequent first. */
  readonly reasons: readonly ReasonCount[];
  readonly period: Period;
  /** Senders by their bounces in the period, most first. */
  readonly ranking: readonly SenderRow[];
}

/** An alert that nobody was notified of yet. Notices never notify: too many of them are false positives. */
export const isNewAlert = ({ finding, news }: Standing): boolean => news !== null && finding.level === "alert";

/** The alerts to notify of; none when there is nothing new. */
export const newAlerts = ({ standings }: Pick<ReportData, "standings">): readonly Standing[] =>
  standings.filter(isNewAlert);

/** Whether somebody has to act: an alert is open that nobody acknowledged or muted. */
export const hasOpenAlert = ({ standings }: Pick<ReportData, "standings">): boolean =>
  standings.some(({ finding, alert }) => finding.level === "alert" && alert?.status === "open");
