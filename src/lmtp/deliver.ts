/** One mail to one or more recipients: read once for each extension, recorded, and answered for each recipient (RFC 2033 section 4.2). */
import type { Envelope, Reading } from "../bounce.js";
import { printable } from "../text/escape.js";
import { readingLine } from "../output/reading.js";
import type { RecordEntry } from "../store/open.js";
import { splitExtension } from "../verp/encode.js";
import type { Outcome } from "../store/group-commit.js";
import type { Head } from "./data.js";
import type { Mail } from "./session.js";
import { toError } from "../values.js";

/** What a delivery needs of the program around it. */
export interface Intake {
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  readonly read: (head: Head, envelope: Envelope) => Promise<RecordEntry>;
  /** Resolves to one outcome an entry, after they are on disk. */
  readonly record: (entries: readonly RecordEntry[]) => Promise<readonly Outcome[]>;
  /** Hears of each recipient's mail what became of it. */
  readonly onAnswer: (answer: Answer) => void;
}

/** What became of a mail for one recipient. */
export type Answer =
  | { readonly reading: Reading; readonly isNew: boolean }
  | { readonly reading: Reading | null; readonly failure: Error };

/** Ends in a reply 451: the mail server keeps the mail and tries again. */
export class TryAgainError extends Error {}

const LONGEST_REPLY = 200;

/** The extension is what Postfix would put in place of a pipe's ${extension}; an empty one is none. */
function envelopeOf(recipient: string, sender: string, delimiters: string): Envelope {
  const { extension } = splitExtension(recipient, delimiters);
  return { extension: extension === "" ? null : extension, sender, recipient, queueId: null, clientAddress: null };
}

type Read = RecordEntry | Error;

const readFor = (recipient: string, { head, sender }: Mail, { read, delimiters }: Intake): Promise<Read> =>
  read(head, envelopeOf(recipient, sender, delimiters)).catch(toError);

const isEntry = (read: Read): read is RecordEntry => !(read instanceof Error);

function answerTo(read: Read, outcome: Outcome | undefined): Answer {
  if (!isEntry(read)) return { reading: null, failure: read };
  if (outcome === undefined || outcome instanceof Error)
    return { reading: read.reading, failure: outcome ?? new Error("no outcome") };
  return { reading: read.reading, isNew: outcome.isNew };
}

/** The text of a positive reply, or the error that makes a negative one. */
function replyTo(answer: Answer): string | Error {
  if (!("failure" in answer)) return readingLine(answer.reading, answer.isNew);
  return new TryAgainError(`not recorded: ${printable(answer.failure.message).slice(0, LONGEST_REPLY)}`);
}

/** Reads and records a mail. Resolves, never rejects, to one reply a recipient, in their order. */
export async function deliver(mail: Mail, intake: Intake): Promise<(string | Error)[]> {
  const reads = await Promise.all(mail.recipients.map((recipient) => readFor(recipient, mail, intake)));
  const entries = reads.filter(isEntry);
  const outcomes = entries.length === 0 ? [] : [...(await intake.record(entries))];
  const answers = reads.map((read) => answerTo(read, isEntry(read) ? outcomes.shift() : undefined));
  answers.forEach(intake.onAnswer);
  return answers.map(replyTo);
}
