/**
 * Stores what a report says of one recipient, once: of two reports of one failure the one that is trusted more stands,
 * whichever came first. Else a stranger who guesses a queue id could hide a failure or put it on somebody else.
 */
import type { Bounce, Verdict, ReportedRecipient } from "../bounce.js";
import { ACTIONS, SEVERITIES, toCode } from "./codes.js";
import { statement, type Connection } from "./connection.js";
import { isFirstFailure } from "./freshness.js";
import type { Counted, Sign } from "./counted.js";
import { claimIdentity, identityKey, moveIdentity } from "./identity.js";
import { hostName, internAddress, internHost, storedAddress } from "./names.js";
import { countRecipient } from "./recipient-state.js";
import { countBounce, type Rollups } from "./rollups.js";
import { internText, joinValues, pack } from "./texts.js";

/** What a bounce takes from its report, and where it is counted. */
export interface Origin {
  readonly rollups: Rollups;
  readonly sender: number;
  /** Place in TRUST_LEVELS. */
  readonly trust: number;
}

/** `new`: counted. `duplicate`: known already. `superseding`: known from a report that was trusted less, and replaced. */
export type Outcome = "new" | "duplicate" | "superseding";

/** Longest texts kept, in characters. */
const LIMITS = { diagnostic: 1_000, matched: 200, status: 16, replyCode: 16 } as const;

const COLUMNS = [
  "id",
  "part",
  "recipient",
  "original",
  "domain",
  "sender",
  "action",
  "status",
  "reply_code",
  "diagnostic",
  "diagnostic_type",
  "remote_mta",
  "text_values",
  "severity",
  "reason",
  "rule",
  "matched",
  "is_fresh",
] as const;

type Value = string | number | null;
interface StoredBounce extends Omit<Counted, "isFresh"> {
  readonly fresh: number;
}

const insert = statement<Value[]>(
  `INSERT INTO bounce (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})`,
);
const remove = statement<[number]>("DELETE FROM bounce WHERE id = ?");
const select = statement<[number], StoredBounce>(`
  SELECT b.id, b.recipient, b.domain, b.sender, b.action, b.severity, t.text AS reason, b.reason AS reasonId, b.status, r.trust, b.is_fresh AS fresh
  FROM bounce b CROSS JOIN report r ON r.id = b.id - b.part CROSS JOIN text t ON t.id = b.reason WHERE b.id = ?`);

/** What a refusal may quote and is stored anyway. */
export const knownOfBounce = (recipient: string, remoteMta: string | null): (string | null)[] => [recipient, remoteMta];

/** Of a bounce, what texts are stored of. */
interface Worded {
  readonly facts: Pick<ReportedRecipient, "recipient" | "remoteMta" | "diagnostic">;
  readonly verdict: Pick<Verdict, "matched">;
}

/** The refusal and the words that matched, as they are stored: `values` holds what was taken out of both. */
export function textValues(
  connection: Connection,
  { facts, verdict }: Worded,
): { diagnostic: number | null; matched: number | null; values: string | null } {
  const known = knownOfBounce(
    storedAddress(facts.recipient),
    facts.remoteMta === null ? null : hostName(facts.remoteMta),
  );
  const diagnostic = facts.diagnostic === null ? null : pack(facts.diagnostic.slice(0, LIMITS.diagnostic), known);
  const matched = verdict.matched === null ? null : pack(verdict.matched.slice(0, LIMITS.matched), known);
  return {
    diagnostic: internText(connection, diagnostic?.template ?? null),
    matched: internText(connection, matched?.template ?? null),
    values: joinValues(diagnostic, matched),
  };
}

function insertBounce(connection: Connection, part: number, bounce: Bounce, counted: Counted): void {
  const { facts, verdict } = bounce;
  const { diagnostic, matched, values } = textValues(connection, bounce);
  insert(connection).run(
    counted.id,
    part,
    counted.recipient,
    facts.originalRecipient === null ? null : internAddress(connection, facts.originalRecipient).address,
    counted.domain,
    counted.sender,
    counted.action,
    counted.status,
    internText(connection, facts.replyCode?.slice(0, LIMITS.replyCode) ?? null),
    diagnostic,
    internText(connection, facts.diagnosticType),
    facts.remoteMta === null ? null : internHost(connection, facts.remoteMta),
    values,
    counted.severity,
    counted.reasonId,
    internText(connection, verdict.rule),
    matched,
    counted.isFresh ? 1 : 0,
  );
}

function toCounted(connection: Connection, id: number, { facts, verdict }: Bounce, { sender, trust }: Origin): Counted {
  const { address, domain } = internAddress(connection, facts.recipient);
  const bounce = {
    id,
    sender,
    trust,
    recipient: address,
    domain,
    action: toCode(ACTIONS, facts.action),
    severity: toCode(SEVERITIES, verdict.severity),
    reason: verdict.reason,
    reasonId: internText(connection, verdict.reason),
    status: internText(connection, facts.status?.slice(0, LIMITS.status) ?? null),
  };
  return { ...bounce, isFresh: isFirstFailure(connection, bounce) };
}

function count(connection: Connection, rollups: Rollups, bounce: Counted, sign: Sign): void {
  countBounce(rollups, bounce, sign);
  countRecipient(connection, bounce, sign);
}

/** A stored bounce as its counters see it; undefined when there is none. */
export function countedBounce(connection: Connection, id: number): Counted | undefined {
  const row = select(connection).get(id);
  if (row === undefined) return undefined;
  const { fresh, ...bounce } = row;
  return { ...bounce, isFresh: fresh === 1 };
}

/** Takes out what a better report replaces. */
function removeBounce(connection: Connection, rollups: Rollups, bounce: Counted): void {
  remove(connection).run(bounce.id);
  count(connection, rollups, bounce, -1);
}

function addBounce(connection: Connection, id: number, part: number, bounce: Bounce, origin: Origin): void {
  const counted = toCounted(connection, id, bounce, origin);
  count(connection, origin.rollups, counted, 1);
  insertBounce(connection, part, bounce, counted);
}

/** Stores one bounce as the `part`th of the report `reportId`. */
export function recordBounce(
  connection: Connection,
  reportId: number,
  part: number,
  bounce: Bounce,
  origin: Origin,
): Outcome {
  const id = reportId + part;
  const key = identityKey("bounce", bounce);
  const knownId = claimIdentity(connection, key, id);
  if (knownId === undefined) {
    addBounce(connection, id, part, bounce, origin);
    return "new";
  }
  const known = countedBounce(connection, knownId);
  if (known === undefined || known.trust <= origin.trust) return "duplicate";
  removeBounce(connection, origin.rollups, known);
  moveIdentity(connection, key, id);
  addBounce(connection, id, part, bounce, origin);
  return "superseding";
}
