/** A sender's last seven days against its peak: a running total over the window of its finding. */
import { HOUR } from "../time.js";
import type { Standing } from "./data.js";
import { markup, type Markup } from "./markup.js";
import { countScale, everyHour, firstHour, midnights, spread, stackedPaths, WEEK_HOURS } from "./plot.js";
import { dayWords, grouped, momentWords } from "./wording.js";

const WIDTH = 400;
const HEIGHT = 132;
const LEFT = 32;
const TOP = 14;
const BASE = HEIGHT - 20;

const LAYERS = ["refused", "other"] as const;

/** Bounces within the window that ends with an hour. */
type Total = Readonly<Record<(typeof LAYERS)[number], number>>;

function runningTotals({ hours, finding }: Standing, now: number): readonly Total[] {
  const week = everyHour(hours, now, { bounces: 0, refused: 0 });
  const span = Math.max(1, Math.round(finding.window.seconds / HOUR));
  return week.map((_, index) => {
    const within = week.slice(Math.max(0, index + 1 - span), index + 1);
    const refused = within.reduce((sum, hour) => sum + hour.refused, 0);
    return { refused, other: within.reduce((sum, { bounces }) => sum + bounces, 0) - refused };
  });
}

/** What the picture shows, for screen readers. */
function describe({ finding }: Standing, sums: readonly number[], now: number): string {
  const most = Math.max(...sums);
  const when = momentWords((firstHour(now) + sums.indexOf(most)) * HOUR);
  return `Bounces ${finding.window.words}, as a running total: at most ${grouped(most)} (${when} UTC), now ${grouped(sums.at(-1) ?? 0)}. ${peakWords(finding)}.`;
}

const peakWords = ({ peak, isUnfamiliar }: Standing["finding"]): string =>
  isUnfamiliar ? "Peak of mail like this: 0" : `Peak: ${grouped(peak)}`;

function dayMark(index: number, now: number, x: (hour: number) => number): Markup {
  const label = dayWords(Math.floor(((firstHour(now) + index) * HOUR) / 86_400)).slice(0, 3);
  const isRoom = index <= WEEK_HOURS - 18;
  return markup`<line class="day" x1="${x(index)}" x2="${x(index)}" y1="${TOP}" y2="${BASE + 4}"/>${isRoom ? markup`<text class="tick" x="${x(index) + 3}" y="${HEIGHT - 4}">${label}</text>` : null}`;
}

function peakLine(y: number, words: string): Markup {
  const above = y - TOP > 14;
  return markup`<line class="peak" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}"/><text class="peak-words" x="${LEFT + 4}" y="${above ? y - 4 : y + 12}">${words.toLowerCase()}</text>`;
}

const swatch = (shape: Markup): Markup =>
  markup`<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">${shape}</svg>`;

const KEY = markup`<ul class="legend"><li>${swatch(markup`<rect class="fill-refused" width="12" height="12" rx="2"/>`)}refused as spam or by policy</li>
<li>${swatch(markup`<rect class="fill-other" width="12" height="12" rx="2"/>`)}other</li><li>${swatch(markup`<line class="peak" x1="0" x2="12" y1="6" y2="6"/>`)}peak</li></ul>`;

/** The picture. `id`: unique on the page; its title and text are named after it. */
export function suspectPicture(standing: Standing, now: number, id: string): Markup {
  const { finding } = standing;
  const totals = runningTotals(standing, now);
  const sums = totals.map(({ refused, other }) => refused + other);
  const x = spread([0, WEEK_HOURS], [LEFT, WIDTH]);
  const y = countScale(Math.max(...sums, finding.peak), [BASE, TOP], 3);
  const paths = stackedPaths({ layers: LAYERS, columns: totals, x, y: y.at });
  const description = describe(standing, sums, now);
  return markup`<figure class="small"><svg role="img" aria-labelledby="${id}-title ${id}-text" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<title id="${id}-title">Seven days of ${finding.sender} against its peak</title><desc id="${id}-text">${description}</desc>
${y.ticks.map((tick) => markup`<line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y.at(tick)}" y2="${y.at(tick)}"/><text class="tick" x="${LEFT - 5}" y="${y.at(tick) + 4}" text-anchor="end">${grouped(tick)}</text>`)}
${midnights(now).map((index) => dayMark(index, now, x))}${[...paths].map(([layer, path]) => (path === "" ? null : markup`<path class="fill-${layer}" d="${path}"/>`))}
${peakLine(y.at(finding.peak), peakWords(finding))}</svg>
<figcaption class="soft">Bounces ${finding.window.words}, running total${KEY}</figcaption></figure>`;
}
