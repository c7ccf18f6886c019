/**
 * Sendmail's bounces without (or beside) RFC 3464 parts: the addresses under dashed headings, the SMTP dialogue under
 * "Transcript of session follows". Versions before 8 write the transcript only. Active!hunter, Biglobe's gateway, McAfee
 * WebShield and AOL's old mailers have taken the headings over.
 */
import type { Action, ReportedRecipient } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { phaseOfReply } from "../../smtp/phase.js";
import { refused, textFormat } from "../lib/text-format.js";
import {
  DASHED_HEADING,
  reasonOf,
  lastVerdicts,
  readTranscript,
  transcriptIn,
  type Verdict,
} from "../lib/sendmail-transcript.js";
import { beforeMatch, sectionOf } from "../lib/text.js";

/** A dashed heading over addresses, and what it says of them. */
const HEADING = /^[ \t]{0,12}-{3,8} ?The following addresses (?:had|have) ([a-z -]{3,60}?) ?-{3,8}[ \t]*\n/gim;
/** Biglobe puts the reason under a heading of its own. */
const INFORMATION = /^[ \t]{0,12}-{3,8} ?Non-delivered information ?-{3,8}[ \t]*\n/im;
const RETRYING = /\b(?:will keep trying until|THIS IS A WARNING MESSAGE ONLY)\b/i;
const WARNING = /^warning\b/i;

/** Words of a heading, or of the remark behind an address (versions 8.6 and 8.7), and what became of the address; the first that match. */
const ACTIONS: readonly (readonly [RegExp, Action])[] = [
  [/transient|delayed|deferred|non-fatal/i, "delayed"],
  [/successful|relayed/i, "delivered"],
  [/fatal|permanent|unrecoverable|delivery (?:problems|errors)/i, "failed"],
];

const actionIn = (text: string): Action | undefined => ACTIONS.find(([words]) => words.test(text))?.[1];

const REMARK = /^[ \t]*\(([a-z ]{6,40})\)/i;
/** Parentheses around the whole reason; version 8 says `reason:` in them. */
const REASON = /^\((?:reason: )?([^]*)\)$/;
const EXPANDED = /\n?[ \t]{0,40}\(expanded from: <?([^\n<>]{1,340})>?\)/;
/** Address, or a program or file in its place; Active!hunter puts `>>> ` in front and names the address twice. */
const HEAD = /^(?:>>> )?<?([^\s<>]{1,320}@[^\s<>]{1,255})>?(.*)$/;

/** Lines that begin with a blank go with the line before them. */
const blocksOf = (section: string): readonly string[] =>
  section.split(/\n(?=\S)/).filter((block) => block.trim() !== "");

type Verdicts = ReadonlyMap<string, Verdict>;

function readBlock(block: string, heading: Action, verdicts: Verdicts): ReportedRecipient | null {
  const [head = "", ...lines] = block.split("\n");
  const expanded = parseAddress(EXPANDED.exec(block)?.[1] ?? "");
  const [, written = "", behind = ""] = HEAD.exec(head) ?? [];
  const address = parseAddress(written) ?? expanded;
  if (address === null || address === "") return null;
  const remark = REMARK.exec(behind)?.[1];
  const verdict = verdicts.get(address.toLowerCase());
  const reason = [remark === undefined ? behind : "", ...lines]
    .join("\n")
    .replace(EXPANDED, "")
    .trim()
    .replace(REASON, "$1");
  return refused(
    address,
    (remark === undefined ? undefined : actionIn(remark)) ?? heading,
    reason || (verdict?.text ?? ""),
    {
      originalRecipient: expanded === address ? null : expanded,
      remoteMta: verdict?.host ?? null,
    },
  );
}

/** The recipients under all headings. */
function readHeadings(text: string, fallback: Action, verdicts: Verdicts): readonly ReportedRecipient[] {
  return [...text.matchAll(HEADING)].flatMap((heading) => {
    const section = beforeMatch(text.slice(heading.index + heading[0].length), DASHED_HEADING);
    const words = heading[1] ?? "";
    const action = /problems/i.test(words) ? fallback : (actionIn(words) ?? fallback);
    return blocksOf(section).flatMap((block) => readBlock(block, action, verdicts) ?? []);
  });
}

const fromVerdict = ({ address, text, isDeferred, host }: Verdict, fallback: Action): ReportedRecipient =>
  refused(address, isDeferred ? "delayed" : fallback, text, { remoteMta: host, place: "transcript" });

const lacksWords = ({ diagnostic }: ReportedRecipient): boolean => diagnostic === null;

/** A reason that stands apart goes with all addresses that have none of their own. */
function withReason(recipients: readonly ReportedRecipient[], reason: string | null): readonly ReportedRecipient[] {
  return recipients.map((recipient) => {
    if (!lacksWords(recipient)) return recipient;
    const { recipient: address, action, originalRecipient } = recipient;
    return refused(address, action, reason ?? "", { originalRecipient });
  });
}

function readMail(text: string, message: Message): readonly ReportedRecipient[] {
  const transcript = transcriptIn(text);
  const verdicts = lastVerdicts(transcript === null ? [] : readTranscript(transcript));
  const isWarning = WARNING.test(first(message.header, "subject") ?? "") || RETRYING.test(text);
  const fallback = isWarning ? "delayed" : "failed";
  const listed = readHeadings(text, fallback, verdicts);
  if (listed.length === 0) return [...verdicts.values()].map((verdict) => fromVerdict(verdict, fallback));
  const reply = transcript === null || verdicts.size > 0 ? null : reasonOf(transcript);
  return withReason(listed, sectionOf(text, INFORMATION, DASHED_HEADING) ?? reply);
}

const withPhase = (recipient: ReportedRecipient, text: string): ReportedRecipient =>
  recipient.phase !== null || recipient.diagnostic === null
    ? recipient
    : { ...recipient, phase: phaseOfReply(text, recipient.diagnostic) };

/** Sendmail's text. */
export const sendmail = textFormat(
  {
    id: "sendmail",
    description: "Sendmail 5 to 8: headings, addresses and the transcript of the session",
    words: ["the following addresses ha", "transcript of session follow", "smtp transcript follow"],
  },
  (text, message) => ({ recipients: readMail(text, message).map((recipient) => withPhase(recipient, text)) }),
);
