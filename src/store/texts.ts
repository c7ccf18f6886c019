/**
 * Texts that recur, as integers: formats, reasons, rules, and the refusals of mail servers. A refusal recurs but for the
 * address, the host, a session id in it; these are taken out and kept with the bounce, and what is left is stored once.
 * Ten million refusals of 60 to 250 bytes come down to some thousand texts and a few bytes each.
 */
import { insertedId, scalar, statement, type Connection } from "./connection.js";
import { remembered } from "./remembered.js";

const select = scalar<[string], number>("SELECT id FROM text WHERE text = ?");
const insert = statement<[string]>("INSERT INTO text (text) VALUES (?)");

/** Number of a text; undefined when the database has never seen it. */
export const findText = (connection: Connection, text: string): number | undefined => select(connection).get(text);

/** Number of a text, which is stored if it is new; null stays null. */
export function internText(connection: Connection, text: string): number;
export function internText(connection: Connection, text: string | null): number | null;
export function internText(connection: Connection, text: string | null): number | null {
  return text === null
    ? null
    : remembered(
        connection,
        "text",
        text,
        () => findText(connection, text) ?? insertedId(insert(connection).run(text)),
      );
}

/** SQL for a text, given the expression of its number. */
export const textSql = (id: string): string => `(SELECT text FROM text WHERE id = ${id})`;

/** Stands where a value was taken out. */
const HOLE = "\u0001";
/** Stand where a value was taken out that is stored elsewhere: the first, second, third of `known`. */
const KNOWN_HOLES = ["\u0002", "\u0003", "\u0004"] as const;
const HOLES = /[\u0001-\u0004]/g;

/** A word with a digit or an @, from its beginning: what holds neither is passed over, once. */
const WORD = /(?<![^\s<>()[\]{},;"'])[^\s<>()[\]{},;"'\d@]*[\d@][^\s<>()[\]{},;"']*/g;
/** "550", "5.1.1", "550-5.1.1", "#5.1.1:" recur; every other such word is a value. */
const CODE = /^#?(\d{3}-)?(\d{3}|\d\.\d{1,3}\.\d{1,3})[:.]?$/;

/** What recurs of a text, and what was taken out of it. */
export interface Packed {
  readonly template: string;
  readonly values: readonly string[];
}

/** Writes short what is stored elsewhere: up to three values, of three characters or more. */
export const shorten = (text: string, known: readonly (string | null)[]): string =>
  known.reduce<string>(
    (rest, value, index) =>
      value === null || value.length < 3 ? rest : rest.replaceAll(value, KNOWN_HOLES[index] ?? value),
    text.replace(HOLES, " "),
  );

/** Undoes `shorten`. */
export const lengthen = (text: string, known: readonly (string | null)[]): string =>
  KNOWN_HOLES.reduce((rest, hole, index) => rest.replaceAll(hole, () => known[index] ?? ""), text);

/** Takes out of a text what differs from bounce to bounce. `known`: up to three values that are stored anyway. */
export function pack(text: string, known: readonly (string | null)[]): Packed {
  const values: string[] = [];
  const template = shorten(text, known).replace(WORD, (word) => {
    if (CODE.test(word)) return word;
    values.push(word);
    return HOLE;
  });
  return { template, values };
}

/** Puts the values back. Takes its own from the front of `values`, so that several texts can share one list. */
export function unpack(template: string, values: string[], known: readonly (string | null)[]): string {
  return lengthen(
    template.replaceAll(HOLE, () => values.shift() ?? ""),
    known,
  );
}

/** Several texts' values as one column; null when there are none. */
export const joinValues = (...packed: readonly (Packed | null)[]): string | null =>
  packed.flatMap((one) => one?.values ?? []).join(HOLE) || null;

/** The column of `joinValues` as a list that `unpack` takes from. */
export const splitValues = (joined: string | null): string[] => (joined === null ? [] : joined.split(HOLE));
