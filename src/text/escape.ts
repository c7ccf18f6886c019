/**
 * Makes text from a message safe to show, on a terminal and in HTML. Whoever sends us a message chooses its words: without this they could move the
 * cursor, colour a line, or turn an address round on the admin's screen (Unicode TR #36, CVE-2021-42574).
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML content or an attribute in either kind of quotes; control and bidirectional characters made visible. */
export const escapeHtml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");

/** A label and its value as a line, not yet safe to print; no line where there is no value. */
export const labelled = (label: string, value: string | null | undefined, indent = 2, width = 12): string[] =>
  value === null || value === undefined || value === "" ? [] : [`${" ".repeat(indent)}${label.padEnd(width)}${value}`];

/** Lines with their line ends, each made safe, see {@link printable}. */
export const printableLines = (lines: readonly string[]): string =>
  lines.map((line) => `${printable(line)}\n`).join("");

/** Characters that begin a new line or column; they become one space, so a cell stays a cell. */
const SPACING = /[\t\n\v\f\r\u0085\u2028\u2029]/g;

/**
 * What no terminal, log or page should get: controls (C0, DEL, C1), line separators, format characters (bidirectional
 * overrides and isolates, zero-width, tags), other invisible characters, lone surrogates: Unicode's Cc, Cf, Cs, Zl, Zp
 * and Default_Ignorable_Code_Point. And marks piled more than eight high. Ranges, because a pattern with Unicode
 * property names costs 0.6 ms where it stands, used or not, and this one stands in the way of every mail.
 */
export const UNSAFE =
  /[\0-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{110bd}\u{110cd}\u{13430}-\u{1343f}\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|(?<=[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{8})[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e31-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/gu;

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
