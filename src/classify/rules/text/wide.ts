/** Wide words, asked last: they say who refused, or that somebody did, and little of why. */
import type { RuleRow } from "../../rule.js";

/** From the less to the more general. */
export const WIDE: readonly RuleRow[] = [
  {
    id: "wide-greylist", words: ["greylist", "greylisted", "greylisting", "graylist", "graylisted", "graylisting", "postgrey", "grey"],
    match: /\bgr[ea]y-? ?list|\bpostgrey\b/,
    reason: "policy-violation", example: { diagnostic: "450 4.2.0 <user@example.com>: Recipient address rejected: Greylisted", action: "delayed" },
  },
  {
    id: "wide-policy", words: ["policy", "policies", "violation", "violates", "prohibited", "prohibition", "administrative", "administratively", "rules", "violate", "violated", "rule", "forbidden", "disallowed", "compliance"],
    match: /\bpolic(?:y|ies)\b|\bviolat(?:ion|es|ed|e)\b|\badministrative(?:ly)? (?:prohib|reject|denied|block)\w{0,6}|\bprohibited\b|\bforbidden\b|\bdisallowed\b|\btransport\.rules\b|\b(?:mail|filter|message|transport|security|content) rules?\b/,
    reason: "policy-violation", example: "550 5.7.1 Denied by policy",
  },
  {
    id: "wide-filtered", words: ["filtered", "filter", "filters", "filtering"],
    match: /\bfilter(?:ed|s|ing)?\b/,
    reason: "filtered", example: "550 5.2.0 Message filtered",
  },
  {
    id: "wide-mailbox-or-access", words: ["unavailable"],
    match: /\bmailbox unavailable or (?:access|not)/,
    reason: "undefined", example: "550 Mailbox unavailable or access denied",
  },
  {
    // RFC 5321's own sentence for 550; where nothing before it spoke of a block, it is what servers say of an unknown mailbox.
    id: "wide-mailbox-unavailable", words: ["unavailable", "available"], replyCode: ["550", "551", "553", "554"],
    match: /\b(?:mailbox|user|recipient|account|recipient'?s mailbox)(?: \S{1,60})? (?:is )?(?:unavailable|not available)\b/,
    reason: "user-unknown", example: "550 Requested action not taken: mailbox unavailable",
  },
  {
    id: "wide-recipient-rejected-unknown", words: ["recipient", "recipients", "rcpt", "address", "addresses"], status: ["5.1.1"],
    match: /\b(?:recipients?|address(?:es)?|rcpt) (?:address(?:es)? )?(?:was |is |has been )?(?:rejected|refused|not accepted)\b/,
    reason: "user-unknown", example: "550 5.1.1 Address rejected user@example.com",
  },
  {
    id: "wide-recipient-rejected", words: ["recipient", "recipients", "rcpt", "address", "addresses"],
    match: /\b(?:recipients?|address(?:es)?|rcpt) (?:address(?:es)? )?(?:was |is |has been )?(?:rejected|refused|not accepted)[.:;,]?(?: @\w{1,6})?$/,
    reason: "user-unknown", severity: "soft", example: "550 <user@example.com>: Recipient address rejected.",
  },
  {
    id: "wide-access-denied", words: ["access", "denied", "authorized", "authorised", "unauthorized", "permission", "permitted", "allowed", "authorization"],
    match: /\b(?:access|permission|authori[sz]ation|delivery|service|request) (?:is |was )?(?:denied|refused|forbidden|not (?:allowed|permitted|authori[sz]ed|granted))\b|\b(?:not|un) ?-?authori[sz]ed\b|\bnot (?:permitted|allowed)\b/,
    reason: "security-error", example: "550 5.7.1 <user@example.com>... Access denied",
  },
  {
    id: "wide-blocked", words: ["blocked", "banned", "block", "blocking"],
    match: /\b(?:blocked|banned|blocking)\b|\bblock\b/,
    reason: "blocked", example: "550 Blocked",
  },
  {
    id: "wide-refused", words: ["rejected", "refused", "denied", "refuse", "reject", "declined", "rejecting", "accepted", "rejete", "refusing"],
    match: /\b(?:message|mail|e-?mail|msg|delivery|data|letter|you|content|it)s?(?:'s)? (?:(?:was|is|has|have|been|not|are|can|be|could) ){0,4}(?:rejected|refused|denied|declined|accepted|blocked)\b|^\W{0,3}(?:rejected|refused|denied|reject)\b|\brefus(?:e|ed|es|ing) (?:to accept|mail|message|this)/,
    reason: "filtered", example: "550 Message rejected",
  },
];
