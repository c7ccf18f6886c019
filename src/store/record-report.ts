/** Stores a mail: what it says of itself and of the message that it is about. */
import type { Reading } from "../bounce.js";
import { isForeignFrom } from "../detect/entity.js";
import { parseAddress } from "../mail/address.js";
import { EXTENTS, KINDS, NOTICES, SOURCES, toCode, TRUST_LEVELS } from "./codes.js";
import { statement, type Connection } from "./connection.js";
import { addHeadline, type Headline } from "./headlines.js";
import { hostName, internAddress, internHost, NONE, splitAddress, storedAddress } from "./names.js";
import { remembered } from "./remembered.js";
import { internText, joinValues, pack, shorten } from "./texts.js";

/** Longest texts kept, in characters. An extension is an address's local part: Postfix lets 1,500 bytes through. */
const LIMITS = {
  subject: 200,
  author: 200,
  messageId: 250,
  queueId: 64,
  extension: 1_500,
  why: 300,
  details: 20_000,
} as const;

const COLUMNS = [
  "id",
  "recipients",
  "kind",
  "format",
  "trust",
  "why",
  "why_values",
  "sender",
  "source",
  "client",
  "reporter",
  "notice",
  "queue_id",
  "extent",
  "is_bulk",
  "is_foreign",
  "extension",
  "verp_prefix",
  "verp_recipient",
  "verp_agrees",
  "size",
  "details",
] as const;

type Value = string | number | null;

const insert = statement<Value[]>(
  `INSERT INTO report (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})`,
);

const cut = (text: string | null, longest: number): string | null => (text === null ? null : text.slice(0, longest));

type Known = readonly (string | null)[];

const queueIdOf = ({ facts }: Reading): string | null => cut(facts.postfixQueueId, LIMITS.queueId);

/** What `why` and a Message-ID may contain and is stored anyway. */
export const knownOfReport = (queueId: string | null, reporter: string | null, sender: string | null): Known => [
  queueId,
  reporter,
  sender === null ? null : splitAddress(storedAddress(sender)).domain,
];

/** Epoch seconds of a Date field; null when it is none. */
function dateOf(text: string | null): number | null {
  const milliseconds = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1_000);
}

function detailsOf({ facts: { originalEnvelopeId, feedback }, defects }: Reading): string | null {
  if (originalEnvelopeId === null && feedback === null && defects.length === 0) return null;
  const details = JSON.stringify({ envelopeId: originalEnvelopeId, feedback, defects });
  return details.length > LIMITS.details ? JSON.stringify({ defects: [...defects, "details-limit"] }) : details;
}

/** Kept for as long as the report, unlike the From itself: what a sender's mail was like before tells a thief's. */
const hasForeignFrom = ({ sender, returned }: Reading): boolean => {
  const from = returned?.headerFrom ?? null;
  return sender !== null && from !== null && isForeignFrom(sender.name, parseAddress(from));
};

/** The bounced message's Message-ID, Subject, From and time; of a mail that returned none, its own. */
function headlineOf(connection: Connection, reading: Reading, known: Known): Headline {
  const { returned } = reading;
  const from = returned === null ? reading.from : returned.headerFrom;
  const messageId = cut((returned ?? reading).messageId, LIMITS.messageId);
  return {
    arrival: dateOf(reading.facts.arrivalDate),
    messageId: messageId === null ? null : shorten(messageId, known),
    subject: cut((returned ?? reading).subject, LIMITS.subject),
    author: internText(connection, cut(from, LIMITS.author)),
  };
}

function verpValues(connection: Connection, { verp }: Reading): Value[] {
  if (verp === null) return [null, null, null, null];
  return [
    cut(verp.extension, LIMITS.extension),
    internText(connection, cut(verp.prefix, LIMITS.extension)),
    verp.recipient === null ? null : internAddress(connection, verp.recipient).address,
    verp.agrees === null ? null : Number(verp.agrees),
  ];
}

function originValues(connection: Connection, reading: Reading, sender: number, known: Known): Value[] {
  const { facts, trust, clientAddress } = reading;
  const why = pack(trust.why.slice(0, LIMITS.why), known);
  return [
    toCode(TRUST_LEVELS, trust.level),
    internText(connection, why.template),
    joinValues(why),
    sender,
    toCode(SOURCES, reading.sender?.source ?? null),
    clientAddress === null ? null : internHost(connection, clientAddress),
    facts.reportingMta === null ? null : internHost(connection, facts.reportingMta),
    toCode(NOTICES, facts.postfixNotice),
    queueIdOf(reading),
  ];
}

/** Stores the report under this id. `sender`: its number; 0 for none. */
export function insertReport(connection: Connection, id: number, reading: Reading, sender: number): void {
  const { facts } = reading;
  const known = knownOfReport(
    queueIdOf(reading),
    facts.reportingMta === null ? null : hostName(facts.reportingMta),
    reading.sender?.name ?? null,
  );
  insert(connection).run(
    id,
    reading.bounces.length,
    toCode(KINDS, reading.kind),
    internText(connection, reading.format),
    ...originValues(connection, reading, sender, known),
    toCode(EXTENTS, reading.returned?.extent ?? null),
    reading.returned?.isBulk === true ? 1 : 0,
    hasForeignFrom(reading) ? 1 : 0,
    ...verpValues(connection, reading),
    reading.size,
    detailsOf(reading),
  );
  addHeadline(connection, id, headlineOf(connection, reading, known));
}

/** Number of the account that sent what bounced; 0 when nothing names it. */
export const internSender = (connection: Connection, { sender }: Reading): number =>
  sender === null
    ? NONE
    : remembered(connection, "sender", sender.name, () => internAddress(connection, sender.name).address);
