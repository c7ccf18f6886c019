/** Rows as they come from the database, and what readers of the store are given instead: words, not numbers. */
import type { Action, Feedback, Kind, ReportFacts, ReturnedMessage, SenderSource, Severity, TrustLevel, VerpReading } from "../bounce.js";
import { ACTIONS, EXTENTS, fromCode, KINDS, NOTICES, SEVERITIES, SOURCES, TRUST_LEVELS } from "./codes.js";
import { addressSql, hostSql } from "./names.js";
import { knownOfBounce } from "./record-bounce.js";
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
  readonly postfixNotice: ReportFacts["postfixNotice"];
  readonly queueId: string | null;
  /** Arrival-Date of the bounced message. */
  readonly arrivedAt: number | null;
  /** What came back of the bounced message. When null, the next three are the report's own, else the bounced message's. */
  readonly returned: ReturnedMessage["extent"] | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  readonly from: string | null;
  readonly isBulk: boolean;
  readonly verp: { readonly extension: string; readonly form: VerpReading["form"]; readonly prefix: string | null; readonly recipient: string | null; readonly agrees: boolean | null } | null;
  readonly envelopeId: string | null;
  readonly feedback: Feedback | null;
  readonly flaws: readonly string[];
  /** Octets. */
  readonly size: number;
  readonly isKept: boolean;
}

/** A recorded bounce with what its report says of it. Absent values are null; times are epoch seconds (UTC). */
export interface BounceRow {
  readonly id: number;
  readonly reportId: number;
  readonly receivedAt: number;
  readonly kind: Kind;
  readonly recipient: string;
  readonly originalRecipient: string | null;
  readonly action: Action;
  readonly status: string | null;
  readonly replyCode: string | null;
  readonly diagnostic: string | null;
  readonly diagnosticType: string | null;
  readonly remoteMta: string | null;
  readonly severity: Severity | null;
  readonly reason: string;
  readonly rule: string;
  readonly matched: string | null;
  readonly sender: string | null;
  readonly senderSource: SenderSource | null;
  readonly clientAddress: string | null;
  readonly trust: TrustLevel;
  readonly queueId: string | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  /** First failure of this sender and recipient. */
  readonly isFresh: boolean;
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
  r.queue_id AS queueId, r.arrival AS arrivedAt, r.extent, r.message_id AS messageId, r.subject, ${textSql("r.author")} AS author, r.is_bulk AS isBulk,
  r.extension, ${textSql("r.verp_prefix")} AS verpPrefix, ${addressSql("r.verp_recipient")} AS verpRecipient,
  r.verp_agrees AS verpAgrees, r.size, r.details, EXISTS (SELECT 1 FROM kept k WHERE k.report = r.id) AS isKept`;

/** What the SQL of a bounce selects. */
export interface StoredBounceRow {
  readonly id: number;
  readonly part: number;
  readonly kind: number;
  readonly recipient: string;
  readonly original: string | null;
  readonly action: number;
  readonly status: string | null;
  readonly replyCode: string | null;
  readonly diagnostic: string | null;
  readonly diagnosticType: string | null;
  readonly remoteMta: string | null;
  readonly textValues: string | null;
  readonly severity: number | null;
  readonly reason: string;
  readonly rule: string;
  readonly matched: string | null;
  readonly isFresh: number;
  readonly sender: string | null;
  readonly source: number | null;
  readonly client: string | null;
  readonly trust: number;
  readonly queueId: string | null;
  readonly reporter: string | null;
  readonly messageId: string | null;
  readonly subject: string | null;
}

/** Columns of `bounce b` and its `report r` for a StoredBounceRow. */
export const BOUNCE_COLUMNS = `
  b.id, b.part, r.kind, ${addressSql("b.recipient")} AS recipient, ${addressSql("b.original")} AS original, b.action, b.status, b.reply_code AS replyCode,
  ${textSql("b.diagnostic")} AS diagnostic, ${textSql("b.diagnostic_type")} AS diagnosticType, ${hostSql("b.remote_mta")} AS remoteMta,
  b.text_values AS textValues, b.severity, ${textSql("b.reason")} AS reason, ${textSql("b.rule")} AS rule, ${textSql("b.matched")} AS matched, b.is_fresh AS isFresh,
  ${addressSql("b.sender")} AS sender, r.source, ${hostSql("r.client")} AS client, r.trust, r.queue_id AS queueId, ${hostSql("r.reporter")} AS reporter, r.message_id AS messageId, r.subject`;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isFeedback = (value: unknown): value is Feedback => isRecord(value) && typeof value.type === "string" && Array.isArray(value.originalRcptTo);

/** The JSON of what is rare. We wrote it; a damaged one reads as nothing. */
function parseDetails(details: string | null): Pick<ReportRow, "envelopeId" | "feedback" | "flaws"> {
  const parsed: unknown = details === null ? null : JSON.parse(details);
  const { envelopeId, feedback, flaws } = isRecord(parsed) ? parsed : {};
  return {
    envelopeId: typeof envelopeId === "string" ? envelopeId : null,
    feedback: isFeedback(feedback) ? feedback : null,
    flaws: Array.isArray(flaws) ? flaws.filter((flaw) => typeof flaw === "string") : [],
  };
}

const orNull = (flag: number | null): boolean | null => (flag === null ? null : flag === 1);

function toVerp(row: StoredReport): ReportRow["verp"] {
  if (row.extension === null) return null;
  return {
    extension: row.extension, form: row.verpRecipient === null ? "token" : "address", prefix: row.verpPrefix, recipient: row.verpRecipient,
    agrees: orNull(row.verpAgrees),
  };
}

/** A report in words. */
export function toReportRow(row: StoredReport): ReportRow {
  const known = knownOfReport(row.queueId, row.reporter, row.sender);
  return {
    id: row.id, receivedAt: secondOf(row.id), kind: fromCode(KINDS, row.kind), format: row.format, recipients: row.recipients,
    trust: fromCode(TRUST_LEVELS, row.trust), trustWhy: unpack(row.why, splitValues(row.whyValues), known),
    sender: row.sender, senderSource: fromCode(SOURCES, row.source), clientAddress: row.client,
    reportingMta: row.reporter, postfixNotice: fromCode(NOTICES, row.notice), queueId: row.queueId, arrivedAt: row.arrivedAt,
    returned: fromCode(EXTENTS, row.extent), messageId: row.messageId === null ? null : lengthen(row.messageId, known), subject: row.subject, from: row.author, isBulk: row.isBulk === 1,
    verp: toVerp(row), ...parseDetails(row.details), size: row.size, isKept: row.isKept === 1,
  };
}

/** A bounce in words. */
export function toBounceRow(row: StoredBounceRow): BounceRow {
  const known = knownOfBounce(row.recipient, row.remoteMta);
  const values = splitValues(row.textValues);
  return {
    id: row.id, reportId: row.id - row.part, receivedAt: secondOf(row.id), kind: fromCode(KINDS, row.kind),
    recipient: row.recipient, originalRecipient: row.original,
    action: fromCode(ACTIONS, row.action), status: row.status, replyCode: row.replyCode,
    diagnostic: row.diagnostic === null ? null : unpack(row.diagnostic, values, known), diagnosticType: row.diagnosticType, remoteMta: row.remoteMta,
    severity: fromCode(SEVERITIES, row.severity), reason: row.reason, rule: row.rule,
    matched: row.matched === null ? null : unpack(row.matched, values, known),
    sender: row.sender, senderSource: fromCode(SOURCES, row.source), clientAddress: row.client, trust: fromCode(TRUST_LEVELS, row.trust),
    queueId: row.queueId, messageId: row.messageId === null ? null : lengthen(row.messageId, knownOfReport(row.queueId, row.reporter, row.sender)),
    subject: row.subject, isFresh: row.isFresh === 1,
  };
}
