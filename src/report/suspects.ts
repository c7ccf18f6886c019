/** The senders that stand out: a card for each that somebody has to look at, a line for each of the others. */
import { shares } from "../detect/observation.js";
import type { ReportData, Standing } from "./data.js";
import { markup, type Content, type Markup, type Medium } from "./markup.js";
import { reportCommand } from "./remedy.js";
import { suspectPicture } from "./suspect-picture.js";
import {
  causeWords,
  clientName,
  counted,
  decisionWords,
  lengthWords,
  momentWords,
  NEWS_WORDS,
  pointWords,
  shareWords,
} from "./wording.js";

const fact = (name: string, value: string): Markup | null =>
  value === "" ? null : markup`<dt>${name}</dt><dd>${value}</dd>`;

const facts = ({ finding, alert }: Standing, now: number): Markup => {
  return markup`<dl>${fact("Failed", causeWords(finding))}${fact("To", shareWords(shares(finding.bounces, ({ receiver }) => receiver)))}${fact(
    "Clients",
    shareWords(shares(finding.bounces, ({ client }) => clientName(client))),
  )}${fact(
    "Reported",
    finding.complaints > 0 ? `as spam by ${counted(finding.complaints, "recipient")}` : "",
  )}${fact("State", alert === null ? "" : decisionWords(alert, now))}<dt>Details</dt><dd><code>${reportCommand("show", finding.sender)}</code></dd></dl>`;
};

function heading({ finding, news }: Standing, now: number): Markup {
  const age = lengthWords(now - finding.since);
  return markup`<p class="meta"><span class="badge">${finding.level}</span> ${finding.points.toFixed(1)} points · since ${momentWords(finding.since)} UTC (${age})${news === null ? null : markup` · <strong>${NEWS_WORDS[news]}</strong>`}</p>`;
}

/** `index`: makes the ids of this card unique on the page. */
function suspectCard(standing: Standing, now: number, index: number, medium: Medium): Markup {
  const { finding } = standing;
  const picture: Content = medium === "page" ? suspectPicture(standing, now, `suspect-${index}`) : null;
  return markup`<article class="card suspect ${finding.level}" aria-labelledby="suspect-${index}">
<h3 id="suspect-${index}">${finding.sender}</h3>${heading(standing, now)}${picture}
<ul class="signals">${finding.signals.map((signal) => markup`<li><span class="points">${pointWords(signal.points)}</span> <span>${signal.sentence}</span></li>`)}</ul>
${facts(standing, now)}</article>`;
}

/** Cards on a page: after a break-in by the hundred, a phone must still be able to show it. */
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
export function suspectsSection(data: ReportData, medium: Medium): Markup | null {
  const suspects = suspectsOf(data);
  if (suspects.length === 0) return null;
  const rest = suspects.length - MOST_CARDS;
  return markup`<section aria-labelledby="suspects"><h2 id="suspects">Senders that stand out</h2>
<div class="cards">${suspects.slice(0, MOST_CARDS).map((standing, index) => suspectCard(standing, data.now, index, medium))}</div>
${rest > 0 ? markup`<p class="soft">And ${counted(rest, "sender")} more with fewer points.</p>` : null}
</section>`;
}

/** Those that need no card: old address lists, and muted senders. */
export function quietSections({ standings, now }: ReportData): readonly (Markup | null)[] {
  const muted = standings.filter((standing) => isMuted(standing) && !isList(standing));
  return [
    lines(
      "lists",
      "Old address lists",
      "Over their peak, but probably a newsletter or an old address book.",
      standings.filter(isList),
      () => "",
    ),
    lines("muted", "Muted", "Over their peak, but somebody muted them.", muted, ({ alert }) =>
      alert === null ? "" : `; ${decisionWords(alert, now)}`,
    ),
  ];
}
