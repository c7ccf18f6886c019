/** Large mailbox providers of North America. */
import type { RuleRow } from "../../rule.js";

/** Outlook.com, Yahoo and AOL, iCloud, Comcast, Spectrum, Cox, GoDaddy. */
export const AMERICA: readonly RuleRow[] = [
  // Outlook.com: https://sendersupport.olc.protection.outlook.com/pm/troubleshooting
  {
    id: "outlook-blocked",
    says: "s3140, s3150, ou 001, ou 002, sc 001, sc 002, sc 003, sc 004, dy 001, dy 002",
    reason: "blocked",
    example:
      "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider. (S3140)",
  },
  {
    id: "outlook-rate",
    says: "rp 001, rp 002, rp 003",
    reason: "rate-limited",
    example: {
      diagnostic: "421 RP-001 The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed",
      action: "delayed",
    },
  },
  {
    id: "outlook-reputation",
    status: ["4.7.650", "4.7.651", "4.7.652"],
    reason: "bad-reputation",
    example: {
      diagnostic:
        "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)",
      action: "delayed",
    },
  },
  {
    // Said after Outlook.com's own name service found nothing; final, and the sender is told to check the domain.
    id: "outlook-domain",
    says: "because domain not reachable",
    reason: "host-unknown",
    example:
      "554 The mail could not be delivered to the recipient because the domain is not reachable. Please check the domain and try again",
  },

  // Yahoo and AOL: https://senders.yahooinc.com/smtp-error-codes/
  {
    id: "yahoo-deferred",
    says: "ts01, ts02, ts03, ts04, tss01, tss02, tss03, tss04, tss05, tss06, tss07, tss09, tss11, tss12, ipts04, ipts01",
    reason: "bad-reputation",
    example: { diagnostic: "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred", action: "delayed" },
  },
  {
    id: "yahoo-block-list",
    says: "bl21, bl22, bl23",
    reason: "blocked",
    example: "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1",
  },
  {
    id: "yahoo-phishing",
    says: "ph01, ph02",
    reason: "spam-detected",
    example: "554 Message not allowed - [PH01] Email not accepted for policy reasons",
  },
  {
    // AOL's older codes: https://postmaster.aol.com/error-codes
    id: "aol-blocked",
    says: "con, rtr, rly, dyn, scd",
    match: /\b(?:con|rtr|rly|dyn|scd) (?:b[b\d]|t\d|du)\b/,
    reason: "blocked",
    example: "554 (RTR:BB) The address you sent from has been denied",
  },
  {
    id: "aol-url",
    says: "hvu b1, hvu b2",
    reason: "spam-detected",
    example: "554 5.7.1 (HVU:B1) The URL contained in your email has generated a high volume of complaints",
  },

  // iCloud: https://support.apple.com/102322
  {
    id: "icloud-inactive",
    hosts: ["icloud.com", "apple.com", "me.com", "mac.com"],
    says: "inactive email address",
    reason: "user-unknown",
    example: { diagnostic: "550 5.1.1 <user@icloud.com>: inactive email address", recipient: "user@icloud.com" },
  },

  // Comcast: https://www.xfinity.com/support/articles/email-errors
  {
    id: "comcast-blocked",
    hosts: ["comcast.net", "xfinity.com"],
    raw: /\b(?:BL|ES)00[01]{4}\b/,
    reason: "blocked",
    example:
      "550 5.1.0 192.0.2.1 found on one or more lists, see https://postmaster.comcast.net/smtp-error-codes.php#BL000001",
  },
  {
    id: "comcast-rate",
    hosts: ["comcast.net", "xfinity.com"],
    raw: /\bRL0000\d\d\b/,
    reason: "rate-limited",
    example: {
      diagnostic:
        "421 4.1.0 192.0.2.1 Try again later, see https://postmaster.comcast.net/smtp-error-codes.php#RL000001",
      action: "delayed",
    },
  },

  // Spectrum (Charter, Road Runner): https://www.spectrum.net/support/internet/understanding-email-error-codes
  {
    // Its own pauses of minutes to a day for a sender that is too fast; the words only say "sender rejected".
    id: "spectrum-pause",
    says: "aup",
    match: /\baup (?:i|in) 13\d0\b/,
    reason: "rate-limited",
    example: "550 5.1.0 <news@example.net> sender rejected. Please see https://www.spectrum.net/support/ AUP#In-1310",
  },
  {
    id: "spectrum-blocked",
    says: "aup",
    match: /\baup (?:\w{1,6} )?\d{4}\b/,
    reason: "blocked",
    example: "554 192.0.2.1 is not allowed to connect. AUP#I-1000",
  },

  // Cox: https://www.cox.com/residential/support/email-error-codes.html
  {
    id: "cox-blocked",
    says: "cxbl, cxmj, cxthrt",
    reason: "blocked",
    example: "554 cox.net Error: IP 192.0.2.1 not accepted. CXBL",
  },
  {
    id: "cox-rate",
    says: "cxcnct, cxmxrt, cxsmtpc",
    reason: "rate-limited",
    example: "421 cox.net - connection limit. CXCNCT",
  },
  { id: "cox-dns", says: "cxdns", reason: "require-ptr", example: "554 cox.net Error, see CXDNS" },
  { id: "cox-sender", says: "cxsndr", reason: "rejected", example: "552 cox.net Error, see CXSNDR" },

  // GoDaddy: https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685
  {
    id: "godaddy-spam",
    says: "ib212",
    reason: "spam-detected",
    example: "552 5.2.0 This message has been rejected due to content. IB212",
  },
  {
    id: "godaddy-from",
    says: "ib501, ib502",
    reason: "not-compliant-rfc",
    example: "550 <alice@example.net> Blank From: addresses are not allowed. IB501",
  },
  {
    id: "godaddy-sender",
    says: "ib506",
    reason: "rejected",
    example: "550 5.2.0 <alice@example.net> From: Domain is invalid. Please provide a valid From: IB506",
  },
  {
    id: "godaddy-spf",
    says: "ib508",
    reason: "auth-failure",
    example: "550 5.1.0 192.0.2.1 is not allowed to send from example.net. IB508",
  },
  {
    // With 5.1.1, which elsewhere means that the mailbox is unknown.
    id: "godaddy-rate",
    hosts: ["secureserver.net"],
    says: "quota, limit, rate, throttled",
    match: /\b(?:relay quota|daily (?:\w{1,10} )?(?:quota|limit)|rate|recipient limit|throttled)\b/,
    reason: "rate-limited",
    example: {
      diagnostic: "550 5.1.1 You've reached the mail limit rate of this mailbox",
      remoteMta: "smtp.secureserver.net",
    },
  },
];
