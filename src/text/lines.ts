/** Lines for a person. */
import { printable } from "./escape.js";

/** A label and its value as a line, not yet safe to print; no line where there is no value. */
export const labelled = (label: string, value: string | null | undefined, indent = 2, width = 12): string[] =>
  value === null || value === undefined || value === "" ? [] : [`${" ".repeat(indent)}${label.padEnd(width)}${value}`];

/** Lines with their line ends, each made safe, see {@link printable}. */
export const printableLines = (lines: readonly string[]): string =>
  lines.map((line) => `${printable(line)}\n`).join("");
