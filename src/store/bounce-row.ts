/** A bounce as it comes from the database, and what readers of the store are given instead: words, not numbers. */
import type { Action, Kind, SenderSource, Severity, TrustLevel } from "../bounce.js";
import { ACTIONS, fromCode, KINDS, SEVERITIES, SOURCES, TRUST_LEVELS } from "./codes.js";
import { headlineSql } from "./headlines.js";
import { addressSql, hostSql } from "./names.js";
import { knownOfBounce } from "./record-bounce.js";
import { knownOfReport } from "./record-report.js";
import { lengthen, splitValues, textSql, unpack } from "./texts.js";
import { secondOf } from "./time.js";

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
  /** Of the address that the report came to: with VERP it tells which mail bounced. */
  readonly extension: string | null;
  readonly queueId: string | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  /** First failure of this sender and recipient. */
  readonly isFresh: boolean;
}

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
  readonly extension: string | null;
  readonly queueId: string | null;
  readonly reporter: string | null;
  readonly messageId: string | null;
  readonly subject: string | null;
}

/** Columns of `bounce b` and its `report r` for a StoredBounceRow. */
export const BOUNCE_COLUMNS = `
  b.id, b.part, r.kind, ${addressSql("b.recipient")} AS recipient, ${addressSql("b.original")} AS original, b.action, ${textSql("b.status")} AS status, ${textSql("b.reply_code")} AS replyCode,
  ${textSql("b.diagnostic")} AS diagnostic, ${textSql("b.diagnostic_type")} AS diagnosticType, ${hostSql("b.remote_mta")} AS remoteMta,
  b.text_values AS textValues, b.severity, ${textSql("b.reason")} AS reason, ${textSql("b.rule")} AS rule, ${textSql("b.matched")} AS matched, b.is_fresh AS isFresh,
  ${addressSql("b.sender")} AS sender, r.source, ${hostSql("r.client")} AS client, r.trust, r.extension, r.queue_id AS queueId, ${hostSql("r.reporter")} AS reporter, ${headlineSql("message_id")} AS messageId, ${headlineSql("subject")} AS subject`;

/** A bounce in words. */
export function toBounceRow(row: StoredBounceRow): BounceRow {
  const known = knownOfBounce(row.recipient, row.remoteMta);
  const values = splitValues(row.textValues);
  return {
    id: row.id,
    reportId: row.id - row.part,
    receivedAt: secondOf(row.id),
    kind: fromCode(KINDS, row.kind),
    recipient: row.recipient,
    originalRecipient: row.original,
    action: fromCode(ACTIONS, row.action),
    status: row.status,
    replyCode: row.replyCode,
    diagnostic: row.diagnostic === null ? null : unpack(row.diagnostic, values, known),
    diagnosticType: row.diagnosticType,
    remoteMta: row.remoteMta,
    severity: fromCode(SEVERITIES, row.severity),
    reason: row.reason,
    rule: row.rule,
    matched: row.matched === null ? null : unpack(row.matched, values, known),
    sender: row.sender,
    senderSource: fromCode(SOURCES, row.source),
    clientAddress: row.client,
    trust: fromCode(TRUST_LEVELS, row.trust),
    extension: row.extension,
    queueId: row.queueId,
    messageId:
      row.messageId === null ? null : lengthen(row.messageId, knownOfReport(row.queueId, row.reporter, row.sender)),
    subject: row.subject,
    isFresh: row.isFresh === 1,
  };
}
