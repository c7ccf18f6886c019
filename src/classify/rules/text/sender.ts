/** Refusals of who sends: our own account shut off, and the sender's address refused. */
import type { RuleRow } from "../../rule.js";

/**
 * Our own account, shut off by whoever passes its mail on: submission servers, smart hosts and mailing services write these
 * to their own customers. The strongest sign there is of a compromised account.
 */
export const SENDER_BANNED: readonly RuleRow[] = [
  {
    id: "banned-outgoing", words: ["outgoing", "outbound"],
    match: /\boutgoing (?:e-?mails?|mails?|messages?)\b.{0,60}\b(?:blocked|suspended|disabled|restricted|locked)\b|\b(?:e-?mail|mail) outgoing blocked\b|\bbad outbound sender\b|\boutbound (?:e-?mails?|mails?|messages?|sending) .{0,40}\b(?:blocked|suspended|disabled)\b/,
    reason: "sender-banned", example: "550 Outgoing mail from \"alice@example.com\" has been suspended.",
  },
  {
    id: "banned-account-sends-spam", words: ["your"],
    match: /\byour (?:e-?mail )?(?:user )?(?:account|mailbox|user|login|domain|tenant)\b.{0,80}\b(?:suspended|disabled|blocked|locked|banned|restricted|limited|deactivated|compromised|hacked|terminated)\b.{0,80}\b(?:spam|abuse|suspicious|unusual|compromised|hacked|outgoing|outbound|from sending)\b/,
    reason: "sender-banned", example: "554 5.7.1 Your account has been suspended because of suspected abuse, contact support",
  },
  {
    id: "banned-sending-suspended", words: ["sending"],
    match: /\bsending (?:has been |is |was )?(?:suspended|disabled|paused|blocked) (?:for|from|on|in) (?:this|your|the) (?:account|user|domain|tenant|configuration)|\b(?:suspended|disabled|blocked|banned|barred|restricted|paused) from sending\b|\bunusual sending activity\b|\bsending (?:from|for) this account\b.{0,30}\b(?:suspended|disabled|blocked)\b/,
    reason: "sender-banned", example: "550 5.7.1 User alice@example.com is blocked from sending mail",
  },
  {
    id: "banned-account-suspended-sender", words: ["account"],
    match: /\b(?:sender(?:'s)?|sending|authenticated|submitting) (?:user )?account\b.{0,40}\b(?:suspended|disabled|blocked|locked|banned|compromised|inactive)\b|\baccount\b.{0,40}\b(?:compromised|hacked|hijacked)\b|\bour account\b.{0,40}\bsuspended\b/,
    reason: "sender-banned", example: "550 5.7.0 The sender's account is locked",
  },
  {
    id: "banned-spam-sent", words: ["spam", "spamming"],
    match: /\bspam abuse detected\b|\b(?:user|account|sender|login)\b.{0,40}\b(?:blocked|suspended|banned|disabled|locked)\b.{0,30}\b(?:for|due to|because of) (?:sending )?spam(?:ming)?\b/,
    reason: "sender-banned", example: "550 5.7.1 Authenticated user alice suspended for sending spam",
  },
];

/** The envelope sender or the From address is refused, or cannot be verified. */
export const SENDER_REJECTED: readonly RuleRow[] = [
  {
    id: "sender-verify", words: ["verify", "verification", "verifying", "callout", "callback"],
    match: /\b(?:sender|return[- ]path|mail from|from) (?:address )?(?:verify|verification|callout|callback) ?(?:failed|failure|error)|\bverification failed for @addr\b|\b(?:callback|callout) (?:setup )?(?:failed|verification)|\b(?:can not|could not|unable to|failed to) verify (?:the )?(?:sender|@addr)/,
    reason: "rejected", example: "550-Verification failed for <alice@example.net> 550-No Such User Here 550 Sender verify failed",
  },
  {
    id: "sender-domain-unknown", words: ["sender", "from", "sender's", "senders"],
    match: /\bsender(?:'?s)? (?:e-?mail )?(?:address )?(?:domain|host)\b.{0,80}\b(?:not|no|invalid|unresolvable|unknown|fail(?:s|ed)?|must|missing)\b|\bdomain (?:name )?of (?:the )?sender\b.{0,100}\b(?:not|invalid|unknown|unresolvable|no)\b|\bsender address rejected: domain\b|\bfrom: (?:address )?domain\b.{0,40}\b(?:invalid|not)\b|\bfrom domain\b.{0,40}\b(?:must resolve|invalid|not)\b/,
    reason: "rejected", example: "553 5.1.8 <alice@mail.example.net>... Domain of sender address alice@mail.example.net does not exist",
  },
  {
    id: "sender-refused", words: ["sender", "senders", "originator"],
    match: /(?<!unauthenticated )(?<!anonymous )\b(?:sender|originator)(?:'?s)?(?: e-?mail)?(?: address)?(?: @addr)?:? (?:was |is |has been |were )?(?:address )?(?:not (?:allowed|accepted|permitted|authori[sz]ed|valid|known|found)|(?:temporarily )?(?:rejected|refused|denied|blocked|invalid|unknown|banned|forbidden|blacklisted|blocklisted|unacceptable|prohibited|disallowed))/,
    reason: "rejected", example: "550 5.1.0 <alice@example.net> sender rejected",
  },
  {
    id: "sender-bad", words: ["sender", "from", "mailfrom", "senderid"],
    match: /\b(?:invalid|bad|illegal|unknown|forged|fake|spoofed|unacceptable|blocked|unverified|non-?existent|missing|untrusted|unwanted) (?:envelope )?(?:sender|return[- ]?path|mail from|from address|mailfrom)\b|\benvelope (?:sender|from)\b.{0,40}\b(?:rejected|refused|invalid|blocked|not)\b/,
    reason: "rejected", example: "553 Invalid sender",
  },
  {
    id: "sender-mail-from-refused", words: ["from"],
    match: /\bmail from:? ?@(?:addr|host)(?: is| was| has been)? (?:not (?:allowed|accepted|welcome)|rejected|refused|denied|blocked)(?! for policy)|\b(?:e-?mails?|messages?|mail) from (?:this|your|the) (?:sender|domain|e-?mail address|address)\b.{0,40}\b(?:not|rejected|refused|denied|blocked|banned)\b|\b(?:refus|reject|block)(?:e|ed|es|ing)? (?:all )?(?:e-?mail|mail|messages?)s? from @addr/,
    reason: "rejected", example: "550 Mail from alice@example.net rejected",
  },
  {
    id: "sender-your-address", words: ["your", "address"],
    match: /\byour (?:e-?mail address|address|e-?mail domain|domain|sender domain|from address)\b.{0,30}\b(?:blocked|rejected|refused|banned|blacklisted|denied|not accepted|not allowed|invalid)\b|\b(?:to\/from|from) an address that has been (?:blacklisted|blocked|banned)\b/,
    reason: "rejected", example: "550 Your email address has been blocked by the recipient's domain",
  },
  {
    id: "sender-not-yours", words: ["as", "own", "owned", "behalf", "send"],
    match: /\bsend ?as ?denied\b|\b(?:permissions?|authori[sz]ed|allowed|right|permitted) to send (?:mail |messages? )?(?:as|on behalf of|from) (?:this|the|that) (?:sender|user|address|mailbox|e-?mail)|\bsender address\b.{0,40}\bnot owned by\b|\bnot owned by user\b/,
    reason: "rejected", example: "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
  },
  {
    id: "sender-null", words: ["null", "bounce", "bounces", "empty", "backscatter"],
    match: /\b(?:null|empty) (?:envelope )?(?:sender|return[- ]path|reverse[- ]path)\b|\bnot accept (?:any )?bounces\b|\bbounces? (?:is |are )?(?:not (?:accepted|allowed|for)|refused|rejected)|\bbackscatter\b/,
    reason: "rejected", example: "550 5.7.1 We do not accept bounces for this address",
  },
  {
    id: "sender-host-does-not-exist", words: ["exist"],
    match: /^(?:smtp;? ?)?(?:553 )?(?:\w{1,30} )?@host does not exist/,
    reason: "rejected", example: { diagnostic: "553 5.1.0 mail.example.net does not exist", recipient: "user@example.com" },
  },
];
