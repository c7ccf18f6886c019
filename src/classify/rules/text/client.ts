/** Refusals of the server that sends: its name, its address, its reputation, its pace. */
import type { RuleRow } from "../../rule.js";

/** The sending address has no name, or one that does not lead back to it. */
export const REQUIRE_PTR: readonly RuleRow[] = [
  {
    id: "ptr-record", words: ["ptr", "ptrs", "rdns", "fcrdns", "revdns"],
    match: /\b(?:ptr|rdns|fcrdns|revdns)\b/,
    reason: "require-ptr", example: "554 The sending server must have a valid PTR record",
  },
  {
    id: "ptr-reverse", words: ["reverse", "inverse"],
    match: /\b(?:reverse|inverse)[- ]?(?:\w{1,12} )?(?:dns|host ?name|look-?up|name|address|ip|resolution|mapping|record|domain|delegation|entry)\b/,
    reason: "require-ptr", example: "550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]",
  },
  {
    id: "ptr-hostname", words: ["hostname", "host", "name", "lookup", "resolve", "resolves", "unverifyable", "unverifiable"],
    match: /\bunverif[iy]able sending ips?\b|\bcan not (?:find|resolve) your (?:host ?name|ip|address)|\bip (?:address )?(?:name )?(?:lookup|resolution) (?:failed|failure|error)|\b(?:name|host ?name) (?:lookup|resolution) (?:has )?failed (?:for|on) (?:your )?(?:ip|@ip|address)|\byour (?:ip(?: address)?|host|server|address) (?:does not|must|should|can not)(?: be)? (?:have a|resolve)|\bno (?:host ?)?name (?:was )?found for (?:your )?(?:ip|@ip|address)|\bclient (?:host )?(?:name|ip) .{0,30}\bnot (?:be )?(?:found|resolved|resolve)\b|\bforged host ?name\b|\bmay be forged\b.{0,30}\breject|\bip address .{0,30}does not resolve\b|\bfix your dns\b/,
    reason: "require-ptr", example: "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]",
  },
];

/** Too much in too short a time. Before "quota" means a mailbox. */
export const RATE_LIMITED: readonly RuleRow[] = [
  {
    id: "rate-too-many", words: ["too", "many"],
    match: /\btoo many (?:\w{1,20} ){0,3}?(?:connections?|recipients?|messages?|e-?mails?|mails?|sessions?|requests?|transactions?|rcpts?|envelopes?|senders?|addresses|destinations|deliveries|recips|invalid (?:recipients|addresses|users)|unknown (?:users|recipients)|(?:smtp |protocol |consecutive )?errors|bad (?:commands|recipients)|failures|commands|threads|logins?|attempts from|concurrent)\b|\btoo many (?:at once|in this session|per)/,
    reason: "rate-limited", example: "421 4.7.0 Too many connections from your host",
  },
  {
    id: "rate-limit", words: ["rate", "ratelimit", "ratelimited", "throttle", "throttled", "throttling", "rates", "speed"],
    match: /\brate[- ]?(?:limit|control|exceed|throttl)|\bthrottl|\b(?:message|sending|connection|mail|e-?mail|delivery|recipient|send|allowed|maximum|hourly) rate\b|\brate (?:is|was|of|has been) .{0,60}(?:limit|exceed|too|unsolicited|prevents)|\breceiving (?:mail|e-?mail|messages) (?:at a rate|too quickly)|\bexceed\w{0,4} .{0,40}\brate\b|\bover .{0,10}\brate\b|\bunusual rate\b/,
    reason: "rate-limited", example: "450 4.7.1 Error: sending rate exceeded, slow your pace",
  },
  {
    id: "rate-slow-down", words: ["slow", "quickly", "fast", "frequency", "frequently", "flood", "flooding"],
    match: /\bslow(?:ing)? (?:it |things )?down\b|\btoo (?:quickly|fast|frequent(?:ly)?)\b|\bfrequency (?:is )?(?:limit|too|exceed|control)|\bmail flood|\bflooding\b/,
    reason: "rate-limited", example: "421 Please slow down, the server is protecting itself",
  },
  {
    id: "rate-limit-exceeded", words: ["limit", "limits", "limited", "quota", "maximum", "max", "threshold", "credits", "allowance"],
    match: /\b(?:daily|hourly|sending|send|sender|relay|outgoing|outbound|connections?|concurrent|concurrency|recipients?|session|submission|message count|delivery|per (?:hour|minute|day)) (?:\w{1,12} ){0,2}?(?:limits?|quota|threshold)\b.{0,40}\b(?:exceed|reach|hit|over|excess)|\b(?:exceed|reach|hit|over)\w{0,4} (?:\w{1,12} ){0,4}?(?:daily|hourly|sending|relay|outgoing|outbound|connections?|concurrent|concurrency|recipients?|session|submission|per (?:hour|minute|day)|user|maximum number of|max(?:imum)? (?:connections|recipients|e-?mails|messages|mails|defers))\b|\bmax(?:imum)? (?:e-?mails|mails|messages|defers and failures|recipients|connections) (?:per|allowed|exceeded)|\bconnection limit\b|\bmaximum (?:number of )?(?:concurrent )?(?:connections|recipients|sessions)\b|\bmail send limit\b|\bquota exceeded for sending\b/,
    reason: "rate-limited", example: "550 Domain example.com has exceeded the max emails per hour (150/150) allowed. Message discarded.",
  },
  {
    id: "rate-volume", words: ["volume", "connections", "connection", "simultaneous"],
    match: /\b(?:high|large|excessive|unusual) (?:\w{1,12} )?volume\b|\bvolume of (?:e-?mail|mail|messages)\b|\b(?:simultaneous|excessive|concurrent) (?:smtp )?(?:connections|sessions)\b/,
    reason: "rate-limited", example: "421 4.7.0 Excessive connections, closing",
  },
];

/** Block lists and blocks of our address, name or network. */
export const BLOCKED: readonly RuleRow[] = [
  {
    id: "blocked-own-list", words: ["blacklisted", "blacklist", "blacklists", "black", "blocklist", "blocklisted", "blocklists", "denylist", "denylisted"],
    match: /(?<!url (?:is |was )?)(?:\b(?:black|block|deny)-?list(?:ed|s|ing)?\b|\bblack list)(?! (?:url|uri|link|word|attachment))/,
    reason: "blocked", example: "550 Your IP 192.0.2.1 is blacklisted here",
  },
  {
    id: "blocked-dnsbl", words: ["dnsbl", "rbl", "rbls", "dnsbls", "dnsrbl", "realtime"],
    match: /\b(?:dnsbls?|rbls?|dnsrbl)\b/,
    reason: "blocked", example: "550 5.7.1 Refused by RBL check",
  },
  {
    // The lists' sites, which refusals point to.
    id: "blocked-list-site",
    words: ["spamhaus", "spamcop", "sorbs", "barracudacentral", "uceprotect", "abuseat", "mailspike", "senderscore", "njabl", "invaluement", "surriel", "psbl", "backscatterer", "abusix", "manitu", "nixspam", "spamrats", "ivmsip", "dsbl", "ordb", "mxrate", "cbl", "trendmicro", "spfbl", "hostkarma", "junkemailfilter"],
    raw: /\b(?:spamhaus|spamcop|sorbs|barracudacentral|uceprotect|abuseat|mailspike|senderscore|njabl|invaluement|surriel|psbl|backscatterer|abusix|manitu|nixspam|spamrats|dsbl|ordb|cbl|spfbl|hostkarma|junkemailfilter)\b|\bmail-abuse\.(?:com|org)\b|\bers\.trendmicro\.com/i,
    reason: "blocked", example: "553 https://www.spamhaus.org/query/ip/192.0.2.1",
  },
  {
    id: "blocked-using", words: ["blocked", "rejected", "refused", "denied", "listed", "found"],
    match: /\b(?:blocked|rejected|refused|denied) (?:using|by|due to|because of|through|via|from|at)(?: (?:a |the )?(?:\w{1,15} )?(?:list(?:ing)?(?: (?:in|at|on|by))?))? (?:@host|@url)|\blisted (?:in|at|by|on) (?:the )?(?:\w{1,15} )?@(?:host|url)|\b(?:found|listed) (?:in|on) (?:a |the |one or more |our )?(?:\w{1,15} )?(?:dns )?(?:list|database)s?\b/,
    reason: "blocked", example: "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using list.example.net",
  },
  {
    id: "blocked-address", words: ["ip", "ips"],
    match: /\b(?:sending |your |client |source |this |the |remote |connecting |senders? )?ips?(?: address(?:es)?)?(?: ?:?\(?@ip\)?| range| \S{1,40})? (?:(?:is|was|has|have|are|been|currently|temporarily|permanently|also|now|were|being) ){0,4}(?:blocked|banned|denied|rejected|refused|listed|restricted|not allowed|not permitted|not accepted|not authori[sz]ed|prohibited|disallowed|forbidden|unauthori[sz]ed|deferred)|\b(?:blocked|banned|denied|rejected|refused|blocking|bad|prohibited|suspicious|untrusted) (?:sending |sender |source |client |remote |spam )?ips?\b|\bip (?:address )?(?:block|ban)(?:ed|ned)?\b|\bips?(?: address)?(?: @ip)?:? ?(?:blocked|banned|denied|rejected|listed)|\b(?:spam|suspected spam|abusive) ip\b|\bfrom (?:your|this) ip\b|\bip @ip (?:is )?(?:not|on|in)\b/,
    reason: "blocked", example: "554 5.7.1 Access denied, your IP address 192.0.2.1 is banned",
  },
  {
    id: "blocked-client-host", words: ["client", "host", "server", "servers", "network", "isp", "mta", "relay", "hosts"],
    match: /\bclient host (?:rejected|blocked|denied|refused|@ip (?:blocked|rejected|denied))|\b(?:your|this|sending|connecting) (?:mail ?)?(?:server|host|network|isp|mta|mail server|relay|machine|hoster)\b[^:;]{0,60}\b(?:blocked|banned|denied|refused|rejected|listed|not allowed|not permitted|blacklisted|not welcome|refuse|barred|prohibited|untrusted)\b|\bhost (?:network )?(?:@\w{1,6} )?(?:is )?(?:not allowed|not permitted|blocked|banned|denied|refused)\b|\bhost @ip (?:rejected|is not)/,
    reason: "blocked", example: "554 5.7.1 <mail.example.net[192.0.2.1]>: Client host rejected: may not be mail exchanger",
  },
  {
    id: "blocked-dynamic", words: ["dynamic", "dialup", "dial", "residential", "dul", "generic", "transient", "dsl", "broadband"],
    match: /\b(?:dynamic|dial-?up|dial up|residential|generic|transient|dsl|broadband)(?:\/\w{1,15})? (?:\w{1,12} )?(?:ip|ips|address(?:es)?|host ?names?|hosts?|ranges?|pools?|clients?|user|customers?|rdns|network|connections?)\b|\b(?:dul|dialup)\b.{0,30}\b(?:list|block|reject)/,
    reason: "blocked", example: "550 Mail from dynamic addresses is not welcome",
  },
  {
    id: "blocked-helo", words: ["helo", "ehlo", "heloname"],
    match: /\b(?:helo|ehlo)\b.{0,80}\b(?:reject|invalid|bad|fail|denied|refus|not|mismatch|must|forged|required|illegal|unknown|spoof|impersonat|wrong|blocked|need|ip|localhost)|\b(?:invalid|bad|illegal|forged|wrong|bogus|fake|improper|impossible) (?:helo|ehlo)\b/,
    reason: "blocked", example: "550 5.7.1 <localhost>: Helo command rejected: need fully-qualified hostname",
  },
  {
    id: "blocked-connection", words: ["connection", "connections", "access", "accepting"],
    match: /\bconnections? (?:(?:is|are|was|were|has been|attempt|from (?:your (?:host|ip|server|network)|this (?:host|ip)|@ip|@host)) ){0,3}(?:refused|denied|rejected|blocked|not (?:accepted|allowed|permitted))\b(?: by (?:policy|@host)| due| from|:| because| for| -)|\bnot accepting connections\b|\b(?:refus|reject|block|deny)\w{0,4} (?:smtp |mail )?connections? from\b|\baccess (?:from|for) (?:ip|your|@ip|this|the|host|server).{0,40}\b(?:denied|blocked|refused)|\b(?:no|not accept(?:ing)?) (?:e-?mail|mail|messages|traffic) from (?:your|this|@ip)|\btraffic not accepted\b/,
    reason: "blocked", example: "554 mx.example.com ESMTP not accepting connections from unlisted hosts",
  },
  {
    id: "blocked-spam-source", words: ["spam", "spammer", "spammers", "spamming", "abuse"],
    match: /\bspam(?:ming)? (?:source|host|server|network|issues?|incidents?|sources|origin)\b|\bspammers?\b|\btoo (?:many|much) spams?\b|\b(?:known|suspected|identified) (?:as )?(?:a )?(?:source|sender|relay) of (?:spam|abuse|unsolicited)|\bspam (?:from|received from|sent from|coming from) (?:your|this|@ip)|\bblocked (?:for|due to|because of) (?:spam|abuse)\b|\b(?:source|relay) of spam\b/,
    reason: "blocked", example: "550 Known source of spam, go away",
  },
  {
    id: "blocked-delist", words: ["delist", "delisting", "delisted", "unblock", "unlist", "whitelist", "whitelisted", "removal"],
    match: /\b(?:de-?list(?:ing|ed)?|unblock(?:ing|ed)?|unlist|removal|whitelist(?:ed|ing)?)\b/,
    reason: "blocked", example: "550 Denied. Ask for delisting at https://lists.example.org/",
  },
];

/** Our address or domain has a bad name with the receiver, by what it sent before. */
export const REPUTATION: readonly RuleRow[] = [
  {
    id: "reputation", words: ["reputation", "senderbase", "reputations"],
    match: /\breputations?\b|\bsenderbase\b/,
    reason: "bad-reputation", example: "554 5.7.1 Refused because of the poor reputation of 192.0.2.1",
  },
  {
    id: "reputation-complaints", words: ["complaints", "complaint"],
    match: /\b(?:user|users|spam|abuse|customer|recipient|member|due to|many|excessive|too many) complaints?\b|\bcomplaints? (?:from|about|rate)\b/,
    reason: "bad-reputation", example: "421 4.7.0 Deferred because of user complaints",
  },
];
