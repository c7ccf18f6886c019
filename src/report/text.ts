/** A report as text, for cron mail and terminals: what looks stolen first, with its reasons, then what explains other bounces. */
import { shares } from "../detect/counts.js";
import type { Finding } from "../detect/judge.js";
import type { ReceiverIncident } from "../detect/receivers.js";
import { formatAge, formatTime } from "../time.js";
import { printable } from "../text/escape.js";
import { rankingLines } from "../output/senders.js";
import type { ReportData, Standing } from "./data.js";
import { shellWord } from "./shell.js";
import { isTold, toldOf } from "./tell.js";
import { causeWords, CLASS_WORDS, clientName, decisionWords, NEWS_WORDS, pointWords, shareWords } from "./wording.js";

/** Forged senders told by name. */
const MOST_FORGED = 5;
/** Findings told in full; a break-in by the hundred is told by its first. */
const MOST_FINDINGS = 40;

const line = (label: string, value: string): string[] => (value === "" ? [] : [`    ${label.padEnd(9)}${value}`]);

/** A finding's reasons and numbers. */
export const findingLines = (finding: Finding): string[] => [
  ...finding.signals.map(({ points, sentence }) => `    ${pointWords(points)}  ${sentence}`),
  ...line("failed", causeWords(finding)),
  ...line("to", shareWords(shares(finding.bounces, ({ receiver }) => receiver))),
  ...line("clients", shareWords(shares(finding.bounces, ({ client }) => clientName(client)))),
  ...line(
    "reported",
    finding.complaints > 0
      ? `as spam by ${finding.complaints} ${finding.complaints === 1 ? "recipient" : "recipients"}`
      : "",
  ),
];

/** The line above them. */
export const findingTitle = ({ finding, news }: Pick<Standing, "finding" | "news">, now: number): string =>
  `${finding.sender}: ${finding.level}, ${finding.points.toFixed(1)} points, since ${formatTime(finding.since)} (${formatAge(finding.since, now)})${news === null ? "" : `, ${NEWS_WORDS[news]}`}`;

/** The command that shows more; none where the name could not be printed as it is. */
const moreOf = (sender: string): string =>
  printable(sender) === sender ? `bounces report show ${shellWord(sender)}` : "";

const inFull = (standing: Standing, now: number): string[] => [
  findingTitle(standing, now),
  ...findingLines(standing.finding),
  ...line("state", standing.alert === null ? "" : decisionWords(standing.alert, now)),
  ...line("more", moreOf(standing.finding.sender)),
  "",
];

const inShort = ({ finding, alert }: Standing, now: number): string => {
  const state = alert === null ? "" : decisionWords(alert, now);
  return `    ${finding.sender}: ${finding.points.toFixed(1)} points, ${finding.counts.count} recipients ${finding.window.words}${state === "" ? "" : `; ${state}`}`;
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
  `    ${receiver} ${CLASS_WORDS[receiverClass]} since ${formatTime(from)}${until > now ? "" : `, until ${formatTime(until)}`}: ${senders} senders within an hour, usually ${usual === 0 ? "none" : `${usual} at most`}`;

function forgedLines({ detection: { forged } }: ReportData): string[] {
  const total = forged.reduce((sum, { count }) => sum + count, 0);
  const rest = forged.length - MOST_FORGED;
  const names = forged
    .slice(0, MOST_FORGED)
    .map(({ sender, count }) => `${sender} ${count}`)
    .join(", ");
  return total === 0
    ? []
    : [
        `Forged: ${total} bounces within 24 hours of mail that never passed our hosts, in the name of ${names}${rest > 0 ? ` and ${rest} more` : ""}; not counted`,
        "",
      ];
}

const learningLines = ({ detection: { learning } }: ReportData): string[] =>
  learning === null
    ? []
    : [
        `Learning, day ${learning.day} of ${learning.of}: there is little past to compare with yet, so only blasts are told.`,
        "",
      ];

/** Everything that stands beside what is told in full. */
function restLines(data: ReportData, told: readonly Standing[]): string[] {
  const { standings, detection, now } = data;
  const rest = standings.filter((standing) => !told.includes(standing));
  const of = (level: Finding["level"]): readonly Standing[] => rest.filter(({ finding }) => finding.level === level);
  return [
    ...short("Alerts told before:", of("alert"), now),
    ...short("Worth a look:", of("notice"), now),
    ...short("Old address lists and newsletters:", of("list"), now),
    ...section(
      "Receivers in trouble, whose bounces count against nobody:",
      detection.receivers.map((receiver) => incident(receiver, now)),
    ),
    ...forgedLines(data),
    ...learningLines(data),
  ];
}

const toText = (lines: readonly string[]): string => {
  const end = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  return lines
    .slice(0, end)
    .map((text) => `${printable(text)}\n`)
    .join("");
};

const fullLines = (told: readonly Standing[], now: number): string[] => [
  ...told.slice(0, MOST_FINDINGS).flatMap((standing) => inFull(standing, now)),
  ...(told.length > MOST_FINDINGS ? [`And ${told.length - MOST_FINDINGS} more.`, ""] : []),
];

/** What nobody was told yet, and what stands beside it; empty when there is nothing to tell. */
export function newsText(data: ReportData): string {
  const told = toldOf(data);
  return told.length === 0 ? "" : toText([...fullLines(told, data.now), ...restLines(data, told)]);
}

const isInHand = ({ alert }: Standing): boolean => alert !== null && alert.status !== "open";

/** Everything that stands: alerts and notices in full, but for those that somebody has in hand. */
export function standingText(data: ReportData): string {
  const full = data.standings.filter(
    (standing) => standing.finding.level !== "list" && (!isInHand(standing) || isTold(standing)),
  );
  const nobody = full.length === 0 ? ["Nobody stands out.", ""] : [];
  return toText([...nobody, ...fullLines(full, data.now), ...restLines(data, full)]);
}

/** The daily summary: everything that stands, and who bounces most. */
export const dailyText = (data: ReportData): string =>
  `${standingText(data)}\n${toText(rankingLines(data.ranking, data.period))}`;
