/** A report as it comes from the database, and what readers of the store are given instead: words, not numbers. */
import type {
  Feedback,
  Kind,
  NotificationFacts,
  ReturnedMessage,
  SenderSource,
  TrustLevel,
  VerpReading,
} from "../bounce.js";
import { EXTENTS, fromCode, KINDS, NOTICES, SOURCES, TRUST_LEVELS } from "./codes.js";
import { headlineSql } from "./headlines.js";
import { addressSql, hostSql } from "./names.js";
import { knownOfReport } from "./record-report.js";
import { lengthen, splitValues, textSql, unpack } from "./texts.js";
import { secondOf } from "./time.js";

/** A recorded mail. Absent values are null; times are epoch seconds (UTC). */
export interface ReportRow {
  readonly id: number;
  readonly receivedAt: number;
  readonly kind: Kind;
  readonly format: string;
  /** How many recipients it names. */
  readonly recipients: number;
  readonly trust: TrustLevel;
  readonly trustWhy: string;
  readonly sender: string | null;
  readonly senderSource: SenderSource | null;
  readonly clientAddress: string | null;
  readonly reportingMta: string | null;
  readonly postfixNotice: NotificationFacts["postfixNotice"];
  readonly queueId: string | null;
  /** Arrival-Date of the bounced message. Null after a month, as are Message-ID, Subject and From. */
  readonly arrivedAt: number | null;
  /** What came back of the bounced message. When null, the next three are the report's own, else the bounced message's. */
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

/** What the SQL of a report selects. */
export interface StoredReport {
  readonly id: number;
  readonly kind: number;
  readonly format: string;
  readonly recipients: number;
  readonly trust: number;
  readonly why: string;
  readonly whyValues: string | null;
  readonly sender: string | null;
  readonly source: number | null;
  readonly client: string | null;
  readonly reporter: string | null;
  readonly notice: number | null;
  readonly queueId: string | null;
  readonly arrivedAt: number | null;
  readonly extent: number | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly author: string | null;
  readonly isBulk: number;
  readonly extension: string | null;
  readonly verpPrefix: string | null;
  readonly verpRecipient: string | null;
  readonly verpAgrees: number | null;
  readonly size: number;
  readonly details: string | null;
  readonly isKept: number;
}

/** Columns of `report r` for a StoredReport. Names are sub-selects, so that no plan can begin with them. */
export const REPORT_COLUMNS = `
  r.id, r.kind, ${textSql("r.format")} AS format, r.recipients, r.trust, ${textSql("r.why")} AS why, r.why_values AS whyValues,
  ${addressSql("r.sender")} AS sender, r.source, ${hostSql("r.client")} AS client, ${hostSql("r.reporter")} AS reporter, r.notice,
  r.queue_id AS queueId, ${headlineSql("arrival")} AS arrivedAt, r.extent, ${headlineSql("message_id")} AS messageId, ${headlineSql("subject")} AS subject, (SELECT ${textSql("h.author")} FROM headline h WHERE h.report = r.id) AS author,
  r.is_bulk AS isBulk,
  r.extension, ${textSql("r.verp_prefix")} AS verpPrefix, ${addressSql("r.verp_recipient")} AS verpRecipient,
  r.verp_agrees AS verpAgrees, r.size, r.details, EXISTS (SELECT 1 FROM kept k WHERE k.report = r.id) AS isKept`;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFeedback = (value: unknown): value is Feedback =>
  isRecord(value) && typeof value.type === "string" && Array.isArray(value.originalRcptTo);

/** The JSON of what is rare. We wrote it; a damaged one reads as nothing. */
function parseDetails(details: string | null): Pick<ReportRow, "envelopeId" | "feedback" | "defects"> {
  const parsed: unknown = details === null ? null : JSON.parse(details);
  const { envelopeId, feedback, defects } = isRecord(parsed) ? parsed : {};
  return {
    envelopeId: typeof envelopeId === "string" ? envelopeId : null,
    feedback: isFeedback(feedback) ? feedback : null,
    defects: Array.isArray(defects) ? defects.filter((defect) => typeof defect === "string") : [],
  };
}

const orNull = (flag: number | null): boolean | null => (flag === null ? null : flag === 1);

function toVerp(row: StoredReport): ReportRow["verp"] {
  if (row.extension === null) return null;
  return {
    extension: row.extension,
    form: row.verpRecipient === null ? "token" : "address",
    prefix: row.verpPrefix,
    recipient: row.verpRecipient,
    agrees: orNull(row.verpAgrees),
  };
}

/** A report in words. */
export function toReportRow(row: StoredReport): ReportRow {
  const known = knownOfReport(row.queueId, row.reporter, row.sender);
  return {
    id: row.id,
    receivedAt: secondOf(row.id),
    kind: fromCode(KINDS, row.kind),
    format: row.format,
    recipients: row.recipients,
    trust: fromCode(TRUST_LEVELS, row.trust),
    trustWhy: unpack(row.why, splitValues(row.whyValues), known),
    sender: row.sender,
    senderSource: fromCode(SOURCES, row.source),
    clientAddress: row.client,
    reportingMta: row.reporter,
    postfixNotice: fromCode(NOTICES, row.notice),
    queueId: row.queueId,
    arrivedAt: row.arrivedAt,
    returned: fromCode(EXTENTS, row.extent),
    messageId: row.messageId === null ? null : lengthen(row.messageId, known),
    subject: row.subject,
    from: row.author,
    isBulk: row.isBulk === 1,
    verp: toVerp(row),
    ...parseDetails(row.details),
    size: row.size,
    isKept: row.isKept === 1,
  };
}
