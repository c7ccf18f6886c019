/**
 * A report as one HTML file that needs nothing else: no script, no request, its pictures inside (HTML standard, SVG 2,
 * Content Security Policy 3). And the same without pictures as the HTML part of a message.
 */
import type { ReportData } from "./data.js";
import { rankingSection, reasonsSection } from "./figures.js";
import { hoursSection } from "./hours.js";
import { forgedSection, incidentsSection, ownSection } from "./incidents.js";
import { markup, styleSheet, type Content, type Markup } from "./markup.js";
import { MAIL_STYLE, PAGE_STYLE, PAGE_STYLE_DIGEST } from "./style.js";
import { summary, conclude } from "./summary.js";
import { quietSections, suspectsSection } from "./suspects.js";

/** Nothing may be loaded, run, sent or framed; only the page's own style sheet counts. */
const POLICY = `default-src 'none'; style-src '${PAGE_STYLE_DIGEST}'; base-uri 'none'; form-action 'none'`;

const FOOTER = markup`<footer><p>A sender is over its peak when more recipients failed for the first time than in any earlier window of the same length. The more points, the more it looks like a compromised account. Times are UTC.</p></footer>`;

function document(head: readonly Markup[], data: ReportData, sections: readonly Content[]): string {
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${head}
<title>${reportSubject(data)}</title></head>
<body>${summary(data)}<main>${sections}</main>${FOOTER}</body></html>
`;
  return page.markup;
}

/** The title of the page and the Subject of the message. */
export const reportSubject = (data: ReportData): string => `Bounces: ${conclude(data).words}`;

/** The page. */
export const reportHtml = (data: ReportData): string =>
  document(
    [
      markup`<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">`,
      styleSheet(PAGE_STYLE),
    ],
    data,
    [
      suspectsSection(data, "page"),
      hoursSection(data),
      ownSection(data),
      incidentsSection(data, "page"),
      markup`<div class="pair">${reasonsSection(data, "page")}${rankingSection(data, "page")}</div>`,
      quietSections(data),
      forgedSection(data),
    ],
  );

/** The HTML part of a message: the same without pictures. */
export const reportMailHtml = (data: ReportData): string =>
  document([styleSheet(MAIL_STYLE)], data, [
    suspectsSection(data, "mail"),
    ownSection(data),
    incidentsSection(data, "mail"),
    reasonsSection(data, "mail"),
    rankingSection(data, "mail"),
    quietSections(data),
    forgedSection(data),
  ]);
