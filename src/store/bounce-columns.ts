/** A bounce as readers of the store are given it. */
import type { Action, Kind, Phase, SenderSource, Severity, TrustLevel } from "../bounce.js";

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
  readonly phase: Phase | null;
  readonly severity: Severity | null;
  readonly reason: string;
  readonly rule: string;
  readonly matched: string | null;
  readonly sender: string | null;
  readonly senderSource: SenderSource | null;
  readonly clientAddress: string | null;
  readonly trust: TrustLevel;
  /** Of the address that the report came to: with VERP it tells which message bounced. */
  readonly extension: string | null;
  readonly queueId: string | null;
  readonly messageId: string | null;
  readonly subject: string | null;
  /** First failure of this sender and recipient. */
  readonly isFresh: boolean;
}

/** What the SQL of a bounce selects. */
export interface StoredBounceRow extends Omit<BounceRow, "isFresh"> {
  readonly isFresh: number;
}

/** Columns for a StoredBounceRow of BOUNCE_TABLES. */
export const BOUNCE_COLUMNS = `
  b.id, coalesce(b.notification_id, b.id) AS "reportId", b.received_at AS "receivedAt", g.kind, r.address AS recipient,
  b.original_recipient AS "originalRecipient", b.action, b.status, b.reply_code AS "replyCode", b.diagnostic,
  nullif(g.diagnostic_type, '') AS "diagnosticType", m.name AS "remoteMta", b.phase, nullif(v.severity, 'none') AS severity,
  v.reason, v.rule, b.matched, nullif(s.name, '') AS sender, nullif(g.sender_source, 'none') AS "senderSource",
  b.client_ip AS "clientAddress", b.trust, b.verp_extension AS extension, b.queue_id AS "queueId",
  b.message_id AS "messageId", b.subject, b.is_first_failure AS "isFresh"`;

/** What a bounce `b` is joined with: LEFT, so that a missing name never hides a bounce. */
export const BOUNCE_JOINS = `
  LEFT JOIN verdict v ON v.id = b.verdict_id LEFT JOIN reading g ON g.id = b.reading_id
  LEFT JOIN recipient r ON r.id = b.recipient_id LEFT JOIN sender s ON s.id = b.sender_id
  LEFT JOIN host m ON m.id = b.remote_host_id`;

/** A bounce for readers. */
export const toBounceRow = <Row extends StoredBounceRow>(
  row: Row,
): Omit<Row, "isFresh"> & { readonly isFresh: boolean } => ({
  ...row,
  isFresh: row.isFresh === 1,
});
