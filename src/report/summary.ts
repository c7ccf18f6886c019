/** The top of the page: the conclusion in a sentence, and the period's figures. */
import type { ReportData, Standing } from "./data.js";
import { markup, type Markup } from "./markup.js";
import { suspectsOf } from "./suspects.js";
import { percent } from "../values.js";
import { counted, grouped, momentWords } from "./wording.js";

/** The report in a sentence. */
interface Conclusion {
  readonly level: "alert" | "notice" | "quiet";
  readonly words: string;
}

const isKnown = ({ alert }: Standing): boolean => alert?.status === "acknowledged";

/** The sentence, also the mail's subject. */
export function conclude(data: ReportData): Conclusion {
  const suspects = suspectsOf(data);
  const alerts = suspects.filter(({ finding }) => finding.level === "alert");
  const open = alerts.filter((standing) => !isKnown(standing));
  if (open.length > 0)
    return {
      level: "alert",
      words:
        open.length === 1
          ? `${open[0]?.finding.sender ?? ""} looks compromised`
          : `${counted(open.length, "sender")} look compromised`,
    };
  if (alerts.length > 0) return { level: "notice", words: counted(alerts.length, "acknowledged alert") };
  if (suspects.length > 0) return { level: "notice", words: `${counted(suspects.length, "sender")} to keep an eye on` };
  return { level: "quiet", words: "No sender looks compromised" };
}

const tile = (value: string, words: string): Markup =>
  markup`<li><span class="value">${value}</span> <span class="soft">${words}</span></li>`;

function tiles({ reasons, ranking }: ReportData): Markup {
  const failures = reasons.filter((row) => row.class !== "none");
  const hard = failures.reduce((sum, row) => sum + row.hard, 0);
  const total = failures.reduce((sum, row) => sum + row.hard + row.soft, 0);
  const ours = failures.filter((row) => row.class === "sender").reduce((sum, row) => sum + row.hard + row.soft, 0);
  const complaints = ranking.reduce((sum, row) => sum + row.complaints, 0);
  return markup`<ul class="tiles">${tile(grouped(total), total === 1 ? "bounce" : "bounces")}${tile(percent(hard, total), "hard")}${tile(percent(ours, total), "caused by our side")}${tile(grouped(complaints), complaints === 1 ? "complaint" : "complaints")}</ul>`;
}

function learning({ detection }: ReportData): Markup | null {
  if (detection.learning === null) return null;
  const { day, of } = detection.learning;
  return markup`<p class="banner">Learning, day ${day} of ${of}: too little history to compare with, so only large bursts are reported.</p>`;
}

/** The header of the page. */
export function summary(data: ReportData): Markup {
  const { level, words } = conclude(data);
  const { since, until } = data.period;
  // Counters are by the hour, so the period may end after this moment.
  return markup`<header><p class="kicker">Bounce report · ${momentWords(data.now)} UTC</p><h1 class="${level}">${words}</h1>${learning(data)}
${tiles(data)}<p class="soft">Figures from ${momentWords(since)} to ${momentWords(Math.min(until, data.now))} UTC.</p></header>`;
}
