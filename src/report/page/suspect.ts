/** One sender that stands out, as a card: how sure, since when, why in words, what failed where, and where to look next. */
import { shares, type Share } from "../../detect/counts.js";
import type { Standing } from "../data.js";
import type { Look } from "./look.js";
import { shellWord } from "../shell.js";
import { causeWords, clientName, decisionWords, NEWS_WORDS, pointWords } from "../wording.js";
import { markup, type Content, type Markup } from "./markup.js";
import { suspectPicture } from "./suspect-picture.js";
import { counted, lengthWords, momentWords } from "./words.js";

/** Names told of a list; the rest is a number. */
const NAMES = 4;

const named = (list: readonly Share[]): string => {
  const rest = list.length - NAMES;
  return (
    list
      .slice(0, NAMES)
      .map(({ name, count }) => `${name} (${count})`)
      .join(", ") + (rest > 0 ? ` and ${rest} more` : "")
  );
};

const fact = (name: string, value: string): Markup | null =>
  value === "" ? null : markup`<dt>${name}</dt><dd>${value}</dd>`;

const facts = ({ finding, alert }: Standing, now: number): Markup => {
  return markup`<dl>${fact("Failed", causeWords(finding))}${fact("To", named(shares(finding.bounces, ({ receiver }) => receiver)))}${fact(
    "From clients",
    named(shares(finding.bounces, ({ client }) => clientName(client))),
  )}${fact(
    "Reported",
    finding.complaints > 0 ? `as spam by ${counted(finding.complaints, "recipient")}` : "",
  )}${fact("State", alert === null ? "" : decisionWords(alert, now))}<dt>Look</dt><dd><code>bounces report show ${shellWord(finding.sender)}</code></dd></dl>`;
};

function heading({ finding, news }: Standing, now: number): Markup {
  const age = lengthWords(now - finding.since);
  return markup`<p class="meta"><span class="badge">${finding.level}</span> ${finding.points.toFixed(1)} points · since ${momentWords(finding.since)} UTC (${age})${news === null ? null : markup` · <strong>${NEWS_WORDS[news]}</strong>`}</p>`;
}

/** The sender's card. `index` tells this card's names from another's. */
export function suspectCard(standing: Standing, now: number, index: number, look: Look): Markup {
  const { finding } = standing;
  const picture: Content = look === "page" ? suspectPicture(standing, now, `suspect-${index}`) : null;
  return markup`<article class="card suspect ${finding.level}" aria-labelledby="suspect-${index}">
<h3 id="suspect-${index}">${finding.sender}</h3>${heading(standing, now)}${picture}
<ul class="signals">${finding.signals.map((signal) => markup`<li><span class="points">${pointWords(signal.points)}</span> <span>${signal.sentence}</span></li>`)}</ul>
${facts(standing, now)}</article>`;
}
