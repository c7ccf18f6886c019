/** What is said of the recipient's domain: unknown, without mail. */
import type { RuleRow } from "../../rule.js";

/** The domain takes no mail. */
export const NOT_ACCEPT: readonly RuleRow[] = [
  {
    id: "no-mail-null-mx", words: ["null", "nullmx"],
    match: /\bnull ?mx\b/,
    reason: "not-accept", example: "556 5.1.10 Domain example.com does not accept mail (nullMX)",
  },
  {
    id: "no-mail-no-mx", words: ["mx", "mxs", "exchanger", "exchangers", "exchange"],
    match: /\b(?:no|not find (?:a|any)|without(?: an?| any)?|missing|has no|not have (?:an?|any)|lacks?|could not find (?:a|any)) (?:valid |usable |working |suitable |dns )?(?:mx|mail exchangers?|mail exchange)\b(?! .{0,20}\b(?:answer|respon|reach|temporar|avail))|\bmx (?:records?|hosts?|lookup)? ?(?:does not exist|not found|do not exist|missing|(?:was|were) not found|points? to (?:nothing|localhost|non-?exist\w{0,4}|invalid|an? invalid|non-existent hosts))|\bmx records? point to non-existent hosts\b/,
    reason: "not-accept", example: "No MX found for domain",
  },
  {
    id: "no-mail-domain", words: ["accept", "accepts", "receive", "accepting", "receives", "takes"],
    match: /\b(?:domain|host|server|system|machine|site|host\/domain|@domain|@host)(?: \S{1,60})? (?:is |are |was )?(?:(?:does|do|will|did) not|never|not configured to|not) (?:accept|receive|take|accepting|accepts|receives|process|handle)(?: any| incoming| inbound| smtp| internet| external| new)* ?(?:e-?mail|mail|messages)\b(?! (?:from|for|to|at|with|because|due|until|right|unless|if))/,
    reason: "not-accept", example: "550 5.1.10 host/domain does not accept mail",
  },
  {
    id: "no-mail-521", words: ["network"], replyCode: ["521", "556"],
    match: /\bnot accepting (?:any )?network messages\b/,
    reason: "not-accept", example: "521 5.3.2 <user@example.com>: System not accepting network messages",
  },
];

/** A name service that could not say for now, or a domain that it does not know. */
export const HOST_UNKNOWN: readonly RuleRow[] = [
  {
    // A class 4 status with it: the mailer that asked does not take the answer for final.
    id: "dns-not-final", words: ["try", "temporary", "temporarily", "servfail", "timeout", "again", "lookup", "deferred"],
    match: /\b(?:host|domain|name|dns|mx|nameserver|resolv\w{1,4})\b.{0,80}\b(?:try again|servfail|temporar(?:y|ily)|lookup failure|deferred|timeout|timed out)|\b(?:temporary|transient|temporarily) .{0,40}\b(?:name ?server|name service|dns|domain name|host name|hostname|lookup|resolv\w{1,4}|resolution)\b|\b(?:host ?name|host name|mx|dns) lookup (?:failure|failed|deferred|error)/,
    reason: "network-error", example: { diagnostic: "Name service error for name=example.com type=MX: Host not found, try again", status: "4.4.3" },
  },
  {
    id: "dns-nxdomain-transient", words: ["nxdomain"], status: ["4.0.0", "4.4.0", "4.4.4", "4.4.3", "4.1.2", "4.4.1"],
    match: /\bnxdomain\b/,
    reason: "network-error", example: { diagnostic: "DNS Error: DNS type 'mx' lookup of example.com responded with code NXDOMAIN", status: "4.0.0" },
  },
  {
    id: "host-nxdomain", words: ["nxdomain", "nonexistent", "nonexistentdomain"],
    match: /\bnxdomain\b|\bnon-?existent ?domain\b/,
    reason: "host-unknown", example: "550 5.4.4 SMTPSEND.DNS.NonExistentDomain; nonexistent domain",
  },
  {
    id: "host-not-found", words: ["found", "find"],
    match: /\b(?:host|domain|hostname|domain name|host or domain(?: name)?|mail server|mail host|mx|server|domain's|host name)(?: name)?(?: \S{1,60}| of \S{1,60}){0,2}? (?:(?:was|is|could|can|has|be|were) )?(?:not|never)(?: be| been)? found\b|\b(?:can not|could not|unable to|not) (?:find|locate) (?:any |the |a )?(?:host|domain|mail server|gateway|server|mail host|address for|ip|mx|mail relay|destination host)|\bfind any host named\b|\bhost not found\b/,
    reason: "host-unknown", example: { diagnostic: "Host or domain name not found. Name service error for name=nowhere.example type=A: Host not found", status: "5.4.4", recipient: "user@nowhere.example" },
  },
  {
    id: "host-unknown", words: ["unknown", "invalid", "illegal", "exist", "exists", "bad", "incorrect", "unresolvable", "unreachable", "wrong"],
    match: /\b(?:host|domain|hostname|domain name|mail domain|host\/domain|address domain|recipient domain|destination domain)(?:'s)?(?: name)?(?:,? \S{1,60}){0,2}? (?:(?:is|was|are) )?(?:unknown|invalid|illegal|(?:does|do|did) not exist|not exist|non-?existent|incorrect|unresolvable|wrong|no longer exists?)\b|\b(?:unknown|invalid|illegal|bad|wrong|incorrect|non-?existent|unresolvable) (?:\w{1,14} )?(?:host|domain|hostname|mail domain|host\/domain|destination system|destination host|server name|domain part)\b|@domain\W{0,5} (?:does not|not) exist|\bunkn?own (?:mail ?)?(?:host|domain)\b/,
    reason: "host-unknown", example: "550 5.1.2 <user@example.com>... Host unknown",
  },
  {
    id: "host-no-such", words: ["such"],
    match: /\bno such (?:\w{1,10} )?(?:host|domain|system|site|server)\b/,
    reason: "host-unknown", example: "550 No such domain",
  },
  {
    id: "host-unrouteable", words: ["unrouteable", "unroutable", "routeable", "routable"],
    match: /\bunrout(?:e)?able\b|\bnot rout(?:e)?able\b/,
    reason: "host-unknown", example: "Unrouteable address",
  },
  {
    id: "host-no-address", words: ["resolve", "resolved", "resolvable", "resolution", "resolving", "address", "dns", "record", "records"],
    match: /\b(?:can not|could not|unable to|failed to|not) (?:be )?resolve(?:d)?\b.{0,40}\b(?:host|domain|address|name|@domain|@host|mx|recipient)|\b(?:host|domain|recipient domain|@domain|@host)(?: name)?(?: \S{1,60})? (?:can not|could not|does not|not|did not) (?:be )?resolv(?:e|ed)\b|\b(?:domain|host) (?:\S{1,60} )?(?:has|have|having) no (?:\w{1,10} )?(?:dns|a|address|mx or a|mx and a|valid) ?(?:records?|entry|address)\b|\bdns hard error\b|\bno (?:dns|address|a|a or mx|mx or a) records?\b|\b(?:missing|no) (?:the )?(?:proper )?dns entr(?:y|ies)\b/,
    reason: "host-unknown", example: "550 DNS Hard Error looking up nowhere.example (MX)",
  },
];
