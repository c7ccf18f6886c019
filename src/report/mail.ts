/**
 * The report as a message (RFC 5322, RFC 2046 multipart/alternative), handed to this machine's sendmail. nodemailer composes
 * it: it encodes and folds names that others chose. The message says that a machine made it (RFC 3834), so that no machine
 * answers. Its envelope sender is the null one: if it bounces, nobody is notified, least of all this program.
 */
import MailComposer from "nodemailer/lib/mail-composer";
import type { Io } from "../io.js";
import { printable } from "../text/escape.js";
import { quotedOutput, runProgram } from "./exec.js";

/** What the message says. */
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

/** One line without control characters, and without what mail programs would decode (RFC 2047) and so undo that. */
const subjectField = (subject: string): string => printable(subject).replaceAll("=?", "= ?").slice(0, LONGEST_SUBJECT);

/** The message's bytes; lines end in LF, as sendmail(1) wants them. */
async function composeMail({ from, to, subject, text, html, date }: Letter): Promise<Buffer> {
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

const LIMIT_MS = 60_000;

/**
 * Sends a letter through a sendmail program. A failure goes to standard error.
 * @returns whether sendmail accepted it
 */
export async function sendMail(
  letter: Letter,
  sendmail: string,
  { environment, stderr }: Pick<Io, "environment" | "stderr">,
): Promise<boolean> {
  const { fault, output } = await runProgram({
    file: sendmail,
    arguments: ["-i", "-f", "", "--", ...letter.to],
    input: await composeMail(letter),
    environment,
    limitMs: LIMIT_MS,
  });
  if (fault !== null)
    stderr(`bounces: cannot mail the report to ${letter.to.join(", ")}: ${sendmail} ${fault}\n${quotedOutput(output)}`);
  return fault === null;
}
