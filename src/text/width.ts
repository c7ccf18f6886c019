/** How many terminal columns a text takes, after Unicode's East Asian Width (UAX #11). For text that {@link printable} made. */

const ASCII = /^[ -~]*$/;
/** East Asian Wide and Fullwidth blocks, and what terminals draw as a picture; pictures in pairs (flags) are counted too wide, never too narrow. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u4dff\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2fb}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
/** Marks that sit on the character before them. */
const COMBINING = /[\p{Mn}\p{Me}]/u;
/** Shows that a text was cut; one column. */
const ELLIPSIS = "\u2026";

const characterWidth = (character: string): number => {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
};

/** Columns that the text takes on a terminal. */
export const displayWidth = (text: string): number => {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += characterWidth(character);
  return columns;
};

const head = (text: string, columns: number): string => {
  let kept = "";
  let left = columns;
  for (const character of text) {
    left -= characterWidth(character);
    if (left < 0) break;
    kept += character;
  }
  return kept;
};

/** The text if it fits, else its beginning and an ellipsis, in at most `columns` columns (1 or more). */
export const clip = (text: string, columns: number): string =>
  displayWidth(text) <= columns ? text : `${head(text, columns - 1)}${ELLIPSIS}`;

/** The text filled up with blanks to `columns`, at its end or (`right`) at its beginning. */
export const pad = (text: string, columns: number, align: "left" | "right"): string => {
  const blanks = " ".repeat(Math.max(0, columns - displayWidth(text)));
  return align === "left" ? text + blanks : blanks + text;
};
