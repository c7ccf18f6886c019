/** What is not our senders' doing: receivers in trouble, and forged mail in their names. */
import type { ReceiverIncident } from "../detect/receivers.js";
import { LONGEST_WINDOW } from "../detect/window.js";
import type { ReportData } from "./data.js";
import { markup, type Markup, type Medium } from "./markup.js";
import { spread } from "./plot.js";
import { counted, grouped, lengthWords, momentWords, ownWords, TROUBLE_WORDS } from "./wording.js";

/** Rows of a table. */
const MOST = 30;

/** When, on a bar of the last three days. */
function strip({ receiver, from, until }: ReceiverIncident, now: number): Markup {
  const x = spread([now - LONGEST_WINDOW, now], [0, 300]);
  const [left, right] = [Math.max(0, x(from)), Math.min(300, x(until))];
  const title = `${receiver}: ${momentWords(from)} to ${until > now ? "now" : momentWords(until)} UTC, within the last three days`;
  return markup`<svg class="strip" role="img" aria-label="${title}" viewBox="0 0 300 10" preserveAspectRatio="none"><title>${title}</title><rect class="track" width="300" height="10"/><rect class="fill-message" x="${left}" width="${Math.max(3, right - left)}" height="10"/></svg>`;
}

const row = (
  incident: ReceiverIncident,
  now: number,
  medium: Medium,
): Markup => markup`<tr><th scope="row"><span class="name">${incident.receiver}</span>
<span class="under">${TROUBLE_WORDS[incident.class]} since ${momentWords(incident.from)}, ${incident.until > now ? "still going on" : `for ${lengthWords(incident.until - incident.from)}`}</span>${medium === "page" ? strip(incident, now) : null}</th>
<td>${grouped(incident.senders)}</td><td>${grouped(Math.round(incident.usual))}</td></tr>`;

/** Receivers that failed for many senders at once; null when there are none. */
export function incidentsSection({ detection, now }: ReportData, medium: Medium): Markup | null {
  const { receivers } = detection;
  if (receivers.length === 0) return null;
  return markup`<section aria-labelledby="receivers"><h2 id="receivers">Receivers in trouble</h2><div class="card"><table>
<caption>These failed for many senders at once, so their bounces are not counted. Senders affected in the worst hour, and in the busiest hour of an ordinary day.</caption>
<thead><tr><th scope="col">Receiver</th><th scope="col">Senders</th><th scope="col">Usual</th></tr></thead>
<tbody>${receivers.slice(0, MOST).map((incident) => row(incident, now, medium))}</tbody></table>
${receivers.length > MOST ? markup`<p class="soft">And ${receivers.length - MOST} more.</p>` : null}</div></section>`;
}

/** What our own side makes many receivers do at once; null when there is nothing. */
export const ownSection = ({ detection, now }: ReportData): Markup | null =>
  detection.ours.length === 0
    ? null
    : markup`<section aria-labelledby="ours"><h2 id="ours">Our own side</h2><div class="card"><p class="soft">Counted against no account.</p>
<ul class="plain">${detection.ours.map((own) => markup`<li>${ownWords(own, now)}</li>`)}</ul></div></section>`;

/** Bounces for mail that was never ours; null when there are none. */
export function forgedSection({ detection }: ReportData): Markup | null {
  const { forged } = detection;
  if (forged.length === 0) return null;
  const total = forged.reduce((sum, { count }) => sum + count, 0);
  return markup`<section aria-labelledby="forged"><h2 id="forged">Forged senders</h2><div class="card"><p class="soft">${counted(total, "bounce")} within 24 hours for mail that never passed our hosts. They are not counted.</p>
<ul class="plain">${forged.slice(0, MOST).map(({ sender, count }) => markup`<li><span class="name">${sender}</span>: ${grouped(count)}</li>`)}</ul>
${forged.length > MOST ? markup`<p class="soft">And ${forged.length - MOST} more.</p>` : null}</div></section>`;
}
