/**
 * What people write about notifications: replies that quote one, forwards that carry one whole or in pieces. They say nothing
 * to us, so no reader of notifications may see them. A reply or forward shows in its subject, or in the line that mail programs
 * put above a forwarded message.
 */
import type { Notification } from "../../bounce.js";
import { parseAddress } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Message } from "../../mail/message.js";
import { isAutomatic } from "./auto-reply.js";
import { withoutRecipients, type Format } from "../lib/notification.js";
import { isAnswer, isFromMailer } from "../lib/mailer.js";

function isWrittenByPerson(message: Message): boolean {
  const { header, type } = message;
  if (type === "multipart/report" || isFromMailer(header) || isAutomatic(header)) return false;
  const author = parseAddress(first(header, "from") ?? "");
  return author !== null && author !== "";
}

function read(message: Message): Notification | null {
  if (!isWrittenByPerson(message)) return null;
  return isAnswer(message) ? withoutRecipients(correspondence.id, "unrecognized") : null;
}

/** Replies and forwards of people. */
export const correspondence: Format = {
  id: "correspondence",
  description: "What people write about notifications: replies, forwarded messages",
  read,
};
