/** One sender's evidence as text: why it stands out, hour by hour, examples, who decided what, and what to do. */
import { HOUR } from "../detect/clock.js";
import type { BounceRow } from "../store/rows.js";
import type { RecordedDecision } from "../store/alerts.js";
import { formatTime } from "../time.js";
import { bounceTable } from "../output/bounces.js";
import { printable } from "../text/escape.js";
import type { SenderHour, Standing } from "./data.js";
import { remediesFor, type Remedy } from "./remedy.js";
import { findingLines, findingTitle } from "./text.js";
import { decisionWords } from "./wording.js";

/** Everything about one sender. */
export interface SenderEvidence {
  readonly sender: string;
  readonly now: number;
  /** Null when it does not stand out now. */
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
    : ["", "Hour by hour", `  ${"hour".padEnd(20)}  bounces   hard  refused`, ...hours.map(line)];
}

const PAST: Readonly<Record<RecordedDecision["action"], string>> = {
  ack: "acknowledged",
  mute: "muted",
  unmute: "taken back",
};

const decisionLine = ({ action, when, until, who, why }: RecordedDecision): string =>
  `  ${formatTime(when)}  ${PAST[action]}${until === null ? "" : ` until ${formatTime(until)}`} by ${who}${why === "" ? "" : `: ${why}`}`;

const remedyLines = ({ title, commands }: Remedy): string[] => [
  `  ${title}:`,
  ...commands.map((command) => `    ${command}`),
];

function headLines({ sender, now, standing }: SenderEvidence): string[] {
  if (standing === null) return [`${sender}: does not stand out: not more than it ever had, or explained`];
  const state = standing.alert === null ? "" : decisionWords(standing.alert, now);
  return [
    findingTitle(standing, now),
    ...findingLines(standing.finding),
    ...(state === "" ? [] : [`    state    ${state}`]),
  ];
}

const toText = (lines: readonly string[]): string => lines.map((line) => `${printable(line)}\n`).join("");

/** The evidence. `width`: columns of the terminal, null for no limit. */
export function evidenceText(evidence: SenderEvidence, width: number | null): string {
  const { sender, hours, examples, decisions, isLogin } = evidence;
  const remedies = remediesFor(sender, isLogin);
  const todo =
    remedies.length === 0
      ? ["  Its name holds characters that belong into no command line."]
      : remedies.flatMap(remedyLines);
  return [
    toText([...headLines(evidence), ...hourLines(hours)]),
    examples.length === 0 ? "" : `\nNewest bounces\n${bounceTable(examples, width)}`,
    toText(decisions.length === 0 ? [] : ["", "Decided", ...decisions.map(decisionLine)]),
    toText(["", "What to do, as root (nothing of this was run)", ...todo]),
  ].join("");
}
