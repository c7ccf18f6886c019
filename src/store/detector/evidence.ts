/** The single bounces of the few senders that may be over their record, and what their earlier ones were like. */
import { causeOfBounce, isTellingCause } from "../../detect/cause.js";
import { clientOf } from "../../detect/client.js";
import { isForeignFrom } from "../../detect/entity.js";
import type { Habit, SenderBounce } from "../../detect/facts.js";
import type { Alike } from "../../detect/views.js";
import { parseAddress } from "../../message/address.js";
import { DELAYED, FAILED, fromCode, LAST_PROVEN, SEVERITIES, UNPROVEN } from "../codes.js";
import { statement, type Connection } from "../connection.js";
import { hostSql } from "../names.js";
import { textSql } from "../texts.js";
import { firstId, secondOf } from "../time.js";

/** A sender whose bounces are read. */
export interface Account {
  readonly id: number;
  readonly name: string;
}

/** Bounces that a habit is made of. */
const HABIT_SIZE = 200;
/** Bounces that nearly always show where a sender is at home. */
const GLANCE_SIZE = 8;
/** Earlier bounces that these are looked for in: a stranger who sends many forgeries must not make it slow. */
const HABIT_REACH = 2_000;
/** Bounces of one sender that are read; those of a flood that come before say nothing more. */
const MOST_BOUNCES = 20_000;

/** From of the returned message; a mail that returned none has its own there. */
const AUTHOR = `CASE WHEN r.extent IS NULL THEN NULL ELSE ${textSql("r.author")} END AS author`;
const CLIENT = `${hostSql("r.client")} AS client`;

/** What tells who used the account, as it is stored. */
interface Trace {
  readonly author: string | null;
  readonly client: string | null;
}

interface Traces extends Trace {
  readonly count: number;
}

const traceOf = ({ name }: Account, { author, client }: Trace): Pick<SenderBounce, "client" | "network" | "hasForeignFrom"> => {
  const known = clientOf(client);
  return { client: known?.address ?? null, network: known?.network ?? null, hasForeignFrom: isForeignFrom(name, author === null ? null : parseAddress(author)) };
};

const TRACES = `SELECT ${AUTHOR}, ${CLIENT}, traces.count FROM`;

const earlierTraces = statement<[number, number, number], Traces>(`${TRACES} (
  SELECT max(kept.report) AS report, count(*) AS count FROM (
    SELECT r.id AS report, r.author, r.extent, r.client FROM (
      SELECT id - part AS report FROM bounce INDEXED BY bounce_sender
      WHERE sender = ? AND id < ? AND action IN (${FAILED}, ${DELAYED}) ORDER BY id DESC LIMIT ${HABIT_REACH}) newest
    CROSS JOIN report r ON r.id = newest.report WHERE r.trust <= ${UNPROVEN} LIMIT ?) kept
  GROUP BY kept.author, kept.extent, kept.client) traces CROSS JOIN report r ON r.id = traces.report`);

const sum = (counted: readonly { readonly count: number }[]): number => counted.reduce((total, { count }) => total + count, 0);

function habitOfLast(connection: Connection, account: Account, before: number, most: number): Habit {
  const traces = earlierTraces(connection).all(account.id, firstId(before), most).map((row) => ({ ...traceOf(account, row), count: row.count }));
  return {
    bounces: sum(traces),
    networks: new Set(traces.flatMap(({ network }) => network ?? [])),
    foreignFrom: sum(traces.filter(({ hasForeignFrom }) => hasForeignFrom)),
  };
}

/** What a sender's last bounces before a moment were like. */
export const habitOf = (connection: Connection, account: Account, before: number): Habit => habitOfLast(connection, account, before, HABIT_SIZE);

/**
 * A habit beside which no fewer bounces are strange than beside the whole: fewer networks are known, nothing is too little
 * to go by, and every foreign From is unheard of. Whoever has no strangers by it, has none.
 */
export const strictHabitOf = (connection: Connection, account: Account, before: number): Habit =>
  ({ ...habitOfLast(connection, account, before, GLANCE_SIZE), bounces: Number.MAX_SAFE_INTEGER, foreignFrom: 0 });

interface SenderTraces extends Traces {
  readonly sender: number;
}

/** By time and not by sender: those of one day lie side by side. */
const freshTraces = statement<[number, number], SenderTraces>(`
  SELECT traces.sender, ${AUTHOR}, ${CLIENT}, traces.count FROM (
    SELECT b.sender, max(r.id) AS report, count(*) AS count FROM bounce b NOT INDEXED CROSS JOIN report r ON r.id = b.id - b.part
    WHERE b.id >= ? AND b.id < ? AND b.is_fresh = 1 AND b.action = ${FAILED} AND r.trust <= ${UNPROVEN}
    GROUP BY b.sender, r.author, r.extent, r.client) traces CROSS JOIN report r ON r.id = traces.report`);

/** The fresh bounces of some senders from a moment on, counted by client and From. */
export function alikeOf(connection: Connection, accounts: readonly Account[], since: number, now: number): ReadonlyMap<Account, readonly Alike[]> {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const alike = new Map<Account, Alike[]>(accounts.map((account) => [account, []]));
  for (const row of freshTraces(connection).iterate(firstId(since), firstId(now + 1))) {
    const account = byId.get(row.sender);
    if (account !== undefined) alike.get(account)?.push({ ...traceOf(account, row), count: row.count });
  }
  return alike;
}

interface StoredBounce extends Trace {
  readonly id: number;
  readonly receiver: string | null;
  readonly reason: string;
  readonly severity: number | null;
  readonly trust: number;
  readonly isBulk: number;
}

const freshBounces = statement<[number, number, number], StoredBounce>(`
  SELECT b.id, ${hostSql("b.domain")} AS receiver, ${textSql("b.reason")} AS reason, b.severity, r.trust, r.is_bulk AS isBulk, ${AUTHOR}, ${CLIENT}
  FROM bounce b INDEXED BY bounce_sender CROSS JOIN report r ON r.id = b.id - b.part
  WHERE b.sender = ? AND b.id >= ? AND b.id < ? AND b.is_fresh = 1 AND b.action = ${FAILED} AND r.trust <= ${UNPROVEN} ORDER BY b.id DESC LIMIT ${MOST_BOUNCES}`);

function toBounce(account: Account, row: StoredBounce): SenderBounce | null {
  const cause = causeOfBounce("failed", row.reason, fromCode(SEVERITIES, row.severity));
  if (!isTellingCause(cause)) return null;
  return {
    time: secondOf(row.id), receiver: row.receiver ?? "", cause, isProven: row.trust <= LAST_PROVEN, isBulk: row.isBulk === 1, ...traceOf(account, row),
  };
}

/** A sender's fresh, telling bounces of a period, oldest first. */
export const bouncesOf = (connection: Connection, account: Account, since: number, now: number): readonly SenderBounce[] =>
  freshBounces(connection).all(account.id, firstId(since), firstId(now + 1)).flatMap((row) => toBounce(account, row) ?? []).reverse();
