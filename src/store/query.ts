/**
 * Bounces by address, domain, sender and everything else, newest first. Each query is told which index to use: left to
 * itself the planner takes a bad one for periods (measured: 2 s instead of 1 ms at ten million bounces).
 */
import type { Action, Kind, Severity, TrustLevel } from "../bounce.js";
import type { Reason } from "../reason.js";
import { BOUNCE_COLUMNS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-row.js";
import { ACTIONS, KINDS, SEVERITIES, toCode, TRUST_LEVELS } from "./codes.js";
import type { Connection } from "./connection.js";
import { toStoreError } from "./errors.js";
import { findAddress, findHost } from "./names.js";
import { findText } from "./texts.js";
import { idRange } from "./time.js";

export type { BounceRow } from "./bounce-row.js";

/** Which bounces; all conditions hold together. Absent: any. */
export interface BounceFilter {
  /** Recipient, or the recipient as the sender wrote it; ASCII case aside. */
  readonly address?: string;
  /** Domain of the recipient. */
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

type Value = string | number;
type Values = Readonly<Record<string, Value>>;

/** A piece of SQL with the values it names. */
interface Condition {
  readonly sql: string;
  readonly values: Values;
}

/** Which rows to look at, and how to find them. */
interface Access {
  readonly from: string;
  readonly condition: Condition;
}

const NOTHING = -1;

const within = "id >= @from AND id < @before";

/** How to find the rows of a key; first of these that the filter has. Recipient and original are two indexes, so two searches. */
function chooseAccess(connection: Connection, { address, sender, domain }: BounceFilter): Access {
  if (address !== undefined) {
    const sql = `b.id IN (
      SELECT id FROM bounce INDEXED BY bounce_recipient WHERE recipient = @address AND ${within}
      UNION ALL SELECT id FROM bounce INDEXED BY bounce_original WHERE original = @address AND ${within})`;
    return { from: "bounce b", condition: { sql, values: { address: findAddress(connection, address) ?? NOTHING } } };
  }
  if (sender !== undefined)
    return { from: "bounce b INDEXED BY bounce_sender", condition: senderIs(connection, sender) };
  if (domain !== undefined)
    return { from: "bounce b INDEXED BY bounce_domain", condition: domainIs(connection, domain) };
  return { from: "bounce b NOT INDEXED", condition: { sql: "TRUE", values: {} } };
}

const senderIs = (connection: Connection, sender: string): Condition => ({
  sql: "b.sender = @sender",
  values: { sender: findAddress(connection, sender) ?? NOTHING },
});
const domainIs = (connection: Connection, domain: string): Condition => ({
  sql: "b.domain = @domain",
  values: { domain: findHost(connection, domain) ?? NOTHING },
});
const reasonIs = (connection: Connection, reason: string): Condition => ({
  sql: "b.reason = @reason",
  values: { reason: findText(connection, reason) ?? NOTHING },
});

/** A whole status, or whole parts of one: "5.1" is not the beginning of "5.10.0". */
function statusBegins(status: string): Condition {
  const parts = status.replace(/[.*]+$/, "");
  return {
    sql: `b.status IN (SELECT id FROM text WHERE text = @status OR (text >= @status || '.' AND text < @status || '/'))`,
    values: { status: parts },
  };
}

/** Everything that is not how the rows are found. */
function conditionsOf(connection: Connection, filter: BounceFilter): Condition[] {
  const { sender, domain, reason, severity, action, status, kind, trust } = filter;
  return [
    ...(sender === undefined ? [] : [senderIs(connection, sender)]),
    ...(domain === undefined ? [] : [domainIs(connection, domain)]),
    ...(reason === undefined ? [] : [reasonIs(connection, reason)]),
    ...(severity === undefined
      ? []
      : [{ sql: "b.severity = @severity", values: { severity: toCode(SEVERITIES, severity) } }]),
    ...(action === undefined ? [] : [{ sql: "b.action = @action", values: { action: toCode(ACTIONS, action) } }]),
    ...(status === undefined ? [] : [statusBegins(status)]),
    ...(kind === undefined ? [] : [{ sql: "r.kind = @kind", values: { kind: toCode(KINDS, kind) } }]),
    ...(trust === undefined ? [] : [{ sql: "r.trust = @trust", values: { trust: toCode(TRUST_LEVELS, trust) } }]),
  ];
}

/** SQL and values for a filter; exported so that its plan can be tested. */
export function bounceQuery(connection: Connection, filter: BounceFilter): Condition {
  const { from, condition } = chooseAccess(connection, filter);
  const conditions = [condition, ...conditionsOf(connection, filter)];
  const where = [...new Set(conditions.map(({ sql }) => sql))].join(" AND ");
  const sql = `SELECT ${BOUNCE_COLUMNS} FROM ${from} CROSS JOIN report r ON r.id = b.id - b.part
    WHERE ${where} AND b.id >= @from AND b.id < @before ORDER BY b.id DESC LIMIT @limit`;
  const values = Object.fromEntries(conditions.flatMap((one) => Object.entries(one.values)));
  return { sql, values: { ...values, ...idRange(filter.since, filter.until), limit: filter.limit ?? -1 } };
}

/**
 * Bounces one by one, newest first, for results of any size. Nothing may be written on this connection meanwhile.
 * @throws StoreError
 */
export function* iterateBounces(connection: Connection, filter: BounceFilter): Generator<BounceRow, void> {
  try {
    const { sql, values } = bounceQuery(connection, filter);
    for (const row of connection.database.prepare<[Values], StoredBounceRow>(sql).iterate(values))
      yield toBounceRow(row);
  } catch (error) {
    throw toStoreError(error, connection.path);
  }
}

/**
 * Bounces, newest first.
 * @throws StoreError
 */
export const queryBounces = (connection: Connection, filter: BounceFilter): BounceRow[] => [
  ...iterateBounces(connection, filter),
];
