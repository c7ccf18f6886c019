/**
 * Which bounces are asked for, as conditions in SQL. Each search is told which index to use: left to itself SQLite takes a bad
 * one for periods (measured: 2 s instead of 1 ms at ten million bounces). Ids are looked up first: PostgreSQL plans for the
 * average name, and would sort all of a large domain.
 */
import type { Action, Severity, TrustLevel } from "../bounce.js";
import { normalizeAddress, normalizeDomain } from "../mail/address.js";
import type { Reason } from "../reason.js";
import { storedName } from "./message-row.js";
import { findHost, findRecipient, findSender } from "./names.js";
import { sql, type Db, type Sql, type Value, type Work } from "./sql.js";
import { toSecond } from "./time.js";

/** One value, or several of which any will do. */
type Any<T> = T | readonly T[];

/** A name, or a pattern in which `*` stands for any characters. */
export type Name = string | { readonly like: string };

/** Which bounces; all conditions hold together. Absent: any. */
export interface BounceFilter {
  /** Recipient, or the recipient as the sender wrote it; ASCII case aside, the domain in U-labels or A-labels. */
  readonly address?: Name;
  /** Domain of the recipient, in U-labels or A-labels. */
  readonly domain?: Any<Name>;
  /** Sender on our side: login or address, ASCII case aside. */
  readonly sender?: Any<Name>;
  readonly reason?: Any<Reason>;
  readonly severity?: Any<Severity>;
  readonly action?: Any<Action>;
  /** Whole status or its beginning: "5.1.1", "5.1", "5". */
  readonly status?: Any<string>;
  readonly trust?: Any<TrustLevel>;
  /** Of the bounced message. */
  readonly queueId?: string;
  /** The client that we had the bounced message from. */
  readonly client?: string;
  /** In the server's answer or the subject of the bounced message, ASCII case aside. */
  readonly text?: string;
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

const all = <T extends Name | number>(given: Any<T> | undefined): readonly T[] =>
  given === undefined ? [] : given instanceof Array ? given : [given];

/** Adds a condition that one of the values fulfils; `#` stands for a value. */
function add({ texts, values }: Where, text: string, given: Any<string | number> | undefined): void {
  const alternatives = all<string | number>(given).map((value) => {
    values.push(value);
    return text.replaceAll("#", `$${values.length}`);
  });
  if (alternatives.length > 0) texts.push(`(${alternatives.join(" OR ")})`);
}

/** A whole status, or whole parts of one: "5.1" is not the beginning of "5.10.0". */
const STATUS = "b.status = # OR (b.status >= # || '.' AND b.status < # || '/')";

const LIKE = String.raw`LIKE # ESCAPE '\'`;
const literal = (text: string): string => text.replaceAll(/[%_\\]/g, String.raw`\$&`);
const toLike = ({ like }: { readonly like: string }): string => literal(storedName(like)).replaceAll("*", "%");

/** Ids that stand for names which fit a pattern. */
const likeNames = (table: "host" | "sender"): Sql<{ readonly id: number }> =>
  sql<{ readonly id: number }>(`SELECT id FROM ${table} WHERE name ${LIKE.replace("#", "$1")} ORDER BY id LIMIT $2`);

/** A table of names that bounces refer to by ids. */
interface Named {
  readonly column: string;
  readonly index: string;
  readonly find: typeof findHost;
  readonly like: ReturnType<typeof likeNames>;
}
const SENDERS: Named = {
  column: "b.sender_id",
  index: "bounce_sender",
  find: findSender,
  like: likeNames("sender"),
};
const DOMAINS: Named = { column: "b.domain_id", index: "bounce_domain", find: findHost, like: likeNames("host") };

/** Names that a pattern may stand for; of more, the first. */
const MOST_NAMES = 500;

/** The ids of names and patterns. */
function* idsOf(db: Db, { find, like }: Named, names: readonly Name[]): Work<readonly number[]> {
  const ids = new Set<number>();
  for (const name of names) {
    const found =
      typeof name === "string"
        ? [yield* find(db, name)]
        : (yield* db.all(like, [toLike(name), MOST_NAMES])).map(({ id }) => id);
    for (const id of found) if (id !== undefined && ids.size < MOST_NAMES) ids.add(id);
  }
  return ids.size === 0 ? [NOTHING] : [...ids];
}

const OF_ADDRESS = `b.id IN (
  SELECT id FROM bounce {by:bounce_recipient} WHERE recipient_id = #
  UNION ALL SELECT id FROM bounce {by:bounce_original} WHERE original_recipient IS NOT NULL AND lower(original_recipient) = `;

function* addAddress(db: Db, where: Where, address: Name | undefined): Work<void> {
  if (address === undefined) return;
  if (typeof address !== "string") {
    add(where, `r.address ${LIKE} OR lower(b.original_recipient) ${LIKE}`, toLike(address));
    return;
  }
  const normal = normalizeAddress(address);
  where.values.push(storedName(normal));
  add(where, `${OF_ADDRESS}$${where.values.length})`, (yield* findRecipient(db, normal)) ?? NOTHING);
}

/** The conditions of a filter on a bounce `b` and what it is joined with, and the index by which its bounces come in order of time. */
export interface Search {
  readonly where: Where;
  /** `{by:...}`, or nothing. */
  readonly index: string;
}

const normalized = (domain: Name): Name => (typeof domain === "string" ? normalizeDomain(domain) : domain);

/** The names of a filter by their ids. One id has an index that holds its bounces in order of time. */
function* addNames(db: Db, where: Where, filter: BounceFilter): Work<string | null> {
  let index: string | null = null;
  const named: readonly (readonly [Named, readonly Name[]])[] = [
    [DOMAINS, all<Name>(filter.domain).map(normalized)],
    [SENDERS, all<Name>(filter.sender)],
  ];
  for (const [table, names] of named) {
    if (names.length === 0) continue;
    const ids = yield* idsOf(db, table, names);
    if (ids.length === 1) index = table.index;
    add(where, `${table.column} = #`, ids);
  }
  return index;
}

/** What a filter asks for. */
export function* toSearch(db: Db, filter: BounceFilter): Work<Search> {
  const where: Where = { texts: [], values: [] };
  yield* addAddress(db, where, filter.address);
  const index = yield* addNames(db, where, filter);
  add(where, "b.received_at >= #", filter.since === undefined ? undefined : toSecond(filter.since));
  add(where, "b.received_at < #", filter.until === undefined ? undefined : toSecond(Math.ceil(filter.until)));
  add(where, "v.reason = #", filter.reason);
  add(where, "v.severity = #", filter.severity);
  add(where, "b.action = #", filter.action);
  add(where, STATUS, filter.status);
  add(where, "b.trust = #", filter.trust);
  add(where, "b.queue_id = #", filter.queueId);
  add(where, "b.client_ip = #", filter.client);
  const words = filter.text === undefined ? undefined : `%${literal(filter.text.toLowerCase())}%`;
  add(where, `lower(b.diagnostic) ${LIKE} OR lower(b.subject) ${LIKE}`, words);
  // Recipient and original are two, so they are two searches.
  const isAddress = typeof filter.address === "string";
  return { where, index: isAddress ? "" : ` {by:${index ?? "bounce_received"}}` };
}
