/**
 * Comma-separated values after RFC 4180: CRLF line ends, quotes doubled. Spreadsheets run a cell that begins like a
 * formula, so such text gets a leading apostrophe (OWASP, "CSV Injection"); numbers stay numbers.
 */
import { printable } from "./escape.js";

/** What a cell may hold; null is an empty cell. */
export type CsvValue = string | number | boolean | null;

/** How a formula begins, in ASCII or full width; blanks before it are skipped by some programs. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;
/** RFC 4180 asks for quotes around a comma and a quote; a semicolon separates cells where the comma is a decimal sign. */
const NEEDS_QUOTES = /[",;]|^\s|\s$/;

const textCell = (value: string): string => {
  const text = printable(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

const cell = (value: CsvValue): string => {
  if (value === null) return "";
  return typeof value === "string" ? textCell(value) : String(value);
};

/** One record with its line end. Text is one line per cell, see {@link printable}. */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(cell).join(",")}\r\n`;
