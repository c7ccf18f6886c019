/** Bounces per hour over seven days, stacked by class of reason. */
import { DAY, dayOf, HOUR } from "../time.js";
import type { HourCount, ReportData } from "./data.js";
import type { ReasonClass } from "../reason.js";
import { markup, type Markup } from "./markup.js";
import { countScale, everyHour, firstHour, midnights, spread, stackedPaths, WEEK_HOURS, type Scale } from "./plot.js";
import { counted, dayWords, grouped, momentWords } from "./wording.js";

/** A class that something failed for. */
export type FailureClass = Exclude<ReasonClass, "none">;

/** From the bottom of a column to its top. */
const CLASSES = ["recipient", "system", "unclear", "message", "sender"] as const satisfies readonly FailureClass[];

/** What failed, and examples. */
export const CLASS_WORDS: Readonly<Record<FailureClass, { readonly name: string; readonly example: string }>> = {
  recipient: { name: "Address", example: "gone, moved, disabled" },
  system: { name: "Receiver", example: "full, down, slow" },
  unclear: { name: "Unclear", example: "no reason given" },
  message: { name: "Message", example: "spam, too big" },
  sender: { name: "Our side", example: "blocked, login, rate" },
};

/** One picture for wide screens and paper, one for phones: text keeps its size. */
interface Size {
  readonly id: "wide" | "narrow";
  readonly width: number;
  readonly height: number;
  readonly ticks: number;
  readonly dayLetters: number;
}

const SIZES: readonly Size[] = [
  { id: "wide", width: 960, height: 250, ticks: 5, dayLetters: 6 },
  { id: "narrow", width: 340, height: 210, ticks: 4, dayLetters: 3 },
];
const LEFT = 34;
const TOP = 22;
const BOTTOM = 22;

type Hours = readonly HourCount["classes"][];

const sum = (classes: HourCount["classes"]): number => CLASSES.reduce((total, name) => total + (classes[name] ?? 0), 0);

const toWeek = ({ hours, now }: ReportData): Hours =>
  everyHour(hours, now, { classes: {} }).map(({ classes }) => classes);

const gridLine = (value: number, y: number, width: number): Markup =>
  markup`<line class="grid" x1="${LEFT}" x2="${width}" y1="${y}" y2="${y}"/><text class="tick" x="${LEFT - 6}" y="${y + 4}" text-anchor="end">${grouped(value)}</text>`;

function dayMark(index: number, now: number, x: Scale["at"], { width, height, dayLetters }: Size): Markup {
  const label = dayWords(Math.floor(((firstHour(now) + index) * HOUR) / DAY))
    .slice(0, dayLetters)
    .trimEnd();
  const isRoom = x(index) <= width - 40;
  return markup`<line class="day" x1="${x(index)}" x2="${x(index)}" y1="${TOP}" y2="${height - BOTTOM + 5}"/>${isRoom ? markup`<text class="tick" x="${x(index) + 4}" y="${height - 6}">${label}</text>` : null}`;
}

/** Marks where alerts that stand were opened. */
function alertMarks({ standings, now }: ReportData, x: Scale["at"], { height }: Size): readonly Markup[] {
  const places = standings.flatMap(({ alert }) =>
    alert?.level === "alert" ? [alert.opened / HOUR - firstHour(now)] : [],
  );
  return places
    .filter((place) => place >= 0 && place <= WEEK_HOURS)
    .map(
      (place) =>
        markup`<path class="mark" d="M${x(place)},${TOP - 4}l-5,-9h10z"/><line class="mark" x1="${x(place)}" x2="${x(place)}" y1="${TOP - 4}" y2="${height - BOTTOM}"/>`,
    );
}

function picture(data: ReportData, hours: Hours, description: string, size: Size): Markup {
  const { id, width, height, ticks } = size;
  const x = spread([0, WEEK_HOURS], [LEFT, width]);
  const y = countScale(Math.max(...hours.map(sum)), [height - BOTTOM, TOP], ticks);
  const paths = stackedPaths<FailureClass>({ layers: CLASSES, columns: hours, x, y: y.at });
  return markup`<svg class="${id}" role="img" aria-labelledby="hours-${id}-title hours-${id}-text" viewBox="0 0 ${width} ${height}">
<title id="hours-${id}-title">Bounces per hour of the last seven days, by class</title><desc id="hours-${id}-text">${description}</desc>
${y.ticks.map((tick) => gridLine(tick, y.at(tick), width))}${midnights(data.now).map((index) => dayMark(index, data.now, x, size))}
${[...paths].map(([name, path]) => (path === "" ? null : markup`<path class="fill-${name}" d="${path}"/>`))}${alertMarks(data, x, size)}</svg>`;
}

const key = (name: FailureClass): Markup =>
  markup`<li><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class="fill-${name}" width="12" height="12" rx="2"/></svg>${CLASS_WORDS[name].name} <span class="soft">${CLASS_WORDS[name].example}</span></li>`;

const legend = (hasMarks: boolean): Markup =>
  markup`<ul class="legend">${CLASSES.map(key)}${hasMarks ? markup`<li><svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><path class="mark" d="M6,11l-5,-9h10z"/></svg>Alert opened</li>` : null}</ul>`;

/** The table that says the same in numbers, a row a day. */
function table(hours: Hours, now: number): Markup {
  const days = new Map<number, Map<FailureClass, number>>();
  hours.forEach((classes, index) => {
    const day = dayOf((firstHour(now) + index) * HOUR);
    const counts = days.get(day) ?? new Map<FailureClass, number>();
    for (const name of CLASSES) counts.set(name, (counts.get(name) ?? 0) + (classes[name] ?? 0));
    days.set(day, counts);
  });
  return markup`<details><summary>Show as a table</summary><table><caption>Bounces per day (UTC) by class</caption>
<thead><tr><th scope="col">Day</th>${CLASSES.map((name) => markup`<th scope="col">${CLASS_WORDS[name].name}</th>`)}</tr></thead>
<tbody>${[...days].map(([day, counts]) => markup`<tr><th scope="row">${dayWords(day)}</th>${CLASSES.map((name) => markup`<td>${grouped(counts.get(name) ?? 0)}</td>`)}</tr>`)}</tbody></table></details>`;
}

function describe(hours: Hours, now: number): string {
  const sums = hours.map(sum);
  const most = Math.max(...sums);
  const total = sums.reduce((all, count) => all + count, 0);
  return total === 0
    ? "No bounces in seven days."
    : `${counted(total, "bounce")} in seven days; most in one hour: ${grouped(most)}, ${momentWords((firstHour(now) + sums.indexOf(most)) * HOUR)} UTC.`;
}

/** The section of the picture. */
export function hoursSection(data: ReportData): Markup {
  const hours = toWeek(data);
  const description = describe(hours, data.now);
  const hasMarks = data.standings.some(
    ({ alert }) => alert?.level === "alert" && alert.opened / HOUR >= firstHour(data.now),
  );
  return markup`<section aria-labelledby="hours"><h2 id="hours">Bounces per hour</h2><figure class="card"><figcaption class="soft">${description}</figcaption>
${SIZES.map((size) => picture(data, hours, description, size))}${legend(hasMarks)}${table(hours, data.now)}</figure></section>`;
}
