/** One LMTP session (RFC 2033): what comes over a connection in, replies out. Knows no sockets. */
import { printable } from "../text/escape.js";
import { anew, command, farewell, NOTHING_SAID, type Step } from "./commands.js";
import type { Input } from "../intake/input.js";
import type { Delivery, Reply } from "../intake/receive.js";
import { createDataReader } from "./data.js";

/** What a session needs of the server around it. */
export interface SessionOptions {
  /** Bytes of a mail that are kept; the rest is read and dropped. */
  readonly keep: number;
  /** Gets each message, and resolves to one reply a recipient. Must not reject. */
  readonly deliver: (delivery: Delivery) => Promise<readonly Reply[]>;
  /** Writes replies, each with its line end. */
  readonly write: (replies: string) => void;
  /** Writes the last of them and hangs up. */
  readonly end: (replies: string) => void;
  /** A mail has been answered: what comes next can be taken. */
  readonly onAnswered: () => void;
  /** Whether a mail that is answered now is to be the last. */
  readonly isClosing: () => boolean;
}

/** A session. */
export interface Session {
  /** Takes the next bytes from the client. While a mail is being recorded they wait. */
  readonly take: (chunk: Buffer) => void;
  /** Whether bytes wait: read no more from the client then. Most clients say nothing before they are answered. */
  readonly isAhead: () => boolean;
  /** Whether a mail is being recorded. */
  readonly isRecording: () => boolean;
  /** Whether a mail's text is on its way, or the mail being recorded. */
  readonly isBusy: () => boolean;
}

/** Bytes in a command line. A recipient's extension may have 1,500, and ORCPT repeats it with three bytes for one. */
const LONGEST_LINE = 16_384;
const NOTHING = Buffer.alloc(0);

/** An address may be UTF-8 (RFC 6531); the line was read byte by byte. */
const utf8 = (line: string): string => (/[^\0-\x7f]/.test(line) ? Buffer.from(line, "latin1").toString("utf8") : line);

/** What goes into a reply of 512 bytes (RFC 5321 section 4.5.3.1.5), with room for escapes. */
const LONGEST_TEXT = 200;
const NO_REPLY: Reply = { kind: "try again", text: "not recorded" };

const replyLine = ({ kind, text }: Reply): string =>
  `${kind === "accepted" ? "250 2.6.0" : "451 4.3.0"} ${printable(text).slice(0, LONGEST_TEXT)}\r\n`;

/** Begins a session whose greeting was said. */
export function createSession({ keep, deliver, write, end, onAnswered, isClosing }: SessionOptions): Session {
  let transaction = NOTHING_SAID;
  const reader = createDataReader(keep);
  let isReading = false;
  let isRecording = false;
  let isEnded = false;
  let waiting: Buffer = NOTHING;

  const hangUp = (replies: string): void => {
    isEnded = true;
    end(replies);
  };
  const answer = (replies: string): void => {
    isRecording = false;
    reader.clear();
    if (isClosing()) {
      hangUp(`${replies}${farewell("Shutting down")}\r\n`);
      return;
    }
    write(replies);
    const next = waiting;
    waiting = NOTHING;
    take(next);
    onAnswered();
  };
  const record = (message: Input, rest: Buffer): void => {
    const { sender, recipients } = transaction;
    transaction = anew(transaction);
    isRecording = true;
    waiting = rest;
    void deliver({ ...message, sender: sender ?? "", recipients })
      .catch((): readonly Reply[] => [])
      .then((all) => answer(recipients.map((_, index) => replyLine(all[index] ?? NO_REPLY)).join("")));
  };
  const takeData = (chunk: Buffer): void => {
    const rest = reader.take(chunk);
    if (rest === null) return;
    isReading = false;
    record(reader.message(), rest);
  };
  /** Does what a command asks for besides its reply; `rest` follows the command. */
  const follow = (replies: string, { then }: Step, rest: Buffer): void => {
    if (then === "end") {
      hangUp(replies);
      return;
    }
    write(replies);
    isReading = true;
    takeData(rest);
  };
  const takeCommands = (bytes: Buffer): void => {
    const text = bytes.toString("latin1");
    let replies = "";
    let from = 0;
    for (
      let lineEnd = text.indexOf("\n");
      lineEnd >= 0 && lineEnd - from <= LONGEST_LINE;
      lineEnd = text.indexOf("\n", from)
    ) {
      const step = command(transaction, utf8(text.slice(from, text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd)));
      transaction = step.transaction;
      replies += `${step.reply}\r\n`;
      from = lineEnd + 1;
      if (step.then !== undefined) {
        follow(replies, step, bytes.subarray(from));
        return;
      }
    }
    waiting = bytes.subarray(from);
    if (waiting.length > LONGEST_LINE) hangUp(`${replies}${farewell("Command line too long")}\r\n`);
    else if (replies !== "") write(replies);
  };
  const take = (chunk: Buffer): void => {
    if (isEnded) return;
    const bytes = waiting.length === 0 || isReading ? chunk : Buffer.concat([waiting, chunk]);
    waiting = NOTHING;
    if (isRecording) waiting = bytes;
    else if (isReading) takeData(bytes);
    else if (bytes.length > 0) takeCommands(bytes);
  };
  return {
    take,
    isAhead: () => isRecording && waiting.length > 0,
    isRecording: () => isRecording,
    isBusy: () => isRecording || isReading,
  };
}
