/** Words, numbers and times that all forms of the report share. Times are UTC. */
import type { Alert, News } from "../detect/alerts.js";
import type { ReceiverClass, RelevantCause } from "../detect/cause.js";
import type { OwnIncident } from "../detect/receivers.js";
import { entryOf } from "../values.js";
import type { Share } from "../detect/observation.js";
import type { Finding } from "../detect/judge.js";
import { DAY, formatAge, formatTime, HOUR } from "../time.js";

/** Why somebody is notified. */
export const NEWS_WORDS: Readonly<Record<News, string>> = {
  opened: "new",
  raised: "now an alert",
  grown: "grown",
  reminder: "still open",
};

/** Why deliveries failed, in the order in which they are listed. */
const CAUSE_WORDS: readonly (readonly [RelevantCause, string])[] = [
  ["dead", "no such address"],
  ["spam", "refused as spam"],
  ["policy", "refused by policy"],
  ["other", "failed for good without a reason"],
];

/** What a receiver in trouble does. */
export const TROUBLE_WORDS: Readonly<Record<ReceiverClass, string>> = {
  temporary: "delays",
  refused: "refuses",
  failed: "rejects addresses as unknown",
};

/** What our own side makes many receivers do, and where to look. */
const OWN_WORDS: Readonly<Record<ReceiverClass, readonly [what: string, remedy: string]>> = {
  temporary: ["delay our mail", "Look at our line and our DNS, and at the queue: postqueue -p"],
  refused: [
    "refuse our mail",
    "See whether our address is on a block list, and whether SPF, DKIM and the name of our address (PTR) are right",
  ],
  failed: ["reject addresses as unknown", "Look at our DNS resolver"],
};

/** Networks that clients of several findings share, most shared first. */
function sharedNetworks(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { bounces } of findings)
    for (const network of new Set(bounces.flatMap((bounce) => bounce.network ?? [])))
      counts.set(network, (counts.get(network) ?? 0) + 1);
  return [...counts].flatMap(([network, count]) => (count > 1 ? [network] : [])).slice(0, NAMES);
}

/** Alerts that began together, a sentence for each incident: who, since when, and what they have in common. */
export function incidentWords(findings: readonly Finding[]): readonly string[] {
  const incidents = new Map<string, Finding[]>();
  for (const finding of findings)
    if (finding.incident !== null) entryOf(incidents, finding.incident, () => []).push(finding);
  return [...incidents.values()].map((members) => {
    const networks = sharedNetworks(members);
    const foreign = members.filter(({ counts }) => counts.foreignFrom > counts.count / 2).length;
    const shared = [
      ...(networks.length > 0 ? [`client networks ${networks.join(", ")}`] : []),
      ...(foreign > 1 ? [`${foreign} of them write with a From of another domain`] : []),
    ];
    const since = formatTime(Math.min(...members.map((member) => member.since)));
    return `${members.map(({ sender }) => sender).join(", ")}: ${members.length} accounts began together at ${since}${shared.length > 0 ? `; in common: ${shared.join("; ")}` : ""}`;
  });
}

/** An incident of ours in a sentence. */
export function ownWords({ class: receiverClass, receivers, from, until, senders }: OwnIncident, now: number): string {
  const [what, remedy] = OWN_WORDS[receiverClass];
  const rest = receivers.length - NAMES;
  const names = `${receivers.slice(0, NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  const end = until > now ? "" : `, until ${formatTime(until)}`;
  return `${receivers.length} receivers at once ${what} since ${formatTime(from)}${end} (${names}; ${counted(senders, "sender")} within an hour at one of them). ${remedy}.`;
}

/** "12 no such address, 7 refused as spam". */
export const causeWords = ({ counts }: Pick<Finding, "counts">): string =>
  CAUSE_WORDS.flatMap(([cause, words]) => (counts.causes[cause] > 0 ? [`${counts.causes[cause]} ${words}`] : [])).join(
    ", ",
  );

/** Points with their sign: "+2.5", "-1.0". */
export const pointWords = (points: number): string => `${points < 0 ? "-" : "+"}${Math.abs(points).toFixed(1)}`;

/** Names of a list that are written out; the rest is a number. */
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

/** A client as the detector compares them (detect/traits.ts), for people: an IPv6 client is a /64. */
export const clientName = (client: string | null): string | null =>
  client?.includes(":") === true ? `${client}::/64` : client;

/** "acknowledged by anna, 3 h ago: password changed"; empty for an alert that nobody decided about. */
export function decisionWords(
  { status, until, decision }: Pick<Alert, "status" | "until" | "decision">,
  now: number,
): string {
  if (decision === null || status === "open") return "";
  const end = until === null ? "" : ` until ${formatTime(until)}`;
  return `${status}${end} by ${decision.who}, ${formatAge(decision.when, now)}${decision.why === "" ? "" : `: ${decision.why}`}`;
}

const WEEKDAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "Wed 12 Mar" of a day (whole ones since the epoch, which was a Thursday). */
export const dayWords = (day: number): string => {
  const date = new Date(day * DAY * 1000);
  return `${WEEKDAYS[((day % 7) + 7) % 7] ?? ""} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ""}`;
};

/** "Wed 12 Mar 11:04" of a moment (epoch seconds). */
export const momentWords = (time: number): string =>
  `${dayWords(Math.floor(time / DAY))} ${formatTime(time).slice(11, 16)}`;

/** "1 bounce", "1,204 bounces". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** 1204 as "1,204". */
export const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** "45 min", "3 h", "2 d" of seconds. */
export function lengthWords(seconds: number): string {
  if (seconds < 2 * HOUR) return `${Math.round(seconds / 60)} min`;
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)} h` : `${Math.round(seconds / DAY)} d`;
}
