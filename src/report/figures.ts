/** Tables with bars: reasons, and senders by their bounces. */
import { REASONS } from "../reason.js";
import { NAMELESS } from "../output/senders.js";
import type { SenderRow } from "../store/senders.js";
import type { ReasonCount, ReportData } from "./data.js";
import { CLASS_WORDS, type FailureClass } from "./hours.js";
import { markup, type Markup, type Medium } from "./markup.js";
import { spread } from "./plot.js";
import { percent } from "../values.js";
import { grouped } from "./wording.js";

/** Reasons in the table; the closed list has hardly more in use. */
const MOST_REASONS = 15;

/** A bar as long as its value; the number stands beside it. */
function bar(name: string, value: number, most: number): Markup {
  const x = spread([0, Math.max(most, 1)], [0, 300]);
  return markup`<svg class="bar" aria-hidden="true" viewBox="0 0 300 8" preserveAspectRatio="none"><rect class="fill-${name}" width="${x(value)}" height="8"/></svg>`;
}

const isFailure = (row: ReasonCount): row is ReasonCount & { readonly class: FailureClass } => row.class !== "none";

/** The reasons of the period. */
export function reasonsSection({ reasons }: ReportData, medium: Medium): Markup | null {
  const rows = reasons.filter(isFailure).slice(0, MOST_REASONS);
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map(({ hard, soft }) => hard + soft));
  return markup`<section aria-labelledby="reasons"><h2 id="reasons">Reasons</h2><div class="card"><table><caption>Why mail bounced</caption>
<thead><tr><th scope="col">Reason</th><th scope="col">Bounces</th><th scope="col">Hard</th></tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => markup`<tr><th scope="row">${row.reason} <span class="soft">${CLASS_WORDS[row.class].name.toLowerCase()}</span>${medium === "page" ? bar(row.class, row.hard + row.soft, most) : null}<span class="under">${REASONS[row.reason].meaning}</span></th>
<td>${grouped(row.hard + row.soft)}</td><td>${percent(row.hard, row.hard + row.soft)}</td></tr>`,
  )}</tbody></table></div></section>`;
}

function usual({ daily: { days, average, maximum } }: SenderRow): string {
  if (days === 0) return "";
  return maximum === 0
    ? "; none on the days before"
    : `; usually ${average >= 10 ? grouped(Math.round(average)) : average.toFixed(1)} a day`;
}

const shareWords = (row: SenderRow): string =>
  `${percent(row.hard, row.bounces)} hard, ${percent(row.refused, row.bounces)} refused${usual(row)}`;

const tallied = (row: SenderRow): string =>
  row.reasons
    .slice(0, 3)
    .map(({ name, count }) => `${name} ${grouped(count)}`)
    .join(", ");

/** Senders by their bounces in the period. */
export function rankingSection({ ranking }: ReportData, medium: Medium): Markup | null {
  const rows = ranking.filter(({ bounces }) => bounces > 0);
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map(({ bounces }) => bounces));
  return markup`<section aria-labelledby="ranking"><h2 id="ranking">Senders by bounces</h2><div class="card"><table><caption>For any reason</caption>
<thead><tr><th scope="col">Sender</th><th scope="col">Bounces</th></tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => markup`<tr><th scope="row"><span class="name">${row.sender ?? NAMELESS}</span>${medium === "page" ? bar("other", row.bounces, most) : null}<span class="under">${shareWords(row)}</span> <span class="under">${tallied(row)}</span></th>
<td>${grouped(row.bounces)}</td></tr>`,
  )}</tbody></table></div></section>`;
}
