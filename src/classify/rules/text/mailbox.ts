/** What is said of the recipient's mailbox: full, switched off, moved, closed to strangers, unknown. */
import type { RuleRow } from "../../rule.js";

/** Over quota. */
export const MAILBOX_FULL: readonly RuleRow[] = [
  {
    id: "full-mailbox", words: ["full", "fully", "filled"],
    match: /\b(?:mailbox(?:es)?|mail box|inbox|mailfolder|mail folder|maildir|mail ?file|mail ?drop|mail ?spool|account|user|recipient|box|folder|storage|postbox|message store|mail storage|mbox|it)(?:'s)?(?: \S{1,80}){0,3}? (?:is |are |was |has been |seems |currently |now |already |temporarily |too |completely |almost ){0,4}full\b|\bfull (?:mailbox|inbox|mail box)\b|\b(?:too|mailbox) full\b|\bfull\)|^full$/,
    reason: "mailbox-full", example: "552 5.2.2 <user@example.com>... Mailbox is full",
  },
  {
    id: "full-quota", words: ["quota", "overquota", "quotas", "quotaexceeded", "shutoffquotaexceeded", "mapiexceptionshutoffquotaexceeded", "overquotaperm", "overquotatemp"],
    match: /\bquotas?\b|\boverquota\w{0,6}\b|\w{0,24}quotaexceeded\w{0,12}\b/,
    reason: "mailbox-full", example: "452 4.2.2 The email account that you tried to reach is over quota",
  },
  {
    id: "full-storage", words: ["storage", "space", "allocation", "disk"],
    match: /\b(?:exceed\w{0,4}|out of|insufficient|not enough|no more|no|lack of|over|used up|exhausted|low on|ran out of|without|run out of|beyond) (?:\w{1,14} ){0,5}?(?:mailbox|mail|user|storage|recipient|their|its|his|inbox|account|allocated|allowed|message) ?(?:\w{1,10} ){0,2}?(?:storage|space|allocation|disk)|\bexceeded storage allocation\b|\b(?:storage|space|allocation)(?: \S{1,30}){0,3}? (?:limit|exceeded|exhausted|used up|full)\b|\b(?:user|mailbox|account|recipient|inbox)\b.{0,60}\b(?:out of|no|not enough|insufficient|exhausted|exceed\w{0,3}) (?:\w{1,12} ){0,3}?(?:storage|space)\b|\b(?:storage|disk|space) (?:limit|usage) (?:\w{1,8} )?(?:exceed|reach|over)/,
    reason: "mailbox-full", example: "552 Requested mail action aborted: exceeded storage allocation",
  },
  {
    id: "full-limit", words: ["mailbox", "mailbox's", "inbox", "maildir", "account", "recipient", "recipient's", "user"],
    match: /\b(?:mailbox|inbox|maildir|mail box|account|recipient'?s?(?: mailbox)?|user)(?:'s)?(?: \S{1,80}){0,2}? (?:size|limits?|has|have|is|already|would|maximum|messages?|exceed\w{0,3})(?: \S{1,20}){0,4}? ?(?:exceed(?:s|ed|ing)?|reached|over|above|beyond|too many messages|at its limit)(?: (?:its|the|their|his|maximum|allowed|size|limit|limits|storage|message|allotted|local|capacity|allocated)){1,5}\b|\b(?:mailbox|inbox|maildir) (?:\w{1,10} )?(?:size |storage |message )?(?:limit|exceeded|exhausted|over|capacity|maximum)|\bexceed(?:s|ed)? (?:\w{1,12} ){0,4}?(?:mailbox|inbox|maildir)\b|\bmessages? in (?:the )?(?:recipient'?s )?mailbox exceed|\bover (?:its|their|the|his) (?:\w{1,12} )?limit\b/,
    reason: "mailbox-full", example: "552 5.2.2 The recipient's mailbox is over its limit",
  },
];

/** Switched off, for now as far as the words go. */
export const MAILBOX_DISABLED: readonly RuleRow[] = [
  {
    id: "disabled-no-longer-used", words: ["longer", "retired", "decommissioned"],
    match: /\b(?:no|not any) longer (?:in use|used|active and|monitored|be used|valid and|works? (?:for|at|here|with)|employed|with (?:us|the company|our)|working|an employee|in service)\b|\b(?:mailbox|address|account|inbox)\b.{0,40}\b(?:retired|decommissioned|permanently (?:closed|disabled|deactivated|inactive))\b/,
    reason: "mailbox-disabled", severity: "hard", example: "This mailbox is no longer in use, please write to the office.",
  },
  {
    id: "disabled-mailbox", words: ["disabled", "suspended", "inactive", "deactivated", "frozen", "locked", "blocked", "dormant", "disable", "discontinued", "inactivity", "expired", "unavailable", "restricted", "limited", "unused", "hold", "abandoned", "passive"],
    match: /\b(?:mail ?box|e-?mail(?: address| account| id| user)?|account|user|recipient|address|inbox|customer|mail ?drop|login|username|alias|subscriber|user account|domain|user\(s\) account)s?(?: address| account| mailbox| name| that you tried to reach)?:?(?: \(?@\w{1,6}\)?| for @\w{1,6}| \S{1,60}(?= (?:is|was|has|are)\b))?[:,]?(?: (?:is|was|has|have|been|are|currently|temporarily|now|permanently|already|being|administratively|status|or|set|to|:|due|-)){0,6} (?:disabled|suspended|inactive|deactivated|frozen|locked|blocked|dormant|discontinued|not active|restricted|limited|on hold|abandoned|passive|unused|expired)\b|\b(?:disabled|inactive|suspended|deactivated|frozen|locked|dormant|expired|blocked|passive) (?:e-?mail |recipient |user |mail ?)?(?:account|mail ?box|user|recipient|address|inbox|customer|box)\b|\b(?:due to|because of|for) (?:\w{1,12} )?inactivity\b/,
    reason: "mailbox-disabled", example: "550 5.2.1 The email account that you tried to reach is disabled",
  },
  {
    id: "disabled-not-active", words: ["active", "activated", "enabled", "activate"],
    match: /\b(?:mail ?box|e-?mail|account|user|recipient|address|customer)\b.{0,60}\b(?:not|no longer|never|not been|not yet)(?: been| currently| yet)? (?:active|activated|enabled)\b|\bnot (?:an )?active (?:user|account|mailbox|address|recipient)|\bno active (?:user|mailbox|account)/,
    reason: "mailbox-disabled", example: "550 5.2.1 User account is not active",
  },
  {
    id: "disabled-temporarily", words: ["temporarily", "unavailable"],
    match: /\b(?:mailbox|account|user|recipient)\b.{0,30}\btemporarily (?:unavailable|disabled|closed|not available|locked|suspended|blocked)|\bmailbox (?:is )?(?:currently|temporarily) unavailable\b/,
    reason: "mailbox-disabled", example: "450 4.2.1 Mailbox temporarily unavailable",
  },
];

/** Gone elsewhere. */
export const HAS_MOVED: readonly RuleRow[] = [
  {
    id: "moved", words: ["moved", "relocated", "migrated"],
    match: /\b(?:mailbox|user|recipient|account|address|customer|person|addressee|he|she)\b.{0,40}\bhas (?:been )?(?:moved|relocated|migrated)\b|\b(?:destination|mailbox|user|address) (?:mailbox )?(?:has )?moved\b|\bmoved to (?:@addr|@host|another|a new)|\bmoved,? (?:and )?(?:left )?no forwarding\b/,
    reason: "has-moved", example: "550 5.1.6 Mailbox has moved, no forwarding address",
  },
  {
    // RFC 5321 section 3.4: 251 and 551 name the new address.
    id: "moved-not-local", words: ["local"],
    match: /\buser not local[;,:]? (?:please )?(?:try|use|forward)/,
    reason: "has-moved", example: "551 User not local; please try <alice@example.net>",
  },
  {
    id: "moved-changed", words: ["changed", "new", "update", "forward"],
    match: /\b(?:e-?mail )?address (?:has |was )?(?:been )?changed\b|\b(?:new|changed) (?:e-?mail )?address (?:is|to|:)|\bplease (?:try|use) @addr\b|\b(?:update|change) your (?:records|address ?book|contacts)\b|\bno forwarding address\b/,
    reason: "has-moved", example: "550 The address has changed to alice@example.net",
  },
  {
    id: "moved-server", words: ["server", "system", "host"],
    match: /\b(?:recipient|user|mailbox|account) (?:is )?no longer on (?:this |the |our )?(?:server|system|host)\b/,
    reason: "has-moved", example: "550 5.1.6 recipient no longer on server: user@example.com",
  },
];

/** Open to some senders only. */
export const NOT_ALLOWED: readonly RuleRow[] = [
  {
    id: "closed-exchange", words: ["authrequired", "notauthorized", "notauthenticated", "restricted", "rst", "sendernotauthenticatedforgroup"],
    match: /\bresolver\.rst\.(?:authrequired|notauthorized|notauthenticated|sendernot\w{4,30}|restricted\w{0,20})\b|\b(?:sendernotauthenticated\w{3,20})\b/,
    reason: "not-allowed", example: "550 5.7.1 RESOLVER.RST.AuthRequired; authentication required",
  },
  {
    id: "closed-to-sender", words: ["permission", "allowed", "permitted", "authorized", "authorised", "permissions", "able", "rights", "restricted", "privileges"],
    match: /\b(?:not|no|without|lack|insufficient)(?: have)? (?:\w{1,12} )?(?:allowed|permitted|authori[sz]ed|permissions?|able|rights?|privileges?) to (?:send|post|write|mail|e-?mail|deliver|submit|contact)(?: \w{1,10}){0,4}? (?:to )?(?:this|the|that|@rcpt|@addr|a)? ?(?:list|group|recipient|mailbox|distribution|address|mailing|user|member|members|forum|alias|@rcpt|@addr|topic|folder)\b|\b(?:only|restricted to|limited to) (?:\w{1,14} ){0,3}?(?:members|subscribers|authori[sz]ed (?:users|senders)|internal|authenticated (?:users|senders)|senders inside)\b|\b(?:recipient|mailbox|group|list|address|user) (?:@\w{1,6} )?(?:is |has been )?restricted\b|\baccepts? (?:mail|messages|e-?mail) (?:only )?from (?:\w{1,12} ){0,3}?(?:members|subscribers|internal|specific|certain|known|approved|authori[sz]ed|people|senders)\b/,
    reason: "not-allowed", example: "550 5.7.1 You are not allowed to send to this mailing list",
  },
  {
    id: "closed-members-only", words: ["members", "subscribers", "subscribed", "member", "moderated", "subscriber", "nonmembers", "posting", "postings"],
    match: /\bmembers?[- ]only\b|\bnot (?:a |an )?(?:\w{1,12} )?(?:member|subscriber|subscribed)\b|\bsubscribers?[- ]only\b|\bnon-?members?\b|\bpost(?:ing)?s? (?:by|from|to).{0,40}\b(?:not allowed|closed|restricted|only)\b/,
    reason: "not-allowed", example: "550 Only subscribers may write: you are not a member of this list",
  },
  {
    id: "closed-restriction", words: ["restriction", "restrictions", "internal", "whitelist", "allowlist", "external", "outside"],
    match: /\bdelivery restrictions?\b|\brecipient restrictions?\b|\b(?:internal|inside) (?:senders?|users?|use|mail|e-?mail|recipients?|address) only\b|\b(?:external|outside) (?:senders?|mail|e-?mail|users?)\b.{0,30}\b(?:not|refused|rejected|blocked|denied)\b|\b(?:sender|you)\b.{0,30}\bnot (?:in|on) .{0,30}\b(?:white|allow|safe)\s?list/,
    reason: "not-allowed", example: "550 5.7.1 Address is for internal use only",
  },
  {
    id: "closed-challenge", words: ["preferences", "refuses", "refused", "accept", "accepting", "blocked", "unwilling", "declined"],
    match: /\b(?:recipient|user|mailbox owner|owner|addressee)(?:'s)?(?: \S{1,40})? (?:preferences|(?:has |have |is )?(?:blocked|refuses|refused|declined|unwilling|not accepting|(?:does|do|will) not (?:want|wish|accept))(?: to (?:receive|accept))?(?: any| e-?mail| mail| messages| further)* (?:you|from (?:you|this|unknown|@addr|your|the sender|unauthenticated|strangers)|your))\b|\b(?:blocked|rejected|refused|declined) by (?:the )?(?:recipient|user|addressee|receiver|mailbox owner)s?\b|\brecipient preferences\b/,
    reason: "filtered", example: "550 5.1.1 Refused due to recipient preferences",
  },
];

/** No such mailbox. */
export const USER_UNKNOWN: readonly RuleRow[] = [
  {
    id: "unknown-user", words: ["unknown", "unkown", "unknow"],
    match: /\b(?:user|recipient|mailbox|account|address|addressee|username|login|alias|e-?mail|customer|mail user|user name|destination|subscriber|id|local ?part|user\(s\)|e-?mail address|destinatary)(?:s|'s)?(?: address| name| account| mailbox)?(?: is| was| are| ?:| -|,| @\w{1,6}| \S{1,80}| in){0,3}? (?:is )?unkn?own?\b|\bunkn?own?:? (?:\w{1,10} ){0,2}?(?:user|recipient|mailbox|account|address|addressee|username|login|alias|e-?mail|customer|local[- ]?part|destination|subscriber|id|userid|mail ?box|person|virtual|extension)|^unknown(?:$|[:.] ?@)|\bis unknown (?:to|at|here|on)\b|@rcpt\W{0,5} (?:is )?unknown\b/,
    reason: "user-unknown", example: "550 5.1.1 <user@example.com>: Recipient address rejected: User unknown in virtual mailbox table",
  },
  {
    id: "unknown-no-such", words: ["such", "nosuchuser", "nosuch"],
    match: /\bno such (?:a )?(?:\w{1,20} ){0,2}?(?:user|mailbox|recipient|account|address|person|addressee|alias|id|name|login|customer|e-?mail|mail ?box|mail ?drop|local|destination|object|entry|username|userid|subscriber|member|here|virtual|rcpt|people|one|known|list|group)|\bno such (?:@rcpt|@addr|@\w+)|\bnosuch(?:user|mailbox)\b|\bno such\b.{0,30}\b(?:here|at this|on this)\b|\bthere is no such\b/,
    reason: "user-unknown", example: "550 No such user here",
  },
  {
    id: "unknown-does-not-exist", words: ["exist", "exists", "existing", "existant", "existent", "nonexistent", "nonexistant"],
    match: /\b(?:user|recipient|mailbox|account|address|addressee|username|alias|e-?mail|customer|inbox|mail ?box|person|login|local ?part|id|it|destination|subscriber|member|group|list|rcpt|nickname|local user|e-?mail account)(?:s|'s)?(?: \S{1,80}){0,8}? (?:(?:does|did|do|may|no|could|is|are|was|dose|doest|has) ?(?:not|longer)|not|no longer|never|doesnt|dont|non)[- ]?(?:to )?(?:exist(?:s|ing|ent|ant)?)\b|@(?:rcpt|addr)\W{0,5} (?:does not|not|do not|no longer) exists?\b|\bnon-?exist[ae]nt (?:\w{1,10} )?(?:user|recipient|mailbox|account|address|e-?mail|person|member|alias)|\bnot an existing\b|\b(?:user|mailbox|account|recipient|address) (?:is )?non-?exist[ae]nt\b/,
    reason: "user-unknown", example: "550-5.1.1 The email account that you tried to reach does not exist.",
  },
  {
    id: "unknown-not-found", words: ["found", "find", "lookup", "located", "locate"],
    match: /\b(?:user|recipient|mailbox|account|address|addressee|username|alias|customer|inbox|mail ?box|person|login|local ?part|id|e-?mail|object|rcpt|member|list|group|entry)(?:s|'s)?(?: address| name| account)?(?: \S{1,80}){0,4}? (?:(?:was|is|were|are|has|could|can|be|been|does) )?(?:not|never)(?: be| been)? found\b|\b(?:can not|could not|unable to|not|failed to|did not)(?: be able to)? (?:find|locate)(?: the| a| any| your| this| such)? (?:\w{1,12} )?(?:user|recipient|mailbox|account|address|username|alias|addressee|object|person|@rcpt|@addr|local ?part)|\b(?:was|is|were|be) not found at\b|\b(?:not found|found no)\b.{0,12}\b(?:user|recipient|mailbox|account)\b|\b(?:recip|recipient|user|mailbox)notfound\b|\buser ?lookup failed\b|@rcpt\W{0,5}(?: (?:was|is))? not found|\bno (?:mailbox|user|account|recipient|matches?|match|alias|one|person)\b.{0,20}\bfound\b|^(?:\w+[;:] ?)?not found$/,
    reason: "user-unknown", example: "550 5.1.1 Recipient not found by SMTP address lookup",
  },
  {
    id: "unknown-exchange", words: ["resolver", "recipientunknown", "usernotfound", "mapiexceptionnotfound", "unknownuser", "userunknown", "mailboxunknown", "invalidrecipient", "invalid_recipient", "noaddress"],
    match: /\b(?:ex)?recip(?:ient)?notfound\b|\bresolver\.adr\.\w{0,20}(?:notfound|invalid|bad)\w{0,20}|\b(?:recipient|user|mailbox)(?:unknown|notfound)\b|\bunknownuser\b|\binvalidrecipient\b/,
    reason: "user-unknown", example: "550 5.1.1 RESOLVER.ADR.InvalidSmtpAddress; none of ours",
  },
  {
    id: "unknown-invalid", words: ["invalid", "valid", "incorrect", "wrong", "illegal", "bad", "undefined", "misspelled", "nonvalid", "mistyped", "misspelt"],
    match: /\b(?:invalid|illegal|bad|incorrect|wrong|undefined|not a valid|no valid|nonvalid|not valid)(?: or \w{1,10})? (?:\w{1,14} )?(?:recipients?|mailbox|user(?:name)?|address(?:ee|es)?|account|rcpt|destination|e-?mail|local ?part|alias|mail ?box|login|to:? address)\b(?! (?:syntax|list of))|\b(?:recipient|mailbox|user|address|account|addressee|username|e-?mail|alias|mail ?box|rcpt)(?:s|'s)?(?: address| name| account| id)?(?: \S{1,80}){0,2}? (?:is|was|are|seems|appears)? ?(?:to be )?(?:not (?:a )?valid|invalid|incorrect|no longer valid|undefined|misspelled|wrong|mistyped)\b|\b(?:possibly|may be) (?:incorrect|misspelled)\b|@(?:rcpt|addr)\W{0,5} (?:is )?(?:not (?:a )?valid|invalid)\b/,
    reason: "user-unknown", example: "550 5.5.0 Invalid recipient",
  },
  {
    id: "unknown-no-mailbox", words: ["mailbox", "mailboxes", "mailaccount", "account", "accounts"],
    match: /\bno (?:\w{1,12} )?mail ?box(?:es)? (?:here|by that|with that|for|named|of that|at|found|currently|exists?)\b|\b(?:does not|do not|doesnt|not|no longer) (?:have|has)(?: an?)?(?: (?:@?\w{1,20}|e-?mail|valid))? (?:account|mailbox|mail ?box|e-?mail address)\b|\bno (?:\w{1,12} )?account (?:by|with|for|here|named|exists|found|of that)\b|\bnot a (?:\w{1,12} )?mailbox\b|\bmailbox (?:for \S{1,60} )?(?:is )?(?:not (?:here|available here|present|known|defined|created)|missing|absent)|\bhas no mail ?box\b/,
    reason: "user-unknown", example: "Sorry, no mailbox here by that name. (#5.1.1)",
  },
  {
    id: "unknown-not-known", words: ["known", "recognized", "recognised", "recognize", "registered", "listed", "user", "customer", "here", "subscriber"],
    match: /\b(?:user|recipient|mailbox|account|address|addressee|username|alias|name|customer|e-?mail|rcpt|person|destination)(?:s|'s)?(?: address| name| account)?(?: \S{1,80}){0,3}? (?:is |was |are |could |has |can )?(?:not|never)(?: be| been| a| an| yet)? (?:known|recogni[sz]ed?|registered|listed|defined|local|our|from here|hosted|here|present|provisioned|configured|understood)\b|\bnot (?:a |an |the |one of )?(?:\w{1,12} )?(?:known|registered|recogni[sz]ed|local|our|valid|defined|real|hosted) (?:\w{1,12} )?(?:user|recipient|mailbox|account|address|customers?|addressee|alias|e-?mail|local|users|gateway)|\bnot listed in\b|\bnot our (?:customer|user)\b|@(?:rcpt|addr)\W{0,5} is not (?:a )?(?:known|registered|recogni[sz]ed|listed|here)|\b(?:do|does) not recogni[sz]e (?:\w{1,10} )?(?:user|recipient|address)/,
    reason: "user-unknown", example: "550 User alice (user@example.com) not listed in Domino Directory",
  },
  {
    id: "unknown-removed", words: ["deleted", "removed", "closed", "terminated", "cancelled", "canceled", "available", "longer", "accepts", "accepted", "erased", "obsolete", "dead", "defunct", "left"],
    match: /\b(?:user|recipient|mailbox|account|address|username|alias|customer|e-?mail|mail ?box|inbox|person|employee)(?:s|'s)?(?: address| account| name)?(?: \S{1,80}){0,2}? (?:(?:is|was|has|have|been|are|being|permanently|already|that) ){0,4}?(?:deleted|removed|closed|terminated|cancell?ed|erased|obsolete|defunct)\b|\b(?:user|recipient|mailbox|account|address|e-?mail|person)(?: address| account)?(?: \S{1,80}){0,3}? (?:is |are )?(?:no longer|not any ?more) (?:available|valid|accept(?:s|ed|ing)?|receiv(?:es|ing)|exists?|here|on|works|functional|supported|reachable|at|registered|deliverable|live)|\b(?:deleted|removed|closed|terminated|cancell?ed) (?:user|account|mailbox|recipient|address)\b|\bno longer (?:accepts|accepting|receives|receiving) (?:any )?(?:mail|e-?mail|messages)\b/,
    reason: "user-unknown", example: "550 This account has been deleted",
  },
  {
    id: "unknown-verification", words: ["verification", "verify", "validation", "validate", "verified", "verifies", "unverified"],
    match: /\b(?:recipient|user|rcpt|rcpt-to|address|mailbox)(?: address)? (?:verification|validation|verify) (?:failed|failure|error)\b|\bunverified (?:recipient|address)\b|\b(?:can not|could not|unable to|failed to) (?:verify|validate) (?:the )?(?:recipient|user|address|mailbox|@rcpt)\b|\brecipient (?:address )?(?:could|can) not be (?:verified|validated)\b|\bverification failed for @rcpt\b/,
    reason: "user-unknown", severity: "soft", example: "550 Recipient verification failed",
  },
  {
    id: "unknown-undeliverable", words: ["undeliverable", "unrouteable", "unroutable", "unresolvable", "ambiguous", "deliverable"],
    match: /\bundeliverable (?:address|recipient|user)\b|\b(?:address|recipient|user)\b.{0,30}\b(?:undeliverable|not deliverable)\b/,
    reason: "user-unknown", severity: "soft", example: "550 5.1.1 <user@example.com>: Recipient address rejected: undeliverable address: host mx.example.com[192.0.2.1] said so",
  },
];
