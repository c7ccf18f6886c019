/**
 * Gmail and Google Workspace: Workspace's list of SMTP errors, https://support.google.com/a/answer/3726730, and the rules for
 * bulk senders, https://support.google.com/mail/answer/81126. Where Google repeats a registered code with another
 * meaning (7.27 to 7.30), the code stands here; its other sentences are read as everybody's.
 */
import type { RuleRow } from "../../rule.js";

const GOOGLE = ["google.com", "googlemail.com", "gmail.com"];

/** Google's own meanings. */
export const GOOGLE_ROWS: readonly RuleRow[] = [
  {
    // https://support.google.com/a/answer/168383: the group's spam filter; the advice that follows speaks of SPF.
    id: "google-group-spam",
    says: "due to spam classification",
    reason: "spam-detected",
    example:
      "Your email to group team@example.com was rejected due to spam classification. * Set up SPF records for your sending domain",
  },
  {
    // The report of a group is written in the reader's language and says that the group may not exist or may not admit the
    // sender: told apart by where it comes from, and by having no reply in it.
    id: "google-group-refused",
    hosts: ["googlegroups.com"],
    format: ["google"],
    raw: /^(?!.*\b[45]\d\d\b)/,
    reason: "rejected",
    example: {
      diagnostic: "Le groupe (sample) que vous tentez de contacter n'existe pas",
      format: "google",
      recipient: "sample@googlegroups.com",
    },
  },
  {
    id: "google-group-refused-words",
    says: "group you tried to contact, group you trying to contact",
    reason: "rejected",
    example:
      "the group you tried to contact (sample) may not exist, or you may not have permission to post messages to the group",
  },
  {
    id: "google-authentication",
    hosts: GOOGLE,
    status: [
      "4.7.26",
      "5.7.26",
      "4.7.27",
      "5.7.27",
      "4.7.30",
      "5.7.30",
      "4.7.31",
      "5.7.31",
      "4.7.32",
      "5.7.32",
      "4.7.40",
      "5.7.40",
      "4.7.24",
      "5.7.24",
    ],
    reason: "auth-failure",
    example: {
      diagnostic: "550-5.7.30 This mail has been blocked because the sender is",
      remoteMta: "gmail-smtp-in.l.google.com",
    },
  },
  {
    id: "google-tls",
    hosts: GOOGLE,
    status: ["4.7.29", "5.7.29"],
    reason: "failed-starttls",
    example: {
      diagnostic: "421 4.7.29 This mail has been rate limited because it was not sent securely",
      action: "delayed",
      remoteMta: "gmail-smtp-in.l.google.com",
    },
  },
  {
    id: "google-flood",
    hosts: GOOGLE,
    status: ["4.7.28", "5.7.28"],
    reason: "rate-limited",
    example: {
      diagnostic: "421-4.7.28 Gmail has detected unsolicited mail originating from your IP address",
      action: "delayed",
      remoteMta: "gmail-smtp-in.l.google.com",
    },
  },
  {
    id: "google-not-direct",
    says: "ip you using to send email not authorized",
    reason: "blocked",
    example: "550-5.7.1 The IP you're using to send mail is not authorized to send email directly to our servers",
  },
  {
    // https://support.google.com/mail/answer/7720: Google got no connection before its time was up.
    id: "google-no-connection",
    says: "not accept our request to connect",
    reason: "expired",
    example:
      "The recipient server did not accept our requests to connect. [(0) example.com. [192.0.2.1]:25: socket error]",
  },
];
