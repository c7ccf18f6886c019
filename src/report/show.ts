/** `bounces report show`: one sender's signals, its bounces by hour, examples, who decided what, and what to do. */
import { DAY, formatTime, HOUR, UTC_TIME } from "../time.js";
import { EXIT } from "../exit.js";
import type { Io } from "../io.js";
import { bounceRecord, bounceTable } from "../output/bounces.js";
import { senderHours } from "../store/activity.js";
import { decisionsOf, type RecordedDecision } from "../store/alerts.js";
import { queryBounces } from "../store/query.js";
import type { BounceRow } from "../store/rows.js";
import type { Db } from "../store/sql.js";
import { printable, printableLines } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import type { SenderHour, Standing } from "./data.js";
import { findingRecord } from "./json.js";
import { remediesFor, type Remedy } from "./remedy.js";
import { findingLines, findingTitle } from "./text.js";
import { decisionWords } from "./wording.js";

/** Everything about one sender. */
interface SenderDetails {
  readonly sender: string;
  readonly now: number;
  /** Its finding; null when there is none now. */
  readonly standing: Standing | null;
  /** Oldest first. */
  readonly hours: readonly SenderHour[];
  /** Newest first. */
  readonly examples: readonly BounceRow[];
  readonly decisions: readonly RecordedDecision[];
  readonly isLogin: boolean;
}

const BAR = 40;

function hourLines(hours: readonly SenderHour[]): string[] {
  const most = Math.max(...hours.map(({ bounces }) => bounces), 1);
  const line = ({ hour, bounces, hard, refused }: SenderHour): string =>
    `  ${formatTime(hour * HOUR)}  ${String(bounces).padStart(7)}  ${String(hard).padStart(5)}  ${String(refused).padStart(7)}  ${"#".repeat(Math.max(1, Math.round((BAR * bounces) / most)))}`;
  return hours.length === 0
    ? []
    : ["", "By hour", `  ${"hour".padEnd(20)}  bounces   hard  refused`, ...hours.map(line)];
}

const PAST: Readonly<Record<RecordedDecision["action"], string>> = {
  ack: "acknowledged",
  mute: "muted",
  unmute: "reopened",
};

const decisionLine = ({ action, when, until, who, why }: RecordedDecision): string =>
  `  ${formatTime(when)}  ${PAST[action]}${until === null ? "" : ` until ${formatTime(until)}`} by ${who}${why === "" ? "" : `: ${why}`}`;

const remedyLines = ({ title, commands }: Remedy): string[] => [
  `  ${title}:`,
  ...commands.map((command) => `    ${command}`),
];

function headLines({ sender, now, standing }: SenderDetails): string[] {
  if (standing === null) return [`${sender}: no finding: no more bounces than its peak, or they are explained`];
  const state = standing.alert === null ? "" : decisionWords(standing.alert, now);
  return [
    findingTitle(standing, now),
    ...findingLines(standing.finding),
    ...(state === "" ? [] : [`    state    ${state}`]),
  ];
}

/** `width`: columns of the terminal, null for no limit. */
function detailsText(details: SenderDetails, width: number | null): string {
  const { sender, hours, examples, decisions, isLogin } = details;
  const remedies = remediesFor(sender, isLogin);
  const todo =
    remedies.length === 0
      ? ["  The sender name contains characters that are unsafe on a command line."]
      : remedies.flatMap(remedyLines);
  return [
    printableLines([...headLines(details), ...hourLines(hours)]),
    examples.length === 0 ? "" : `\nNewest bounces\n${bounceTable(examples, width, UTC_TIME)}`,
    printableLines(decisions.length === 0 ? [] : ["", "Decisions", ...decisions.map(decisionLine)]),
    printableLines(["", "What to do, as root (none of this was run)", ...todo]),
  ].join("");
}

/** Bounces shown. */
const EXAMPLES = 10;
/** As many as the detector's longest window has. */
const DAYS_SHOWN = 3;

async function readDetails(store: Db, sender: string, standing: Standing | null, now: number): Promise<SenderDetails> {
  const examples = await queryBounces(store, { sender, limit: EXAMPLES });
  return {
    sender: standing?.finding.sender ?? examples[0]?.sender ?? sender,
    now,
    standing,
    examples,
    hours: await senderHours(store, sender, now - DAYS_SHOWN * DAY, now),
    decisions: await decisionsOf(store, sender),
    isLogin: examples.some(({ senderSource }) => senderSource === "login"),
  };
}

/** For programs; see json.ts. */
const toRecord = ({ sender, standing, hours, examples, decisions, isLogin }: SenderDetails) => ({
  version: 1,
  type: "details",
  sender,
  finding: standing === null ? null : findingRecord(standing),
  hours: hours.map(({ hour, ...counts }) => ({ hour: formatTime(hour * HOUR), ...counts })),
  bounces: examples.map(bounceRecord),
  decisions: decisions.map(({ when, until, ...decision }) => ({
    ...decision,
    when: formatTime(when),
    until: until === null ? null : formatTime(until),
  })),
  remedies: remediesFor(sender, isLogin),
});

/**
 * Prints what is known of a sender.
 * @returns the exit status
 */
export async function showSender(
  store: Db,
  { sender, standing }: Pick<SenderDetails, "sender" | "standing">,
  form: "json" | "text",
  { stdout, stderr, columns, now }: Io,
): Promise<number> {
  const details = await readDetails(store, sender, standing, now());
  if (details.examples.length === 0 && details.decisions.length === 0) {
    stderr(`bounces: no records for ${printable(sender)}\n`);
    return EXIT.noInput;
  }
  stdout(form === "json" ? jsonLine(toRecord(details)) : detailsText(details, columns));
  return EXIT.ok;
}
