/** On which days each sender stood at an alert: these are neither its peak nor its baseline. */
import type { AlertPast } from "../../detect/facts.js";
import { peakReach } from "../../detect/baseline.js";
import type { Parameters } from "../../detect/parameters.js";
import { entryOf } from "../../values.js";
import { dayOf } from "../../time.js";
import { sql, type Db, type Work } from "../sql.js";
import { DAY } from "../time.js";

/** By sender; those without an alert are missing. */
export type AlertPasts = ReadonlyMap<number, AlertPast>;

/** Of a sender that never had one. */
export const NO_ALERTS: AlertPast = { isStanding: false, days: new Set() };

interface Event {
  readonly sender: number;
  readonly action: string;
  readonly at: number;
  readonly why: string;
  readonly status: string;
  readonly seen: number;
}

/** `why` of what the report writes is the level (alerts.ts). */
const events = sql<Event>(`
  SELECT e.sender_id AS sender, e.action, e.at, e.why, a.status, a.seen_at AS seen
  FROM alert a {by:alert_seen} JOIN alert_event e {by:alert_event_sender} ON e.sender_id = a.sender_id
  WHERE a.seen_at >= $1 ORDER BY e.sender_id, e.id`);

/** An alert as its events tell it. */
interface Course {
  opened: number | null;
  isAlert: boolean;
}

function addDays(days: Set<number>, { opened, isAlert }: Course, until: number): void {
  if (opened === null || !isAlert) return;
  for (let day = dayOf(opened - DAY); day <= dayOf(until); day += 1) days.add(day);
}

/** The past that one sender's events tell, oldest first. A mute says that the bounces are expected. */
function pastOf(own: readonly Event[]): AlertPast {
  const days = new Set<number>();
  let course: Course = { opened: null, isAlert: false };
  for (const { action, at, why } of own) {
    if (action === "open") course = { opened: at, isAlert: why === "alert" };
    else if (action === "notify") course = { ...course, isAlert: course.isAlert || why === "alert" };
    else if (action !== "ack") {
      if (action === "close") addDays(days, course, at);
      course = { opened: null, isAlert: false };
    }
  }
  const last = own.at(-1);
  const isStanding = course.opened !== null && course.isAlert && last?.status !== "closed";
  if (isStanding) addDays(days, course, last?.seen ?? 0);
  return { isStanding, days };
}

/** The alerts of all senders that had one in the days that a peak reaches back. */
export function* alertPasts(db: Db, now: number, parameters: Parameters): Work<AlertPasts> {
  const rows = yield* db.all(events, [now - peakReach(parameters) * DAY]);
  const bySender = new Map<string, Event[]>();
  for (const row of rows) entryOf(bySender, String(row.sender), () => []).push(row);
  return new Map([...bySender].map(([sender, own]) => [Number(sender), pastOf(own)]));
}
