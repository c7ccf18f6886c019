/**
 * Cutting a multipart body at its delimiters (RFC 2046 section 5.1.1), on bytes with LF line ends. What a part is when it does not
 * say so is told from its first lines, for messages whose MIME headers are missing or lost.
 */
import { limits } from "./limits.js";

/** The parts of a body, each with its header, as bytes; and whether the closing delimiter was there. */
interface Parts {
  readonly parts: readonly string[];
  readonly isClosed: boolean;
  readonly isCut: boolean;
}

const dash = 0x2d;

/** What follows a delimiter on its line: nothing but blanks, `--` and blanks, or something else (a longer boundary). */
const endOfDelimiter = (body: string, at: number): { readonly end: number; readonly isClose: boolean } | null => {
  const isClose = body.charCodeAt(at) === dash && body.charCodeAt(at + 1) === dash;
  const lineEnd = body.indexOf("\n", at);
  const end = lineEnd < 0 ? body.length : lineEnd;
  const from = isClose ? at + 2 : at;
  return end === from || (end - from < 80 && body.slice(from, end).trim() === "") ? { end, isClose } : null;
};

/** The next place where `delimiter` begins a line, from `from` on (which is a line's start or within a line). */
const nextDelimiter = (body: string, delimiter: string, from: number): number => {
  if (from === 0 && body.startsWith(delimiter)) return 0;
  const found = body.indexOf(`\n${delimiter}`, Math.max(0, from - 1));
  return found < 0 ? -1 : found + 1;
};

/** Cuts `body` at the delimiters of `boundary`; no parts when there is none. At most `most` parts. */
export const splitParts = (body: string, boundary: string, most: number): Parts => {
  const delimiter = `--${boundary}`;
  const parts: string[] = [];
  let partStart = -1;
  let at = nextDelimiter(body, delimiter, 0);
  while (at >= 0) {
    const line = endOfDelimiter(body, at + delimiter.length);
    if (line === null) {
      at = nextDelimiter(body, delimiter, at + delimiter.length);
      continue;
    }
    if (partStart >= 0) parts.push(body.slice(partStart, Math.max(partStart, at - 1)));
    if (line.isClose) return { parts, isClosed: true, isCut: false };
    if (parts.length >= most) return { parts, isClosed: false, isCut: true };
    partStart = line.end + 1;
    at = nextDelimiter(body, delimiter, line.end);
  }
  if (partStart >= 0 && partStart < body.length) parts.push(body.slice(partStart));
  return { parts, isClosed: false, isCut: false };
};

/** Lines that can be delimiters: with a MIME header behind them, or, less surely, a blank line (a part without header). */
const delimiterForms = [
  /^--([^\s-][^\n]{0,200}|-[^\n]{0,200})\n(?=Content-[\w-]{1,40}[ \t]?:)/gim,
  /^--([^\s-][^\n]{0,200}|-[^\n]{0,200})\n(?=\n)/gm,
] as const;

/** A boundary found in a body, and where its first delimiter begins. */
interface FoundBoundary {
  readonly boundary: string;
  readonly at: number;
}

const findForm = (body: string, form: RegExp): FoundBoundary | null => {
  let tried = 0;
  for (const match of body.matchAll(form)) {
    const boundary = (match[1] ?? "").trimEnd();
    const behind = match.index + match[0].length;
    if (body.includes(`\n--${boundary}`, behind)) return { boundary, at: match.index };
    if ((tried += 1) >= limits.delimiterCandidates) return null;
  }
  return null;
};

/**
 * A boundary whose delimiters are in the body although the header names another or none: a line `--x` with a MIME header
 * or a blank line behind it, which comes back later. Null when there is none.
 */
export const findBoundary = (body: string): FoundBoundary | null => {
  for (const form of delimiterForms) {
    const found = findForm(body, form);
    if (found !== null) return found;
  }
  return null;
};

const reportField =
  /^\n{0,4}(?:Reporting-MTA|X-Postfix-Queue-ID|Original-Envelope-Id|DSN-Gateway|Received-From-MTA|Final-Recipient|Original-Recipient)[ \t]?:/i;

const feedbackField =
  /^\n{0,4}(?:Feedback-Type|User-Agent)[ \t]?:[^\n]*\n(?:[^\n]*\n)?(?:Feedback-Type|User-Agent|Version)[ \t]?:/i;

const messageField =
  /^\n{0,4}(?:>?From [^\n]*\n)?(?:Return-Path|Received|DKIM-Signature|Delivered-To|X-Envelope-From)[ \t]?:/i;

/** Media type of an unlabelled part by its first lines; text/plain unless they are a notification's or a message's fields. */
export const sniffType = (content: string): string => {
  if (reportField.test(content)) return "message/delivery-status";
  if (feedbackField.test(content)) return "message/feedback-report";
  return messageField.test(content) ? "message/rfc822" : "text/plain";
};

/** Longest text that may stand in front of the first delimiter of a message without a MIME header. */
const longestPreamble = 600;

const quotedHeader = /^>?[ \t]?(?:Received|Return-Path|From|Message-ID)[ \t]?:/im;

/**
 * Boundary of a message whose header has no (usable) Content-Type although its body is a multipart: its delimiters must
 * stand at the body's head. Those of a message quoted in a plain text bounce stand behind that message's header.
 * Nobody makes boundaries with blanks; qmail's `--- Below this line is a copy of the message.` comes twice in a bounce of a bounce.
 */
export const sniffBoundary = (body: string): string | null => {
  if (!body.slice(0, longestPreamble + 2).includes("--")) return null;
  const found = findBoundary(body);
  if (found === null || found.at > longestPreamble || found.boundary.includes(" ")) return null;
  return quotedHeader.test(body.slice(0, found.at)) ? null : found.boundary;
};

/** A part that no delimiter marks. */
interface UnmarkedPart {
  readonly type: string;
  readonly content: string;
}

const reportStart =
  /^(?:Reporting-MTA|Original-Envelope-Id|Arrival-Date|Final-Recipient|Original-Recipient|Action)[ \t]?:/im;
const recipientField = /^(?:Final|Original)-Recipient[ \t]?:/im;
const messageStart =
  /\n\n(?=(?:Return-Path|Received|DKIM-Signature|From|Message-ID|Date|Subject|MIME-Version)[ \t]?:)/i;

/**
 * The parts of a multipart whose delimiters were lost on the way: the words before the first field of a notification, the
 * notification's fields, and the returned message behind them. One text part when there are no such fields.
 */
export const splitUnmarked = (body: string): readonly UnmarkedPart[] => {
  const start = reportStart.exec(body)?.index ?? body.length;
  const rest = body.slice(start);
  if (!recipientField.test(rest)) return [{ type: sniffType(body), content: body }];
  const end = messageStart.exec(rest)?.index ?? rest.length;
  const parts = [
    { type: "text/plain", content: body.slice(0, start) },
    { type: "message/delivery-status", content: rest.slice(0, end) },
    { type: "message/rfc822", content: rest.slice(end).trimStart() },
  ];
  return parts.filter(({ content }) => content !== "");
};
