/** Filters and mailing services that stand before many domains, and panels that write their own sentences. */
import type { RuleRow } from "../../rule.js";

/** Mimecast, Proofpoint, Cloudmark, Barracuda, Cisco, Symantec, cPanel, Amazon SES, SendGrid, Meta. */
export const GATEWAYS: readonly RuleRow[] = [
  // Mimecast: https://mimecastsupport.zendesk.com/hc/en-us/articles/34000709564691-Policies-Mimecast-SMTP-Error-Codes
  {
    id: "mimecast-network",
    says: "host network not allowed",
    reason: "policy-violation",
    example: "554 Host network not allowed - https://community.mimecast.com/docs/DOC-1369#554",
  },
  {
    id: "mimecast-signature",
    says: "mcspamsignature",
    reason: "spam-detected",
    example: "554 Email rejected due to security policies - MCSpamSignature.x.1",
  },
  {
    id: "mimecast-virus-signature",
    says: "mcvirussignature, mcmalware",
    reason: "virus-detected",
    example: "554 Email rejected due to security policies - MCVirusSignature.x",
  },
  {
    id: "mimecast-blocked-sender",
    says: "envelope blocked, envelope rejected, manually blocked, manually envelope blocked",
    unless: "spf, dmarc",
    reason: "rejected",
    example: "550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550",
  },
  {
    id: "mimecast-greylist",
    says: "internal resource temporary unavailable, internal resources temporary unavailable",
    reason: "greylisted",
    example: {
      diagnostic:
        "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451",
      action: "delayed",
    },
  },

  {
    // https://ipcheck.proofpoint.com
    id: "proofpoint-blocked",
    hosts: ["ipcheck.proofpoint.com", "support.proofpoint.com"],
    says: "blocked",
    reason: "blocked",
    example: "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1",
  },
  {
    // https://csi.cloudmark.com: Comcast, Orange, Free, Libero, Telenet and others point to it.
    id: "cloudmark-csi",
    hosts: ["csi.cloudmark.com"],
    reason: "blocked",
    example: "550 smtp-in refused, for remediation please use http://csi.cloudmark.com/reset-request/?ip=192.0.2.1",
  },
  {
    // https://campus.barracuda.com: the recipient's account or domain blocks the sender or the content.
    id: "barracuda-blocked",
    says: "permanent",
    raw: /\bpermanent failure for one or more recipients \([^)]{1,200}:blocked\)/i,
    reason: "filtered",
    example: "554 5.7.1 permanent failure for one or more recipients (user@example.com:blocked)",
  },
  {
    // Cisco Secure Email: the recipient access table's own words for an address that it does not know.
    id: "cisco-recipient",
    says: "rejected",
    raw: /#5\.1\.0 Address rejected/i,
    reason: "user-unknown",
    example: "550 #5.1.0 Address rejected.",
  },
  {
    id: "cisco-client",
    says: "your access to email system rejected, your access to submit message",
    unless: "reputation",
    reason: "blocked",
    example: "554 Your access to this mail system has been rejected, contact the administrator",
  },
  {
    // Symantec Email Security.cloud, address registration: the address is not among those registered.
    id: "symantec-unregistered",
    replyCode: ["542"],
    says: "rejected",
    reason: "user-unknown",
    example: { diagnostic: "542 user@example.com Rejected", replyCode: "542" },
  },
  {
    // cPanel's Exim, router fail_remote_domains: reached when the name service has neither MX nor address for the domain.
    id: "cpanel-no-route",
    says: "account or domain not exist they blacklist",
    unless: "sender verify, verification failed for @addr",
    reason: "host-unknown",
    example:
      "The mail server could not deliver mail to user@nowhere.example. The account or domain may not exist, they may be blacklisted, or missing the proper dns entries.",
  },
  {
    // Amazon SES did not try: earlier mail to the address bounced or was complained about.
    id: "ses-suppressed",
    says: "suppression list, suppressed sending, previously bounced",
    reason: "user-unknown",
    severity: "soft",
    example:
      "Amazon SES did not send the message to this address because it is on the suppression list for your account.",
  },
  {
    id: "ses-not-verified",
    says: "email address not verified, from address not verified, from address not match, verified sender identity",
    reason: "rejected",
    example: "554 Message rejected: Email address is not verified.",
  },
  {
    // Meta: http://postmaster.facebook.com/response_codes
    id: "facebook-preferences",
    says: "rcp p2",
    reason: "filtered",
    example: "550 5.1.1 RCP-P2 http://postmaster.facebook.com/response_codes Refused due to recipient preferences",
  },
  {
    // Zoho puts "Invalid Address" before the other side's reply, whatever that is.
    id: "zoho-outgoing",
    says: "email outgoing blocked",
    reason: "sender-banned",
    example: "554 5.1.8 Email Outgoing Blocked",
  },
];
