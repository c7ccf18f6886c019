/**
 * A report as JSON Lines: each line an object with `version` and `type` ("report", "finding", "receiver", "forged",
 * "sender"). Fields are added over time, never renamed or taken away; a change that breaks readers raises the version.
 */
import { shares } from "../detect/observation.js";
import { formatTime } from "../time.js";
import { jsonLine } from "../text/jsonl.js";
import { senderRecord } from "../output/senders.js";
import { newAlerts, type ReportData, type Standing } from "./data.js";
import { clientName } from "./wording.js";

const VERSION = 1;

const time = (moment: number | null): string | null => (moment === null ? null : formatTime(moment));

const line = (type: string, fields: object): string => jsonLine({ version: VERSION, type, ...fields });

const alertRecord = ({ status, level, opened, notified, until, decision }: NonNullable<Standing["alert"]>) => ({
  status,
  level,
  opened: formatTime(opened),
  notified: formatTime(notified),
  until: time(until),
  decision: decision === null ? null : { who: decision.who, when: formatTime(decision.when), why: decision.why },
});

/** A finding for programs, also what `--exec` hands over. */
export const findingRecord = ({ finding, alert, news }: Standing) => ({
  version: VERSION,
  type: "finding",
  sender: finding.sender,
  level: finding.level,
  points: finding.points,
  since: formatTime(finding.since),
  window: finding.window.id,
  isUnfamiliar: finding.isUnfamiliar,
  count: finding.counts.count,
  peak: finding.peak,
  dayCount: finding.dayCount,
  complaints: finding.complaints,
  incident: finding.incident,
  signals: finding.signals,
  causes: finding.counts.causes,
  receivers: shares(finding.bounces, ({ receiver }) => receiver),
  clients: shares(finding.bounces, ({ client }) => clientName(client)),
  news,
  alert: alert === null ? null : alertRecord(alert),
});

function headLine({ now, period, detection: { learning }, standings }: ReportData): string {
  const count = (level: string): number => standings.filter(({ finding }) => finding.level === level).length;
  return line("report", {
    time: formatTime(now),
    since: formatTime(period.since),
    until: formatTime(period.until),
    learning,
    alerts: count("alert"),
    notices: count("notice"),
    lists: count("list"),
  });
}

/** The alerts that nobody was notified of yet; empty when there are none. */
export const newsJson = (data: ReportData): string =>
  newAlerts(data)
    .map((alert) => jsonLine(findingRecord(alert)))
    .join("");

/** The report, line by line. */
export const reportJson = (data: ReportData): string =>
  [
    headLine(data),
    ...data.standings.map((standing) => jsonLine(findingRecord(standing))),
    ...data.detection.receivers.map(({ from, until, ...incident }) =>
      line("receiver", { ...incident, from: formatTime(from), until: formatTime(until) }),
    ),
    ...data.detection.ours.map(({ from, until, ...incident }) =>
      line("own", { ...incident, from: formatTime(from), until: formatTime(until) }),
    ),
    ...data.detection.forged.map((forged) => line("forged", forged)),
    ...data.ranking.map((row) => line("sender", senderRecord(row, data.period))),
  ].join("");
