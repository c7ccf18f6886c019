/**
 * The views: what people and other programs read. They are a contract like `--json`: columns are added, never renamed or
 * removed. `bounces` shows everything that is recorded, every other view what counts.
 */
import { COUNTS, IS_FAILURE, IS_PROVEN } from "./counting.js";

/** One view; the text is one for both engines, see sql.ts. */
export interface View {
  readonly name: string;
  readonly meaning: string;
  /** Column -> what it holds, in order. */
  readonly columns: Readonly<Record<string, string>>;
  /** The rest of the SELECT; `{columns}` are not repeated. */
  readonly select: string;
  readonly isLocal: boolean;
}

const SENDER_DAY_COLUMNS = {
  sender: "login or address",
  bounces: "failures and delays",
  hard: "of these, hard",
  delayed: "of these, delays",
  dead: "of these, because the address or domain does not exist",
  refused: "of these, refused as spam or by policy",
  unproven: "of these, those that nothing proves to be ours",
  first_failures: "first failures of this sender and a recipient, for a cause that tells of the sender",
  complaints: "complaints about the sender's messages",
} as const;

const SENDER_DAY_SELECT = "t.bounces, t.hard, t.delayed, t.dead, t.refused, t.unproven, t.first_failures, t.complaints";

const BOUNCES: View = {
  name: "bounces",
  meaning: "every bounce, with names and dates. Filter by received_at (epoch seconds), which has an index",
  columns: {
    id: "its number",
    received: "when the notification came (UTC)",
    recipient: "the address that failed, lower case",
    domain: "its domain",
    sender: "our account that sent the message; empty when none is named",
    severity: "hard: the address takes no mail from anyone; soft; none: nothing failed",
    reason: "why, see: bounces reasons",
    status: "5.1.1",
    diagnostic: "what the mail server answered, whole",
    action: "failed, delayed, delivered, relayed or expanded",
    counts:
      "1: counted in the other views (dead_addresses takes proven ones only). 0: nothing failed, or the message was never ours",
    trust: "how far the notification is believed",
    reply_code: "550",
    remote_host: "the server that refused",
    phase: "the phase of the SMTP session in which it was refused",
    cause: "the reason, coarsely: dead, spam, policy, other, temporary",
    rule: "the rule that decided",
    matched: "the words that made it match",
    is_first_failure: "1: the first failure of this sender and recipient",
    client_ip: "the client that our host had the message from",
    queue_id: "of the bounced message",
    subject: "of the bounced message",
    message_id: "of the bounced message",
    header_from: "From of the bounced message",
    sent: "when the bounced message came to the reporting host (UTC)",
    reporting_host: "who wrote the notification",
    format: "how it was read",
    verp_extension: "extension of the address that the notification came to",
    received_at: "received, as epoch seconds",
  },
  select: `
    b.id, {at:b.received_at} AS received, r.address AS recipient, d.name AS domain, s.name AS sender, v.severity, v.reason,
    b.status, b.diagnostic, b.action, CASE WHEN ${IS_FAILURE} AND ${COUNTS} THEN 1 ELSE 0 END AS counts, b.trust,
    b.reply_code, m.name AS remote_host, b.phase, v.cause, v.rule, b.matched, b.is_first_failure, b.client_ip, b.queue_id,
    b.subject, b.message_id, a.header_from, {at:b.sent_at} AS sent, g.reporting_host, g.format, b.verp_extension, b.received_at
  FROM bounce b
    LEFT JOIN recipient r ON r.id = b.recipient_id LEFT JOIN host d ON d.id = b.domain_id
    LEFT JOIN sender s ON s.id = b.sender_id LEFT JOIN verdict v ON v.id = b.verdict_id
    LEFT JOIN reading g ON g.id = b.reading_id LEFT JOIN host m ON m.id = b.remote_host_id
    LEFT JOIN author a ON a.id = b.author_id`,
  isLocal: false,
};

const ADDRESSES: readonly View[] = [
  {
    name: "dead_addresses",
    meaning: "addresses with a hard failure that accepted nothing since. failed_days tells how sure it is",
    columns: {
      address: "lower case",
      domain: "its domain",
      hard: "hard failures",
      soft: "soft failures",
      failed_days: "UTC days with a failure or delay",
      first_failed: "(UTC)",
      last_failed: "(UTC)",
      last_reason: "of the last failure",
      last_status: "of the last failure",
      last_diagnostic: "what the server answered to the last one on record",
    },
    select: `
    r.address, d.name AS domain, r.hard, r.soft, r.failed_days, {at:r.first_failed_at} AS first_failed,
    {at:r.last_failed_at} AS last_failed, v.reason AS last_reason, r.last_status,
    (SELECT b.diagnostic FROM bounce b WHERE b.recipient_id = r.id AND ${IS_FAILURE} AND ${IS_PROVEN}
      ORDER BY b.received_at DESC, b.id DESC LIMIT 1) AS last_diagnostic
  FROM recipient r LEFT JOIN host d ON d.id = r.domain_id LEFT JOIN verdict v ON v.id = r.last_verdict_id
  WHERE r.hard > 0 AND (r.delivered_at IS NULL OR r.delivered_at < r.last_failed_at)
    AND (r.accepted_at IS NULL OR r.accepted_at < r.last_failed_at)`,
    isLocal: false,
  },
  {
    name: "suppressed",
    meaning: "addresses not to write to now, and what Postfix answers",
    columns: {
      address: "lower case",
      scope: "mail from whom: * for all, domain:NAME or stream:NAME of ours",
      reply: "what Postfix answers",
      reason: "of the bounce that gave cause",
      why: "",
      who: "the person who decided; empty when it was the program",
      since: "(UTC)",
      until: "(UTC); null: until somebody releases it",
    },
    select: `
    address, scope, reply, reason, why, who, {at:since} AS since, {at:until} AS until
  FROM suppression WHERE state = 'suppressed' AND (until IS NULL OR until > {now})`,
    isLocal: false,
  },
];

const SUMS: readonly View[] = [
  {
    name: "senders_today",
    meaning: "each sender's bounces of this UTC day, most first",
    columns: SENDER_DAY_COLUMNS,
    select: `
    s.name AS sender, ${SENDER_DAY_SELECT}
  FROM sender_day t JOIN sender s ON s.id = t.sender_id
  WHERE t.day = {now} - {now} % 86400 AND t.bounces + t.complaints > 0 ORDER BY t.bounces DESC`,
    isLocal: false,
  },
  {
    name: "sender_days",
    meaning: "each sender's bounces by UTC day. Filter by day_at (epoch seconds), which has an index",
    columns: { day: "(UTC)", ...SENDER_DAY_COLUMNS, day_at: "day, as epoch seconds" },
    select: `
    {day:t.day} AS day, s.name AS sender, ${SENDER_DAY_SELECT}, t.day AS day_at
  FROM sender_day t JOIN sender s ON s.id = t.sender_id WHERE t.bounces + t.complaints > 0`,
    isLocal: false,
  },
  {
    name: "reason_days",
    meaning: "bounces by UTC day and reason",
    columns: {
      day: "(UTC)",
      reason: "see: bounces reasons",
      bounces: "failures and delays",
      hard: "of these, hard",
      soft: "of these, soft",
      delayed: "of these, delays",
      day_at: "day, as epoch seconds",
    },
    select: `
    {day:h.day} AS day, h.reason, CAST(sum(h.bounces) AS bigint) AS bounces,
    CAST(sum(CASE WHEN h.outcome = 'hard' THEN h.bounces ELSE 0 END) AS bigint) AS hard,
    CAST(sum(CASE WHEN h.outcome = 'soft' THEN h.bounces ELSE 0 END) AS bigint) AS soft,
    CAST(sum(CASE WHEN h.outcome = 'delayed' THEN h.bounces ELSE 0 END) AS bigint) AS delayed, h.day AS day_at
  FROM (SELECT hour - hour % 86400 AS day, reason, outcome, bounces FROM reason_hour WHERE outcome <> 'disproved') h
  GROUP BY h.day, h.reason HAVING sum(h.bounces) > 0`,
    isLocal: false,
  },
];

const OTHERS: readonly View[] = [
  {
    name: "alerts",
    meaning: "senders that stand out, or stood out",
    columns: {
      sender: "login or address",
      status: "open, acknowledged, muted or closed",
      level: "notice or alert, the highest since it opened",
      opened: "(UTC)",
      seen: "last time that the sender was found (UTC)",
      notified: "last time that somebody was notified (UTC)",
      muted_until: "(UTC)",
      decided_by: "who had the last word",
      why: "and why",
    },
    select: `
    s.name AS sender, a.status, a.level, {at:a.opened_at} AS opened, {at:a.seen_at} AS seen,
    {at:a.notified_at} AS notified, {at:a.muted_until} AS muted_until, e.who AS decided_by, e.why
  FROM alert a JOIN sender s ON s.id = a.sender_id LEFT JOIN alert_event e ON e.id = a.decision_id`,
    isLocal: false,
  },
  {
    name: "messages_waiting",
    meaning: "messages that were not read yet",
    columns: {
      id: "its number in the spool",
      received: "when it came (UTC)",
      size: "bytes",
      sender: "envelope sender",
      recipient: "envelope recipient",
      tries: "how many processes have begun to read it",
    },
    select: `
    id, {at:received_at} AS received, size, sender, recipient, tries
  FROM spool`,
    isLocal: true,
  },
];

/** Every view. */
export const VIEWS: readonly View[] = [BOUNCES, ...ADDRESSES, ...SUMS, ...OTHERS];
