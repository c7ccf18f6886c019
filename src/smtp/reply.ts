/** Reply codes of SMTP (RFC 5321 section 4.2) in the text of a reply, as notifications quote it. */

import { openingOf } from "./status.js";

/** A code and how surely it is one. */
interface Candidate {
  readonly code: string;
  readonly weight: number;
}

/** Three digits that are not part of a number, a name, an address, a port or a version. The first digit stands first, for speed. */
const threeDigits = /[2-5](?<![\w.@/+=&%-].)(?:[0-5]\d(?![\w@%/]|[.:]\d|\.\w)|(?<=5)[67]\d(?=[- ]))/g;

/** What mailers write in front of the reply they quote. */
const introduction =
  /(?:\b(?:said|says|reply|replied|respon(?:se|ded)|returned?|got|error|code|status|was|with|smtp)\b[ \t]{0,3}(?:was|is|code|error)?[ \t]{0,3}[:=]?|[:;#("'>«]|<<<)[ \t\n]{0,6}$/i;

/** An enhanced status of the same class behind the code. */
const enhanced = /^[ -][ \t]?[#(\[]{0,2}([245])\.\d{1,3}\.\d{1,3}(?![\w@]|\.\d)/;

/** `5.1.0 - Unknown address error 550-'text'`, as Cisco's IronPort writes it. */
const ironPort = "-'";

/** Continuation lines of a reply, and words behind a code as a reply has them. */
const words = /^(?:-[^@\n]{0,80}(?:\s|$)|[ \t]+\S|\s*$|[;,:])/;

const lookBehind = 32;
const lookAhead = 120;
const mostCandidates = 64;

const weighPlace = (text: string, code: string, at: number): number => {
  const after = text.slice(at + 3, at + 3 + lookAhead);
  const before = text.slice(Math.max(0, at - lookBehind), at);
  const isHead = before.trim() === "" && at < lookBehind;
  const startsLine = isHead || /\n[ \t]{0,8}$/.test(before);
  if (enhanced.exec(after)?.[1] === code.charAt(0)) return isHead ? 5 : 4;
  if (isHead && after.startsWith("-")) return 5;
  if (after.startsWith(ironPort)) return 4;
  if (!words.test(after)) return 0;
  if (isHead) return 5;
  if (introduction.test(before)) return 3;
  return startsLine ? 2 : 0;
};

/** A transcript also quotes the replies to commands that went well: those count only where there is no reply. */
const weigh = (text: string, code: string, at: number): number => {
  const weight = weighPlace(text, code, at);
  return weight > 0 && code < "400" ? weight / mostCandidates : weight;
};

/** "smtp;" and the like in front of a Diagnostic-Code's text. */
const typePrefix = /^\s*[a-z][\w-]{0,30}\s*;\s*/i;

/**
 * The SMTP reply code in a reply's text: at its head, before an enhanced status of the same class, or where a mailer
 * quotes the reply ("host x said: 550 ..."). The first of the surest. Null when there is none. Never a number out of an
 * address, an IP address or a port. Looks at the first 16,384 characters.
 */
export const replyCodeOf = (text: string): string | null => {
  const opening = openingOf(text);
  if (opening !== null) return opening.code;
  const reply = text.slice(0, 16_384).replace(typePrefix, "");
  let best: Candidate | null = null;
  let tried = 0;
  for (const match of reply.matchAll(threeDigits)) {
    const weight = weigh(reply, match[0], match.index);
    if (weight > (best?.weight ?? 0)) best = { code: match[0], weight };
    if (weight === 5 || (tried += 1) >= mostCandidates) break;
  }
  return best?.code ?? null;
};

const continued = /^\s*([2-5]\d\d)([- ])[ \t]*((?:[245]\.\d{1,3}\.\d{1,3})?)[ \t]*/;

/**
 * A reply of several lines (RFC 5321 section 4.2.1) as one: the code, and the enhanced status, which every line repeats,
 * are kept of the first line only. Text that is no such reply is only put on one line.
 */
export const joinReply = (text: string): string => {
  if (!text.includes("\n") && openingOf(text) !== null) return text.trimEnd();
  const [head = "", ...rest] = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const opening = continued.exec(head);
  if (opening === null) return [head, ...rest].join(" ");
  const [, code = "", , status = ""] = opening;
  const tails = rest.map((line) => {
    const lead = continued.exec(line);
    return lead?.[1] === code && (lead[3] === "" || lead[3] === status) ? line.slice(lead[0].length) : line;
  });
  const separator = tails.length === 0 ? head.charAt(code.length) : " ";
  return [code + separator + head.slice(code.length + 1).trim(), ...tails].join(" ");
};
