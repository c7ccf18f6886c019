/** One recipient's group of a delivery status notification (RFC 3464 section 2.3), put together with the human part. */
import { ACTIONS, type Action, type Phase, type ReportedRecipient } from "../../bounce.js";
import { decodeRecipient } from "../../mail/address.js";
import { decodeUnlabelled } from "../../mail/charset.js";
import { first, firstTyped } from "../../mail/fields.js";
import { memoizeLast } from "../../mail/memoize.js";
import type { Header, Message } from "../../mail/message.js";
import { joinReply, replyCodeOf } from "../../smtp/reply.js";
import { openingOf, isVague, moreSpecificStatus, parseStatus } from "../../smtp/status.js";
import { phaseIn } from "../../smtp/phase.js";
import { phaseAbout, sentenceAbout } from "./human-part.js";
import { beforeMatch, humanText, oneLine } from "../lib/text.js";

/** Places of the text of a reply, best first; the second is Exchange's. A program's exit status alone (`X-Unix; 77`) is none. */
const DIAGNOSTIC_FIELDS = ["diagnostic-code", "x-supplementary-info"] as const;

/** `4.4.0 (mx.example.org: host name lookup failure)`: a comment with words, not the RFC's name of the status. */
const STATUS_COMMENT = /\(((?!(?:permanent|temporary|persistent|undefined|unspecified|other)\b)[^()]{3,500})\)/i;

interface Diagnostic {
  readonly text: string | null;
  readonly type: string | null;
  readonly place: string;
}

const addressesIn = ({ recipient, original }: Addresses): readonly string[] =>
  [recipient, original].filter((address) => address !== null);

function diagnosticOf(group: Header, addresses: Addresses, message: Message | null): Diagnostic {
  for (const name of DIAGNOSTIC_FIELDS) {
    const field = firstTyped(group, name);
    if (field !== null && /[^\d\s]/.test(field.value)) return { text: field.value, type: field.type, place: name };
  }
  const sentence =
    message === null ? null : (sentenceOnProgram(group, message) ?? sentenceAbout(addressesIn(addresses), message));
  if (sentence !== null) return { text: sentence, type: null, place: "human part" };
  const comment = STATUS_COMMENT.exec(first(group, "status") ?? "")?.[1];
  if (comment !== undefined) return { text: comment, type: null, place: "Status" };
  const code = firstTyped(group, "diagnostic-code");
  return { text: code?.value ?? null, type: code?.type ?? null, place: "diagnostic-code" };
}

const REPEATED = /^([2-5]\d\d)-((?:[245]\.\d{1,3}\.\d{1,3} )?)/;

/**
 * A reply of several lines that was unfolded into one: the code and status, which every line repeats, are kept once, so
 * that no sentence is broken by them.
 */
function joinUnfolded(text: string): string {
  if (text.charAt(3) !== "-") return joinReply(text);
  const [head, code = "", status = ""] = REPEATED.exec(text) ?? [];
  if (head === undefined) return joinReply(text);
  const [first = "", ...rest] = text.split(new RegExp(` ${code}[- ]${status.replaceAll(".", "\\.")} ?`));
  return [`${code} ${first.slice(4)}`, ...rest].join(" ");
}

/** Exim writes bytes above ASCII as `\344`. */
const decodeOctal = (text: string): string =>
  !text.includes("\\")
    ? text
    : text.replace(/(?:\\[23][0-7]{2})+/g, (run) =>
        decodeUnlabelled(
          run
            .slice(1)
            .split("\\")
            .map((octal) => String.fromCharCode(parseInt(octal, 8)))
            .join(""),
        ),
      );

/** A pipe or file in the address's place, as Exim writes it. */
const isProgram = (value: string): boolean => /^"?[|/]/.test(value) && !/^\/[A-Za-z]{1,5}=/.test(value);

const addressField = (group: Header, name: string): string | null => {
  const field = firstTyped(group, name);
  const address = field === null || isProgram(field.value) ? null : decodeRecipient(field.type, field.value);
  return address === "" ? null : address;
};

/** A local name, for which the reporting host writes no domain (`unknown; bob`). */
const UNQUALIFIED = /^[\w.+=-]{1,64}$/;

const unqualifiedName = (group: Header): string | null =>
  UNQUALIFIED.exec(firstTyped(group, "final-recipient")?.value ?? "")?.[0] ?? null;

/** What the human part says of a pipe or file: its paragraph from the line on that names it. */
function sentenceOnProgram(group: Header, message: Message): string | null {
  const { value } = firstTyped(group, "final-recipient") ?? { value: "" };
  const text = isProgram(value) ? humanText(message) : "";
  const at = text.indexOf(value);
  if (value === "" || at < 0) return null;
  return oneLine(beforeMatch(text.slice(text.lastIndexOf("\n", at) + 1, at + 2_000), /\n[ \t]*\n/));
}

/** Value of a `type; host` field, null when it is absent or empty. */
export const hostField = (group: Header, name: string): string | null => {
  const host = firstTyped(group, name)?.value;
  return host === undefined || host === "" ? null : host;
};

/** A name of one word is known within the reporting system only: mail for it comes under another address. */
const isPublic = (address: string): boolean => {
  const at = address.lastIndexOf("@");
  return at >= 0 && (address.includes(".", at) || address.includes("]", at));
};

interface Addresses {
  readonly recipient: string | null;
  readonly original: string | null;
  /** Field the recipient was taken from. */
  readonly place: string;
}

/** Fields that name the recipient, best first, and the name of each. */
const RECIPIENT_FIELDS = [
  ["Final-Recipient", "final-recipient"],
  ["X-Actual-Recipient", "x-actual-recipient"],
  ["Original-Recipient", "original-recipient"],
  ["X-Original-Recipient", "x-original-recipient"],
] as const;

/**
 * Final-Recipient, unless it is none (`system;<>`, a program) or means nothing outside; then the next field that is better.
 * @param failed what X-Failed-Recipients names in this group's place, null when nothing
 */
function addressesOf(group: Header, failed: string | null): Addresses {
  const original = addressField(group, "original-recipient");
  let chosen: Addresses | null = null;
  for (const [place, name] of RECIPIENT_FIELDS) {
    const recipient = addressField(group, name);
    if (recipient === null) continue;
    if (isPublic(recipient)) return { recipient, original, place };
    chosen ??= { recipient, original, place };
  }
  if (failed !== null) return { recipient: failed, original, place: "X-Failed-Recipients" };
  return chosen ?? { recipient: unqualifiedName(group), original, place: "Final-Recipient" };
}

/** Status at the head of the remote reply, also where a gateway quotes it (`5.1.0 - Unknown address error 550-'5.1.1 ...'`). */
const QUOTED_STATUS = /(?:^|- [^\n\d]{1,60} )[245]\d\d[- ]['"#(]{0,2}([245]\.\d{1,3}\.\d{1,3})\b/;

/**
 * The remote host's own status comes before the reporter's, which is often a guess (Sendmail writes 5.1.1 for any 550 to
 * RCPT TO, and 4.4.7 when it gives up whatever the cause).
 */
function statusOf(written: string | null, diagnostic: Diagnostic): string | null {
  const text = diagnostic.text ?? "";
  const isReply = diagnostic.type === null || diagnostic.type === "smtp";
  const replied = isReply ? (openingOf(text)?.status ?? QUOTED_STATUS.exec(text)?.[1]) : undefined;
  return replied !== undefined && parseStatus(replied) !== null && !isVague(replied)
    ? replied
    : moreSpecificStatus(written, diagnostic.text);
}

/** What mailers write in their place; the first that matches. */
const WORDS: readonly (readonly [RegExp, Action])[] = [
  [/fail|bounce|undeliver|reject|expired/i, "failed"],
  [/delay|defer|warn|retr|transient/i, "delayed"],
  [/relay/i, "relayed"],
  [/expand/i, "expanded"],
  [/deliver|success/i, "delivered"],
];

/** RFC 3463 section 3: what the class of a status says, for groups without Action. */
const BY_CLASS: Readonly<Record<string, Action>> = { "2": "delivered", "4": "delayed", "5": "failed" };

/** Final notifications in the form of a delay: what the group's reply says, or the text in front of it. */
const FINAL_REFUSAL = /\bEnvelope expired\b/;
/**
 * nullmailer (2.2) sends no warnings: when it gives up after its queue lifetime, the last reply was a 4xx, and it makes
 * "delayed" of that. A notification on which it would go on has Will-Retry-Until.
 */
const NULLMAILER = /^This is the nullmailer delivery system\./m;

const isNullmailers = memoizeLast((message: Message): boolean => NULLMAILER.test(humanText(message)));

/** What else the notification says that bears on whether a delay is final. */
interface Circumstances {
  /** The reply's words. */
  readonly refusal: string | null;
  readonly message: Message;
}

const isFinal = (group: Header, { refusal, message }: Circumstances): boolean =>
  FINAL_REFUSAL.test(refusal ?? "") || (first(group, "will-retry-until") === null && isNullmailers(message));

/**
 * What became of a recipient.
 * @param status as it stands in the group or the reply, null when there is none
 */
function actionOf(group: Header, status: string | null, circumstances: Circumstances): Action {
  const written = first(group, "action") ?? "";
  const action =
    ACTIONS.find((word) => word === written.toLowerCase()) ??
    WORDS.find(([word]) => word.test(written))?.[1] ??
    BY_CLASS[status?.charAt(0) ?? ""] ??
    "failed";
  return action === "delayed" && isFinal(group, circumstances) ? "failed" : action;
}

function phaseOf(text: string | null, addresses: Addresses, message: Message | null): Phase | null {
  const told = text === null ? null : phaseIn(text);
  return told ?? (message === null ? null : phaseAbout(addressesIn(addresses), text ?? "", message));
}

/** Whether the group's own fields name an address. */
export const namesAddress = (group: Header): boolean => addressesOf(group, null).recipient?.includes("@") === true;

/** Groups whose reply is looked for in the human part; a notification with more recipients has it in its fields. */
const MOST_SEARCHED = 100;

/**
 * Reads a group; `recipient` is empty when the group names none.
 * @param index of the group among the recipients' groups
 * @param failed see {@link addressesOf}
 */
export function readRecipient(
  group: Header,
  index: number,
  message: Message,
  failed: string | null = null,
): ReportedRecipient {
  const addresses = addressesOf(group, failed);
  const { recipient, original, place } = addresses;
  const searched = index < MOST_SEARCHED ? message : null;
  const diagnostic = diagnosticOf(group, addresses, searched);
  const text = diagnostic.text === null ? null : decodeOctal(joinUnfolded(diagnostic.text));
  const written = parseStatus(first(group, "status") ?? "");
  const status = statusOf(written, diagnostic);
  return {
    recipient: recipient ?? "",
    originalRecipient: original === null || original.toLowerCase() === recipient?.toLowerCase() ? null : original,
    action: actionOf(group, status, { refusal: text, message }),
    status,
    replyCode: text === null ? null : replyCodeOf(text),
    diagnostic: text,
    diagnosticType: diagnostic.type,
    remoteMta: hostField(group, "remote-mta"),
    phase: phaseOf(text, addresses, searched),
    evidence: {
      recipient: place,
      status: status === written ? "Status" : "refusal text",
      diagnostic: diagnostic.place,
    },
  };
}
