/** A report as text: alerts first, with their signals, then what explains other bounces. */
import { shares } from "../detect/observation.js";
import type { Detection } from "../detect/detect.js";
import type { Finding } from "../detect/judge.js";
import type { ReceiverIncident } from "../detect/receivers.js";
import { formatAge, formatTime } from "../time.js";
import { printable, labelled, printableLines } from "../text/escape.js";
import { rankingLines } from "../output/senders.js";
import { isNewAlert, newAlerts, type ReportData, type Standing } from "./data.js";
import { reportCommand } from "./remedy.js";
import {
  causeWords,
  clientName,
  counted,
  decisionWords,
  NEWS_WORDS,
  pointWords,
  shareWords,
  incidentWords,
  ownWords,
  TROUBLE_WORDS,
} from "./wording.js";

/** Forged senders listed by name. */
const MOST_FORGED = 5;
/** Findings in full; of a break-in by the hundred, the first. */
const MOST_FINDINGS = 40;

const line = (label: string, value: string): string[] => labelled(label, value, 4, 9);

/** A finding's signals and numbers. */
export const findingLines = (finding: Finding): string[] => [
  ...finding.signals.map(({ points, sentence }) => `    ${pointWords(points)}  ${sentence}`),
  ...line("failed", causeWords(finding)),
  ...line("to", shareWords(shares(finding.bounces, ({ receiver }) => receiver))),
  ...line("clients", shareWords(shares(finding.bounces, ({ client }) => clientName(client)))),
  ...line("reported", finding.complaints > 0 ? `as spam by ${counted(finding.complaints, "recipient")}` : ""),
];

/** The line above them. */
export const findingTitle = ({ finding, news }: Pick<Standing, "finding" | "news">, now: number): string =>
  `${finding.sender}: ${finding.level}, ${finding.points.toFixed(1)} points, since ${formatTime(finding.since)} (${formatAge(finding.since, now)})${news === null ? "" : `, ${NEWS_WORDS[news]}`}`;

/** The command that shows more; none where the name could not be printed as it is. */
const moreOf = (sender: string): string => (printable(sender) === sender ? reportCommand("show", sender) : "");

const inFull = (standing: Standing, now: number): string[] => [
  findingTitle(standing, now),
  ...findingLines(standing.finding),
  ...line("state", standing.alert === null ? "" : decisionWords(standing.alert, now)),
  ...line("more", moreOf(standing.finding.sender)),
  "",
];

const inShort = ({ finding, alert }: Standing, now: number): string => {
  const state = alert === null ? "" : decisionWords(alert, now);
  return `    ${finding.sender}: ${finding.points.toFixed(1)} points, ${counted(finding.counts.count, "recipient")} ${finding.window.words}${state === "" ? "" : `; ${state}`}`;
};

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines, ""];

const short = (title: string, standings: readonly Standing[], now: number): string[] =>
  section(
    title,
    standings.map((standing) => inShort(standing, now)),
  );

const incident = (
  { receiver, class: receiverClass, from, until, senders, usual }: ReceiverIncident,
  now: number,
): string =>
  `    ${receiver} ${TROUBLE_WORDS[receiverClass]} since ${formatTime(from)}${until > now ? "" : `, until ${formatTime(until)}`}: ${counted(senders, "sender")} within an hour, usually ${usual === 0 ? "none" : `at most ${usual}`}`;

function forgedLines({ forged }: Detection): string[] {
  const total = forged.reduce((sum, { count }) => sum + count, 0);
  const rest = forged.length - MOST_FORGED;
  const names = forged
    .slice(0, MOST_FORGED)
    .map(({ sender, count }) => `${sender} ${count}`)
    .join(", ");
  return total === 0
    ? []
    : [
        `Forged: ${counted(total, "bounce")} within 24 hours for mail that never passed our hosts, in the name of ${names}${rest > 0 ? ` and ${rest} more` : ""} (not counted)`,
        "",
      ];
}

const learningLines = ({ learning }: Detection): string[] =>
  learning === null
    ? []
    : [
        `Learning, day ${learning.day} of ${learning.of}: too little history to compare with, so only large bursts are reported.`,
        "",
      ];

/** What stands beside the findings in full. */
function restLines({ standings, detection, now }: ReportData, full: readonly Standing[], alertTitle: string): string[] {
  const rest = standings.filter((standing) => !full.includes(standing));
  const of = (level: Finding["level"]): readonly Standing[] => rest.filter(({ finding }) => finding.level === level);
  return [
    ...short(alertTitle, of("alert"), now),
    ...short("Notices:", of("notice"), now),
    ...short("Old address lists and newsletters:", of("list"), now),
    ...section(
      "Stolen together:",
      incidentWords(standings.map(({ finding }) => finding)).map((words) => `    ${words}`),
    ),
    ...section(
      "Our own side (counted against no account):",
      detection.ours.map((own) => `    ${ownWords(own, now)}`),
    ),
    ...section(
      "Receivers in trouble (their bounces are not counted):",
      detection.receivers.map((receiver) => incident(receiver, now)),
    ),
    ...forgedLines(detection),
    ...learningLines(detection),
  ];
}

const toText = (lines: readonly string[]): string => printableLines(lines.at(-1) === "" ? lines.slice(0, -1) : lines);

const fullLines = (standings: readonly Standing[], now: number): string[] => [
  ...standings.slice(0, MOST_FINDINGS).flatMap((standing) => inFull(standing, now)),
  ...(standings.length > MOST_FINDINGS ? [`And ${standings.length - MOST_FINDINGS} more.`, ""] : []),
];

/** The alerts that nobody was notified of yet, and what stands beside them; empty when there are none. */
export function newsText(data: ReportData): string {
  const alerts = newAlerts(data);
  return alerts.length === 0
    ? ""
    : toText([...fullLines(alerts, data.now), ...restLines(data, alerts, "Alerts from earlier reports:")]);
}

const isDecided = ({ alert }: Standing): boolean => alert !== null && alert.status !== "open";

/** Everything: alerts and notices in full, but for those that somebody acknowledged or muted; and the ranking. */
export function reportText(data: ReportData): string {
  const full = data.standings.filter(
    (standing) => standing.finding.level !== "list" && (!isDecided(standing) || isNewAlert(standing)),
  );
  const ranking = rankingLines(data.ranking, data.period);
  return toText([
    ...(full.length === 0 ? ["No sender looks compromised.", ""] : []),
    ...fullLines(full, data.now),
    ...restLines(data, full, "Acknowledged and muted alerts:"),
    ...ranking,
  ]);
}
