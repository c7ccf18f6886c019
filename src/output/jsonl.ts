/** JSON Lines (jsonlines.org): one JSON value (RFC 8259) per line, for `--json`. */

/** Beyond what JSON itself escapes: what a terminal or a line reader would act on. The escapes are JSON's own, nothing is lost. */
const ACTIVE = /[\u007f-\u009f\u2028\u2029]|\p{Cf}/gu;

const escapeUnits = (character: string): string =>
  Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");

/** One value as one line of JSON with its line end. Control and bidirectional characters are escaped, a parser gives them back. */
export const jsonLine = (value: object): string => `${JSON.stringify(value).replace(ACTIVE, escapeUnits)}\n`;
