/** A reading for people and for programs: what `parse` and a dry run print. */
import type { Bounce, Reading } from "../bounce.js";
import { REASONS } from "../reason.js";
import { impliedStatus } from "../smtp/implied-status.js";
import { printable } from "../text/escape.js";
import { verdictText } from "./reading-line.js";

const bounceRecord = ({ facts, verdict }: Bounce) => ({
  ...facts,
  status: facts.status ?? impliedStatus(verdict.reason, facts.action),
  /** Whether the status is not the mail's but follows from the reason. */
  isStatusImplied: facts.status === null,
  severity: verdict.severity,
  reason: verdict.reason,
  class: REASONS[verdict.reason].class,
  rule: verdict.rule,
  matched: verdict.matched,
});

export { readingLine } from "./reading-line.js";

/** A reading as one JSON object. Fields are added over time, never renamed or taken away. */
export const readingRecord = ({ bounces, facts, returned, ...reading }: Reading) => ({
  kind: reading.kind,
  format: reading.format,
  recipients: bounces.map(bounceRecord),
  sender: reading.sender,
  clientAddress: reading.clientAddress,
  trust: reading.trust,
  verp: reading.verp,
  ...facts,
  messageId: reading.messageId,
  subject: reading.subject,
  from: reading.from,
  returned: returned && { ...returned, received: returned.received.length },
  defects: reading.defects,
  size: reading.size,
});

const line = (label: string, value: string | null | undefined): string[] =>
  value === null || value === undefined || value === "" ? [] : [`  ${label.padEnd(12)}${printable(value)}`];

const because = ({ verdict }: Bounce): string =>
  `rule ${verdict.rule}${verdict.matched === null ? "" : `, by the words "${verdict.matched}"`}`;

function bounceText(bounce: Bounce): string[] {
  const { facts, verdict } = bounce;
  const from = Object.entries(facts.evidence)
    .map(([fact, place]) => `${fact} from ${place}`)
    .join("; ");
  return [
    printable(`${facts.recipient}: ${facts.action}, ${verdictText(bounce)}`),
    ...line("means", REASONS[verdict.reason].meaning),
    ...line("because", because(bounce)),
    ...line("said", facts.diagnostic),
    ...line("by", facts.remoteMta),
    ...line("written to", facts.originalRecipient),
    ...line("read", from),
  ];
}

function verpText({ verp }: Reading): string | null {
  if (verp === null) return null;
  if (verp.form === "token") return `${verp.extension} (no address in it)`;
  const agreement = { true: ", as the report says", false: ", but the report names someone else", null: "" }[
    `${verp.agrees}`
  ];
  return `${verp.extension} names ${verp.recipient ?? ""}${agreement}`;
}

/** A reading explained, as lines for a person. No text of the mail can move the cursor. */
export function readingText(reading: Reading): string {
  const { facts, trust, sender, returned } = reading;
  return [
    `${reading.kind}, read as ${reading.format}`,
    ...line("subject", reading.subject),
    ...line("from", reading.from),
    ...line("reported by", facts.reportingMta),
    ...line("queue id", facts.postfixQueueId),
    ...line("notice", facts.postfixNotice),
    ...line("complaint", facts.feedback?.type),
    ...line("sender", sender && `${sender.name} (${sender.source})`),
    ...line("client", reading.clientAddress),
    ...line("message", returned?.messageId),
    ...line("verp", verpText(reading)),
    ...line("trust", `${trust.level}: ${trust.why}`),
    ...line("defects", reading.defects.join(", ")),
    ...reading.bounces.flatMap(bounceText),
    "",
  ].join("\n");
}
