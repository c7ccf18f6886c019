/** The contract of a format's reader. Types only. */
import type { Notification } from "../bounce.js";
import type { Message } from "../mail/message.js";

/** Reads one format of notification. States facts, judges nothing. */
export interface Format {
  /** Stable id, e.g. "rfc3464", "qmail"; several readers of one format share it. */
  readonly id: string;
  /** Whose notifications these are, for documents: one line without a full stop. */
  readonly description: string;
  /** Never throws; null when the message is not of this format. */
  readonly read: (message: Message) => Notification | null;
}
