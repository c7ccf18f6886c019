/** Puts a report's data together: the detector over the store's facts, the alerts one step on, the figures of the period. */
import { advance, type Alert } from "../detect/alerts.js";
import type { Allowance } from "../detect/allow.js";
import { DAY } from "../time.js";
import { detect, type Detection } from "../detect/detect.js";
import type { Finding } from "../detect/judge.js";
import type { Parameters } from "../detect/parameters.js";
import type { HourCount, ReasonCount, ReportData, Standing } from "./data.js";
import type { Period } from "../output/senders.js";
import type { ReasonClass } from "../reason.js";
import { reasonHours, senderHours, type ReasonHour } from "../store/activity.js";
import { liveAlerts, type AlertChange } from "../store/alerts.js";
import { detectorFacts } from "../store/detector/facts.js";
import { senderRanking } from "../store/senders.js";
import type { Db } from "../store/sql.js";

/** What to put together. */
export interface GatherOptions {
  readonly now: number;
  readonly parameters: Parameters;
  readonly allowances: readonly Allowance[];
  readonly period: Period;
  /** Seconds before the period to compare its senders with. */
  readonly baseline: number;
  /** Senders in the ranking. */
  readonly limit: number;
  /** Whether the figures beside the findings are wanted: ranking, reasons, the last week by hour. */
  readonly withFigures: boolean;
}

/** A report, and what becomes of the alerts once somebody was notified. */
export interface Gathered {
  readonly data: ReportData;
  readonly changes: readonly AlertChange[];
}

/** Days in the pictures. */
const WEEK = 7 * DAY;

/** One report's step of one alert. */
interface Stepped extends Omit<Standing, "hours" | "finding"> {
  readonly finding: Finding | null;
  readonly change: AlertChange | null;
}

function stepOf(before: Alert | null, finding: Finding | null, now: number, parameters: Parameters): Stepped {
  const { alert, news } = advance(before, finding, now, parameters);
  return { finding, alert, news, change: alert === null || alert === before ? null : { before, after: alert } };
}

/** Every alert's next step: with a finding, and without one now. */
function steps({ findings, now }: Detection, alerts: readonly Alert[], parameters: Parameters): readonly Stepped[] {
  const live = new Map(alerts.map((alert) => [alert.sender, alert]));
  const found = new Set(findings.map(({ sender }) => sender));
  return [
    ...findings.map((finding) => stepOf(live.get(finding.sender) ?? null, finding, now, parameters)),
    ...alerts.filter(({ sender }) => !found.has(sender)).map((alert) => stepOf(alert, null, now, parameters)),
  ];
}

async function standingsOf(
  stepped: readonly Stepped[],
  hoursOf: (sender: string) => Standing["hours"] | Promise<Standing["hours"]>,
): Promise<readonly Standing[]> {
  const standings: Standing[] = [];
  for (const { finding, alert, news } of stepped) {
    if (finding === null) continue;
    const hours = await hoursOf(finding.sender);
    standings.push({ finding, alert: finding.level === "list" ? null : alert, news, hours });
  }
  return standings;
}

function hourCounts(rows: readonly ReasonHour[]): readonly HourCount[] {
  const hours = new Map<number, Partial<Record<ReasonClass, number>>>();
  for (const { hour, class: reasonClass, hard, soft } of rows) {
    const classes = hours.get(hour) ?? {};
    hours.set(hour, classes);
    classes[reasonClass] = (classes[reasonClass] ?? 0) + hard + soft;
  }
  return [...hours].map(([hour, classes]) => ({ hour, classes })).sort((one, other) => one.hour - other.hour);
}

function reasonCounts(rows: readonly ReasonHour[]): readonly ReasonCount[] {
  const counts = new Map<string, ReasonCount>();
  for (const { reason, class: reasonClass, hard, soft } of rows) {
    const before = counts.get(reason) ?? { hard: 0, soft: 0 };
    counts.set(reason, { reason, class: reasonClass, hard: before.hard + hard, soft: before.soft + soft });
  }
  return [...counts.values()].sort((one, other) => other.hard + other.soft - one.hard - one.soft);
}

/** The figures beside the findings. */
const figures = async (
  store: Db,
  { now, period, baseline, limit }: GatherOptions,
): Promise<Pick<ReportData, "hours" | "reasons" | "ranking">> => ({
  hours: hourCounts(await reasonHours(store, now - WEEK, now)),
  reasons: reasonCounts(await reasonHours(store, period.since, period.until)),
  ranking: await senderRanking(store, { ...period, baselineSince: period.since - baseline, limit }),
});

const NO_FIGURES = { hours: [], reasons: [], ranking: [] } as const;

/**
 * Puts the report of a moment together. Writes nothing.
 * @throws StoreError, by rejecting
 */
export async function gather(store: Db, options: GatherOptions): Promise<Gathered> {
  const { now, parameters, allowances, period, withFigures } = options;
  const detection = detect(await detectorFacts(store, now, parameters), parameters, allowances);
  const stepped = steps(detection, await liveAlerts(store), parameters);
  const data: ReportData = {
    now,
    detection,
    period,
    standings: await standingsOf(stepped, (sender) => (withFigures ? senderHours(store, sender, now - WEEK, now) : [])),
    ...(withFigures ? await figures(store, options) : NO_FIGURES),
  };
  return { data, changes: stepped.flatMap(({ change }) => change ?? []) };
}
