/** What the generated pages share: their first line, and tables. */

/** Says at the top of a page that it is generated, and from what. */
export const generatedFrom = (source) => `<!-- Generated from ${source} by docs/generate.mjs; do not edit. -->\n`;

/** Text for a cell of a table. */
export const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** Text as code; empty for none. */
export const code = (text) => (text === "" ? "" : `\`${text}\``);

/** A table of rows of cells. */
export const table = (titles, rows) =>
  [titles, titles.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |\n`).join("");

/** A sentence: with a full stop at its end. */
export const sentence = (text) => (text === "" ? "" : `${text}${/[.?!]$/.test(text) ? "" : "."}`);
