/** Rows as an aligned table: cut to a terminal's width, or whole where nobody says how wide it may be (a pipe, a cron mail). */
import stringWidth from "string-width";
import { printable } from "./escape.js";

const ASCII = /^[ -~]*$/;
/** Shows that a text was cut; one column. */
const ELLIPSIS = "\u2026";

const CHARACTERS = new Intl.Segmenter();

/** Columns that the text takes on a terminal. */
export const displayWidth = (text: string): number => (ASCII.test(text) ? text.length : stringWidth(text));

const head = (text: string, columns: number): string => {
  if (ASCII.test(text)) return text.slice(0, columns);
  let left = columns;
  for (const { segment, index } of CHARACTERS.segment(text)) {
    left -= stringWidth(segment);
    if (left < 0) return text.slice(0, index);
  }
  return text;
};

/** The text if it fits, else its beginning and an ellipsis, in at most `columns` columns (1 or more). */
export const clip = (text: string, columns: number): string =>
  displayWidth(text) <= columns ? text : `${head(text, columns - 1)}${ELLIPSIS}`;

/** The text filled up with blanks to `columns`, at its end or (`right`) at its beginning. */
export const pad = (text: string, columns: number, align: "left" | "right"): string => {
  const blanks = " ".repeat(Math.max(0, columns - displayWidth(text)));
  return align === "left" ? text + blanks : blanks + text;
};

/** What a cell may hold; null is an empty cell. */
type TableValue = string | number | null;

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => TableValue;
  /** Numbers read best at the right. Default "left". */
  readonly align?: "left" | "right";
  /** 1 (or absent) is kept to the last; where space is short, the highest number is narrowed first and left out first. */
  readonly priority?: number;
  /** Terminal columns below which the column is of no use. Default: 8, or its widest cell if that is less. */
  readonly minWidth?: number;
}

/** A column with its texts, ready to be laid out. */
interface Track {
  readonly cells: readonly string[];
  readonly align: "left" | "right";
  readonly priority: number;
  readonly min: number;
  readonly width: number;
}

const GAP = 2;
const DEFAULT_MIN_WIDTH = 8;

const text = (value: TableValue): string => (value === null ? "" : printable(String(value)));

const track = <Row>(column: Column<Row>, rows: readonly Row[]): Track => {
  const cells = [printable(column.title), ...rows.map((row) => text(column.value(row)))];
  const width = cells.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), 0);
  const min = Math.min(width, column.minWidth ?? DEFAULT_MIN_WIDTH);
  return { cells, align: column.align ?? "left", priority: column.priority ?? 1, min, width };
};

const total = (tracks: readonly Track[], widthOf: (track: Track) => number): number =>
  tracks.reduce((sum, each) => sum + widthOf(each), GAP * Math.max(0, tracks.length - 1));

/** The least important track, the last of them where several are. */
const leastImportant = (tracks: readonly Track[]): Track | undefined =>
  tracks.reduce<Track | undefined>(
    (found, each) => (found && found.priority > each.priority ? found : each),
    undefined,
  );

/** Leaves out the least important tracks until the rest fits with each at its minimum; one always stays. */
const dropped = (tracks: readonly Track[], width: number): readonly Track[] => {
  let kept = tracks;
  while (kept.length > 1 && total(kept, (each) => each.min) > width) {
    const victim = leastImportant(kept);
    kept = kept.filter((each) => each !== victim);
  }
  return kept;
};

/** Narrows tracks, the least important first, until they fit. */
const narrowed = (tracks: readonly Track[], width: number): readonly Track[] => {
  let excess = Math.max(0, total(tracks, (each) => each.width) - width);
  const order = [...tracks].reverse().sort((a, b) => b.priority - a.priority);
  const widths = new Map<Track, number>();
  for (const each of order) {
    const cut = Math.min(excess, each.width - (tracks.length === 1 ? 1 : each.min));
    widths.set(each, each.width - cut);
    excess -= cut;
  }
  return tracks.map((each) => ({ ...each, width: widths.get(each) ?? each.width }));
};

const line = (tracks: readonly Track[], row: number): string =>
  tracks
    .map((each) => pad(clip(each.cells[row] ?? "", each.width), each.width, each.align))
    .join(" ".repeat(GAP))
    .trimEnd();

/**
 * The table as lines with their line ends, a header first. `width`: columns of the terminal (1 or more), or null for
 * whole texts. Texts are made safe, see {@link printable}. No rows give the empty string.
 */
export const renderTable = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | null,
): string => {
  if (rows.length === 0) return "";
  const whole = columns.map((column) => track(column, rows));
  const tracks = width === null ? whole : narrowed(dropped(whole, width), width);
  return ["header", ...rows].map((_, row) => `${line(tracks, row)}\n`).join("");
};
