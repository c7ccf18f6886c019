/** JSON Lines (jsonlines.org): one JSON value (RFC 8259) per line, for `--json`. */
import { UNSAFE } from "./escape.js";

const escapeUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");

/**
 * One value as one line of JSON with its line end. What JSON leaves as it is and a terminal or a line reader would act on
 * ({@link UNSAFE}) is escaped in JSON's own way, so a parser gives it back.
 */
export const jsonLine = (value: object): string => `${JSON.stringify(value).replace(UNSAFE, escapeUnits)}\n`;
