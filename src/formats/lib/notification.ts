/** The contract of a format's reader, and what it answers with. */
import type { Kind, Notification, NotificationFacts, ReportedRecipient } from "../../bounce.js";
import type { Message } from "../../mail/message.js";

/** Reads one format of notification. States facts, judges nothing. */
export interface Format {
  /** Stable id, e.g. "rfc3464", "qmail"; several readers of one format share it. */
  readonly id: string;
  /** Whose notifications these are, for documents: one line without a full stop. */
  readonly description: string;
  /** Never throws; null when the message is not of this format. */
  readonly read: (message: Message) => Notification | null;
}

/** Facts of a notification that says nothing of itself. */
export const NO_FACTS: NotificationFacts = {
  reportingMta: null,
  arrivalDate: null,
  postfixQueueId: null,
  postfixSender: null,
  originalEnvelopeId: null,
  postfixNotice: null,
  feedback: null,
};

/** A notification that names no recipient of ours: a complaint, an automatic reply, a receipt, or nothing at all. */
export const withoutRecipients = (
  format: string,
  kind: Kind,
  facts: Partial<NotificationFacts> = {},
): Notification => ({ format, kind, recipients: [], facts: { ...NO_FACTS, ...facts } });

/** A bounce; null when the reader found no recipient, so that the next one may try. */
export function bounceNotification(
  format: string,
  recipients: readonly ReportedRecipient[],
  facts: Partial<NotificationFacts> = {},
): Notification | null {
  return recipients.length === 0 ? null : { format, kind: "bounce", recipients, facts: { ...NO_FACTS, ...facts } };
}

/** What is made of a message that no reader knows. */
export const UNRECOGNIZED = withoutRecipients("none", "unrecognized");
