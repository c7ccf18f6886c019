/** Recorded bounces and reports for people and for programs. */
import type { BounceRow, ReportRow } from "../store/rows.js";
import type { RecipientSummary } from "../store/recipients.js";
import type { BounceCount } from "../store/query.js";
import { formatTime, type TimeForm } from "../time.js";
import { csvLine } from "../text/csv.js";
import { labelled, printableLines } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { counted } from "../values.js";

const columns = (time: TimeForm): readonly Column<BounceRow>[] => [
  { title: time.title, value: ({ receivedAt }) => time.short(receivedAt), priority: 2, minWidth: 19 },
  { title: "recipient", value: ({ recipient }) => recipient, minWidth: 20 },
  {
    title: "severity",
    value: ({ severity, action }) => (severity === null || action === "delayed" ? action : severity),
  },
  { title: "reason", value: ({ reason }) => reason, minWidth: 12 },
  { title: "status", value: ({ status, replyCode }) => status ?? replyCode, priority: 4 },
  { title: "sender", value: ({ sender }) => sender, priority: 3, minWidth: 12 },
  { title: "trust", value: ({ trust }) => trust, priority: 5 },
  { title: "id", value: ({ id }) => id, priority: 7, minWidth: 99 },
  { title: "said", value: ({ diagnostic }) => diagnostic, priority: 6, minWidth: 24 },
];

/** The bounces of one message, which leave room for more than a list does. */
const detailed = (all: readonly Column<BounceRow>[]): readonly Column<BounceRow>[] => [
  ...all.slice(0, -1),
  { title: "in reply to", value: ({ phase }) => phase, priority: 6 },
  ...all.slice(-1),
];

/** The bounces of one message as a table, with the phase of the SMTP session; width as in `bounceTable`. */
export const detailedBounceTable = (rows: readonly BounceRow[], width: number | null, time: TimeForm): string =>
  renderTable(detailed(columns(time)), rows, width);

/** Bounces as a table; `width` in columns, null for no limit. */
export const bounceTable = (rows: readonly BounceRow[], width: number | null, time: TimeForm): string =>
  renderTable(columns(time), rows, width);

/** One bounce on a line of its own, without the columns of a table. */
export const bounceLine = (row: BounceRow, time: TimeForm): string =>
  printableLines([
    columns(time)
      .filter(({ title }) => title !== "id")
      .map(({ value }) => value(row))
      .filter((value) => value !== null)
      .join("  "),
  ]);

/** Counted bounces as a table. */
export const countTable = (rows: readonly BounceCount[], by: string, width: number | null): string =>
  renderTable<BounceCount>(
    [
      { title: "bounces", value: ({ bounces }) => bounces, align: "right" },
      { title: "hard", value: ({ hard }) => hard, align: "right" },
      { title: "soft", value: ({ soft }) => soft, align: "right" },
      { title: by, value: ({ value }) => value },
    ],
    rows,
    width,
  );

/** Counted bounces as CSV with a header. */
export const countCsv = (rows: readonly BounceCount[], by: string): string =>
  [
    csvLine([by, "bounces", "hard", "soft"]),
    ...rows.map(({ value, bounces, hard, soft }) => csvLine([value, bounces, hard, soft])),
  ].join("");

/** One bounce for programs; times as ISO 8601. */
export const bounceRecord = ({ receivedAt, ...row }: BounceRow) => ({ time: formatTime(receivedAt), ...row });

/** One bounce as a JSON line. */
export const bounceJson = (row: BounceRow): string => jsonLine(bounceRecord(row));

const CSV_FIELDS = [
  "recipient",
  "originalRecipient",
  "action",
  "severity",
  "reason",
  "status",
  "replyCode",
  "diagnostic",
  "remoteMta",
  "rule",
  "sender",
  "senderSource",
  "clientAddress",
  "trust",
  "extension",
  "queueId",
  "messageId",
  "kind",
  "id",
] as const satisfies readonly (keyof BounceRow)[];

/** The first line of the CSV form. */
export const bounceCsvHeader = (): string => csvLine(["time", ...CSV_FIELDS]);

/** One bounce as a CSV line, in the order of the header. */
export const bounceCsv = (row: BounceRow): string =>
  csvLine([formatTime(row.receivedAt), ...CSV_FIELDS.map((field) => row[field])]);

const moment = (seconds: number | null, time: TimeForm): string => (seconds === null ? "never" : time.full(seconds));

/** What is known of one address, as lines for a person. */
export function recipientText(summary: RecipientSummary, time: TimeForm): string {
  const { hard, soft, delayed, unproven, days, lastReason, lastSeverity, lastStatus } = summary;
  const last = [lastSeverity, lastReason, lastStatus].filter((word) => word !== null).join(" ");
  return printableLines([
    summary.address,
    `  failures     ${String(hard)} hard, ${String(soft)} soft, ${String(delayed)} delayed, on ${counted(days, "day")}`,
    ...(unproven > 0 ? [`  unproven     ${String(unproven)}, not counted: anyone could have sent them`] : []),
    ...(last === "" ? [] : [`  last failure ${last}`]),
    `  first seen   ${moment(summary.firstSeen, time)}`,
    `  last seen    ${moment(summary.lastSeen, time)}`,
    `  delivered    ${moment(summary.lastDelivered, time)}`,
  ]);
}

const reportColumns = (time: TimeForm): readonly Column<ReportRow>[] => [
  { title: "id", value: ({ id }) => id, minWidth: 99 },
  { title: time.title, value: ({ receivedAt }) => time.short(receivedAt), priority: 2, minWidth: 19 },
  { title: "from", value: ({ from }) => from, priority: 3 },
  { title: "subject", value: ({ subject }) => subject, minWidth: 20 },
  { title: "bytes", value: ({ size }) => size, align: "right", priority: 4 },
];

/** Reports without bounces as a table. */
export const reportTable = (rows: readonly ReportRow[], width: number | null, time: TimeForm): string =>
  renderTable(reportColumns(time), rows, width);

/** One report for programs; times as ISO 8601. */
export const reportRecord = ({ receivedAt, arrivedAt, ...row }: ReportRow) => ({
  time: formatTime(receivedAt),
  arrivedAt: arrivedAt === null ? null : formatTime(arrivedAt),
  ...row,
});

/** One report as a JSON line. */
export const reportJson = (row: ReportRow): string => jsonLine(reportRecord(row));

/** One report as lines for a person. */
export function reportText(row: ReportRow, time: TimeForm): string {
  const { feedback, verp } = row;
  return printableLines([
    `${row.kind} ${String(row.id)}, read as ${row.format}, recorded ${time.full(row.receivedAt)}`,
    ...labelled("subject", row.subject),
    ...labelled("from", row.from),
    ...labelled("reported by", row.reportingMta),
    ...labelled("queue id", row.queueId),
    ...labelled("message id", row.messageId),
    ...labelled("sender", row.sender && `${row.sender} (${row.senderSource ?? ""})`),
    ...labelled("client", row.clientAddress),
    ...labelled(
      "verp",
      verp &&
        `${verp.extension}${verp.recipient === null ? "" : ` names ${verp.recipient}`}${verp.agrees === false ? ", the notification names someone else" : ""}`,
    ),
    ...labelled(
      "complaint",
      feedback &&
        `${feedback.type} about ${feedback.originalMailFrom ?? "an unnamed sender"} to ${feedback.originalRcptTo.join(", ")}`,
    ),
    ...labelled("trust", `${row.trust}: ${row.trustWhy}`),
    ...labelled("defects", row.defects.join(", ")),
  ]);
}
