/** Large mailbox providers of Europe and Russia. */
import type { RuleRow } from "../../rule.js";

const GMX = [
  "gmx.net",
  "gmx.de",
  "gmx.at",
  "gmx.ch",
  "gmx.com",
  "web.de",
  "mail.com",
  "kundenserver.de",
  "1and1.com",
  "ionos.com",
  "perfora.net",
];
const MAIL_RU = ["mail.ru", "inbox.ru", "list.ru", "bk.ru"];

/** Orange, La Poste, Free, GMX and WEB.DE and IONOS, T-Online, Libero, Mail.ru, Yandex, ukr.net and i.ua. */
export const EUROPE: readonly RuleRow[] = [
  // Orange and Wanadoo (https://postmaster.orange.fr) and La Poste number their refusals alike: OFR006_102, LPN007_416.
  {
    id: "orange-too-fast",
    says: "104, 105",
    match: /\b(?:ofr|lpn)\d{0,3} 10[45]\b/,
    reason: "rate-limited",
    example: { diagnostic: "421 4.7.0 Trop de connexions. OFR004_104 [104]", action: "delayed" },
  },
  {
    id: "orange-blocked",
    says: "101, 102, 103, 106, 107, 108, 999",
    match: /\b(?:ofr|lpn)\d{0,3} (?:10[1-36-8]|999)\b/,
    reason: "blocked",
    example: { diagnostic: "421 4.2.1 Service refuse. Veuillez essayer plus tard. LPN006_107", action: "delayed" },
  },
  {
    id: "orange-spam",
    says: "501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 513, 515, 517",
    match: /\b(?:ofr|lpn)\d{0,3} 5[01]\d\b/,
    reason: "spam-detected",
    example: "550 5.2.0 Mail rejete. Mail rejected. ofr_506 [506]",
  },
  {
    id: "orange-recipient",
    says: "416",
    match: /\b(?:ofr|lpn)\d{0,3} 416\b/,
    reason: "user-unknown",
    example: "550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416 [416]",
  },
  {
    // https://postmaster.free.fr
    id: "free-spam-ip",
    hosts: ["free.fr"],
    says: "too many spam",
    reason: "blocked",
    example: {
      diagnostic: "421 Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/",
      action: "delayed",
      remoteMta: "mx1.free.fr",
    },
  },

  // GMX, WEB.DE, mail.com, IONOS: https://postmaster.gmx.net/en/error-messages
  {
    // The sender's domain, in the words that RFC 5321 has for the recipient's mailbox.
    id: "gmx-sender-domain",
    says: "invalid dns mx, invalid mx",
    reason: "rejected",
    example: "550 Requested action not taken: mailbox unavailable invalid DNS MX or A/AAAA resource record",
  },
  {
    id: "gmx-no-service",
    hosts: GMX,
    says: "no smtp service, nemesis esmtp service not available",
    unless: "ptr",
    reason: "blocked",
    example: {
      diagnostic: "554-gmx.net (mxgmx101) Nemesis ESMTP Service not available",
      remoteMta: "mx00.emig.gmx.net",
    },
  },
  {
    id: "gmx-policy",
    hosts: GMX,
    says: "rejected due to policy restrictions",
    reason: "policy-violation",
    example: {
      diagnostic: "554 Transaction failed Reject due to policy restrictions.",
      remoteMta: "mx00.emig.gmx.net",
    },
  },
  {
    id: "gmx-send-limit",
    hosts: GMX,
    says: "email send limit",
    reason: "rate-limited",
    example: {
      diagnostic: "450 Requested mail action not taken: mailbox unavailable Mail send limit exceeded.",
      action: "delayed",
      remoteMta: "mx00.emig.gmx.net",
    },
  },

  // Deutsche Telekom: https://postmaster.t-online.de
  {
    id: "t-online-blocked",
    says: "ask your postmaster for help",
    unless: "reputation",
    reason: "blocked",
    example:
      "554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tobr@rx.t-online.de to clarify.) (BL)",
  },

  // Libero and Virgilio (Italiaonline)
  {
    id: "libero-blocked",
    says: "lib 101, lib 102, lib 103, lib 104, lib 105, lib 106, lib 107, lib 108, lib 110",
    reason: "blocked",
    example: "550 smtp-16.iol.local denied [smtp-16.iol.local; LIB_102]",
  },

  // Mail.ru: https://help.mail.ru/developers/mailing/errors
  {
    // "invalid mailbox" stands before every cause.
    id: "mail-ru-disabled",
    hosts: MAIL_RU,
    says: "account disabled, account blocked, account suspended, account inactive, user disabled, user blocked, user suspended",
    unless: "sending for account",
    reason: "mailbox-disabled",
    example: {
      diagnostic:
        "550 Message was not accepted -- invalid mailbox. Local mailbox user@mail.ru is unavailable: account is disabled",
      recipient: "user@mail.ru",
    },
  },
  {
    id: "mail-ru-full",
    hosts: MAIL_RU,
    says: "full, quota",
    reason: "mailbox-full",
    example: {
      diagnostic:
        "552 Message was not accepted -- invalid mailbox. Local mailbox user@mail.ru is unavailable: over quota",
      recipient: "user@mail.ru",
    },
  },

  // Yandex: https://yandex.com/support/yandex-360/customers/mail/en/bounces/yandex
  {
    // The recipient's account is shut off for a breach of the terms of use.
    id: "yandex-target-policy",
    says: "policy rejected on target address",
    reason: "mailbox-disabled",
    example: "550 5.7.1 Policy rejection on the target address",
  },
];
