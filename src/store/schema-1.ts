/**
 * The first schema. Once released it is never edited: a change is a further migration.
 *
 * What the mail says and what we make of it stand in columns of their own. Numbers ending in no unit are rows of `address`,
 * `host` or `text`, or places in the lists of codes.ts; ids carry the time (time.ts). No foreign keys: each would cost a
 * look-up for every row, and nothing is ever deleted that something else points at.
 */

/** Counters per sender, for an hour and for a UTC day; see rollups.ts for what each counts. */
const SENDER_COUNTERS = `
  bounces INTEGER NOT NULL, hard INTEGER NOT NULL, delayed INTEGER NOT NULL, dead INTEGER NOT NULL, refused INTEGER NOT NULL,
  unproven INTEGER NOT NULL, disproved INTEGER NOT NULL, complaints INTEGER NOT NULL,
  fresh INTEGER NOT NULL, fresh_dead INTEGER NOT NULL, fresh_refused INTEGER NOT NULL, fresh_unproven INTEGER NOT NULL`;

export const SCHEMA_1 = `
-- Domains, host names, client addresses; lower case.
CREATE TABLE host (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
-- Addresses and logins. domain: host, 0 for none.
CREATE TABLE address (id INTEGER PRIMARY KEY, domain INTEGER NOT NULL, local TEXT NOT NULL COLLATE NOCASE, UNIQUE (domain, local)) STRICT;
-- Texts that recur.
CREATE TABLE text (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
-- What counts once: time and digest of a report's or a bounce's identity (identity.ts), and the id it has.
CREATE TABLE identity (digest BLOB PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Raw messages that were not read yet: what arrives is on disk before anything looks at it. Passwords are masked.
-- AUTOINCREMENT: an id that was judged by one process never stands for another message.
CREATE TABLE spool (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  received INTEGER NOT NULL,        -- epoch seconds
  size INTEGER NOT NULL,            -- bytes of the whole message
  extensions TEXT NOT NULL,         -- JSON, a list
  sender TEXT, recipient TEXT, queue_id TEXT, client TEXT, -- what else the mail server told
  tries INTEGER NOT NULL DEFAULT 0, -- how many processes have begun to read it
  claimed_at INTEGER NOT NULL DEFAULT 0, -- epoch seconds: when the last of them began
  claimed_by INTEGER NOT NULL DEFAULT 0, -- its process id
  head BLOB NOT NULL                -- the message, of a large one the beginning
) STRICT;

-- A mail.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  recipients INTEGER NOT NULL,      -- how many it names; that many ids are its bounces'
  kind INTEGER NOT NULL,
  format INTEGER NOT NULL,          -- text
  trust INTEGER NOT NULL,
  why INTEGER NOT NULL,             -- text: why it is trusted that far
  why_values TEXT,                  -- what was taken out of that text
  sender INTEGER NOT NULL,          -- address, 0 when unknown
  source INTEGER,                   -- where the sender was read
  client INTEGER,                   -- host: client address our host had the bounced message from
  reporter INTEGER,                 -- host: Reporting-MTA
  notice INTEGER,                   -- which of Postfix's copies to its postmaster
  queue_id TEXT,                    -- Postfix queue id of the bounced message
  extent INTEGER,                   -- what came back of the bounced message; null: nothing, and the headline is the mail's own
  is_bulk INTEGER NOT NULL,         -- the bounced message was a list's
  is_foreign INTEGER NOT NULL,      -- its From was of another domain than the sender
  extension TEXT,                   -- VERP: as it came; the next three are what it decodes to
  verp_prefix INTEGER,              -- text
  verp_recipient INTEGER,           -- address
  verp_agrees INTEGER,
  size INTEGER NOT NULL,            -- bytes
  details TEXT                      -- JSON of what is rare: envelopeId, feedback, defects
) STRICT;
-- What only people look at; of the last month, see headlines.ts.
CREATE TABLE headline (
  report INTEGER PRIMARY KEY,
  arrival INTEGER,                  -- epoch seconds: Arrival-Date of the bounced message
  message_id TEXT,                  -- without the names that stand in other columns
  subject TEXT,
  author INTEGER                    -- text: From
) STRICT;
-- Kinds that have no bounces of their own.
CREATE INDEX report_other ON report (kind) WHERE kind > 1;

-- What a report says of one recipient.
CREATE TABLE bounce (
  id INTEGER PRIMARY KEY,
  part INTEGER NOT NULL,            -- id of the report = id - part
  recipient INTEGER NOT NULL,       -- address
  original INTEGER,                 -- address
  domain INTEGER NOT NULL,          -- host: the recipient's
  sender INTEGER NOT NULL,          -- the report's
  action INTEGER NOT NULL,
  status INTEGER,                   -- text
  reply_code INTEGER,               -- text
  diagnostic INTEGER,               -- text
  diagnostic_type INTEGER,          -- text
  remote_mta INTEGER,               -- host
  text_values TEXT,                 -- what was taken out of diagnostic and matched
  severity INTEGER,
  reason INTEGER NOT NULL,          -- text
  rule INTEGER NOT NULL,            -- text
  matched INTEGER,                  -- text
  is_fresh INTEGER NOT NULL         -- first failure of this sender and recipient
) STRICT;
-- With the sender, to see whether the two had a failure before.
CREATE INDEX bounce_recipient ON bounce (recipient, sender);
CREATE INDEX bounce_original ON bounce (original) WHERE original IS NOT NULL;
CREATE INDEX bounce_domain ON bounce (domain);
CREATE INDEX bounce_sender ON bounce (sender);

-- Mails kept whole. Deflated, the first part of a large one.
CREATE TABLE kept (report INTEGER PRIMARY KEY, size INTEGER NOT NULL, is_cut INTEGER NOT NULL, deflated BLOB NOT NULL) STRICT;

-- An address we wrote to. What counts is proven to be ours, but for unproven. Times are epoch seconds, 0 for never.
CREATE TABLE recipient (
  address INTEGER PRIMARY KEY,
  first INTEGER NOT NULL, last INTEGER NOT NULL,
  hard INTEGER NOT NULL, soft INTEGER NOT NULL, delayed INTEGER NOT NULL, unproven INTEGER NOT NULL,
  days INTEGER NOT NULL,            -- UTC days with a failure or delay
  reason INTEGER, severity INTEGER, status INTEGER, -- of the last one; reason and status: text
  delivered INTEGER NOT NULL        -- last time a report said it was delivered
) STRICT;
CREATE TABLE sender_hour (hour INTEGER NOT NULL, sender INTEGER NOT NULL, ${SENDER_COUNTERS},
  PRIMARY KEY (hour, sender)) STRICT, WITHOUT ROWID;
CREATE TABLE sender_day (day INTEGER NOT NULL, sender INTEGER NOT NULL, ${SENDER_COUNTERS},
  peak INTEGER NOT NULL,            -- most fresh, proven failures in one hour of the day
  PRIMARY KEY (day, sender)) STRICT, WITHOUT ROWID;
-- Failures by recipient domain. class: 0 temporary, 1 refused as spam or by policy, 2 other hard. senders: how many different ones.
CREATE TABLE receiver_hour (hour INTEGER NOT NULL, domain INTEGER NOT NULL, class INTEGER NOT NULL,
  bounces INTEGER NOT NULL, senders INTEGER NOT NULL, PRIMARY KEY (hour, domain, class)) STRICT, WITHOUT ROWID;
-- Who is counted in receiver_hour.senders, for the last two days.
CREATE TABLE receiver_sender (hour INTEGER NOT NULL, domain INTEGER NOT NULL, class INTEGER NOT NULL, sender INTEGER NOT NULL,
  PRIMARY KEY (hour, domain, class, sender)) STRICT, WITHOUT ROWID;
-- Failures by reason. outcome: 0 soft, 1 hard, 2 delayed, 3 disproved.
CREATE TABLE reason_hour (reason INTEGER NOT NULL, hour INTEGER NOT NULL, outcome INTEGER NOT NULL, bounces INTEGER NOT NULL,
  PRIMARY KEY (reason, hour, outcome)) STRICT, WITHOUT ROWID;

-- Senders that stand out, and what was told of them (detect/alerts.ts). Times are epoch seconds.
CREATE TABLE alert (
  sender INTEGER PRIMARY KEY,       -- address
  status INTEGER NOT NULL,
  level INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  seen INTEGER NOT NULL,            -- last time it was found
  told INTEGER NOT NULL,            -- last time it was told, and the bounces of a day that were spoken of
  told_count INTEGER NOT NULL,
  until INTEGER,                    -- muted until
  decision INTEGER                  -- the last word of a person on it
) STRICT;
CREATE INDEX alert_live ON alert (status) WHERE status < 3;
-- What people decided about alerts; rows are never changed.
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  sender INTEGER NOT NULL,          -- address
  action INTEGER NOT NULL,
  made INTEGER NOT NULL,            -- epoch seconds
  until INTEGER,
  who TEXT NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX decision_sender ON decision (sender);
`;
