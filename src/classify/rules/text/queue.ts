/** The way there: connections, names, and the time that ran out. After all rows that know a cause (RFC 3463, X.4.7). */
import type { RuleRow } from "../../rule.js";

/** No connection, or one that broke. */
export const NETWORK_ERROR: readonly RuleRow[] = [
  {
    id: "network-connection", words: ["connection", "connect", "connected", "connections", "socket", "pipe", "connecting", "conversation"],
    match: /\b(?:connection|conversation|session|socket)(?: (?:was|is|has|been|to|with|from|by|attempt|@\w{1,6}|\S{1,60})){0,5}? (?:refused|reset|lost|dropped|closed|broken|failed|aborted|terminated|interrupted|failure|error|died|disconnected|not established|unsuccessful|impossible)\b|\blost connection\b|\b(?:can not|could not|unable to|not able to|not|failed to|failure to|fail to) (?:\w{1,12} )?(?:connect|establish|make|open)(?: \w{1,8}){0,3}? ?(?:connection|session|to|with|socket|an smtp)?\b|\bno smtp connection\b|\bsocket error\b|\bbroken pipe\b|\bconnect(?:ing)? to \S{1,80} failed\b|\bconnect error\b/,
    reason: "network-error", example: "connect to mx.example.com[192.0.2.1]:25: Connection refused",
  },
  {
    id: "network-route", words: ["route", "network", "unreachable", "reachable", "reach", "down", "networking", "reached"],
    match: /\bno route\b|\bnetwork (?:\w{1,10} )?(?:unreachable|error|problem|failure|is down)\b|\b(?:host|server|network|destination|domain|mx|mail ?server|hosts)(?: \S{1,60})? (?:is |are |was )?(?:unreachable|not reachable|can not be reached|could not be reached|down)\b|\b(?:can not|could not|unable to|not) (?:be )?reach(?:ed)?\b|\bunreachable\b/,
    reason: "network-error", example: "connect to mx.example.com[192.0.2.1]:25: No route to host",
  },
  {
    id: "network-names", words: ["dns", "nameserver", "nameservers", "name", "lookup", "resolver", "lookups"],
    match: /\bdns (?:\w{1,12} )?(?:error|failure|problem|query|lookup|timeout|server|resolution|soft)\b|\bname ?(?:server|service)s?\b.{0,30}\b(?:error|failure|fail|problem|unreachable|not|reply)|\blookup (?:failed|failure|error|problem)\b|\b(?:host|name|mx|address|domain) (?:name )?(?:lookup|resolution) (?:\w{1,10} )?(?:fail\w{0,4}|error|problem)\b|\bresolver\b.{0,20}\b(?:error|fail)/,
    reason: "network-error", example: "Name service error for name=example.com type=MX: Malformed or unexpected name server reply",
  },
];

/** Waited for too long, once or in the queue. */
export const EXPIRED: readonly RuleRow[] = [
  {
    id: "expired-timeout", words: ["timed", "timeout", "timeouts", "time"],
    match: /\btime(?:d|s)?[- ]?out\b|\btimeouts?\b|\btime limit\b.{0,20}\bexceeded|\bout of time\b/,
    reason: "expired", example: "conversation with mx.example.com[192.0.2.1] timed out while receiving the initial server greeting",
  },
  {
    id: "expired-queue", words: ["expired", "expiry", "expiration", "lifetime", "queue", "queued", "expire", "old", "long", "giving"],
    match: /\b(?:message|envelope|delivery|queue|mail|e-?mail|queue ?time|retry|it|delivery time|time)(?: has| is| was| time| period)?[ .]*expired?\b|\bqueue\.expired\b|\b(?:expired|expiration|expiry)\b.{0,30}\b(?:message|delivery|queue|retry|mail|time)|\b(?:in|on) (?:the )?queue (?:for )?too long\b|\b(?:queue|message|mail|delivery|retry) ?lifetime\b|\b(?:message|mail) (?:is )?too old\b|\bcould not (?:be delivered|deliver) for\b|\bnot be delivered for too long\b|\bgiving up\b/,
    reason: "expired", example: "550 4.4.7 QUEUE.Expired; message expired",
  },
  {
    id: "expired-retry", words: ["retry", "retries", "attempts", "retried", "retrying", "tries", "attempt", "tried", "failing", "trying", "try", "undelivered"],
    match: /\bretry (?:time|timeout|limit|count|period|interval)\b|\b(?:after|failed|maximum|max|too many|exceed\w{0,3}|number of|\d{1,4}) (?:\w{1,12} ){0,4}?(?:retries|attempts?|tries)\b|\b(?:will be|to be|being) retried\b|\b(?:will|continue(?:s)? to|keep|continue|be) (?:\w{1,8} )?(?:retry(?:ing)?|trying|try)\b|\bstill undelivered\b|\bundelivered (?:after|for)\b|\bhosts? (?:\S{1,60} )?(?:has|have) been failing\b|\ball (?:hosts|servers|mx|attempts)\b.{0,40}\bfail/,
    reason: "expired", example: "all hosts for 'example.com' have been failing for a long time and were last tried after this message arrived",
  },
  {
    id: "expired-no-answer", words: ["responding", "respond", "answer", "response", "reply", "responded", "answering", "reachable", "requests", "delayed", "delivered", "days", "hours"],
    match: /\b(?:not|no|never|without|stopped|did not|failed to|any) (?:\w{1,10} )?(?:respond(?:ing|ed)?|answer(?:ing|ed)?|response|reply)\b|\bdid not accept our requests to connect\b|\b(?:not|yet) (?:yet )?(?:been )?delivered (?:to|within|after|for)\b|\bdelivery (?:\w{1,20} ){0,3}?(?:has been |is |was )?delayed\b|\b(?:has|have|is|been) (?:been )?delayed\b|\bwarning: could not send\b|\bdelayed for (?:more|over)\b/,
    reason: "expired", example: "Your message was not delivered within 0 days and 1 hours. Remote host is not responding.",
  },
];
