/**
 * Delivery status notifications (RFC 3464; RFC 6533 for addresses in UTF-8), from any mailer. Every recipient's group
 * stands alone. Where a group leaves the reply's text out, the sentence about this recipient in the human part is used.
 */
import type { Notification, ReportedRecipient, NotificationFacts } from "../../bounce.js";
import { addressesIn, decodeRecipient } from "../../mail/address.js";
import { all, first, firstTyped } from "../../mail/fields.js";
import { readStatusGroups } from "../../mail/status-groups.js";
import type { Header, Leaf, Message } from "../../mail/message.js";
import { hostField, namesAddress, readRecipient } from "./dsn-recipient.js";
import { NO_FACTS, type Format } from "../lib/notification.js";
import { mayBeNotification } from "../lib/mailer.js";
import { humanText, reportedRecipient } from "../lib/text.js";

const TYPES = new Set(["message/delivery-status", "message/global-delivery-status"]);
/** For messages whose MIME structure is lost: the two fields that RFC 3464 demands of every recipient's group. */
const BARE_REPORT = /^(?:final|original)-recipient\s*:[^\n]*;/im;
const BARE_ACTION = /^action\s*:\s*(?:failed|delayed|delivered|relayed|expanded)/im;

const DESCRIPTION = "Delivery status notifications of any mailer (RFC 3464; RFC 6533 for addresses in UTF-8)";

/** A notification forwarded by a person may keep its parts, but is multipart/mixed then. */
const isReport = (message: Message): boolean => message.type === "multipart/report" || mayBeNotification(message);

/** The notification's parts; a gateway that digests notifications puts several into one message. */
function statusLeaves(message: Message): readonly Leaf[] {
  if (!isReport(message)) return [];
  const labelled = message.leaves.filter(({ type }) => TYPES.has(type));
  if (labelled.length > 0) return labelled;
  const bare = message.leaves.find(
    ({ type, text }) =>
      type.startsWith("text/") && /-recipient\s*:/i.test(text) && BARE_REPORT.test(text) && BARE_ACTION.test(text),
  );
  return bare === undefined ? [] : [bare];
}

const isRecipientGroup = (group: Header): boolean =>
  group.some(({ name }) => name === "final-recipient" || name === "original-recipient" || name === "action");

/** Postfix puts its mail_name into its own field names: X-Postfix-Queue-ID, X-Postfix-Sender. */
const mailNameField = (group: Header, ending: string): string =>
  group.find(({ name }) => name.startsWith("x-") && name.endsWith(ending) && name.length > 2 + ending.length)?.name ??
  "";

/** Postfix's copies for its postmaster differ from a sender's notification by their subject, and a double bounce by its sender. */
function noticeOf(message: Message, sender: string | null): NotificationFacts["postfixNotice"] {
  const subject = first(message.header, "subject")?.toLowerCase();
  if (subject === "postmaster warning: delayed mail") return "delay";
  if (subject !== "postmaster copy: undelivered mail") return null;
  return /^(?:mailer-daemon|double-bounce)(?:@|$)/i.test(sender ?? "") ? "double-bounce" : "single-bounce";
}

function readFacts(group: Header, message: Message): NotificationFacts {
  const sender = firstTyped(group, mailNameField(group, "-sender"));
  const postfixSender = sender === null ? null : decodeRecipient(sender.type, sender.value);
  return {
    ...NO_FACTS,
    reportingMta: hostField(group, "reporting-mta"),
    arrivalDate: first(group, "arrival-date"),
    postfixQueueId: first(group, mailNameField(group, "-queue-id")),
    postfixSender,
    originalEnvelopeId: first(group, "original-envelope-id"),
    postfixNotice: noticeOf(message, postfixSender),
  };
}

/** The addresses of X-Failed-Recipients for the groups that name none, in order; none where they do not match in number. */
function failedFor(groups: readonly Header[], message: Message): ReadonlyMap<Header, string> {
  const failed = addressesIn(all(message.header, "x-failed-recipients").join(","));
  if (failed.length === 0) return new Map();
  const nameless = groups.filter((group) => !namesAddress(group));
  const written = groups
    .filter(namesAddress)
    .flatMap((group) => group.map(({ value }) => value))
    .join("\n")
    .toLowerCase();
  const left = failed.filter((one) => !written.includes(one.toLowerCase()));
  return new Map(nameless.length === left.length ? nameless.map((group, at) => [group, left[at] ?? ""]) : []);
}

/** A message that was cut within its last address: the human part has the whole one. */
function withoutCut(
  recipients: readonly ReportedRecipient[],
  text: string,
  message: Message,
): readonly ReportedRecipient[] {
  const last = recipients.at(-1);
  if (last === undefined || last.recipient === "" || !text.trimEnd().endsWith(last.recipient)) return recipients;
  const cut = last.recipient.toLowerCase();
  const whole = addressesIn(humanText(message)).find(
    (one) => one.length > cut.length && one.toLowerCase().startsWith(cut),
  );
  if (whole === undefined) return recipients;
  const others = recipients.slice(0, -1);
  return others.some(({ recipient }) => recipient.toLowerCase() === whole.toLowerCase())
    ? others
    : [...others, { ...last, recipient: whole }];
}

function readLeaves(leaves: readonly Leaf[], message: Message): Notification {
  const groups = leaves.flatMap(({ text }) => readStatusGroups(text));
  const own = groups.find((group) => !isRecipientGroup(group)) ?? [];
  const named = groups.filter(isRecipientGroup);
  const failed = failedFor(named, message);
  const recipients = withoutCut(
    named.map((group, index) => readRecipient(group, index, message, failed.get(group) ?? null)),
    leaves.at(-1)?.text ?? "",
    message,
  );
  const hasFailed =
    recipients.length === 0 || recipients.some(({ action }) => action === "failed" || action === "delayed");
  return { format: rfc3464.id, kind: hasFailed ? "bounce" : "delivered", facts: readFacts(own, message), recipients };
}

function readGroups(message: Message): Notification | null {
  const leaves = statusLeaves(message);
  return leaves.length === 0 ? null : readLeaves(leaves, message);
}

/** Whether an address is named; a local name of one word is not enough where another reader may find the address. */
const namesSomebody = ({ recipients }: Notification): boolean =>
  recipients.some(({ recipient }) => recipient.includes("@"));

/** A notification that names a recipient. */
function read(message: Message): Notification | null {
  const notification = readGroups(message);
  return notification !== null && namesSomebody(notification) ? notification : null;
}

/** A notification without any recipient's group has one recipient all the same. */
function readNameless(message: Message): Notification | null {
  const notification = readGroups(message);
  if (notification === null || namesSomebody(notification)) return null;
  return notification.recipients.length > 0
    ? notification
    : { ...notification, recipients: [reportedRecipient("", "", { place: "none" })] };
}

/** Whether a message says all the way that it is such a notification. */
const isLabelled = ({ type, parameters, leaves }: Message): boolean =>
  type === "multipart/report" &&
  parameters["report-type"]?.toLowerCase() === "delivery-status" &&
  leaves.some((leaf) => TYPES.has(leaf.type));

/** RFC 3464 and RFC 6533 notifications that say what they are: asked first, since nothing else can be meant. */
export const rfc3464Labelled: Format = {
  id: "rfc3464",
  description: DESCRIPTION,
  read: (message) => (isLabelled(message) ? read(message) : null),
};

/** RFC 3464 and RFC 6533 notifications. */
export const rfc3464: Format = { id: "rfc3464", description: DESCRIPTION, read };

/**
 * RFC 3464 notifications without a recipient: Postfix writes them when it has lost its log ("Delivery report unavailable").
 * Asked after all readers of human text.
 */
export const rfc3464Nameless: Format = { id: "rfc3464", description: DESCRIPTION, read: readNameless };
