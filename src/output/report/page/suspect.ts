/** One sender that stands out, as a card: how sure, since when, why in words, what failed where, and where to look next. */
import type { TellingCause } from "../../../detect/cause.js";
import { shares, type Share } from "../../../detect/evidence.js";
import type { Finding } from "../../../detect/judge.js";
import type { News } from "../../../detect/alerts.js";
import type { Standing } from "../data.js";
import type { Look } from "./look.js";
import { markup, type Content, type Markup } from "./markup.js";
import { suspectPicture } from "./suspect-picture.js";
import { counted, lengthWords, momentWords } from "./words.js";

const NEWS_WORDS: Readonly<Record<News, string>> = { opened: "new", raised: "now an alert", grown: "has grown", reminder: "goes on" };

const CAUSE_WORDS: readonly (readonly [TellingCause, string])[] = [
  ["dead", "no such address"], ["spam", "refused as spam"], ["policy", "refused by policy"], ["other", "refused for good, no reason given"],
];

/** Names told of a list; the rest is a number. */
const NAMES = 4;

const points = (value: number): string => `${value > 0 ? "+" : "−"}${Math.abs(value).toFixed(1)}`;

const named = (list: readonly Share[]): string => {
  const rest = list.length - NAMES;
  return list.slice(0, NAMES).map(({ name, count }) => `${name} (${count})`).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
};

const causes = ({ evidence }: Finding): string =>
  CAUSE_WORDS.flatMap(([cause, words]) => (evidence.causes[cause] > 0 ? [`${evidence.causes[cause]} ${words}`] : [])).join(", ");

const fact = (name: string, value: string): Markup | null => (value === "" ? null : markup`<dt>${name}</dt><dd>${value}</dd>`);

/** What somebody decided on the alert. */
function decisionWords({ alert }: Standing): string {
  if (alert?.decision === null || alert?.decision === undefined) return "";
  const { who, when, why } = alert.decision;
  const until = alert.until === null ? "" : ` until ${momentWords(alert.until)}`;
  return `${alert.status}${until} by ${who}, ${momentWords(when)}${why === "" ? "" : `: ${why}`}`;
}

const facts = (standing: Standing): Markup => {
  const { finding } = standing;
  return markup`<dl>${fact("Failed", causes(finding))}${fact("To", named(shares(finding.bounces, ({ receiver }) => receiver)))}${
    fact("From clients", named(shares(finding.bounces, ({ client }) => client)))}${
    fact("Reported", finding.complaints > 0 ? `as spam by ${counted(finding.complaints, "recipient")}` : "")}${fact("State", decisionWords(standing))}</dl>`;
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
<ul class="tests">${finding.tests.map((test) => markup`<li><span class="points">${points(test.points)}</span> <span>${test.sentence}</span></li>`)}</ul>
${facts(standing)}</article>`;
}
