/**
 * Bounces by address, domain, sender and everything else, newest first. Each query is told which index to use: left to
 * itself SQLite takes a bad one for periods (measured: 2 s instead of 1 ms at ten million bounces). Ids are looked up
 * first: PostgreSQL plans for the average name, and would sort all of a large domain.
 */
import type { Action, Kind, Severity, TrustLevel } from "../bounce.js";
import { normalizeAddress, normalizeDomain } from "../mail/address.js";
import type { Reason } from "../reason.js";
import { BOUNCE_COLUMNS, BOUNCE_JOINS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-columns.js";
import { onStore } from "./connection.js";
import { storedName } from "./message-row.js";
import { findHost, findRecipient, findSender } from "./names.js";
import { sql, type Db, type Sql, type Value, type Work } from "./sql.js";
import { toSecond } from "./time.js";

export type { BounceRow } from "./bounce-columns.js";

/** Which bounces; all conditions hold together. Absent: any. */
export interface BounceFilter {
  /** Recipient, or the recipient as the sender wrote it; ASCII case aside, the domain in U-labels or A-labels. */
  readonly address?: string;
  /** Domain of the recipient, in U-labels or A-labels. */
  readonly domain?: string;
  /** Sender on our side: login or address, ASCII case aside. */
  readonly sender?: string;
  readonly reason?: Reason;
  readonly severity?: Severity;
  readonly action?: Action;
  /** Whole status or its beginning: "5.1.1", "5.1", "5". */
  readonly status?: string;
  readonly kind?: Kind;
  readonly trust?: TrustLevel;
  /** Epoch seconds: from this one on. */
  readonly since?: number;
  /** Epoch seconds: before this one. */
  readonly until?: number;
  /** At most so many. */
  readonly limit?: number;
}

/** Conditions gathered with the values of their parameters. */
interface Where {
  readonly texts: string[];
  readonly values: Value[];
}

const NOTHING = -1;

/** Adds a condition; `#` stands for its value. */
function add({ texts, values }: Where, text: string, value: Value | undefined): void {
  if (value === undefined) return;
  values.push(value);
  texts.push(text.replaceAll("#", `$${values.length}`));
}

/** A whole status, or whole parts of one: "5.1" is not the beginning of "5.10.0". */
const STATUS = "(b.status = # OR (b.status >= # || '.' AND b.status < # || '/'))";

function* idIn(find: typeof findHost, db: Db, name: string | undefined): Work<number | undefined> {
  return name === undefined ? undefined : ((yield* find(db, name)) ?? NOTHING);
}

const OF_ADDRESS = `b.id IN (
  SELECT id FROM bounce {by:bounce_recipient} WHERE recipient_id = #
  UNION ALL SELECT id FROM bounce {by:bounce_original} WHERE original_recipient IS NOT NULL AND lower(original_recipient) = `;

function* addAddress(db: Db, where: Where, address: string | undefined): Work<void> {
  if (address === undefined) return;
  const normal = normalizeAddress(address);
  where.values.push(storedName(normal));
  add(where, `${OF_ADDRESS}$${where.values.length})`, (yield* findRecipient(db, normal)) ?? NOTHING);
}

/** The index of the first condition that has one: recipient and original are two, so they are two searches. */
function indexFor({ address, sender, domain }: BounceFilter): string {
  if (address !== undefined) return "";
  if (sender !== undefined) return " {by:bounce_sender}";
  return domain !== undefined ? " {by:bounce_domain}" : " {by:bounce_received}";
}

/** A place in the order of bounces: those behind it are older. */
interface Place {
  readonly receivedAt: number;
  readonly id: number;
}

/** A question and its values. */
interface Question {
  readonly statement: Sql<StoredBounceRow>;
  readonly values: readonly Value[];
}

const LATEST = Number.MAX_SAFE_INTEGER;
const statements = new Map<string, Sql<StoredBounceRow>>();
/** Forms of a filter, each a text of its own. */
const MOST_STATEMENTS = 200;

/** Texts are few, and each is prepared once. */
function statementOf(text: string): Sql<StoredBounceRow> {
  const known = statements.get(text);
  if (known !== undefined) return known;
  if (statements.size >= MOST_STATEMENTS) statements.clear();
  const made = sql<StoredBounceRow>(text);
  statements.set(text, made);
  return made;
}

/** The statement for at most `most` bounces behind a place; exported so that its plan can be tested. */
export function* bounceQuestion(db: Db, filter: BounceFilter, behind: Place, most: number): Work<Question> {
  const where: Where = { texts: [], values: [] };
  yield* addAddress(db, where, filter.address);
  add(where, "b.sender_id = #", yield* idIn(findSender, db, filter.sender));
  add(where, "b.domain_id = #", yield* idIn(findHost, db, filter.domain && normalizeDomain(filter.domain)));
  add(where, "b.received_at >= #", filter.since === undefined ? undefined : toSecond(filter.since));
  add(where, "b.received_at < #", filter.until === undefined ? undefined : toSecond(Math.ceil(filter.until)));
  where.values.push(behind.receivedAt, behind.id, most);
  const place = where.values.length;
  where.texts.push(`b.received_at <= $${place - 2} AND (b.received_at < $${place - 2} OR b.id < $${place - 1})`);
  add(where, "v.reason = #", filter.reason);
  add(where, "v.severity = #", filter.severity);
  add(where, "b.action = #", filter.action);
  add(where, STATUS, filter.status?.replace(/[.*]+$/, ""));
  add(where, "g.kind = #", filter.kind);
  add(where, "b.trust = #", filter.trust);
  const text = `SELECT ${BOUNCE_COLUMNS} FROM bounce b${indexFor(filter)} ${BOUNCE_JOINS}
    WHERE ${where.texts.join(" AND ")} ORDER BY b.received_at DESC, b.id DESC LIMIT $${place}`;
  return { statement: statementOf(text), values: where.values };
}

const readPage = onStore(function* (db: Db, filter: BounceFilter, behind: Place, most: number): Work<BounceRow[]> {
  const { statement, values } = yield* bounceQuestion(db, filter, behind, most);
  return (yield* db.all(statement, values)).map(toBounceRow);
});

/** Bounces that are read at a time. */
const PAGE = 1_000;

/**
 * Bounces one by one, newest first, for results of any size.
 * @throws StoreError
 */
export function* iterateBounces(db: Db, filter: BounceFilter): Generator<BounceRow, void> {
  let left = filter.limit ?? Infinity;
  let behind: Place = { receivedAt: LATEST, id: LATEST };
  while (left > 0) {
    const asked = Math.min(left, PAGE);
    const page = readPage(db, filter, behind, asked);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < asked) return;
    left -= page.length;
    behind = last;
  }
}

/**
 * Bounces, newest first.
 * @throws StoreError
 */
export const queryBounces = (db: Db, filter: BounceFilter): BounceRow[] => [...iterateBounces(db, filter)];
