/** Large mailbox providers of North America. */
import type { RuleRow } from "../../rule.js";

const MICROSOFT = ["outlook.com", "hotmail.com", "live.com", "msn.com"];

/** Outlook.com, Yahoo and AOL, iCloud, Comcast, Spectrum, Cox, GoDaddy. */
export const AMERICA: readonly RuleRow[] = [
  // Outlook.com: https://sendersupport.olc.protection.outlook.com/pm/troubleshooting
  {
    id: "outlook-blocked", words: ["s3140", "s3150", "ou", "sc", "dy"], raw: /\(S3(?:140|150)\)|\b(?:OU|SC|DY)-00\d\b/,
    reason: "blocked", example: "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider. (S3140)",
  },
  {
    id: "outlook-rate", words: ["rp"], raw: /\bRP-00\d\b/,
    reason: "rate-limited", example: { diagnostic: "421 RP-001 The mail server IP connecting to Outlook.com server has exceeded the rate limit allowed", action: "delayed" },
  },
  {
    id: "outlook-reputation", status: ["4.7.650", "4.7.651", "4.7.652"],
    reason: "bad-reputation", example: { diagnostic: "451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation. (S775)", action: "delayed" },
  },
  {
    // Said after Outlook.com's own name service found nothing; final, and the sender is told to check the domain.
    id: "outlook-domain", words: ["reachable"], match: /\bbecause the domain is not reachable\b/,
    reason: "host-unknown", example: "554 The mail could not be delivered to the recipient because the domain is not reachable. Please check the domain and try again",
  },
  {
    id: "outlook-not-available", hosts: MICROSOFT, words: ["unavailable"], match: /\bservice unavailable\b.{0,30}\b(?:block|client host)/,
    reason: "blocked", example: "550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Customer Block list",
  },

  // Yahoo and AOL: https://senders.yahooinc.com/smtp-error-codes/
  {
    id: "yahoo-deferred", words: ["ts01", "ts02", "ts03", "ts04", "tss01", "tss02", "tss03", "tss04", "tss05", "tss06", "tss07", "tss09", "tss11", "tss12", "ipts04", "ipts01"], raw: /\[(?:IP)?TSS?\d\d\]/,
    reason: "bad-reputation", example: { diagnostic: "421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred", action: "delayed" },
  },
  {
    id: "yahoo-block-list", words: ["bl21", "bl22", "bl23"], raw: /\[BL\d\d\]/,
    reason: "blocked", example: "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1",
  },
  {
    id: "yahoo-phishing", words: ["ph01", "ph02"], raw: /\[PH\d\d\]/,
    reason: "spam-detected", example: "554 Message not allowed - [PH01] Email not accepted for policy reasons",
  },
  {
    id: "yahoo-disabled", words: ["554"], raw: /\bThis mailbox is disabled \(554\.30\)/,
    reason: "mailbox-disabled", example: "554 30 Sorry, your message to user@yahoo.com cannot be delivered. This mailbox is disabled (554.30).",
  },
  {
    // AOL's older codes: https://postmaster.aol.com/error-codes
    id: "aol-blocked", words: ["con", "rtr", "rly", "dyn", "scd"], raw: /\((?:CON|RTR|RLY|DYN|SCD):\w\w\)|\b(?:CON|RTR|RLY|DYN):[BT]\d\b/,
    reason: "blocked", example: "554 (RTR:BB) The address you sent from has been denied",
  },
  {
    id: "aol-url", words: ["hvu"], raw: /\bHVU:B\d\b/,
    reason: "spam-detected", example: "554 5.7.1 (HVU:B1) The URL contained in your email has generated a high volume of complaints",
  },

  // iCloud: https://support.apple.com/102322
  {
    id: "icloud-inactive", hosts: ["icloud.com", "apple.com", "me.com", "mac.com"], words: ["inactive"], match: /\binactive e-?mail address\b/,
    reason: "user-unknown", example: { diagnostic: "550 5.1.1 <user@icloud.com>: inactive email address", recipient: "user@icloud.com" },
  },
  {
    id: "icloud-not-accepting", hosts: ["icloud.com", "apple.com", "me.com", "mac.com"], words: ["accepting"], match: /\bnot accepting connections\b/,
    reason: "blocked", example: { diagnostic: "554 mx.mail.icloud.com ESMTP not accepting connections", recipient: "user@icloud.com" },
  },

  // Comcast: https://www.xfinity.com/support/articles/email-errors
  {
    id: "comcast-blocked", words: ["bl000000", "bl000001", "bl000010", "bl000011", "bl000100", "bl000101", "bl000110", "bl000111", "bl001000", "bl001001", "bl001010", "es000001", "es000010"], raw: /\b(?:BL|ES)00[01]{4}\b/,
    reason: "blocked", example: "550 5.1.0 192.0.2.1 found on one or more lists, see https://postmaster.comcast.net/smtp-error-codes.php#BL000001",
  },
  {
    id: "comcast-rate", words: ["rl000001", "rl000002", "rl000003", "rl000010"], raw: /\bRL0000\d\d\b/,
    reason: "rate-limited", example: { diagnostic: "421 4.1.0 192.0.2.1 Try again later, see https://postmaster.comcast.net/smtp-error-codes.php#RL000001", action: "delayed" },
  },

  // Spectrum (Charter, Road Runner): https://www.spectrum.net/support/internet/understanding-email-error-codes
  {
    // Its own pauses of minutes to a day for a sender that is too fast; the words only say "sender rejected".
    id: "spectrum-pause", words: ["aup"], raw: /\bAUP#(?:I|In)-13\d0\b/,
    reason: "rate-limited", example: "550 5.1.0 <news@example.net> sender rejected. Please see https://www.spectrum.net/support/ AUP#In-1310",
  },
  {
    id: "spectrum-blocked", words: ["aup"], raw: /\bAUP#/,
    reason: "blocked", example: "554 192.0.2.1 is not allowed to connect. AUP#I-1000",
  },

  // Cox: https://www.cox.com/residential/support/email-error-codes.html
  { id: "cox-blocked", words: ["cxbl", "cxmj", "cxthrt"], match: /\bcx(?:bl|mj|thrt)\b/, reason: "blocked", example: "554 cox.net Error: IP 192.0.2.1 not accepted. CXBL" },
  { id: "cox-rate", words: ["cxcnct", "cxmxrt", "cxsmtpc"], match: /\bcx(?:cnct|mxrt|smtpc)\b/, reason: "rate-limited", example: "421 cox.net - connection limit. CXCNCT" },
  { id: "cox-dns", words: ["cxdns"], match: /\bcxdns\b/, reason: "require-ptr", example: "554 cox.net Error, see CXDNS" },
  { id: "cox-sender", words: ["cxsndr"], match: /\bcxsndr\b/, reason: "rejected", example: "552 cox.net Error, see CXSNDR" },

  // GoDaddy: https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685
  { id: "godaddy-spam", words: ["ib212", "ib213", "ib504", "ib810"], match: /\bib(?:212|213|504|810)\b/, reason: "spam-detected", example: "552 5.2.0 This message has been rejected due to content. IB212" },
  { id: "godaddy-from", words: ["ib501", "ib502", "ib505", "ib506"], match: /\bib50[1256]\b/, reason: "rejected", example: "550 5.2.0 <alice@example.net> From: Domain is invalid. Please provide a valid From: IB506" },
  { id: "godaddy-spf", words: ["ib508"], match: /\bib508\b/, reason: "auth-failure", example: "550 5.1.0 192.0.2.1 is not allowed to send from example.net. IB508" },
  {
    // With 5.1.1, which elsewhere means that the mailbox is unknown.
    id: "godaddy-rate", hosts: ["secureserver.net"], words: ["quota", "limit", "rate", "throttled"], match: /\b(?:relay quota|daily (?:\w{1,10} )?(?:quota|limit)|rate|recipient limit|throttled)\b/,
    reason: "rate-limited", example: { diagnostic: "550 5.1.1 You've reached the mail limit rate of this mailbox", remoteMta: "smtp.secureserver.net" },
  },
];
