/** The senders that stand out: cards for those somebody has to look at, a line for each of the others. */
import type { ReportData, Standing } from "../data.js";
import { decisionWords } from "../wording.js";
import type { Look } from "./look.js";
import { markup, type Markup } from "./markup.js";
import { suspectCard } from "./suspect.js";
import { counted } from "./words.js";

/** Cards on a page; after a break-in by the hundred, the page has to stay one that a phone can show. */
const MOST_CARDS = 40;

const isMuted = ({ alert }: Standing): boolean => alert?.status === "muted";
const isList = ({ finding }: Standing): boolean => finding.level === "list";

/** Those that get a card. */
export const suspectsOf = ({ standings }: ReportData): readonly Standing[] =>
  standings.filter((standing) => !isList(standing) && !isMuted(standing));

const line = ({ finding }: Standing, more: string): Markup =>
  markup`<li><span class="name">${finding.sender}</span>: ${counted(finding.counts.count, "recipient")} failed ${finding.window.words}${more}</li>`;

/** A section of single lines; null without any. */
const lines = (
  id: string,
  title: string,
  text: string,
  standings: readonly Standing[],
  more: (standing: Standing) => string,
): Markup | null =>
  standings.length === 0
    ? null
    : markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><div class="card"><p class="soft">${text}</p>
<ul class="plain">${standings.map((standing) => line(standing, more(standing)))}</ul></div></section>`;

/** The section of cards; null when nobody stands out. */
export function suspectsSection(data: ReportData, look: Look): Markup | null {
  const suspects = suspectsOf(data);
  if (suspects.length === 0) return null;
  const rest = suspects.length - MOST_CARDS;
  return markup`<section aria-labelledby="suspects"><h2 id="suspects">Senders that stand out</h2>
<div class="cards">${suspects.slice(0, MOST_CARDS).map((standing, index) => suspectCard(standing, data.now, index, look))}</div>
${rest > 0 ? markup`<p class="soft">And ${counted(rest, "sender")} more with fewer points.</p>` : null}
</section>`;
}

/** Those that need no card: old address lists, and what somebody muted. */
export function quietSections({ standings, now }: ReportData): readonly (Markup | null)[] {
  const muted = standings.filter((standing) => isMuted(standing) && !isList(standing));
  return [
    lines(
      "lists",
      "Old address lists",
      "Over their peak, but by the looks of it a newsletter or an address book that has grown old.",
      standings.filter(isList),
      () => "",
    ),
    lines("muted", "Muted", "Over their peak; somebody decided to hear nothing of them.", muted, ({ alert }) =>
      alert === null ? "" : `; ${decisionWords(alert, now)}`,
    ),
  ];
}
