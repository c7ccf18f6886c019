/** `bounces report show`: everything about one sender. */
import { DAY } from "../detect/clock.js";
import { jsonLine } from "../text/jsonl.js";
import { bounceRecord } from "../output/bounces.js";
import type { Standing } from "./data.js";
import { evidenceText, type SenderEvidence } from "./evidence-text.js";
import { findingRecord } from "./json.js";
import { remediesFor } from "./remedy.js";
import { senderHours } from "../store/activity.js";
import { decisionsOf } from "../store/alerts.js";
import type { Connection } from "../store/connection.js";
import { queryBounces } from "../store/query.js";
import { formatTime } from "../time.js";
import type { Io } from "../io.js";

/** Examples of its bounces. */
const EXAMPLES = 10;
/** As far back as the detector's longest window. */
const DAYS_SHOWN = 3;

function evidenceOf(store: Connection, sender: string, standing: Standing | null, now: number): SenderEvidence {
  const examples = queryBounces(store, { sender, limit: EXAMPLES });
  return {
    sender: standing?.finding.sender ?? examples[0]?.sender ?? sender,
    now,
    standing,
    examples,
    hours: senderHours(store, sender, now - DAYS_SHOWN * DAY, now),
    decisions: decisionsOf(store, sender),
    isLogin: examples.some(({ senderSource }) => senderSource === "login"),
  };
}

/** For programs; see json.ts. */
const record = ({ sender, standing, hours, examples, decisions, isLogin }: SenderEvidence) => ({
  version: 1,
  type: "evidence",
  sender,
  finding: standing === null ? null : findingRecord(standing),
  hours: hours.map(({ hour, ...counts }) => ({ hour: formatTime(hour * 3_600), ...counts })),
  bounces: examples.map(bounceRecord),
  decisions: decisions.map(({ when, until, ...decision }) => ({
    ...decision,
    when: formatTime(when),
    until: until === null ? null : formatTime(until),
  })),
  remedies: remediesFor(sender, isLogin),
});

/** Shows a sender. Answers whether anything is known of it. */
export function showSender(
  store: Connection,
  sender: string,
  standing: Standing | null,
  now: number,
  isJson: boolean,
  { stdout, columns }: Io,
): boolean {
  const evidence = evidenceOf(store, sender, standing, now);
  if (evidence.examples.length === 0 && evidence.decisions.length === 0) return false;
  stdout(isJson ? jsonLine(record(evidence)) : evidenceText(evidence, columns));
  return true;
}
