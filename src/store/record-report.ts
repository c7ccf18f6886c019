/** Stores a mail: what it says of itself and of the message that it is about. */
import type { Reading } from "../bounce.js";
import { EXTENTS, KINDS, NOTICES, SOURCES, toCode, TRUST_LEVELS, VERP_FORMS } from "./codes.js";
import { statement, type Connection } from "./connection.js";
import { internAddress, internHost, NONE } from "./names.js";
import { internText, joinValues, pack } from "./texts.js";

/** Longest texts kept, in characters. An extension is an address's local part: Postfix lets 1,500 octets through. */
const LIMITS = { subject: 200, author: 200, messageId: 250, queueId: 64, extension: 1_500, why: 300, flaws: 200, details: 4_000 } as const;

const COLUMNS = [
  "id", "recipients", "kind", "format", "trust", "why", "why_values", "sender", "source", "client", "reporter", "notice", "queue_id", "arrival",
  "extent", "message_id", "subject", "author", "is_bulk",
  "extension", "verp_form", "verp_prefix", "verp_recipient", "verp_agrees", "flaws", "size", "details",
] as const;

type Value = string | number | null;

const insert = statement<Value[]>(`INSERT INTO report (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})`);

const cut = (text: string | null, longest: number): string | null => (text === null ? null : text.slice(0, longest));

/** What `why` may quote and is stored anyway. */
export const knownOfReport = (queueId: string | null, reporter: string | null): (string | null)[] => [queueId, reporter];

/** Epoch seconds of a Date field; null when it is none. */
function dateOf(text: string | null): number | null {
  const milliseconds = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1_000);
}

function detailsOf({ facts: { originalEnvelopeId, feedback } }: Reading): string | null {
  if (originalEnvelopeId === null && feedback === null) return null;
  const details = JSON.stringify({ envelopeId: originalEnvelopeId, feedback });
  return details.length > LIMITS.details ? null : details;
}

/** The bounced message's Message-ID, Subject and From; of a mail that returned none, its own. */
function headlineValues(connection: Connection, reading: Reading): Value[] {
  const { returned } = reading;
  const from = returned === null ? reading.from : returned.headerFrom;
  return [
    toCode(EXTENTS, returned?.extent ?? null),
    cut((returned ?? reading).messageId, LIMITS.messageId),
    cut((returned ?? reading).subject, LIMITS.subject),
    internText(connection, cut(from, LIMITS.author)),
    returned?.isBulk === true ? 1 : 0,
  ];
}

function verpValues(connection: Connection, { verp }: Reading): Value[] {
  if (verp === null) return [null, null, null, null, null];
  return [
    cut(verp.extension, LIMITS.extension),
    toCode(VERP_FORMS, verp.form),
    internText(connection, cut(verp.prefix, LIMITS.extension)),
    verp.recipient === null ? null : internAddress(connection, verp.recipient).address,
    verp.agrees === null ? null : Number(verp.agrees),
  ];
}

function originValues(connection: Connection, reading: Reading, sender: number): Value[] {
  const { facts, trust, clientAddress } = reading;
  const queueId = cut(facts.postfixQueueId, LIMITS.queueId);
  const reporter = facts.reportingMta?.toLowerCase() ?? null;
  const why = pack(trust.why.slice(0, LIMITS.why), knownOfReport(queueId, reporter));
  return [
    toCode(TRUST_LEVELS, trust.level), internText(connection, why.template), joinValues(why),
    sender, toCode(SOURCES, reading.sender?.source ?? null),
    clientAddress === null ? null : internHost(connection, clientAddress),
    reporter === null ? null : internHost(connection, reporter),
    toCode(NOTICES, facts.postfixNotice), queueId, dateOf(facts.arrivalDate),
  ];
}

/** Stores the report under this id. `sender`: its number; 0 for none. */
export function insertReport(connection: Connection, id: number, reading: Reading, sender: number): void {
  insert(connection).run(
    id, reading.bounces.length, toCode(KINDS, reading.kind), internText(connection, reading.format),
    ...originValues(connection, reading, sender),
    ...headlineValues(connection, reading),
    ...verpValues(connection, reading),
    internText(connection, reading.flaws.join(" ").slice(0, LIMITS.flaws) || null), reading.size, detailsOf(reading),
  );
}

/** Number of the account that sent what bounced; 0 when nothing names it. */
export const internSender = (connection: Connection, { sender }: Reading): number =>
  sender === null ? NONE : internAddress(connection, sender.name).address;
