/** What a part is when it does not say so: told from its first lines. For mails whose MIME headers are missing or lost. */
import { findBoundary } from "./multipart.js";

const reportField =
  /^\n{0,4}(?:Reporting-MTA|X-Postfix-Queue-ID|Original-Envelope-Id|DSN-Gateway|Received-From-MTA|Final-Recipient|Original-Recipient)[ \t]?:/i;

const feedbackField = /^\n{0,4}(?:Feedback-Type|User-Agent)[ \t]?:[^\n]*\n(?:[^\n]*\n)?(?:Feedback-Type|User-Agent|Version)[ \t]?:/i;

const messageField = /^\n{0,4}(?:>?From [^\n]*\n)?(?:Return-Path|Received|DKIM-Signature|Delivered-To|X-Envelope-From)[ \t]?:/i;

/** Media type of an unlabelled part by its first lines; text/plain unless they are a report's or a message's fields. */
export const sniffType = (content: string): string => {
  if (reportField.test(content)) return "message/delivery-status";
  if (feedbackField.test(content)) return "message/feedback-report";
  return messageField.test(content) ? "message/rfc822" : "text/plain";
};

/** Longest text that may stand in front of the first delimiter of a mail without a MIME header. */
const longestPreamble = 600;

const quotedHeader = /^>?[ \t]?(?:Received|Return-Path|From|Message-ID)[ \t]?:/im;

/**
 * Boundary of a mail whose header has no (usable) Content-Type although its body is a multipart: its delimiters must
 * stand at the body's head. Those of a message quoted in a plain text bounce stand behind that message's header.
 */
export const sniffBoundary = (body: string): string | null => {
  if (!body.slice(0, longestPreamble + 2).includes("--")) return null;
  const found = findBoundary(body);
  return found === null || found.at > longestPreamble || quotedHeader.test(body.slice(0, found.at)) ? null : found.boundary;
};
