/** Filters and mailing services that stand before many domains, and panels that write their own sentences. */
import type { RuleRow } from "../../rule.js";

/** Mimecast, Proofpoint, Cloudmark, Barracuda, Cisco, Symantec, cPanel, Amazon SES, SendGrid, Meta. */
export const GATEWAYS: readonly RuleRow[] = [
  // Mimecast: https://mimecastsupport.zendesk.com/hc/en-us/articles/34000709564691-Policies-Mimecast-SMTP-Error-Codes
  {
    id: "mimecast-network", words: ["network"], match: /\bhost network,? not allowed\b/,
    reason: "policy-violation", example: "554 Host network not allowed - https://community.mimecast.com/docs/DOC-1369#554",
  },
  {
    id: "mimecast-signature", words: ["mcspamsignature"], match: /\bmcspamsignature\b/,
    reason: "spam-detected", example: "554 Email rejected due to security policies - MCSpamSignature.x.1",
  },
  {
    id: "mimecast-virus-signature", words: ["mcvirussignature", "mcmalware"], match: /\bmc(?:virussignature|malware)\b/,
    reason: "virus-detected", example: "554 Email rejected due to security policies - MCVirusSignature.x",
  },
  {
    id: "mimecast-blocked-sender", words: ["envelope", "manually"], match: /\benvelope (?:is )?(?:blocked|rejected)\b|\bmanually (?:envelope )?blocked\b|\bmanually blocked senders\b/,
    reason: "rejected", example: "550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550",
  },
  {
    id: "mimecast-greylist", words: ["resource", "resources"], match: /\binternal resources? (?:is |are )?temporarily unavailable\b/,
    reason: "policy-violation", example: { diagnostic: "451 Internal resources are temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451", action: "delayed" },
  },

  {
    // https://ipcheck.proofpoint.com
    id: "proofpoint-blocked", words: ["proofpoint"], raw: /\b(?:ipcheck|support)\.proofpoint\.com\/(?:dnsbl-lookup|\?ip=|dnsbl)/i,
    reason: "blocked", example: "554 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1",
  },
  {
    // https://csi.cloudmark.com: Comcast, Orange, Free, Libero, Telenet and others point to it.
    id: "cloudmark-csi", words: ["cloudmark", "csi"], raw: /\bcsi\.cloudmark\.com\b|\bby csi\b/i,
    reason: "blocked", example: "550 smtp-in refused, for remediation please use http://csi.cloudmark.com/reset-request/?ip=192.0.2.1",
  },
  {
    // https://campus.barracuda.com: the recipient's account or domain blocks the sender or the content.
    id: "barracuda-blocked", words: ["blocked"], raw: /\bpermanent failure for one or more recipients \([^)]{1,200}:blocked\)/i,
    reason: "filtered", example: "554 5.7.1 permanent failure for one or more recipients (user@example.com:blocked)",
  },
  {
    // Cisco Secure Email: the recipient access table's own words for an address that it does not know.
    id: "cisco-recipient", words: ["rejected"], raw: /#5\.1\.0 Address rejected/i,
    reason: "user-unknown", example: "550 #5.1.0 Address rejected.",
  },
  {
    id: "cisco-client", words: ["access"], match: /\byour access to (?:this mail system|submit messages)\b.{0,60}\brejected\b(?!.{0,60}reputation)/,
    reason: "blocked", example: "554 Your access to this mail system has been rejected, contact the administrator",
  },
  {
    // Symantec Email Security.cloud, address registration: the address is not among those registered.
    id: "symantec-unregistered", replyCode: ["542"], words: ["rejected"], match: /\brejected\b/,
    reason: "user-unknown", example: { diagnostic: "542 user@example.com Rejected", replyCode: "542" },
  },
  {
    // cPanel's Exim, router fail_remote_domains: reached when the name service has neither MX nor address for the domain.
    id: "cpanel-no-route", words: ["blacklisted"], match: /\baccount or domain may not exist, they may be blacklisted\b/,
    reason: "host-unknown", example: "The mail server could not deliver mail to user@nowhere.example. The account or domain may not exist, they may be blacklisted, or missing the proper dns entries.",
  },
  {
    // Amazon SES did not try: earlier mail to the address bounced or was complained about.
    id: "ses-suppressed", words: ["suppression", "suppressed"], match: /\bsuppression list\b|\bsuppressed sending\b/,
    reason: "user-unknown", severity: "soft", example: "Amazon SES did not send the message to this address because it is on the suppression list for your account.",
  },
  {
    id: "ses-not-verified", words: ["verified", "verify"], match: /\b(?:email|from) address(?:es)? (?:is|are|does|do) not (?:verified|match)\b|\bverified sender identity\b/,
    reason: "rejected", example: "554 Message rejected: Email address is not verified.",
  },
  {
    // Meta: http://postmaster.facebook.com/response_codes
    id: "facebook-preferences", words: ["rcp", "pol"], raw: /\bRCP-P2\b/,
    reason: "filtered", example: "550 5.1.1 RCP-P2 http://postmaster.facebook.com/response_codes Refused due to recipient preferences",
  },
  {
    // Zoho puts "Invalid Address" before the other side's reply, whatever that is.
    id: "zoho-outgoing", words: ["outgoing"], match: /\be-?mail outgoing blocked\b/,
    reason: "sender-banned", example: "554 5.1.8 Email Outgoing Blocked",
  },
];
