/**
 * A report as a mail (RFC 5322, RFC 2046 multipart/alternative), composed by nodemailer, which encodes and folds what
 * strangers chose to be called. It says that a machine made it (RFC 3834), so that nobody's machine answers.
 */
import MailComposer from "nodemailer/lib/mail-composer";
import { printable } from "../text/escape.js";

/** What the mail says. */
export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Epoch seconds. */
  readonly date: number;
}

/** Letters of a subject. */
const LONGEST_SUBJECT = 120;

/** As an object, because a text without a domain is left out; the mail server completes it. */
const addressField = (address: string) => ({ name: "", address });

/** One line without control characters, and without what a mail program would decode (RFC 2047) and so undo that. */
const subjectField = (subject: string): string => printable(subject).replaceAll("=?", "= ?").slice(0, LONGEST_SUBJECT);

/** The mail's bytes, lines ended by LF as sendmail(1) takes them. */
export async function composeMail({ from, to, subject, text, html, date }: Letter): Promise<Buffer> {
  const composer = new MailComposer({
    from: addressField(from),
    to: to.map(addressField),
    subject: subjectField(subject),
    text,
    html,
    date: new Date(date * 1000),
    newline: "linux",
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return await composer.compile().build();
}
