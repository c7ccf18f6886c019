/** The words in which a finding, its alert and a receiver's trouble are spoken of, whatever the form. */
import type { Alert, News } from "../detect/alerts.js";
import type { ReceiverClass, RelevantCause } from "../detect/cause.js";
import type { Share } from "../detect/counts.js";
import type { Finding } from "../detect/judge.js";
import { formatAge, formatTime } from "../time.js";

/** Why there is something to tell. */
export const NEWS_WORDS: Readonly<Record<News, string>> = {
  opened: "new",
  raised: "now an alert",
  grown: "has grown",
  reminder: "goes on",
};

/** Why deliveries failed, in the order in which they are told. */
const CAUSE_WORDS: readonly (readonly [RelevantCause, string])[] = [
  ["dead", "no such address"],
  ["spam", "refused as spam"],
  ["policy", "refused by policy"],
  ["other", "refused for good, no reason given"],
];

/** What a receiver in trouble does. */
export const CLASS_WORDS: Readonly<Record<ReceiverClass, string>> = {
  temporary: "delays",
  refused: "refuses",
  failed: "says that addresses do not exist",
};

/** "12 no such address, 7 refused as spam". */
export const causeWords = ({ counts }: Pick<Finding, "counts">): string =>
  CAUSE_WORDS.flatMap(([cause, words]) => (counts.causes[cause] > 0 ? [`${counts.causes[cause]} ${words}`] : [])).join(
    ", ",
  );

/** Points with their sign: "+2.5", "-1.0". */
export const pointWords = (points: number): string => `${points < 0 ? "-" : "+"}${Math.abs(points).toFixed(1)}`;

/** Names told of a list; the rest is a number. */
const NAMES = 5;

/** "gmx.example 9, web.example 7 and 3 more". */
export const shareWords = (shares: readonly Share[]): string => {
  const rest = shares.length - NAMES;
  return (
    shares
      .slice(0, NAMES)
      .map(({ name, count }) => `${name} ${count}`)
      .join(", ") + (rest > 0 ? ` and ${rest} more` : "")
  );
};

/** A client as it is compared (detect/client.ts), for people: an IPv6 /64 is written as one. */
export const clientName = (client: string | null): string | null =>
  client?.includes(":") === true ? `${client}::/64` : client;

/** What somebody decided: "acknowledged by anna, 3 h ago: password changed"; empty for an alert that nobody touched. */
export function decisionWords(
  { status, until, decision }: Pick<Alert, "status" | "until" | "decision">,
  now: number,
): string {
  if (decision === null || status === "open") return "";
  const end = until === null ? "" : ` until ${formatTime(until)}`;
  return `${status}${end} by ${decision.who}, ${formatAge(decision.when, now)}${decision.why === "" ? "" : `: ${decision.why}`}`;
}
