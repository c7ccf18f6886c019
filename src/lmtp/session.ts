/** One LMTP session (RFC 2033): what comes over a connection in, replies out. Knows no sockets. */
import { printable } from "../text/escape.js";
import { anew, command, farewell, NOTHING_SAID, type Step } from "./commands.js";
import type { Input } from "../intake/input.js";
import type { Delivery, Reply } from "../intake/receive.js";
import { DataReader } from "./data.js";

/** What a session needs of the server around it. */
export interface SessionOptions {
  /** Bytes of a message that are kept; the rest is read and dropped. */
  readonly keep: number;
  /** Gets each message, and resolves to one reply a recipient. Must not reject. */
  readonly deliver: (delivery: Delivery) => Promise<readonly Reply[]>;
  /** Writes replies, each with its line end. */
  readonly write: (replies: string) => void;
  /** Writes the last of them and hangs up. */
  readonly end: (replies: string) => void;
  /** A message has been answered: what comes next can be taken. */
  readonly onAnswered: () => void;
  /** Whether a message that is answered now is to be the last. */
  readonly isClosing: () => boolean;
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

/** A session whose greeting was said. */
export class Session {
  readonly #options: SessionOptions;
  readonly #reader: DataReader;
  #transaction = NOTHING_SAID;
  #isReading = false;
  #isRecording = false;
  #isEnded = false;
  /** Bytes that came while a message was being recorded, or the beginning of a command line. */
  #waiting: Buffer = NOTHING;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#reader = new DataReader(options.keep);
  }

  /** Whether bytes wait: read no more from the client then. Most clients say nothing before they are answered. */
  get isAhead(): boolean {
    return this.#isRecording && this.#waiting.length > 0;
  }

  /** Whether a message is being recorded. */
  get isRecording(): boolean {
    return this.#isRecording;
  }

  /** Whether a message's text is on its way, or the message being recorded. */
  get isBusy(): boolean {
    return this.#isRecording || this.#isReading;
  }

  /** Takes the next bytes from the client. While a message is being recorded they wait. */
  take(chunk: Buffer): void {
    if (this.#isEnded) return;
    const bytes = this.#waiting.length === 0 || this.#isReading ? chunk : Buffer.concat([this.#waiting, chunk]);
    this.#waiting = NOTHING;
    if (this.#isRecording) this.#waiting = bytes;
    else if (this.#isReading) this.#takeData(bytes);
    else if (bytes.length > 0) this.#takeCommands(bytes);
  }

  #hangUp(replies: string): void {
    this.#isEnded = true;
    this.#options.end(replies);
  }

  #takeCommands(bytes: Buffer): void {
    const text = bytes.toString("latin1");
    let replies = "";
    let from = 0;
    for (
      let lineEnd = text.indexOf("\n");
      lineEnd >= 0 && lineEnd - from <= LONGEST_LINE;
      lineEnd = text.indexOf("\n", from)
    ) {
      const step = command(
        this.#transaction,
        utf8(text.slice(from, text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd)),
      );
      this.#transaction = step.transaction;
      replies += `${step.reply}\r\n`;
      from = lineEnd + 1;
      if (step.then !== undefined) {
        this.#follow(replies, step, bytes.subarray(from));
        return;
      }
    }
    this.#waiting = bytes.subarray(from);
    if (this.#waiting.length > LONGEST_LINE) this.#hangUp(`${replies}${farewell("Command line too long")}\r\n`);
    else if (replies !== "") this.#options.write(replies);
  }

  /** Does what a command asks for besides its reply; `rest` follows the command. */
  #follow(replies: string, { then }: Step, rest: Buffer): void {
    if (then === "end") {
      this.#hangUp(replies);
      return;
    }
    this.#options.write(replies);
    this.#isReading = true;
    this.#takeData(rest);
  }

  #takeData(chunk: Buffer): void {
    const rest = this.#reader.take(chunk);
    if (rest === null) return;
    this.#isReading = false;
    this.#record(this.#reader.message(), rest);
  }

  #record(message: Input, rest: Buffer): void {
    const { sender, recipients } = this.#transaction;
    this.#transaction = anew(this.#transaction);
    this.#isRecording = true;
    this.#waiting = rest;
    void this.#options
      .deliver({ ...message, sender: sender ?? "", recipients })
      .catch((): readonly Reply[] => [])
      .then((all) => this.#answer(recipients.map((_, index) => replyLine(all[index] ?? NO_REPLY)).join("")));
  }

  #answer(replies: string): void {
    this.#isRecording = false;
    this.#reader.clear();
    if (this.#options.isClosing()) {
      this.#hangUp(`${replies}${farewell("Shutting down")}\r\n`);
      return;
    }
    this.#options.write(replies);
    const next = this.#waiting;
    this.#waiting = NOTHING;
    this.take(next);
    this.#options.onAnswered();
  }
}
