/**
 * The store's tables, defined once: ddl.ts renders them for SQLite and PostgreSQL, docs/schema.md is made of them.
 *
 * A table in the singular is stored, a view in the plural is for reading (views.ts). Ids end in `_id` and stand only where
 * a name recurs and is long. Closed lists of words are texts with a CHECK; `reason`, `rule` and `format` grow, and have
 * none. Times are epoch seconds, hours and days their first second (UTC). No foreign keys: each would cost a look-up for
 * every row.
 *
 * Once released, this is never edited but by a migration (migrations.ts).
 */
import { ACTIONS, EXTENTS, KINDS, POSTFIX_NOTICES, SENDER_SOURCES, SEVERITIES, TRUST_LEVELS } from "../bounce.js";
import { ORIGINS } from "../ledger/message.js";
import { OUTCOMES } from "../trust/ledger.js";
import type { AlertLevel, AlertStatus, DecisionAction } from "../detect/alerts.js";
import type { Cause, ReceiverClass } from "../detect/cause.js";
import { EVENT_ACTIONS, STATES } from "../suppress/judge.js";

/** `id`: made by the database. `key`: given by the program. `ref`, `small`: the id of a large, of a small table. */
export type ColumnType = "id" | "key" | "ref" | "small" | "time" | "count" | "number" | "flag" | "text" | "bytes";

/** One column. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly meaning: string;
  readonly isNull: boolean;
  /** The only values it may have. */
  readonly words: readonly string[] | null;
}

/** One table. */
export interface Table {
  readonly name: string;
  /** What one row is. */
  readonly meaning: string;
  readonly columns: readonly Column[];
  /** The primary key, where it is not `id`. */
  readonly key: readonly string[];
  readonly unique: readonly (readonly string[])[];
  readonly indexes: readonly Index[];
  /** Only in SQLite: what is each host's own. */
  readonly isLocal: boolean;
  /** In PostgreSQL there is a partition for each month of this time. */
  readonly byMonth: string | null;
}

/** One index; `on` may be an expression. */
export interface Index {
  readonly name: string;
  readonly on: readonly string[];
  /** The condition of a partial index. */
  readonly where: string | null;
}

const column = (name: string, type: ColumnType, meaning: string): Column => ({
  name,
  type,
  meaning,
  isNull: false,
  words: null,
});
const optional = (name: string, type: ColumnType, meaning: string): Column => ({
  ...column(name, type, meaning),
  isNull: true,
});
const oneOf = (name: string, words: readonly string[], meaning: string): Column => ({
  ...column(name, "text", meaning),
  words,
});
const index = (name: string, on: readonly string[], where: string | null = null): Index => ({ name, on, where });

type Parts = Partial<Pick<Table, "key" | "unique" | "indexes" | "isLocal" | "byMonth">>;

const table = (name: string, meaning: string, columns: readonly Column[], parts: Parts = {}): Table => ({
  name,
  meaning,
  columns,
  key: [],
  unique: [],
  indexes: [],
  isLocal: false,
  byMonth: null,
  ...parts,
});

const NONE = "none";

const CAUSES = ["dead", "spam", "policy", "other", "temporary"] as const satisfies readonly Cause[];
const CLASSES = ["temporary", "refused", "failed"] as const satisfies readonly ReceiverClass[];
const STATUSES = ["open", "acknowledged", "muted", "closed"] as const satisfies readonly AlertStatus[];
const LEVELS = ["notice", "alert"] as const satisfies readonly AlertLevel[];
const DECISIONS = ["ack", "mute", "unmute"] as const satisfies readonly DecisionAction[];

const counter = (name: string, meaning: string): Column => column(name, "count", meaning);

/** Counters of a sender, in the order of counters.ts. */
const SENDER_COUNTERS: readonly Column[] = [
  counter("bounces", "failures and delays that count, see bounces.counts"),
  counter("hard", "of these, with severity hard"),
  counter("delayed", "of these, delays"),
  counter("dead", "of these, because the address or domain does not exist"),
  counter("refused", "of these, refused as spam or by policy"),
  counter("unproven", "of these, those that nothing proves to be ours"),
  counter("first_failures", "first failures of a sender and recipient, for a cause that tells of the sender"),
  counter("first_dead", "of the first failures, dead"),
  counter("first_refused", "of the first failures, refused"),
  counter("first_unproven", "of the first failures, unproven"),
  counter("disproved", "beside the bounces: of messages that were never ours"),
  counter("complaints", "complaints about the sender's messages"),
];

const NAMES: readonly Table[] = [
  table(
    "host",
    "a domain, mail server or client address, lower case",
    [column("id", "id", ""), column("name", "text", "")],
    { unique: [["name"]] },
  ),
  table(
    "sender",
    "an account of ours that messages are sent from; id 0: none was named",
    [
      column("id", "id", ""),
      column("name", "text", "login or address, lower case"),
      column("domain", "text", "its domain, empty without one"),
      oneOf(
        "kind",
        ["account", "uid", "client", "domain"],
        "account: a login or address; uid:1005@HOST, client:ADDRESS, *@DOMAIN: what the name says",
      ),
    ],
    { unique: [["name", "kind"]], indexes: [index("sender_domain", ["domain"])] },
  ),
  table(
    "sender_tag",
    "the name behind the tag of a sender in a signed VERP address; learned where a bounce shows both",
    [column("tag", "text", "seven characters"), column("name", "text", "of sender")],
    { key: ["tag"] },
  ),
  table("author", "a From field, as written", [column("id", "id", ""), column("header_from", "text", "")], {
    unique: [["header_from"]],
  }),
  table(
    "verdict",
    "what the rules concluded; some hundred rows",
    [
      column("id", "id", ""),
      column("reason", "text", "see: bounces reasons"),
      oneOf("severity", [...SEVERITIES, NONE], "hard: the address takes no mail from anyone; none: nothing failed"),
      oneOf("cause", CAUSES, "the reason, coarsely"),
      column("rule", "text", "id of the rule that decided"),
    ],
    { unique: [["reason", "severity", "cause", "rule"]] },
  ),
  table(
    "reading",
    "how notifications were read; some hundred rows",
    [
      column("id", "id", ""),
      oneOf("kind", KINDS, "what the message is"),
      column("format", "text", "the format that read it"),
      oneOf("sender_source", [...SENDER_SOURCES, NONE], "where the sender was read from"),
      oneOf("returned", [...EXTENTS, NONE], "how much of the bounced message came back"),
      column("diagnostic_type", "text", "smtp, x-unix ...; empty without one"),
      column("reporting_host", "text", "who wrote the notification; empty when it does not say"),
      oneOf("postfix_notice", [...POSTFIX_NOTICES, NONE], "which of Postfix's copies to its postmaster it is"),
    ],
    {
      unique: [["kind", "format", "sender_source", "returned", "diagnostic_type", "reporting_host", "postfix_notice"]],
    },
  ),
];

const BOUNCES: readonly Table[] = [
  table(
    "recipient",
    "an address that bounced, and sums over its bounces on record that are proven to be ours",
    [
      column("id", "id", ""),
      column("address", "text", "lower case"),
      optional("first_failed_at", "time", "its first failure or delay"),
      optional("last_failed_at", "time", "its last failure or delay"),
      optional("delivered_at", "time", "last time a notification said that a message was delivered"),
      optional("accepted_at", "time", "last time that its own server took a message, as Postfix's log tells"),
      column("domain_id", "small", "host.id"),
      column("failed_days", "count", "UTC days with a failure or delay"),
      column("hard", "count", "hard failures"),
      column("soft", "count", "soft failures"),
      column("delayed", "count", "delays"),
      column("unproven", "count", "failures and delays that nothing proves to be ours; they count for nothing else"),
      optional("last_verdict_id", "small", "verdict.id of the last failure or delay"),
      optional("last_status", "text", "status of the last failure or delay"),
    ],
    { unique: [["address"]] },
  ),
  table(
    "bounce",
    "what one notification says of one recipient; of two of one failure, the better trusted. Read the view bounces",
    [
      column("id", "key", "never used twice, nor as other_message.id"),
      column("received_at", "time", "when the notification came"),
      column("recipient_id", "ref", "recipient.id"),
      optional("sent_at", "time", "when the bounced message came to the reporting host"),
      optional("notification_id", "ref", "where a notification names several recipients: id of the first bounce of it"),
      column("domain_id", "small", "host.id of the recipient's domain"),
      column("sender_id", "small", "sender.id"),
      column("verdict_id", "small", "verdict.id"),
      column("reading_id", "small", "reading.id"),
      optional("remote_host_id", "small", "host.id of the server that refused"),
      optional("author_id", "small", "author.id of the bounced message"),
      column("size", "number", "bytes of the notification"),
      column("is_first_failure", "flag", "of this sender and recipient"),
      column("is_bulk", "flag", "the bounced message was a list's"),
      column("is_foreign_from", "flag", "its From was of another domain than the sender"),
      oneOf("action", ACTIONS, "as in RFC 3464"),
      oneOf("trust", TRUST_LEVELS, "how far the notification is believed, the most first"),
      optional("status", "text", "5.1.1, as in RFC 3463"),
      optional("reply_code", "text", "550, as in RFC 5321"),
      optional("phase", "text", "the phase of the SMTP session in which it was refused"),
      optional("client_ip", "text", "the client that our host had the bounced message from"),
      optional("queue_id", "text", "of the bounced message, in Postfix's queue"),
      optional("diagnostic", "text", "what the server answered"),
      optional("matched", "text", "the words that made the rule match"),
      optional("subject", "text", "of the bounced message; of the notification when nothing came back"),
      optional("message_id", "text", "likewise: Message-ID"),
      optional("original_recipient", "text", "the recipient as the sender wrote it, where it differs"),
      optional("verp_extension", "text", "extension of the address that the notification came to"),
      optional("trust_why", "text", "why it is trusted that far; empty where the level says it all"),
      optional("details", "text", "JSON of what is rare: envelopeId, defects, feedback, verp"),
    ],
    {
      byMonth: "received_at",
      indexes: [
        index("bounce_recipient", ["recipient_id", "sender_id"]),
        index("bounce_sender", ["sender_id", "received_at"]),
        index("bounce_domain", ["domain_id", "received_at"]),
        index("bounce_received", ["received_at"]),
        index("bounce_original", ["lower(original_recipient)"], "original_recipient IS NOT NULL"),
        index("bounce_notification", ["notification_id"], "notification_id IS NOT NULL"),
      ],
    },
  ),
  table(
    "bounce_identity",
    "what makes a failure count once; of its own, so that bounce can be partitioned by month",
    [column("identity", "text", "time of the failure and a digest"), column("bounce_id", "ref", "bounce.id")],
    { key: ["identity"] },
  ),
  table(
    "other_message",
    "a message that tells of no recipient: complaint, auto-reply, notice, one that nobody understood",
    [
      column("id", "key", "never used twice, nor as bounce.id"),
      column("received_at", "time", "when it came"),
      column("identity", "text", "what makes it count once"),
      column("sender_id", "small", "sender.id of whom it is about"),
      column("reading_id", "small", "reading.id"),
      optional("author_id", "small", "author.id"),
      column("size", "number", "bytes"),
      oneOf("trust", TRUST_LEVELS, "as of bounce"),
      oneOf("kind", KINDS, "as of reading"),
      optional("client_ip", "text", "as of bounce"),
      optional("queue_id", "text", "as of bounce"),
      optional("sent_at", "time", "as of bounce"),
      optional("subject", "text", "as of bounce"),
      optional("message_id", "text", "as of bounce"),
      optional("verp_extension", "text", "as of bounce"),
      optional("trust_why", "text", "as of bounce"),
      optional("details", "text", "as of bounce"),
    ],
    {
      unique: [["identity"]],
      indexes: [index("other_message_received", ["received_at"]), index("other_message_kind", ["kind", "received_at"])],
    },
  ),
  table("kept_message", "a message kept whole, because nobody understood it", [
    column("id", "key", "id of other_message, or of bounce where it was understood later"),
    column("size", "number", "bytes of the whole message"),
    column("is_cut", "flag", "only its beginning was kept"),
    column("deflated", "bytes", "the message, compressed (RFC 1951)"),
  ]),
];

const COUNTERS: readonly Table[] = [
  table(
    "sender_hour",
    "sums of a sender in a clock hour",
    [column("hour", "time", "its first second"), column("sender_id", "small", "sender.id"), ...SENDER_COUNTERS],
    { key: ["hour", "sender_id"] },
  ),
  table(
    "sender_day",
    "sums of a sender on a UTC day",
    [column("day", "time", "its first second"), column("sender_id", "small", "sender.id"), ...SENDER_COUNTERS],
    { key: ["day", "sender_id"] },
  ),
  table(
    "receiver_hour",
    "who failed where in a clock hour; kept for three weeks",
    [
      column("hour", "time", "its first second"),
      column("domain_id", "small", "host.id of the recipient's domain"),
      oneOf("class", CLASSES, "temporary, refused as spam or by policy, or failed otherwise"),
      column("sender_id", "small", "sender.id"),
      column("host_id", "small", "host.id of the host that recorded it; today always 0, this one"),
      counter("bounces", "that are proven to be ours"),
    ],
    { key: ["hour", "domain_id", "class", "sender_id", "host_id"] },
  ),
  table(
    "reason_hour",
    "bounces of a reason in a clock hour",
    [
      column("hour", "time", "its first second"),
      column("reason", "text", "see: bounces reasons"),
      oneOf("outcome", ["hard", "soft", "delayed", "disproved"], "disproved do not count"),
      column("host_id", "small", "as of receiver_hour"),
      counter("bounces", ""),
    ],
    { key: ["hour", "reason", "outcome", "host_id"] },
  ),
];

const ALERTS: readonly Table[] = [
  table(
    "alert",
    "a sender that stands out or stood out, as of now",
    [
      column("sender_id", "small", "sender.id"),
      oneOf("status", STATUSES, "acknowledged: silent until it closes or grows; muted: silent until muted_until"),
      oneOf("level", LEVELS, "the highest since it opened"),
      column("opened_at", "time", ""),
      column("seen_at", "time", "last time that the sender was found"),
      column("notified_at", "time", "last time that somebody was notified"),
      column("notified_count", "count", "the bounces of a day that were spoken of then"),
      optional("muted_until", "time", ""),
      optional("decision_id", "ref", "alert_event.id of a person's last word on it"),
    ],
    {
      key: ["sender_id"],
      indexes: [index("alert_live", ["status"], "status <> 'closed'"), index("alert_seen", ["seen_at"])],
    },
  ),
  table(
    "alert_event",
    "what was found, notified and decided of an alert; rows are only added",
    [
      column("id", "id", ""),
      column("at", "time", ""),
      column("sender_id", "small", "sender.id"),
      oneOf("action", ["open", "notify", "close", ...DECISIONS], "the last three are decisions of a person"),
      optional("until", "time", "of a mute"),
      column("who", "text", "empty when it was the report"),
      column("why", "text", ""),
    ],
    { indexes: [index("alert_event_sender", ["sender_id"])] },
  ),
];

const LATER: readonly Table[] = [
  table(
    "suppression",
    "an address with a state: one not to write to, or one that a person decided about",
    [
      column("address", "text", "lower case"),
      column("scope", "text", "mail from whom: * for all, domain:NAME or stream:NAME of ours"),
      column("domain", "text", "of the address"),
      oneOf("state", STATES, "probation: one message may try; released: counted anew since then"),
      column("who", "text", "the person who decided; empty when it was the program"),
      column("reason", "text", "of the bounce that gave cause"),
      column("why", "text", ""),
      column("since", "time", ""),
      optional("until", "time", "null: until something changes it"),
      column("reply", "text", "what Postfix answers to who writes to it; empty where it may be written to"),
      column("last_event_id", "ref", "suppression_event.id"),
    ],
    {
      key: ["address", "scope"],
      indexes: [
        index("suppression_domain", ["domain", "since"]),
        index("suppression_until", ["until"], "state = 'suppressed' AND until IS NOT NULL"),
      ],
    },
  ),
  table(
    "suppression_event",
    "how an address came to its state; rows are only added",
    [
      column("id", "id", ""),
      column("at", "time", ""),
      column("address", "text", ""),
      column("scope", "text", ""),
      oneOf("action", EVENT_ACTIONS, "hold: the guard against mass listing left it alone"),
      oneOf("state", STATES, "what it came to"),
      optional("until", "time", "of the state"),
      column("who", "text", "empty when it was the program"),
      column("why", "text", ""),
      optional("bounce_id", "ref", "bounce.id that gave cause"),
    ],
    { indexes: [index("suppression_event_address", ["address", "id"])] },
  ),
  table(
    "publication",
    "how far somebody who follows the changes has come",
    [
      column("target", "text", "postfix, or a webhook"),
      column("event_id", "ref", "suppression_event.id of the last change that it has"),
      column("tries", "count", "that have failed since"),
      column("next_at", "time", "not before then"),
    ],
    { key: ["target"] },
  ),
];

/** What Postfix's log tells, see src/ledger/. */
const LEDGER: readonly Table[] = [
  table(
    "sent",
    "a message in the queue of a host of ours: who is behind a queue id. Kept as long as log.retention says",
    [
      column("id", "id", ""),
      column("queue_id", "text", ""),
      column("sent_at", "time", "when it came into the queue"),
      column("host", "text", "as the log names it"),
      column("instance", "text", "syslog_name of the queue manager: several Postfixes on a host"),
      oneOf(
        "origin",
        ORIGINS,
        "how it came into the queue; forward: local(8) made it; unknown: that is not in the log",
      ),
      column("sender_id", "small", "sender.id of who sent it to others; 0: nobody of ours"),
      optional("login", "text", "sasl_username, of the message that filters made this one of"),
      optional("uid", "number", "likewise: of the user who called sendmail"),
      optional("client_ip", "text", "likewise: the client"),
      optional("mail_from", "text", "null: never came into the queue"),
      optional("message_id", "text", ""),
      optional("root_queue_id", "text", "the message that filters or aliases made this one of; null: none"),
      optional("notice_of", "text", "of a notice of bounce(8): queue id of the message that it tells of"),
      column("is_resent", "flag", "an alias or .forward made it"),
      column("recipients", "count", "as the queue manager counts them"),
      column("finals", "count", "of these, those with an outcome for good"),
      optional("ended_at", "time", "when it left the queue"),
      optional("end_kind", "text", "removed, rejected, discarded, canceled, requeued"),
    ],
    {
      indexes: [
        index("sent_queue", ["queue_id"]),
        index("sent_message", ["message_id"], "message_id IS NOT NULL"),
        index("sent_time", ["sent_at"]),
      ],
    },
  ),
  table(
    "sent_recipient",
    "what became of a sent message for one recipient, by the last line that tells",
    [
      column("sent_id", "ref", "sent.id"),
      column("place", "number", "among the recipients of the message"),
      column("address", "text", "lower case"),
      optional("original_address", "text", "before an alias"),
      column("relay", "text", "server or service that took or refused it"),
      optional("relay_ip", "text", ""),
      column("is_outside", "flag", "a server outside has it or refused it: no filter, no mailbox of ours"),
      column("is_refusal", "flag", "refused by a server outside, or there is none"),
      oneOf("outcome", OUTCOMES, "expired: deferred until it was too late"),
      optional("status", "text", "5.1.1, as in RFC 3463"),
      optional("reply", "text", "what the server answered, unless it took it"),
      column("at", "time", "of that line"),
    ],
    { key: ["sent_id", "place"] },
  ),
  table(
    "sent_hour",
    "sums of what a sender sent to servers outside in a clock hour; kept when the messages are forgotten",
    [
      column("hour", "time", "its first second"),
      column("sender_id", "small", "sender.id"),
      counter("messages", ""),
      counter("recipients", ""),
      counter("refused", "recipients that a server outside refused"),
    ],
    { key: ["sender_id", "hour"], indexes: [index("sent_hour_hour", ["hour"])] },
  ),
  table(
    "sent_gap",
    "a clock hour of which lines of the log are missing: counts are too low, and nothing is disproved by it",
    [column("hour", "time", "its first second"), counter("messages", "that tell so")],
    { key: ["hour"] },
  ),
  table(
    "log_span",
    "a time of which the log was read without a hole",
    [column("from_at", "time", "of the first line"), column("until_at", "time", "of the last line")],
    { key: ["from_at"] },
  ),
  table(
    "log_position",
    "how far a file of the log, or the journal, was read",
    [
      column("head", "text", "digest of the first bytes, by which the file is known under any name"),
      column("head_bytes", "number", ""),
      column("position", "number", "bytes that were read, uncompressed"),
      column("stamp", "text", "device, inode, size, time of the file that was read to its end"),
      optional("journal_cursor", "text", "of the journal"),
      column("read_at", "time", ""),
    ],
    { key: ["head"] },
  ),
];

const LOCAL: readonly Table[] = [
  table(
    "spool",
    "a message that waits to be read; passwords are masked",
    [
      column("id", "id", "never used twice"),
      column("received_at", "time", "when it came"),
      column("size", "number", "bytes of the whole message"),
      column("extensions", "text", "JSON: the address extensions that it came to"),
      optional("sender", "text", "envelope sender"),
      optional("recipient", "text", "envelope recipient"),
      optional("queue_id", "text", "its queue id"),
      optional("client_ip", "text", "the client that it came from; empty where Postfix made it or sendmail took it"),
      optional("login", "text", "the login of that client; empty for none"),
      column("tries", "count", "how many processes have begun to read it"),
      column("claimed_at", "time", "when the last of them began"),
      column("claimed_by", "number", "its process id"),
      column("raw", "bytes", "the message, of a large one the beginning"),
    ],
    { isLocal: true },
  ),
  table("next_id", "the id that the next bounce or other message gets", [column("id", "number", "")], {
    isLocal: true,
  }),
];

/** Every table. */
export const TABLES: readonly Table[] = [...NAMES, ...BOUNCES, ...COUNTERS, ...ALERTS, ...LATER, ...LEDGER, ...LOCAL];

/** The type of a table's column. */
export const typeOfColumn = (table: string, name: string): ColumnType =>
  TABLES.find((one) => one.name === table)?.columns.find((one) => one.name === name)?.type ?? "text";
