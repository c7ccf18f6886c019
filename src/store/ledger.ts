/**
 * The ledger: what Postfix's log tells of the messages that our hosts sent. Rows are written together with the position up to
 * which the log was read and the bounces that it tells of, so a reader that is killed misses nothing and doubles nothing; what is
 * read twice changes nothing.
 */
import type { LoggedMessage, LoggedRecipient, Origin } from "../ledger/message.js";
import type { LedgerAnswer, LedgerQuestion, Outcome, SentMessage, SentRecipient, Span } from "../trust/ledger.js";
import { NO_LEDGER } from "../trust/ledger.js";
import { isForwarded } from "../ledger/message.js";
import { entryOf } from "../values.js";
import { internSenders } from "./names.js";
import { recordEntries, type RecordEntry } from "./record.js";
import { insertAdding, insertNew, onStore, sql, toRows, type Db, type Insert, type Value, type Work } from "./sql.js";
import { HOUR, startOf } from "./time.js";

/** How far a log was read; `cursor` of the journal. */
export interface StoredPosition {
  readonly head: string;
  readonly headBytes: number;
  readonly offset: number;
  readonly stamp: string;
  readonly cursor: string | null;
}

/** What a piece of the log tells. */
export interface LogBatch {
  readonly messages: readonly LoggedMessage[];
  /** Hours of which lines are missing. */
  readonly gaps: Iterable<number>;
  /** First and last second of what was read without a hole; null: nothing was understood. */
  readonly span: readonly [number, number] | null;
  readonly position: StoredPosition | null;
  /** Head of a position that this one takes the place of, where the file has grown. */
  readonly replaces: string | null;
  readonly now: number;
  /** Name of who sent a message to others; "" for nobody of ours. */
  readonly senderOf: (message: LoggedMessage) => string;
  /** The bounces that a message tells of. */
  readonly bouncesOf: (message: LoggedMessage) => readonly RecordEntry[];
}

interface SentRow {
  readonly id: number;
  readonly queue_id: string;
  readonly sent_at: number;
  readonly host: string;
  readonly instance: string;
  readonly origin: Origin;
  readonly sender_id: number;
  readonly login: string | null;
  readonly uid: number | null;
  readonly client_ip: string | null;
  readonly mail_from: string | null;
  readonly message_id: string | null;
  readonly root_queue_id: string | null;
  readonly notice_of: string | null;
  readonly is_resent: number;
  readonly recipients: number;
  readonly finals: number;
  readonly ended_at: number | null;
  readonly end_kind: LoggedMessage["end"];
}

interface RecipientRow {
  readonly sent_id: number;
  readonly place: number;
  readonly address: string;
  readonly original_address: string | null;
  readonly relay: string;
  readonly relay_ip: string | null;
  readonly is_outside: number;
  readonly is_refusal: number;
  readonly outcome: Outcome;
  readonly status: string | null;
  readonly reply: string | null;
  readonly at: number;
}

const COLUMNS = [
  "queue_id",
  "sent_at",
  "host",
  "instance",
  "origin",
  "sender_id",
  "login",
  "uid",
  "client_ip",
  "mail_from",
  "message_id",
  "root_queue_id",
  "notice_of",
  "is_resent",
  "recipients",
  "finals",
  "ended_at",
  "end_kind",
] as const;
const RECIPIENT_COLUMNS = [
  "sent_id",
  "place",
  "address",
  "original_address",
  "relay",
  "relay_ip",
  "is_outside",
  "is_refusal",
  "outcome",
  "status",
  "reply",
  "at",
] as const;
const POSITION_COLUMNS = ["head", "head_bytes", "position", "stamp", "journal_cursor", "read_at"] as const;
const replaced = (columns: readonly string[]): string => columns.map((name) => `${name} = excluded.${name}`).join(", ");
const INSERT: Insert = { table: "sent", columns: COLUMNS, onConflict: "", key: "queue_id", id: "id" };
const WRITE: Insert = {
  table: "sent",
  columns: ["id", ...COLUMNS],
  onConflict: `ON CONFLICT (id) DO UPDATE SET ${replaced(COLUMNS)}`,
  key: "id",
  id: "",
};
const WRITE_RECIPIENT: Insert = {
  table: "sent_recipient",
  columns: RECIPIENT_COLUMNS,
  onConflict: `ON CONFLICT (sent_id, place) DO UPDATE SET ${replaced(RECIPIENT_COLUMNS.slice(2))}`,
  key: "sent_id",
  id: "",
};
const ADD = insertAdding("sent_hour", ["sender_id", "hour"], ["messages", "recipients", "refused"]);
const GAP = { ...insertNew("sent_gap", ["hour", "messages"], "hour"), id: "" };
const POSITION: Insert = {
  table: "log_position",
  columns: POSITION_COLUMNS,
  onConflict: `ON CONFLICT (head) DO UPDATE SET ${replaced(POSITION_COLUMNS.slice(1))}`,
  key: "head",
  id: "",
};

const byQueueId = sql<SentRow>(`
  SELECT s.* FROM {rows:$1:queue_id text} asked CROSS JOIN sent s WHERE s.queue_id = asked.queue_id ORDER BY s.sent_at DESC`);
const byMessageId = sql<SentRow>(`
  SELECT s.* FROM {rows:$1:message_id text} asked CROSS JOIN sent s WHERE s.message_id = asked.message_id
  ORDER BY s.sent_at DESC LIMIT 50`);
const recipientsOf = sql<RecipientRow>(`
  SELECT r.* FROM {rows:$1:id int} asked CROSS JOIN sent_recipient r WHERE r.sent_id = asked.id ORDER BY r.sent_id, r.place`);

/** Sums of a message: what it adds to its sender's hour. */
interface Counted {
  readonly senderId: number;
  readonly hour: number;
  readonly messages: number;
  readonly recipients: number;
  readonly refused: number;
}

const countedBefore = new WeakMap<LoggedMessage, Counted>();

function countOf({ at, recipients }: LoggedMessage, senderId: number): Counted {
  const outside = recipients.filter(({ isOutside, isRefusal }) => isOutside || isRefusal);
  return {
    senderId,
    hour: startOf(at, HOUR),
    messages: outside.length > 0 ? 1 : 0,
    recipients: outside.length,
    refused: outside.filter(({ isRefusal }) => isRefusal).length,
  };
}

const toLoggedRecipient = (row: RecipientRow): LoggedRecipient => ({
  address: row.address,
  originalAddress: row.original_address,
  relay: { name: row.relay, address: row.relay_ip, port: null },
  isOutside: row.is_outside === 1,
  isRefusal: row.is_refusal === 1,
  outcome: row.outcome,
  status: row.status,
  text: row.reply,
  at: row.at,
});

function toLogged(row: SentRow, recipients: readonly RecipientRow[]): LoggedMessage {
  const message: LoggedMessage = {
    id: row.id,
    host: row.host,
    instance: row.instance,
    queueId: row.queue_id,
    at: row.sent_at,
    origin: row.origin,
    login: row.login,
    uid: row.uid,
    client: row.client_ip,
    mailFrom: row.mail_from,
    messageId: row.message_id,
    rootQueueId: row.root_queue_id ?? row.queue_id,
    noticeOf: row.notice_of,
    isResent: row.is_resent === 1,
    expected: row.recipients,
    finals: row.finals,
    endedAt: row.ended_at,
    end: row.end_kind,
    recipients: recipients.map(toLoggedRecipient),
  };
  countedBefore.set(message, countOf(message, row.sender_id));
  return message;
}

function* withRecipients(db: Db, rows: readonly SentRow[]): Work<LoggedMessage[]> {
  if (rows.length === 0) return [];
  const found = yield* db.all(recipientsOf, [toRows(rows.map(({ id }) => [id]))]);
  const byMessage = new Map<string, RecipientRow[]>();
  for (const one of found) entryOf(byMessage, String(one.sent_id), () => []).push(one);
  return rows.map((row) => toLogged(row, byMessage.get(String(row.id)) ?? []));
}

/** The newest message of a queue id on a host. */
export const recallMessage = onStore(function* (db: Db, queueId: string, host: string): Work<LoggedMessage | null> {
  const rows = yield* db.all(byQueueId, [toRows([[queueId]])]);
  const row = rows.find((one) => one.host === host);
  return row === undefined ? null : ((yield* withRecipients(db, [row]))[0] ?? null);
});

const sameRecipient = (one: LoggedRecipient, other: LoggedRecipient): boolean =>
  one.address === other.address && one.originalAddress === other.originalAddress;

/** What was read before of a message that is read again stands before what is read now. */
function adopt(message: LoggedMessage, stored: LoggedMessage): void {
  const { recipients } = message;
  const kept = stored.recipients.map((old) => {
    const now = recipients.find((one) => sameRecipient(one, old));
    return now === undefined || now.at < old.at ? old : now;
  });
  const added = recipients.filter((one) => !stored.recipients.some((old) => sameRecipient(one, old)));
  Object.assign(message, {
    id: stored.id,
    login: message.login ?? stored.login,
    uid: message.uid ?? stored.uid,
    client: message.client ?? stored.client,
    mailFrom: message.mailFrom ?? stored.mailFrom,
    messageId: message.messageId ?? stored.messageId,
    rootQueueId: message.rootQueueId === message.queueId ? stored.rootQueueId : message.rootQueueId,
    noticeOf: message.noticeOf ?? stored.noticeOf,
    isResent: message.isResent || stored.isResent,
    origin: message.origin === "unknown" ? stored.origin : message.origin,
    expected: Math.max(message.expected, stored.expected),
    finals: Math.max(message.finals, stored.finals),
    endedAt: message.endedAt ?? stored.endedAt,
    end: message.end ?? stored.end,
    recipients: [...kept, ...added],
  });
  const counted = countedBefore.get(stored);
  if (counted !== undefined) countedBefore.set(message, counted);
}

/** Finds those that a former reading wrote. */
function* adoptKnown(db: Db, messages: readonly LoggedMessage[]): Work<void> {
  const fresh = messages.filter(({ id }) => id === null);
  if (fresh.length === 0) return;
  const rows = yield* db.all(byQueueId, [toRows([...new Set(fresh.map(({ queueId }) => queueId))].map((id) => [id]))]);
  if (rows.length === 0) return;
  const stored = new Map(
    (yield* withRecipients(db, rows)).map((one) => [`${one.host} ${one.queueId} ${one.at}`, one] as const),
  );
  for (const message of fresh) {
    const known = stored.get(`${message.host} ${message.queueId} ${message.at}`);
    if (known !== undefined) adopt(message, known);
  }
}

const rowOf = (message: LoggedMessage, senderId: number): readonly Value[] => [
  message.queueId,
  message.at,
  message.host,
  message.instance,
  message.origin,
  senderId,
  message.login,
  message.uid,
  message.client,
  message.mailFrom,
  message.messageId,
  message.rootQueueId === message.queueId ? null : message.rootQueueId,
  message.noticeOf,
  message.isResent ? 1 : 0,
  message.expected,
  message.finals,
  message.endedAt,
  message.end,
];

const recipientRow = (id: number, one: LoggedRecipient, place: number): readonly Value[] => [
  id,
  place,
  one.address,
  one.originalAddress,
  one.relay.name,
  one.relay.address,
  one.isOutside ? 1 : 0,
  one.isRefusal ? 1 : 0,
  one.outcome,
  one.status,
  one.text,
  one.at,
];

/** Came into the queue, or may still. */
const isWorth = ({ id, mailFrom, endedAt }: LoggedMessage): boolean =>
  mailFrom !== null || endedAt === null || id !== null;

function* writeMessages(db: Db, messages: readonly LoggedMessage[], senders: readonly number[]): Work<void> {
  const fresh = messages.flatMap((message, place) =>
    message.id === null ? [[message, senders[place] ?? 0] as const] : [],
  );
  const known = messages.flatMap((message, place) =>
    message.id === null ? [] : [[message.id, ...rowOf(message, senders[place] ?? 0)]],
  );
  if (known.length > 0) yield* db.put(WRITE, known);
  const ids =
    fresh.length === 0
      ? []
      : yield* db.put(
          INSERT,
          fresh.map(([message, sender]) => rowOf(message, sender)),
        );
  fresh.forEach(([message], place) => {
    message.id = ids[place] ?? null;
  });
  const rows = messages.flatMap(({ id, recipients }) =>
    id === null ? [] : recipients.map((one, place) => recipientRow(id, one, place)),
  );
  if (rows.length > 0) yield* db.put(WRITE_RECIPIENT, rows);
}

function* countMessages(db: Db, messages: readonly LoggedMessage[], senders: readonly number[]): Work<void> {
  const sums = new Map<string, [number, number, number, number, number]>();
  const add = ({ senderId, hour, messages: count, recipients, refused }: Counted, sign: 1 | -1): void => {
    if (senderId === 0 || recipients === 0) return;
    const key = `${senderId} ${hour}`;
    const sum = sums.get(key) ?? [senderId, hour, 0, 0, 0];
    sums.set(key, [senderId, hour, sum[2] + sign * count, sum[3] + sign * recipients, sum[4] + sign * refused]);
  };
  messages.forEach((message, place) => {
    const before = countedBefore.get(message);
    const now = countOf(message, senders[place] ?? 0);
    if (before !== undefined) add(before, -1);
    add(now, 1);
    countedBefore.set(message, now);
  });
  const rows = [...sums.values()].filter(([, , ...counts]) => counts.some((count) => count !== 0));
  if (rows.length > 0) yield* db.put(ADD, rows);
}

interface SpanRow {
  readonly from_at: number;
  readonly until_at: number;
}

const touching = sql<SpanRow>(
  "DELETE FROM log_span WHERE from_at <= $2 AND until_at >= $1 RETURNING from_at, until_at",
);
const insertSpan = insertNew("log_span", ["from_at", "until_at"], "from_at");

/** A quiet server writes nothing for so long: no hole yet. */
const QUIET = HOUR;

function* writeSpan(db: Db, [from, until]: readonly [number, number]): Work<void> {
  const others = yield* db.all(touching, [from - QUIET, until + QUIET]);
  const first = Math.min(from, ...others.map((one) => one.from_at));
  const last = Math.max(until, ...others.map((one) => one.until_at));
  yield* db.put({ ...insertSpan, id: "" }, [[first, last]]);
}

const removePosition = sql<object>("DELETE FROM log_position WHERE head = $1");

function* writePosition(db: Db, position: StoredPosition, replaces: string | null, now: number): Work<void> {
  if (replaces !== null && replaces !== position.head) yield* db.all(removePosition, [replaces]);
  const { head, headBytes, offset, stamp, cursor } = position;
  yield* db.put(POSITION, [[head, headBytes, offset, stamp, cursor, now]]);
}

const accepted = sql<object>(`
  UPDATE recipient SET accepted_at = (
    SELECT max(asked.at) FROM {rows:$1:address text,at int} asked WHERE asked.address = recipient.address)
  WHERE address IN (SELECT address FROM {rows:$1:address text,at int} asked)
    AND coalesce(accepted_at, 0) < (
      SELECT max(asked.at) FROM {rows:$1:address text,at int} asked WHERE asked.address = recipient.address)`);
const lastRelays = sql<{ readonly relay: string; readonly recipients: number }>(`
  SELECT relay, count(*) AS recipients FROM (
    SELECT r.relay FROM sent s JOIN sent_recipient r ON r.sent_id = s.id
    WHERE s.id > (SELECT max(id) FROM sent) - 1000 AND r.outcome = 'sent' AND r.is_outside = 1) latest
  GROUP BY relay ORDER BY count(*) DESC`);

/** So many of a hundred messages to one server make it a smarthost, if there are enough to tell. */
const SMARTHOST_SHARE = 0.9;
const ENOUGH = 20;

/** What a server outside took is delivered, unless that server is a smarthost: that one only says that it will try. */
function* writeDeliveries(db: Db, messages: readonly LoggedMessage[]): Work<void> {
  const rows = messages.flatMap(({ recipients }) =>
    recipients.filter(({ isOutside, outcome }) => isOutside && outcome === "sent"),
  );
  if (rows.length === 0) return;
  const relays = yield* db.all(lastRelays);
  const all = relays.reduce((sum, { recipients }) => sum + recipients, 0);
  const [most] = relays;
  const smarthost = most !== undefined && all >= ENOUGH && most.recipients >= all * SMARTHOST_SHARE ? most.relay : null;
  const final = rows.filter(({ relay }) => relay.name !== smarthost);
  if (final.length > 0) yield* db.all(accepted, [toRows(final.map(({ address, at }) => [address, at]))]);
}

function* writeBatch(db: Db, batch: LogBatch): Work<number> {
  const messages = batch.messages.filter(isWorth);
  yield* adoptKnown(db, messages);
  const names = messages.map(batch.senderOf);
  const idOf = yield* internSenders(db, names);
  const senders = names.map((name) => idOf(name) ?? 0);
  yield* writeMessages(db, messages, senders);
  yield* countMessages(db, messages, senders);
  const gaps = [...batch.gaps];
  if (gaps.length > 0)
    yield* db.put(
      GAP,
      gaps.map((hour) => [hour, 1]),
    );
  if (batch.span !== null) yield* writeSpan(db, batch.span);
  if (batch.position !== null) yield* writePosition(db, batch.position, batch.replaces, batch.now);
  const entries = messages.flatMap(batch.bouncesOf);
  const results = entries.length === 0 ? [] : yield* recordEntries(db, entries);
  yield* writeDeliveries(db, messages);
  return results.reduce((sum, { newBounces }) => sum + newBounces, 0);
}

/**
 * Writes what a piece of the log tells, in one transaction with how far it was read.
 * @returns how many bounces were not known
 * @throws StoreError; then nothing was changed
 */
export const writeLedger = onStore(function* (db: Db, batch: LogBatch): Work<number> {
  const times = batch.messages.flatMap((message) => batch.bouncesOf(message).map(({ receivedAt }) => receivedAt));
  if (times.length > 0) yield* db.makeRoom(times);
  return yield* db.transaction(() => writeBatch(db, batch));
});

const allPositions = sql<StoredPosition>(`
  SELECT head, head_bytes AS "headBytes", position AS "offset", stamp, journal_cursor AS "cursor" FROM log_position`);

/** How far each log was read. */
export const readPositions = onStore((db: Db): Work<StoredPosition[]> => db.all(allPositions));

const allSpans = sql<SpanRow>("SELECT from_at, until_at FROM log_span ORDER BY from_at");
const gapsBetween = sql<{ readonly hour: number }>("SELECT hour FROM sent_gap WHERE hour BETWEEN $1 AND $2");

const toDate = (seconds: number): Date => new Date(seconds * 1_000);
const toSpan = (from: number, until: number): Span => ({ from: toDate(from), until: toDate(until) });

const toSentRecipient = (one: LoggedRecipient): SentRecipient => ({
  address: one.address,
  originalAddress: one.originalAddress,
  relayName: one.relay.name,
  relayAddress: one.relay.address,
  isOutside: one.isOutside,
  outcome: one.outcome,
  status: one.status,
  reply: one.text,
  at: toDate(one.at),
});

const toSent = (message: LoggedMessage): SentMessage => ({
  host: message.host,
  instance: message.instance,
  queueId: message.queueId,
  rootQueueId: message.rootQueueId,
  at: toDate(message.at),
  login: message.login,
  uid: message.uid,
  clientAddress: message.client,
  mailFrom: message.mailFrom ?? "",
  messageId: message.messageId,
  recipients: message.recipients.map(toSentRecipient),
  isForwarded: isForwarded(message),
  noticeOf: message.noticeOf,
});

/** Where the ledger has no hole, up to its last line. */
function* coverage(db: Db): Work<Pick<LedgerAnswer, "covers" | "holes">> {
  const spans = yield* db.all(allSpans);
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return NO_LEDGER;
  const between = spans.slice(1).map((span, place) => toSpan(spans[place]?.until_at ?? 0, span.from_at));
  const gaps = yield* db.all(gapsBetween, [first.from_at - HOUR, last.until_at]);
  return {
    covers: toSpan(first.from_at, last.until_at),
    holes: [...between, ...gaps.map(({ hour }) => toSpan(hour, hour + HOUR))],
  };
}

/** Of several messages of one queue id the newest that was there already. */
function newestBefore(messages: readonly LoggedMessage[], queueId: string | null, moment: Date): LoggedMessage | null {
  const until = moment.getTime() / 1_000 + 5;
  return messages.find((one) => one.queueId === queueId && one.at <= until) ?? null;
}

/** Asks what the log tells of one message that arrived. */
function* answerLedger(db: Db, question: LedgerQuestion): Work<LedgerAnswer> {
  const { arrivalQueueId, arrivedAt, queueIds, messageIds } = question;
  const covered = yield* coverage(db);
  if (covered.covers === null) return NO_LEDGER;
  const ids = [...new Set([...queueIds, ...(arrivalQueueId === null ? [] : [arrivalQueueId])])];
  const rows = [
    ...(ids.length === 0 ? [] : yield* db.all(byQueueId, [toRows(ids.map((id) => [id]))])),
    ...(messageIds.length === 0 ? [] : yield* db.all(byMessageId, [toRows(messageIds.map((id) => [id]))])),
  ];
  const distinct = [...new Map(rows.map((row) => [row.id, row])).values()];
  const messages = yield* withRecipients(db, distinct);
  const arrival = newestBefore(messages, arrivalQueueId, arrivedAt);
  const parentId = arrival?.noticeOf ?? null;
  const parentRows = parentId === null ? [] : yield* db.all(byQueueId, [toRows([[parentId]])]);
  const parent = newestBefore(yield* withRecipients(db, parentRows), parentId, arrivedAt);
  const isCandidate = (one: LoggedMessage): boolean =>
    one !== arrival && one.noticeOf === null && one.mailFrom !== null && one.at <= arrivedAt.getTime() / 1_000 + 5;
  return {
    ...covered,
    arrival: arrival === null ? null : toSent(arrival),
    parentOfArrival: parent === null ? null : toSent(parent),
    candidates: messages
      .filter(isCandidate)
      .sort((one, other) => other.at - one.at)
      .map(toSent),
  };
}

/** See `answerLedger`. @throws StoreError by its fate */
export const askLedger = onStore(answerLedger);

/** What a sender sent to servers outside in a period. */
export interface SentCount {
  readonly messages: number;
  readonly recipients: number;
  readonly refused: number;
}

const sentBetween = sql<SentCount>(`
  SELECT coalesce(sum(messages), 0) AS messages, coalesce(sum(recipients), 0) AS recipients,
    coalesce(sum(refused), 0) AS refused
  FROM sent_hour h JOIN sender s ON s.id = h.sender_id WHERE s.name = $1 AND h.hour >= $2 AND h.hour < $3`);

/** What a sender sent from one moment to another (epoch seconds, whole hours). */
export const sentCount = onStore(function* (db: Db, sender: string, since: number, until: number): Work<SentCount> {
  const [count] = yield* db.all(sentBetween, [sender.toLowerCase(), startOf(since, HOUR), until]);
  return count ?? { messages: 0, recipients: 0, refused: 0 };
});

const oldMessages = sql<{ readonly id: number }>("SELECT id FROM sent WHERE sent_at < $1 ORDER BY sent_at LIMIT 2000");
const removeRecipients = sql<object>(
  "DELETE FROM sent_recipient WHERE sent_id IN (SELECT id FROM {rows:$1:id int} old)",
);
const removeMessages = sql<object>("DELETE FROM sent WHERE id IN (SELECT id FROM {rows:$1:id int} old)");
const removeSpans = sql<object>("DELETE FROM log_span WHERE until_at < $1");
const cutSpans = sql<object>("UPDATE log_span SET from_at = $1 WHERE from_at < $1");
const removeGaps = sql<object>("DELETE FROM sent_gap WHERE hour < $1");

/**
 * Forgets messages of before a moment (epoch seconds); the sums of their senders stay.
 * @returns how many went; call again until none do
 */
export const forgetSent = onStore((db: Db, before: number): Work<number> =>
  db.transaction(function* (): Work<number> {
    const old = yield* db.all(oldMessages, [before]);
    const ids = toRows(old.map(({ id }) => [id]));
    yield* db.all(removeRecipients, [ids]);
    yield* db.all(removeMessages, [ids]);
    if (old.length > 0) return old.length;
    yield* db.all(removeSpans, [before]);
    yield* db.all(cutSpans, [before]);
    yield* db.all(removeGaps, [before]);
    return 0;
  }),
);
