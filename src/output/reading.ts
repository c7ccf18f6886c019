/** A reading for people: what `parse` and a dry run print. */
import type { Bounce, Reading } from "../bounce.js";
import { REASONS } from "../reason.js";
import { labelled, printableLines } from "../text/lines.js";
import { verdictText } from "./reading-line.js";

export { readingLine } from "./reading-line.js";

const because = ({ verdict }: Bounce): string =>
  `rule ${verdict.rule}${verdict.matched === null ? "" : `, by the words "${verdict.matched}"`}`;

function bounceText(bounce: Bounce): string[] {
  const { facts, verdict } = bounce;
  const from = Object.entries(facts.evidence)
    .map(([fact, place]) => `${fact} from ${place}`)
    .join("; ");
  return [
    `${facts.recipient}: ${facts.action}, ${verdictText(bounce)}`,
    ...labelled("means", REASONS[verdict.reason].meaning),
    ...labelled("because", because(bounce)),
    ...labelled("said", facts.diagnostic),
    ...labelled("by", facts.remoteMta),
    ...labelled("in reply to", facts.phase),
    ...labelled("written to", facts.originalRecipient),
    ...labelled("read", from),
  ];
}

function verpText({ verp }: Reading): string | null {
  if (verp === null) return null;
  if (verp.form === "token") return `${verp.extension} (no address in it)`;
  const agreement = {
    true: ", as the notification says",
    false: ", but the notification names someone else",
    null: "",
  }[`${verp.agrees}`];
  return `${verp.extension} names ${verp.recipient ?? ""}${agreement}`;
}

/** A reading explained, as lines for a person. No text of the mail can move the cursor. */
export function readingText(reading: Reading): string {
  const { facts, trust, sender, returned } = reading;
  return printableLines([
    `${reading.kind}, read as ${reading.format}`,
    ...labelled("subject", reading.subject),
    ...labelled("from", reading.from),
    ...labelled("reported by", facts.reportingMta),
    ...labelled("queue id", facts.postfixQueueId),
    ...labelled("notice", facts.postfixNotice),
    ...labelled("complaint", facts.feedback?.type),
    ...labelled("sender", sender && `${sender.name} (${sender.source})`),
    ...labelled("client", reading.clientAddress),
    ...labelled("message", returned?.messageId),
    ...labelled("verp", verpText(reading)),
    ...labelled("trust", `${trust.level}: ${trust.why}`),
    ...labelled("defects", reading.defects.join(", ")),
    ...reading.bounces.flatMap(bounceText),
  ]);
}
