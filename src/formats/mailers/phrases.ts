/**
 * The long tail of mailers, a row for each sentence by which one of them introduces the addresses of its notification. Order is
 * meaning: rows that name their mailer's own words first, sentences that many write last. The sentences are the stock
 * texts of the software named; the examples are ours.
 */
import type { Action } from "../../bounce.js";

/** What one mailer writes before, around and behind the addresses of its notification. */
export interface Phrase {
  /** Stable id, unique; it stands in the evidence of what the row found. */
  readonly id: string;
  /** Format id of the notification: the mailer, or "undeliverable" for words that many use. */
  readonly format: string;
  /** The sentence that introduces the addresses. A list of them stands behind it, unless `address` says otherwise. */
  readonly opening: RegExp;
  /**
   * Where the addresses stand when not in a list: searched from the opening's own start on, every match counts. Group
   * `address` (or what stands within it that is one), and, where the form has them, `text` (the reply) and `original`
   * (the address as the sender wrote it).
   */
  readonly address?: RegExp;
  /** Where the reply stands when not beside the address: group `text`, searched in the whole text. */
  readonly text?: RegExp;
  /** What became of the addresses; by default failed, or delayed where the subject or the opening speaks of a delay. */
  readonly action?: Action;
  /** A text of this form about kim@example.org, decided by this row alone. */
  readonly example: string;
}

/** The mailers of the rows, as documents name them. */
export const PHRASE_FORMATS: readonly { readonly id: string; readonly description: string }[] = [
  { id: "amavis", description: "amavis" },
  { id: "citadel", description: "Citadel" },
  { id: "communigate", description: "CommuniGate Pro" },
  { id: "courier", description: "Courier" },
  { id: "dma", description: "DragonFly Mail Agent" },
  { id: "domino", description: "HCL Domino, in five languages" },
  { id: "ecelerity", description: "Ecelerity (Message Systems, SparkPost)" },
  { id: "firstclass", description: "FirstClass" },
  { id: "groupwise", description: "GroupWise" },
  { id: "hmailserver", description: "hMailServer" },
  { id: "imail", description: "IMail Server (Ipswitch)" },
  { id: "james", description: "Apache James" },
  { id: "kddi", description: "KDDI (au)" },
  { id: "mailenable", description: "MailEnable" },
  { id: "mdaemon", description: "MDaemon" },
  { id: "messaging-server", description: "Oracle Communications Messaging Server and PMDF" },
  { id: "mmdf", description: "MMDF" },
  { id: "notes", description: "Lotus Notes' SMTP gateway" },
  { id: "opensmtpd", description: "OpenSMTPD" },
  { id: "openwave", description: "Openwave (InterMail)" },
  { id: "powermta", description: "PowerMTA" },
  { id: "smail", description: "Smail" },
  { id: "surfcontrol", description: "SurfControl E-mail Filter" },
  { id: "x400", description: "X.400 gateways (Isode M-Switch)" },
  { id: "zmailer", description: "ZMailer" },
];

/** Rows of the long tail, in the order they are asked. */
export const PHRASES: readonly Phrase[] = [
  {
    id: "dma",
    format: "dma",
    opening: /^There was an error delivering your mail to </m,
    address: /^There was an error delivering your mail to (?<address><[^<>\n]{1,340}>)\.?/gm,
    example:
      "This is the DragonFly Mail Agent v0.13 at relay.example.net.\n\nThere was an error delivering your mail to <kim@example.org>.\n\nmx.example.org [192.0.2.1] did not like our RCPT TO:\n550 5.1.1 No such mailbox\n",
  },
  {
    id: "opensmtpd-delay",
    format: "opensmtpd",
    action: "delayed",
    opening: /\bA message is delayed for more than [^\n]{1,60} for the following\s{1,20}list of recipients:/,
    example:
      "    Hi!\n\n    A message is delayed for more than 4 hours for the following\n    list of recipients:\n\nkim@example.org: Network error on destination MXs\n",
  },
  {
    id: "opensmtpd",
    format: "opensmtpd",
    opening:
      /\bAn error has occurred while attempting to deliver a message for\s{1,20}the following list of recipients:/,
    example:
      "    Hi!\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\nkim@example.org: 550 5.1.1 No such mailbox\n",
  },
  {
    id: "opensmtpd-success",
    format: "opensmtpd",
    action: "delivered",
    opening:
      /\bA message (?:was|has been) (?:successfully )?delivered to (?:these|the following list of)\s{1,20}recipients:/i,
    example:
      "    Hi!\n\n    A message was successfully delivered to these recipients:\n\nkim@example.org: Delivery successful\n",
  },
  {
    id: "imail",
    format: "imail",
    opening:
      /^(?:unknown (?:local )?(?:user|host)|invalid (?:final delivery )?(?:userid|user|host(?: name)?)|user mailbox exceeds allowed size|mailbox (?:is )?full|delivery failed \d{1,4} attempts): ?\S+@/im,
    address:
      /^(?<text>unknown (?:local )?(?:user|host)|invalid (?:final delivery )?(?:userid|user|host(?: name)?)|user mailbox exceeds allowed size|mailbox (?:is )?full|delivery failed \d{1,4} attempts): ?(?<address>\S{3,340})/gim,
    example: "Unknown user: kim@example.org\n\n",
  },
  {
    id: "imail-response",
    format: "imail",
    opening: /^undeliverable to \S{1,320}@/m,
    address: /^undeliverable to (?<address>\S{3,340})/gm,
    text: /^Body of message generated response:[ \t]*\n(?<text>[^]{1,1000})/m,
    example:
      "undeliverable to kim@example.org\n\nBody of message generated response:\n550 5.7.1 Refused by content filter\n",
  },
  {
    id: "lotus-smtp",
    format: "notes",
    opening: /^-{5,10} Failure Reasons {1,4}-{5,10}[ \t]*$/m,
    address: /^(?<text>[^\n@]{3,300})\n(?<address>[^\s@]{1,255}@[^\s@]{1,255})[ \t]*$/gm,
    example: "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nkim@example.org\n\n",
  },
  {
    id: "domino",
    format: "domino",
    opening:
      /^[ \t]*(?:was not delivered to|wurde nicht zugestellt an|n'a pas été remis à|no se ha entregado a|non è stato consegnato a)[ \t]?:[ \t]*$/im,
    text: /^[ \t]*(?:because|aus folgendem Grund|car|porque|perché|motivo)[ \t]?:\s{1,40}(?<text>[^\n]{1,500}(?:\n[^\n]{1,500}){0,5})/im,
    example:
      "Your message\n\n  Subject: Figures for May\n\nwas not delivered to:\n\n  kim@example.org\n\nbecause:\n\n  User kim (kim@example.org) not listed in Domino Directory\n",
  },
  {
    id: "amavis",
    format: "amavis",
    opening: /^in e-?mail presumably from you\b|^to the following recipients?:[ \t]*\n-> /m,
    address: /^-> <?(?<address>[^\s<>]{3,340})>?[ \t]*$/gm,
    text: /(?<text>^(?:Our content checker found|[^\n]{0,80}\b(?:rejected|not accepted|INVALID HEADER|BAD HEADER)\b)[^]{1,1000}?)(?:\n[ \t]*\n(?:in e-?mail presumably from you|to the following recipients?:)|$(?![^]))/m,
    example:
      "BANNED CONTENTS ALERT\n\nOur content checker found\n    banned name: multipart/mixed | .exe,setup.exe\n\nin email presumably from you <robin@example.net>\nto the following recipient:\n-> kim@example.org\n\nDelivery of the email was stopped!\n",
  },
  {
    id: "james",
    format: "james",
    opening: /^Failed recipient\(s\):/m,
    text: /^Error message:[ \t]*\n(?<text>[^]{1,1000})/m,
    example:
      "Hi. This is the James mail server at relay.example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\nFailed recipient(s):\nkim@example.org\n\nError message:\n550 5.1.1 No such mailbox\n",
  },
  {
    id: "james-notify",
    format: "james",
    opening: /^Message details:[ \t]*$/m,
    address: /^[ \t]*RCPT TO: (?<address>\S{3,340})/gm,
    text: /^Error message below:[ \t]*\n(?<text>[^\n]{1,500}(?:\n[^\n]{1,500}){0,10})/m,
    example:
      "Error message below:\n550 - Requested action not taken: no such user here\n\nMessage details:\n  Subject: Figures for May\n  MAIL FROM: robin@example.net\n  RCPT TO: kim@example.org\n",
  },
  {
    id: "mailenable",
    format: "mailenable",
    opening: /^[ \t]*Recipient: \[SMTP:/m,
    address:
      /^[ \t]*Recipient: \[SMTP:(?<address>[^\]\n]{3,340})\][ \t]*\n[ \t]*Reason: (?<text>[^\n]{1,500}(?:\n[ \t]*\S[^\n]{0,500}){0,5})/gm,
    example:
      "MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:kim@example.org]\n\tReason: Remote SMTP Server Returned: 550 5.1.1 No such mailbox\n",
  },
  {
    id: "hmailserver",
    format: "hmailserver",
    opening: /^The following recipient\(s\) could not be reached:(?=[^]{0,4000}^[ \t]*hMailServer)/m,
    example:
      "Your message did not reach some or all of the intended recipients.\n\n   Sent: Mon, 6 May 2024 10:11:12 +0200\n   Subject: Figures for May\n\nThe following recipient(s) could not be reached:\n\nkim@example.org\n   Error Type: SMTP\n   Remote server (192.0.2.25) issued an error.\n   hMailServer sent: RCPT TO:<kim@example.org>\n   Remote server replied: 550 5.1.1 No such mailbox\n\n\nhMailServer\n",
  },
  {
    id: "mdaemon",
    format: "mdaemon",
    opening: /^The (?:attached|following) message had (?:PERMANENT fatal|TRANSIENT non-fatal) /m,
    address: /^(?:Failed address|Undeliverable (?:recipient|address)): (?<address>\S{3,340})/gim,
    text: /<-- (?<text>[45]\d\d[^\n]{0,500})/,
    example:
      "The attached message had PERMANENT fatal delivery errors!\n\nAfter one or more unsuccessful delivery attempts the attached message has\nbeen removed from the mail queue on this server.\n\nFailed address: kim@example.org\n\n--- Session Transcript ---\n Mon 2024-05-06 10:11:12: --> RCPT To:<kim@example.org>\n Mon 2024-05-06 10:11:12: <-- 550 5.1.1 No such mailbox\n--- End Transcript ---\n",
  },
  {
    id: "mdaemon-list",
    format: "mdaemon",
    opening: /^The following address(?:es|\(es\))? did NOT receive a copy of your message:/im,
    text: /<-- (?<text>[45]\d\d[^\n]{0,500})/,
    example:
      "The attached message had PERMANENT fatal delivery errors!\n\nThe following addresses did NOT receive a copy of your message:\n\n> kim@example.org\n\n--- Session Transcript ---\n Mon 2024-05-06 10:11:12: --> RCPT To:<kim@example.org>\n Mon 2024-05-06 10:11:12: <-- 550 5.1.1 No such mailbox\n--- End Transcript ---\n",
  },
  {
    id: "exim-malformed",
    format: "exim",
    action: "failed",
    opening:
      /^A message that you sent contained (?:one or more recipient addresses that were|a recipient address that was)\s{1,10}incorrectly\s{1,10}constructed:/m,
    address:
      /^ {2}(?:[^\n<>]{0,300}<)?(?<address>[^\s<>:,]{1,255}@[^\s<>:,]{1,255})>?[^\n]{0,40}?: (?<text>[^\n]{1,500})/gm,
    example:
      "A message that you sent contained one or more recipient addresses that were\nincorrectly constructed:\n\n  Kim Winter <kim@example.org>, : malformed address: , may not follow <kim@example.org>\n\nThis address has been ignored. The other addresses in the message were\nprocessed normally.\n",
  },
  {
    id: "mmdf",
    format: "mmdf",
    opening: /\bYour message could not be delivered to\s{1,10}'\S{1,320}@/,
    address:
      /\bYour message could not be delivered to\s{1,10}'(?<address>\S{3,340})[^'\n]{0,300}'[ \t]?for the following\s{1,10}reason:\s{1,10}(?<text>[^\n]{1,500})/g,
    example:
      "Your message could not be delivered to\n'kim@example.org (host: example.org) (queue: smtp)' for the following\nreason:  ' (USER) Unknown user name in \"kim@example.org\"'\n",
  },
  {
    id: "isode",
    format: "x400",
    opening: /\bYour message was not delivered to\s{1,10}\S{1,320}@\S{1,255}\s{1,10}for the following reason:/,
    address: /\bYour message was not delivered to\s{1,10}(?<address>\S{3,340})\s{1,10}for the following reason:/g,
    example:
      "This report relates to your message: Subject: Figures for May\n\nYour message was not delivered to   kim@example.org\n\nfor the following reason:\n\tDiagnostic was Unable to transfer, Message timed out\n",
  },
  {
    id: "groupwise",
    format: "groupwise",
    opening:
      /\b(?:The message that you sent was undeliverable to the following|had the following undeliverable recipient\(s\)):/,
    example: "The message that you sent was undeliverable to the following:\n\tkim@example.org (user not found)\n",
  },
  {
    id: "surfcontrol",
    format: "surfcontrol",
    opening: /^Addressed To: \S{1,320}@/m,
    address: /^Addressed To: (?<address>\S{3,340})/gm,
    text: /^Failed to send to identified host,[ \t]*\n(?<text>[^\n]{1,500})/m,
    example:
      "Your message could not be sent.\nA transcript of the attempts to send the message follows.\nThe number of attempts made: 1\nAddressed To: kim@example.org\n\nThu 29 Apr 2010 23:34:45 +0900\nFailed to send to identified host,\nkim@example.org: [192.0.2.1], 550 5.1.1 No such mailbox\n--- Message non-deliverable.\n",
  },
  {
    id: "powermta",
    format: "powermta",
    action: "failed",
    opening: /^[ \t]*<[^<>\s]{3,340}> {1,4}delivery failed; will not continue trying/m,
    address: /^[ \t]*<(?<address>[^<>\s]{3,340})> {1,4}(?<text>delivery failed; will not continue trying)/gm,
    example:
      "Immediately below you will find a list of\nthe affected recipients;\n\n  <kim@example.org>  delivery failed; will not continue trying\n",
  },
  {
    id: "powermta-delay",
    format: "powermta",
    action: "delayed",
    opening: /^[ \t]*<[^<>\s]{3,340}> {1,4}delivery (?:delayed|not yet)\b/m,
    address: /^[ \t]*<(?<address>[^<>\s]{3,340})> {1,4}(?<text>delivery (?:delayed|not yet)[^\n]{0,200})/gm,
    example:
      "Immediately below you will find a list of\nthe affected recipients;\n\n  <kim@example.org>  delivery delayed; will continue trying\n",
  },
  {
    id: "openwave-rejected",
    format: "openwave",
    opening: /^[ \t]*Recipient: <[^<>\s]{3,340}>[ \t]*\n[ \t]*Reason:/m,
    address: /^[ \t]*Recipient: <(?<address>[^<>\s]{3,340})>[ \t]*\n[ \t]*Reason:[ \t]{0,10}(?<text>[^\n]{0,500})/gm,
    example:
      "This Message was undeliverable due to the following reason:\n\nEach of the following recipients was rejected by a remote mail server.\n\n    Recipient: <kim@example.org>\n    Reason:    <kim@example.org>... User unknown\n\nPlease reply to <postmaster@example.net>\n",
  },
  {
    id: "openwave",
    format: "openwave",
    opening: /^The following recipients did not receive (?:this|your) message:/im,
    text: /(?:^|\n\n)(?:This Message was undeliverable due to the following reason:\s{1,10})?(?<text>[^\n]{3,500}(?:\n[^\n]{1,500}){0,6})\s{1,10}The following recipients did not receive/,
    example:
      "This Message was undeliverable due to the following reason:\n\nYour message was not delivered within 0 days and 1 hours.\nHost example.org is not responding.\n\nThe following recipients did not receive this message:\n\n     <kim@example.org>\n\nPlease reply to postmaster@example.net\n",
  },
  {
    id: "openwave-account",
    format: "openwave",
    opening: /^The user\(s\) [^\n@]{5,80}\.[ \t]*$/m,
    text: /^(?<text>The user\(s\) [^\n@]{5,80})\.[ \t]*$/m,
    example: "The user(s) account is temporarily over quota.\n\n<kim@example.org>\n",
  },
  {
    id: "kddi",
    format: "kddi",
    opening: /^[ \t]*Could not be delivered to: </m,
    address: /^[ \t]*Could not be delivered to: (?<address><[^<>\n]{1,340}>)/gm,
    example:
      "Your mail sent on: Thu, 29 Apr 2010 11:04:47 +0900\n  Could not be delivered to: <kim@example.org>\n  As their mailbox is full.\n",
  },
  {
    id: "pmdf",
    format: "messaging-server",
    opening: /^[ \t]*Recipient address: \S{1,340}/m,
    address:
      /^[ \t]*Recipient address: (?<address>\S{3,340})(?:[ \t]*\n[ \t]*Original address: (?<original>\S{3,340}))?/gm,
    example:
      "Your message cannot be delivered to the following recipients:\n\n  Recipient address: kim@example.org\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 No such mailbox\n",
  },
  {
    id: "zmailer",
    format: "zmailer",
    opening: /^FAILED:[ \t]*$/m,
    address: /^[ \t]*Original Recipient:\s{1,10}rfc822; ?(?<address>\S{3,340})/gim,
    text: /^[ \t]*Diagnostic texts?:\s{1,10}(?<text>[^\n]{1,500}(?:\n[ \t]*\S[^\n]{0,500}){0,10})/im,
    example:
      "This is a collection of reports about email delivery\nprocess concerning a message you originated.\n\nFAILED:\n  Original Recipient:\n    rfc822;kim@example.org\n  Control data:\n    smtp example.org kim@example.org 60000\n  Diagnostic texts:\n    smtp; 550 5.1.1 No such mailbox\n",
  },
  {
    id: "smail",
    format: "smail",
    opening: /^\|-{5,60} Failed addresses follow: -{5,60}\|[ \t]*$/m,
    example:
      "|------------------------- Message log follows: -------------------------|\n no valid recipients were found for this message\n|------------------------- Failed addresses follow: ---------------------|\n <kim@example.org> ... unknown user\n",
  },
  {
    id: "citadel",
    format: "citadel",
    opening: /^(?:The following addresses were undeliverable|Giving up on the following addresses):/m,
    example:
      "A message you sent could not be delivered to some or all of its recipients.\nThe following addresses were undeliverable:\n\nkim@example.org: 550 5.1.1 No such mailbox\n",
  },
  {
    id: "courier",
    format: "courier",
    opening:
      /^Your message to the following recipients (?:cannot be delivered|is being delayed|has been delayed)[^\n]{0,40}:/m,
    example:
      "                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<kim@example.org>:\n    mx.example.org [192.0.2.1]:\n>>> RCPT TO:<kim@example.org>\n<<< 550 5.1.1 No such mailbox\n",
  },
  {
    id: "communigate",
    format: "communigate",
    opening: /^Failed to deliver to '\S/m,
    address: /^Failed to deliver to '(?<address>[^'\n]{3,340})'/gm,
    example:
      "Failed to deliver to '<kim@example.org>'\nSMTP module(domain example.org) reports:\n host mx.example.org says:\n 550 5.1.1 No such mailbox\n",
  },
  {
    id: "ecelerity",
    format: "ecelerity",
    opening: /^>>> \S{1,320}@\S{1,255} \([^)\n]{1,60}\):/m,
    address: /^>>> (?<address>\S{3,340}) \([^)\n]{1,60}\):[ \t]?(?<text>[^\n]{1,500})/gm,
    example:
      "This message was created automatically by the mail system (ecelerity).\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n>>> kim@example.org (after RCPT TO): 550 5.1.1 No such mailbox\n",
  },
  {
    id: "firstclass",
    format: "firstclass",
    opening: /^Sorry\. Your message could not be delivered to:/m,
    example:
      "Sorry. Your message could not be delivered to:\n\nkim@example.org (The name was not found at the remote site. Check that the name has been entered correctly.)\n",
  },
  {
    id: "delivery-failed-line",
    format: "undeliverable",
    opening: /^Delivery failed: \S{1,320}@/m,
    address: /^Delivery failed: (?<address>\S{3,340})/gm,
    example:
      "NOTICE: Delivery Failure.\n\nDelivery failed: kim@example.org\n192.0.2.1 failed after I sent the message.\nRemote host said: 550 5.7.1 Refused\n",
  },
];
