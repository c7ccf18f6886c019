/**
 * The state of each address: which are suppressed, since when, and how it came about. Changed where a proven bounce or delivery is
 * recorded, in its transaction, and by people. Nothing but proof changes a state: what our own Postfix wrote, a signed address, the
 * ledger. Changes are events, and rows of events are only added; others follow them by their ids.
 */
import {
  enoughKnown,
  isExempt,
  isMassListing,
  judge,
  replyOf,
  weightOf,
  type Change,
  type EventAction,
  type Failure,
  type Standing,
  type State,
} from "../suppress/judge.js";
import { GUARD, MEMORY, type SuppressionPolicy } from "../suppress/parameters.js";
import { IS_PROVEN, isProven } from "./counting.js";
import { storedName, domainIn } from "./message-row.js";
import { first, insertNew, onStore, sql, type Db, type Insert, type Value, type Work } from "./sql.js";

/** For all of our senders. */
export const EVERYWHERE = "*";

/** An address and its state. Times are epoch seconds. */
export interface Suppression extends Standing {
  readonly address: string;
  /** `*`, `domain:NAME` or `stream:NAME`: mail from whom it is about. */
  readonly scope: string;
  readonly reason: string;
  readonly why: string;
  /** What Postfix answers. */
  readonly reply: string;
  readonly lastEventId: number;
}

/** One change of a state. */
export interface SuppressionEvent {
  readonly id: number;
  readonly at: number;
  readonly address: string;
  readonly scope: string;
  readonly action: EventAction;
  readonly state: State;
  readonly until: number | null;
  readonly who: string;
  readonly why: string;
  readonly bounceId: number | null;
  /** The rule that decided the bounce, and how far it is believed; null where it is gone. */
  readonly rule: string | null;
  readonly trust: string | null;
}

/** A recorded bounce, as far as states care. */
export interface Touch {
  readonly address: string;
  readonly recipientId: number;
  readonly domainId: number;
  readonly sender: string;
  readonly trust: string;
  readonly action: string;
  readonly reason: string;
  readonly receivedAt: number;
}

const SELECT = `SELECT address, scope, state, who, reason, why, since, until, reply, last_event_id AS "lastEventId" FROM suppression`;
const find = sql<Suppression>(`${SELECT} WHERE address = $1 AND scope = $2`);
const ofAddress = sql<Suppression>(`${SELECT} WHERE address = $1 ORDER BY scope`);
const page = sql<Suppression>(`${SELECT} WHERE (address, scope) > ($1, $2) ORDER BY address, scope LIMIT $3`);
const failuresOf = sql<{
  readonly bounceId: number;
  readonly at: number;
  readonly reason: string;
  readonly severity: string;
}>(`
  SELECT b.id AS "bounceId", b.received_at AS at, v.reason, v.severity
  FROM bounce b JOIN verdict v ON v.id = b.verdict_id
  WHERE b.recipient_id = $1 AND b.received_at > $2 AND b.action = 'failed' AND ${IS_PROVEN}
    AND b.received_at > coalesce((SELECT delivered_at FROM recipient WHERE id = $1), 0)
  ORDER BY b.received_at DESC, b.id DESC LIMIT 200`);
/** What the program suppressed of a domain, and what it released again, since then. */
const listedSince = sql<Pick<Suppression, "address" | "scope" | "state">>(
  "SELECT address, scope, state FROM suppression WHERE domain = $1 AND since > $2 AND state <> 'probation' AND who = ''",
);
const knownOf = sql<{ readonly known: number }>(
  "SELECT count(*) AS known FROM (SELECT DISTINCT recipient_id FROM bounce {by:bounce_domain} WHERE domain_id = $1 LIMIT $2) few",
);
const eventsOf = sql<SuppressionEvent>(`
  SELECT e.id, e.at, e.address, e.scope, e.action, e.state, e.until, e.who, e.why, e.bounce_id AS "bounceId", v.rule, b.trust
  FROM suppression_event e LEFT JOIN bounce b ON b.id = e.bounce_id LEFT JOIN verdict v ON v.id = b.verdict_id
  WHERE e.address = $1 ORDER BY e.id`);
const expired = sql<Suppression>(
  `${SELECT} {by:suppression_until} WHERE state = 'suppressed' AND until IS NOT NULL AND until <= $1`,
);
const extend = sql<object>("UPDATE suppression SET until = $3 WHERE address = $1 AND scope = $2");

const COLUMNS = [
  "address",
  "scope",
  "domain",
  "state",
  "who",
  "reason",
  "why",
  "since",
  "until",
  "reply",
  "last_event_id",
] as const;
const WRITE: Insert = {
  ...insertNew("suppression", COLUMNS, "address"),
  onConflict: `ON CONFLICT (address, scope) DO UPDATE SET ${COLUMNS.slice(2)
    .map((name) => `${name} = excluded.${name}`)
    .join(", ")}`,
};
const ADD_EVENT: Insert = {
  ...insertNew(
    "suppression_event",
    ["address", "scope", "action", "state", "at", "until", "who", "why", "bounce_id"],
    "address",
    "id",
  ),
  onConflict: "",
};

/** Longest who and why kept, in characters. */
const LONGEST = 1_000;

/** A change of state to be written. */
interface Step extends Omit<Suppression, "lastEventId"> {
  readonly action: EventAction;
  readonly bounceId: number | null;
}

function* writeStep(db: Db, step: Step): Work<void> {
  const { address, scope, action, state, since, until, reason, reply, bounceId } = step;
  const who = step.who.slice(0, LONGEST);
  const why = step.why.slice(0, LONGEST);
  const event: Value[] = [address, scope, action, state, since, until, who, why, bounceId];
  const [id = null] = yield* db.put(ADD_EVENT, [event]);
  if (action === "hold") return;
  yield* db.put(WRITE, [[address, scope, domainIn(address), state, who, reason, why, since, until, reply, id ?? 0]]);
}

/** The guard: a receiver in trouble. What it made us suppress within the hour is released. */
function* holdBack(
  db: Db,
  listed: readonly Pick<Suppression, "address" | "scope" | "state">[],
  now: number,
): Work<void> {
  const why = `${listed.length + 1} addresses of ${domainIn(listed[0]?.address ?? "")} within an hour: the receiver is more likely in trouble`;
  const held = {
    state: "released",
    who: "",
    reason: "",
    why,
    reply: "",
    since: now,
    until: null,
    bounceId: null,
  } as const;
  for (const { address, scope } of listed.filter(({ state }) => state === "suppressed"))
    yield* writeStep(db, { ...held, address, scope, action: "release" });
}

function* suppress(db: Db, { address, domainId }: Touch, { until, why, cause }: Change, now: number): Work<void> {
  const listed = yield* db.all(listedSince, [domainIn(address), now - GUARD.within]);
  const count = listed.length + 1;
  const step = { address, scope: EVERYWHERE, who: "", reason: cause.reason, why, since: now, bounceId: cause.bounceId };
  if (isMassListing(count, 0)) {
    const known = (yield* first(db, knownOf, [domainId, enoughKnown(count)]))?.known ?? 0;
    if (isMassListing(count, known)) {
      yield* holdBack(db, listed, now);
      const held = {
        ...step,
        why: `held back: ${why}`,
        state: "released",
        until: null,
        reply: "",
        action: "hold",
      } as const;
      yield* writeStep(db, held);
      return;
    }
  }
  const reply = replyOf(cause.reason, now);
  yield* writeStep(db, { ...step, state: "suppressed", until, reply, action: "suppress" });
}

function* touchFailed(db: Db, touch: Touch, policy: SuppressionPolicy): Work<void> {
  const { address, recipientId, sender, receivedAt: now } = touch;
  if (isExempt(address, domainIn(sender), policy.never)) return;
  const rows = yield* db.all(failuresOf, [recipientId, now - MEMORY]);
  const failures: Failure[] = rows.map(({ severity, ...row }) => ({ ...row, isHard: severity === "hard" }));
  const standing = (yield* first(db, find, [address, EVERYWHERE])) ?? null;
  const change = judge(failures, standing, now, policy);
  if (change?.kind === "extend") yield* db.all(extend, [address, EVERYWHERE, change.until]);
  else if (change !== null) yield* suppress(db, touch, change, now);
}

/** A delivery that is proven: what the program had suppressed is written to again. */
function* touchDelivered(db: Db, address: string, now: number): Work<void> {
  const standing = yield* first(db, find, [address, EVERYWHERE]);
  if (standing?.who !== "" || (standing.state !== "suppressed" && standing.state !== "probation")) return;
  const step = {
    ...standing,
    state: "released",
    since: now,
    until: null,
    reply: "",
    why: "a message was delivered",
  } as const;
  yield* writeStep(db, { ...step, action: "release", bounceId: null });
}

/**
 * What recorded bounces make of the states of their addresses; in the transaction that is open. A bounce that weighs nothing
 * costs nothing, one that weighs something two questions by a key.
 */
export function* touchStates(db: Db, touches: readonly Touch[], policy: SuppressionPolicy): Work<void> {
  for (const touch of touches) {
    if (!isProven(touch.trust)) continue;
    if (touch.action === "delivered") yield* touchDelivered(db, touch.address, touch.receivedAt);
    else if (touch.action === "failed" && weightOf({ reason: touch.reason, isHard: true }) > 0)
      yield* touchFailed(db, touch, policy);
  }
}

/** What a person wants of an address. */
export interface Order {
  readonly address: string;
  readonly scope: string;
  readonly action: "suppress" | "allow" | "release";
  readonly who: string;
  readonly why: string;
  readonly at: number;
  readonly until: number | null;
}

const STATE_BY_ACTION = { suppress: "suppressed", allow: "allowed", release: "released" } as const;

function* writeOrder(db: Db, { action, ...order }: Order): Work<boolean> {
  const address = storedName(order.address);
  const state = STATE_BY_ACTION[action];
  const standing = yield* first(db, find, [address, order.scope]);
  if (standing === undefined && action === "release") return false;
  const reason = action === "suppress" ? "by-hand" : "";
  const reply = action === "suppress" ? replyOf(reason, order.at) : "";
  yield* writeStep(db, { ...order, address, action, state, since: order.at, reason, reply, bounceId: null });
  return true;
}

/**
 * Writes what a person decided, all or nothing. A person's word wins over the program's.
 * @returns for each whether there was something to do: nothing to release is nothing
 */
export const orderStates = onStore((db: Db, orders: readonly Order[]): Work<readonly boolean[]> =>
  db.transaction(function* (): Work<readonly boolean[]> {
    const done: boolean[] = [];
    for (const order of orders) done.push(yield* writeOrder(db, order));
    return done;
  }),
);

/**
 * Undoes the last change of an address: it has the state that it had before, and is counted anew where it had none.
 * @returns what it is now; null where there was nothing to undo
 */
export const undoState = onStore(
  (db: Db, address: string, scope: string, who: string, now: number): Work<State | null> =>
    db.transaction(function* (): Work<State | null> {
      const name = storedName(address);
      const standing = yield* first(db, find, [name, scope]);
      if (standing === undefined) return null;
      const events = (yield* db.all(eventsOf, [name])).filter(
        (event) => event.scope === scope && event.action !== "hold",
      );
      const before = events.at(-2);
      const state = before?.state ?? "released";
      const reply = state === "suppressed" ? replyOf("by-hand", now) : "";
      const step = { ...standing, state, since: now, until: before?.until ?? null, reply, why: "undone", who };
      yield* writeStep(db, { ...step, action: "undo", bounceId: null });
      return state;
    }),
);

/** Ends suppressions whose time is up: one message may try. Answers how many. */
export const expireStates = onStore((db: Db, now: number): Work<number> =>
  db.transaction(function* (): Work<number> {
    const over = yield* db.all(expired, [now]);
    for (const standing of over) {
      const state = standing.who === "" ? "probation" : "released";
      const step = { ...standing, state, since: now, until: null, reply: "", why: "its time is up" } as const;
      yield* writeStep(db, { ...step, action: "expire", bounceId: null });
    }
    return over.length;
  }),
);

/** The states on record of an address, by scope. */
export const statesOf = onStore(function* (db: Db, address: string): Work<readonly Suppression[]> {
  return yield* db.all(ofAddress, [storedName(address)]);
});

/** How an address came to its states, the oldest first. */
export const historyOf = onStore(function* (db: Db, address: string): Work<readonly SuppressionEvent[]> {
  return yield* db.all(eventsOf, [storedName(address)]);
});

/** So many states behind an address and scope, in their order; pages, since there may be millions. */
export const statesAfter = onStore(function* (
  db: Db,
  after: Pick<Suppression, "address" | "scope">,
  limit: number,
): Work<readonly Suppression[]> {
  return yield* db.all(page, [after.address, after.scope, limit]);
});
