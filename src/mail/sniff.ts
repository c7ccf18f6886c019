/** What a part is when it does not say so: told from its first lines. For messages whose MIME headers are missing or lost. */
import { findBoundary } from "./multipart.js";

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
export interface UnmarkedPart {
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
