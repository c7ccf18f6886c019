/** Recorded messages: one by its id with its bounces, and those that have none (complaints, auto-replies, unrecognized ...), newest first. */
import type {
  Feedback,
  Kind,
  NotificationFacts,
  ReturnedMessage,
  SenderSource,
  TrustLevel,
  VerpReading,
} from "../bounce.js";
import { BOUNCE_COLUMNS, BOUNCE_JOINS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-columns.js";
import { findKept } from "./kept.js";
import { first, onStore, sql, type Db, type Work } from "./sql.js";
import { toSecond } from "./time.js";

export type { KeptMail } from "./kept.js";

/** A recorded message. Absent values are null; times are epoch seconds (UTC). */
export interface ReportRow {
  readonly id: number;
  readonly receivedAt: number;
  readonly kind: Kind;
  readonly format: string;
  /** How many recipients stand under it. */
  readonly recipients: number;
  readonly trust: TrustLevel;
  /** Empty where the level says it all. */
  readonly trustWhy: string;
  readonly sender: string | null;
  readonly senderSource: SenderSource | null;
  readonly clientAddress: string | null;
  readonly reportingMta: string | null;
  readonly postfixNotice: NotificationFacts["postfixNotice"];
  readonly queueId: string | null;
  /** Arrival-Date of the bounced message. */
  readonly arrivedAt: number | null;
  /** What came back of the bounced message. When null, the next three are the message's own, else the bounced message's. */
  readonly returned: ReturnedMessage["extent"] | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly from: string | null;
  readonly isBulk: boolean;
  readonly verp: {
    readonly extension: string;
    readonly form: VerpReading["form"];
    readonly prefix: string | null;
    readonly recipient: string | null;
    readonly agrees: boolean | null;
  } | null;
  readonly envelopeId: string | null;
  readonly feedback: Feedback | null;
  readonly defects: readonly string[];
  /** Bytes. */
  readonly size: number;
  readonly isKept: boolean;
}

/** A message with the bounces that stand under it; those also told by a report of more trust stand under that one. */
export interface ReportWithBounces extends ReportRow {
  readonly bounces: readonly BounceRow[];
}

/** What the SQL of a message selects. */
interface StoredReport extends Omit<
  ReportRow,
  "recipients" | "isBulk" | "verp" | "envelopeId" | "feedback" | "defects" | "isKept"
> {
  readonly isBulk: number;
  readonly extension: string | null;
  readonly details: string | null;
  readonly isKept: number;
}

const columns = (message: string, id: string, isBulk: string): string => `
  ${message}.received_at AS "receivedAt", g.kind, g.format, ${message}.trust, coalesce(${message}.trust_why, '') AS "trustWhy",
  nullif(s.name, '') AS sender, nullif(g.sender_source, 'none') AS "senderSource", ${message}.client_ip AS "clientAddress",
  nullif(g.reporting_host, '') AS "reportingMta", nullif(g.postfix_notice, 'none') AS "postfixNotice",
  ${message}.queue_id AS "queueId", ${message}.sent_at AS "arrivedAt", nullif(g.returned, 'none') AS returned,
  ${message}.message_id AS "messageId", ${message}.subject, a.header_from AS "from", ${isBulk} AS "isBulk",
  ${message}.verp_extension AS extension, ${message}.size, ${message}.details,
  CASE WHEN EXISTS (SELECT 1 FROM kept_message k WHERE k.id = ${id}) THEN 1 ELSE 0 END AS "isKept"`;
const joins = (message: string): string => `
  LEFT JOIN reading g ON g.id = ${message}.reading_id LEFT JOIN sender s ON s.id = ${message}.sender_id
  LEFT JOIN author a ON a.id = ${message}.author_id`;

const OTHER = `SELECT o.id, ${columns("o", "o.id", "0")} FROM other_message o`;

const BOUNCE_REPORT = "coalesce(b.notification_id, b.id)";
const bounceReport = sql<StoredReport>(`
  SELECT ${BOUNCE_REPORT} AS id, ${columns("b", BOUNCE_REPORT, "b.is_bulk")} FROM bounce b ${joins("b")} WHERE b.id = $1`);
const otherReport = sql<StoredReport>(`${OTHER} ${joins("o")} WHERE o.id = $1`);
const bounceOf = sql<StoredBounceRow>(`SELECT ${BOUNCE_COLUMNS} FROM bounce b ${BOUNCE_JOINS} WHERE b.id = $1`);
const bouncesOf = sql<StoredBounceRow>(`
  SELECT ${BOUNCE_COLUMNS} FROM bounce b {by:bounce_notification} ${BOUNCE_JOINS}
  WHERE b.notification_id IS NOT NULL AND b.notification_id = $1 ORDER BY b.id`);
const ofKind = sql<StoredReport>(`
  ${OTHER} {by:other_message_kind} ${joins("o")}
  WHERE o.kind = $1 AND o.received_at >= $2 AND o.received_at < $3 ORDER BY o.received_at DESC, o.id DESC LIMIT $4`);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFeedback = (value: unknown): value is Feedback =>
  isRecord(value) && typeof value.type === "string" && Array.isArray(value.originalRcptTo);
const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The JSON of what is rare. We wrote it; a damaged one reads as nothing. */
function parseDetails(details: string | null, extension: string | null) {
  const parsed: unknown = details === null ? null : JSON.parse(details);
  const { envelopeId, feedback, defects, verp } = isRecord(parsed) ? parsed : {};
  const { prefix, recipient, agrees } = isRecord(verp) ? verp : {};
  const decoded = {
    form: textOrNull(recipient) === null ? ("token" as const) : ("address" as const),
    prefix: textOrNull(prefix),
    recipient: textOrNull(recipient),
    agrees: typeof agrees === "boolean" ? agrees : null,
  };
  return {
    envelopeId: textOrNull(envelopeId),
    feedback: isFeedback(feedback) ? feedback : null,
    defects: Array.isArray(defects) ? defects.filter((defect) => typeof defect === "string") : [],
    verp: extension === null ? null : { extension, ...decoded },
  };
}

const toReportRow = ({ extension, details, isBulk, isKept, ...row }: StoredReport, recipients: number): ReportRow => ({
  ...row,
  recipients,
  isBulk: isBulk === 1,
  isKept: isKept === 1,
  ...parseDetails(details, extension),
});

/** The message of this id, or the one that a bounce of this id came from; null when there is none. */
export const getReport = onStore(function* (db: Db, id: number): Work<ReportWithBounces | null> {
  const report = (yield* first(db, bounceReport, [id])) ?? (yield* first(db, otherReport, [id]));
  if (report === undefined) return null;
  const several = yield* db.all(bouncesOf, [report.id]);
  const bounces = (several.length > 0 ? several : yield* db.all(bounceOf, [report.id])).map(toBounceRow);
  return { ...toReportRow(report, bounces.length), bounces };
});

/** The message of this id as it was kept; null when it was not. */
export const keptMail = onStore(findKept);

/** Kinds of message that may have no bounces of their own. */
type OtherKind = Exclude<Kind, "delivered">;

/** Which messages: a period (epoch seconds), and at most so many. */
export interface ReportFilter {
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
}

function* reportsOf(
  db: Db,
  kind: OtherKind,
  { since = 0, until = Number.MAX_SAFE_INTEGER, limit = Number.MAX_SAFE_INTEGER }: ReportFilter = {},
): Work<ReportRow[]> {
  const rows = yield* db.all(ofKind, [kind, toSecond(since), Math.ceil(until), limit]);
  return rows.map((row) => toReportRow(row, 0));
}

/** Messages of one such kind without bounces of their own, newest first. */
export const queryReports = onStore(reportsOf);

/** Messages that were not understood, newest first. */
export const unrecognized = onStore((db: Db, filter?: ReportFilter): Work<ReportRow[]> =>
  reportsOf(db, "unrecognized", filter),
);

/** Bounces that name no recipient, and of which nothing else told who it was; newest first. */
export const nameless = onStore((db: Db, filter?: ReportFilter): Work<ReportRow[]> => reportsOf(db, "bounce", filter));
