/**
 * Makes text from a mail safe to show. Whoever sends us a mail chooses its words: without this they could move the
 * cursor, colour a line, or turn an address round on the admin's screen (Unicode TR #36, CVE-2021-42574).
 */

/** Characters that begin a new line or column; they become one space, so a cell stays a cell. */
const SPACING = /[\t\n\v\f\r\u0085\u2028\u2029]/g;

/**
 * What no terminal, log or page should get: controls (C0, DEL, C1), format characters (bidirectional overrides and
 * isolates, zero-width, tags), lone surrogates, other invisible characters, and marks piled more than eight high.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{8})\p{M}/gu;

const ORDINARY = /^[ -~]*$/;

const visible = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
};

/**
 * Text as one line without control, bidirectional or invisible characters. White space other than a blank becomes a
 * blank, everything else unsafe becomes visible: ESC is `\x1b`, RIGHT-TO-LEFT OVERRIDE `\u{202e}`. For people, not
 * reversible: a backslash in the text stays as it is.
 */
export const printable = (text: string): string =>
  ORDINARY.test(text) ? text : text.replace(SPACING, " ").replace(UNSAFE, visible);
