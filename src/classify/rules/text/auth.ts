/** Authentication of mail (SPF, DKIM, DMARC, ARC), of connections (TLS), of clients (AUTH), and relaying. */
import type { RuleRow } from "../../rule.js";

/** The sender's domain did not pass. */
export const AUTH_FAILURE: readonly RuleRow[] = [
  {
    id: "auth-dmarc", words: ["dmarc"],
    match: /\bdmarc\b/,
    reason: "auth-failure", example: "550 5.7.1 Rejected, the sending domain has a DMARC policy of reject",
  },
  {
    id: "auth-spf", words: ["spf", "spf1", "spfv1"],
    match: /\bspf(?:v?1)?\b|\bsender policy framework\b/,
    reason: "auth-failure", example: "550 5.7.23 The message was rejected because of Sender Policy Framework violation: SPF fail",
  },
  {
    id: "auth-sender-policy", words: ["framework"],
    match: /\bsender policy framework\b/,
    reason: "auth-failure", example: "550 Message violates the Sender Policy Framework of its domain",
  },
  {
    id: "auth-dkim", words: ["dkim", "domainkeys", "domainkey", "adsp"],
    match: /\bdkim\b(?!-signature header)|\bdomainkeys?\b|\badsp\b/,
    reason: "auth-failure", example: "550 5.7.20 No passing DKIM signature found",
  },
  {
    id: "auth-arc", words: ["arc"],
    match: /\barc (?:check|validation|chain|seal|signature|set)\b/,
    reason: "auth-failure", example: "550 5.7.29 ARC validation failure",
  },
  {
    id: "auth-sender-id", words: ["senderid", "id"],
    match: /\bsender ?id\b.{0,40}\b(?:fail|reject|not pass|pra)/,
    reason: "auth-failure", example: "550 5.7.1 Sender ID (PRA) Not Permitted: Sender ID check failed",
  },
  {
    id: "auth-unauthenticated", words: ["unauthenticated", "authentication", "authenticated"],
    match: /\bunauthenticated (?:e-?mail|mail|message)|\bauthentication (?:information or fails|checks?|level|results?)\b|\bfail(?:s|ed|ing)? (?:to pass )?(?:e-?mail |message |domain )?authentication (?:check|tests|requirement|verification)|\b(?:message|e-?mail|mail|domain|sender) (?:is |was |has )?(?:not (?:been )?authenticated|failed authentication)\b/,
    reason: "auth-failure", example: "550-5.7.26 This message does not have authentication information or fails to pass authentication checks",
  },
  {
    id: "auth-not-authorised-host", words: ["send", "sender", "authorized", "authorised", "designated", "permitted"],
    match: /@(?:ip|host)\)? (?:is )?not (?:allowed|authori[sz]ed|permitted|designated)(?: as a)?(?: to send)?(?: mail| e-?mail| messages)?(?: sender)? (?:for|from|on behalf of|as)\b|\bnot (?:a )?(?:designated|permitted|authori[sz]ed) (?:sender|mailer|mail server) (?:for|of)\b/,
    reason: "auth-failure", example: "550 192.0.2.1 is not allowed to send mail from example.org",
  },
  {
    id: "auth-spoofed", words: ["spoofing", "spoof", "impersonation", "forged", "forgery", "spoofed", "impersonating"],
    match: /\b(?:anti-?)?spoof(?:ing|ed)?\b|\bimpersonat\w{3,5}\b|\b(?:sender|from|header|message|mail|e-?mail|address)\b.{0,30}\bforge(?:d|ry)\b/,
    reason: "auth-failure", example: "550 Anti-Spoofing policy: inbound mail must not use our domain",
  },
];

/** Encryption was asked for and not had. */
export const FAILED_STARTTLS: readonly RuleRow[] = [
  {
    id: "tls-starttls", words: ["starttls"],
    match: /\bstarttls\b/,
    reason: "failed-starttls", example: "530 5.7.0 Must issue a STARTTLS command first",
  },
  {
    id: "tls-required", words: ["tls", "ssl", "tlsa", "dane", "requiretls"],
    match: /\b(?:tls|ssl)\b.{0,60}\b(?:required|requires?|fail(?:ed|ure)?|error|handshake|unavailable|not (?:available|offered|supported|trusted)|can not|needed|mandatory|must|negotiat\w{1,6}|encrypt\w{0,5}|problem)\b|\b(?:requires?|required|must (?:use|support)|only|need|without|no|can not (?:start|establish)|enforce[sd]?|mandatory|failed|secure) (?:\w{1,10} ){0,2}?(?:tls|ssl)\b|\b(?:tlsa|dane|requiretls)\b/,
    reason: "failed-starttls", example: "550 5.7.10 TLS is required by this server",
  },
  {
    id: "tls-certificate", words: ["certificate", "certificates", "issuer", "sts"],
    match: /\b(?:server |remote )?certificate(?:s)? (?:\w{1,12} ){0,4}?(?:not trusted|verif\w{2,8}|expired|mismatch|not (?:verified|valid|match)|invalid|failed|rejected|unknown|untrusted|self-signed)|\buntrusted issuer\b|\b(?:untrusted|invalid|expired|self-signed) (?:server )?certificate\b|\bmta-sts\b|\bsts policy\b/,
    reason: "failed-starttls", example: { diagnostic: "Server certificate not verified", status: "4.7.5", action: "delayed" },
  },
  {
    id: "tls-encryption", words: ["encryption", "encrypted", "unencrypted"],
    match: /\bencryption (?:is )?(?:required|needed|mandatory|enforced)\b|\b(?:require|requires|required|must|only|needs?) (?:\w{1,10} ){0,4}?(?:encryption|encrypted (?:connection|session|transport|mail))\b|\bunencrypted (?:connection|session|mail|message)/,
    reason: "failed-starttls", example: "554 5.7.10 Encryption needed to deliver here",
  },
];

/** The server that was asked does not pass mail on for us. */
export const NO_RELAYING: readonly RuleRow[] = [
  {
    id: "relay-denied", words: ["relay", "relaying", "relayed", "relays", "relayer"],
    match: /\b(?:relay|relaying|relayed)(?: (?:access|operation|mail|attempt|request|of|to|through|is|was|from|for|this|here|your|message|not|by|has been|temporarily|@\w{1,6}))*(?: |: |- ?)(?:denied|rejected|refused|not (?:permitted|allowed|authori[sz]ed|supported|accepted)|prohibited|disallowed|forbidden|disabled|permitted|restricted|unauthori[sz]ed|blocked)\b|\b(?:no|not|unable to|can not|(?:do|does|will) not|never|denied|refus(?:e|ed|es|ing)(?: to)?|(?:permitted|allowed|authori[sz]ed|configured|unauthori[sz]ed|permission|anonymous|illegal|attempted|prohibited|open|third[- ]party|mail)(?: to)?) (?:allow |permit |accept )?(?:third[- ]party |mail |e-?mail |message )?relay(?:ing)?\b|\brelay(?:ing)? (?:access )?(?:denied|required)/,
    reason: "no-relaying", example: "554 5.7.1 <user@example.com>: Relay access denied",
  },
  {
    id: "relay-rcpthosts", words: ["rcpthosts", "nonlocal", "local", "hosted", "handled", "locally"],
    match: /\brcpthosts\b|\bnon-?local (?:e-?mail |recipient |address|user|domain)|\b(?:domain|recipient|address|host) (?:@\w{1,6} )?(?:is )?not (?:a )?(?:local|locally hosted|hosted|handled|served|configured)(?: here| on this| by this| domain|$)|\bnot (?:a )?local domain\b|\bnot (?:one of )?(?:our|my|mine)(?: local)? (?:domains?)\b/,
    reason: "no-relaying", example: "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
  },
  {
    id: "relay-not-for-us", words: ["accept", "handle", "gateway", "responsible", "domain", "hosts"],
    match: /\b(?:do|does|will|can) not (?:accept|handle|receive|host|process|deliver) (?:any )?(?:e-?mail|mail|messages)? ?(?:for|to) (?:this|that|the|your|@domain|@host)(?: domain)?\b|\bnot (?:a |the )?(?:gateway|mx|mail exchanger|responsible|primary mx) for\b|\bdomain (?:@\w{1,6} )?(?:is )?not (?:allowed|accepted|in (?:my|our|the))\b|\b(?:recipient|destination) domain .{0,20}\bnot (?:accepted|allowed|ours)\b/,
    reason: "no-relaying", example: "550 We do not accept mail for this domain",
  },
];

/** The client has to log in, or failed to. */
export const LOGIN: readonly RuleRow[] = [
  {
    id: "login-required", words: ["authentication", "authenticate", "auth", "authenticated", "authorization", "login", "unauthenticated", "credentials", "password", "sasl"],
    match: /\b(?:smtp |sasl )?auth(?:entication|orization)?(?: is)? (?:required|failed|failure|rejected|invalid|unsuccessful|needed|error|credentials invalid|not (?:enabled|supported|available))|\b(?:must|need to|please|require[sd]?|not) (?:first )?(?:authenticate|log ?in|login|auth|authenticated|smtp auth\w{0,12}|authentication)\b|\bunauthenticated (?:senders?|clients?|users?|connections?|relay)\b|\b(?:invalid|bad|incorrect|wrong) (?:login|credentials|username|user ?name|password|user ?id)\b|\blogin (?:failed|denied|invalid)\b|\b(?:username|user name) and password not accepted\b|\bcould not authenticate\b|\bnot logged in\b/,
    reason: "security-error", example: "530 5.7.0 Authentication required",
  },
];
