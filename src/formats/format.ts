/** The contract of a format reader. Types only. */
import type { Report } from "../bounce.js";
import type { Message } from "../mail/message.js";

/** Reads one format of report. Never throws; answers null when the mail is not of this format. Reports facts, judges nothing. */
export interface Format {
  /** Stable id, e.g. "rfc3464", "qmail". */
  readonly id: string;
  readonly read: (message: Message) => Report | null;
}
