/** Scales and shapes of the pictures, by d3-scale and d3-shape. Lengths are the units of the picture's view box. */
import { scaleLinear } from "d3-scale";
import { area, curveStepAfter, stack } from "d3-shape";
import { DAY, HOUR, hourOf } from "../time.js";

/** A place on an axis for each value. */
export interface Scale {
  readonly at: (value: number) => number;
  /** Round values to write beside the axis. */
  readonly ticks: readonly number[];
}

/** From values to places, in proportion. */
export function spread(values: readonly [number, number], places: readonly [number, number]): Scale["at"] {
  const scale = scaleLinear().domain(values).range(places);
  return (value) => Math.round(scale(value) * 10) / 10;
}

/** Counts from 0 up to a round number that is not below `most`; ticks are whole. */
export function countScale(most: number, places: readonly [number, number], count: number): Scale {
  const scale = scaleLinear()
    .domain([0, Math.max(most, 1)])
    .nice(count)
    .range(places);
  return { at: (value) => Math.round(scale(value) * 10) / 10, ticks: scale.ticks(count).filter(Number.isInteger) };
}

/** Columns of one width side by side, each with a value for every layer. */
export interface Columns<Layer extends string> {
  readonly layers: readonly Layer[];
  readonly columns: readonly Readonly<Partial<Record<Layer, number>>>[];
  /** Left edge of a column; asked for one more than there are. */
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/** The outline of each layer, from the bottom up, as the path of an SVG; the empty text for a layer without anything. */
export function stackedPaths<Layer extends string>({
  layers,
  columns,
  x,
  y,
}: Columns<Layer>): ReadonlyMap<Layer, string> {
  const valueOf = (column: Readonly<Partial<Record<Layer, number>>>, layer: Layer): number => column[layer] ?? 0;
  const closed = [...columns, ...columns.slice(-1)];
  const shape = area<readonly [number, number]>()
    .x((_, index) => x(index))
    .y0(([low]) => y(low))
    .y1(([, high]) => y(high))
    .curve(curveStepAfter)
    .digits(1);
  const stacked = stack<unknown, Readonly<Partial<Record<Layer, number>>>, Layer>().keys(layers).value(valueOf)(closed);
  return new Map(
    stacked.map((series) => [
      series.key,
      columns.some((column) => valueOf(column, series.key) > 0)
        ? (shape(series.map(([low, high]) => [low, high] as const)) ?? "")
        : "",
    ]),
  );
}

const HOURS_OF_DAY = DAY / HOUR;

/** Hours that the pictures show. */
export const WEEK_HOURS = 7 * HOURS_OF_DAY;

/** The first hour shown; the last is the one that `now` is in. */
export const firstHour = (now: number): number => hourOf(now) - WEEK_HOURS + 1;

/** For each hour of the week what stands for it, or `empty`. */
export function everyHour<Row extends { readonly hour: number }, Empty>(
  rows: readonly Row[],
  now: number,
  empty: Empty,
): readonly (Row | Empty)[] {
  const byHour = new Map(rows.map((row) => [row.hour, row]));
  return Array.from({ length: WEEK_HOURS }, (_, index) => byHour.get(firstHour(now) + index) ?? empty);
}

/** The hours (counted from the first) at which a day (UTC) begins. */
export const midnights = (now: number): readonly number[] =>
  Array.from({ length: WEEK_HOURS }, (_, index) => index).filter(
    (index) => (firstHour(now) + index) % HOURS_OF_DAY === 0,
  );
