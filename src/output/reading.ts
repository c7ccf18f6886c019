/** A reading for people: in full, as `parse` and a dry run print it, and in one line, for Postfix's log. */
import type { Bounce, Reading } from "../bounce.js";
import { REASONS } from "../reason.js";
import { labelled, printableLines, printable } from "../text/escape.js";

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

/** Characters. Postfix logs so many of what a pipe target prints. */
const LONGEST_LINE = 100;
const CUT = "...";

/** Severity or action, reason and status, as far as they are known. */
const verdictText = ({ facts, verdict }: Bounce): string =>
  [verdict.severity ?? facts.action, verdict.reason, facts.status].filter((word) => word !== null).join(" ");

/** At most so many characters of an address: its middle goes, since its beginning names the user and its end the domain. */
function shortened(address: string, room: number): string {
  if (address.length <= room) return address;
  const kept = Math.max(room - CUT.length, 2);
  const head = Math.ceil(kept / 2);
  return `${address.slice(0, head)}${CUT}${address.slice(head - kept)}`;
}

/** Two addresses in so many characters together: a short one leaves its room to the other. */
function fitted(one: string, other: string, room: number): readonly [string, string] {
  const half = Math.floor(room / 2);
  const oneRoom = other.length < half ? room - other.length : Math.max(half, 0);
  const first = shortened(one, oneRoom);
  return [first, shortened(other, room - first.length)];
}

/** What was recorded, in at most 100 characters: of a notification about several recipients the first, and how many more. */
export function readingLine({ kind, bounces, sender }: Reading, isNew: boolean): string {
  const [bounce] = bounces;
  const outcome = isNew ? "recorded" : "already known";
  const verdict = bounce === undefined ? kind : `${verdictText(bounce)} `;
  const more = bounces.length > 1 ? ` and ${bounces.length - 1} more` : "";
  const from = sender === null ? "" : " from ";
  const fixed = printable(`${outcome}: ${verdict}${more}${from}`).length;
  const [recipient, account] = fitted(
    printable(bounce?.facts.recipient ?? ""),
    printable(sender?.name ?? ""),
    LONGEST_LINE - fixed,
  );
  return printable(`${outcome}: ${verdict}${recipient}${more}${from}${account}`).slice(0, LONGEST_LINE);
}
