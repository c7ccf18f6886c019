/** What is in the queues of a private Postfix. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isObject, readJsonLines, type JsonObject } from "./json.js";

/** A mail in the deferred queue, and why its recipients did not get it. */
export interface DeferredMail {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly reason: string;
}

/** Where mail is on its way. */
const QUEUES = ["maildrop", "incoming", "active", "deferred"] as const;

/** Whether there is no mail in any queue. One that changes queues meanwhile may be seen in none: look twice. */
export function areEmpty(queueDirectory: string): boolean {
  const files = QUEUES.flatMap((queue) =>
    readdirSync(join(queueDirectory, queue), { withFileTypes: true, recursive: true }),
  );
  return files.every((entry) => !entry.isFile());
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function toDeferred(mail: JsonObject): DeferredMail {
  const recipients = Array.isArray(mail.recipients) ? mail.recipients.filter(isObject) : [];
  return {
    sender: text(mail.sender),
    recipients: recipients.map(({ address }) => text(address)),
    reason: recipients.map((recipient) => text(recipient.delay_reason)).join("; "),
  };
}

/** The deferred mails in what `postqueue -j` prints. */
export function deferredMails(printed: string): DeferredMail[] {
  return readJsonLines(printed)
    .filter((mail) => mail.queue_name === "deferred")
    .map(toDeferred)
    .filter(({ reason }) => reason !== "");
}
