/** Refusals of the message itself: spam, viruses, size, form. */
import type { RuleRow } from "../../rule.js";

/** A scanner's verdict. */
export const VIRUS_DETECTED: readonly RuleRow[] = [
  {
    id: "virus-found", words: ["virus", "viruses", "malware", "trojan", "worm", "infected", "ransomware", "clamav", "antivirus", "infection", "eicar"],
    match: /\b(?:virus(?:es)?|malware|trojan|worm|infected|ransomware|eicar|clamav)\b(?! or spam| and spam)/,
    reason: "virus-detected", example: "550 5.7.1 Message infected by Eicar-Test-Signature",
  },
  {
    id: "virus-dangerous", words: ["malicious", "dangerous", "executable", "harmful", "unsafe", "security"],
    match: /\b(?:malicious|dangerous|harmful|unsafe) (?:\w{1,12} )?(?:content|attachment|file|code|link|url|message)|\bpotential(?:ly)? (?:security (?:issue|risk|threat)|dangerous|harmful)|\bexecutable (?:attachment|file|content)/,
    reason: "virus-detected", example: "552 5.7.0 Refused, the content presents a potential security issue",
  },
];

/** A filter's verdict. */
export const SPAM_DETECTED: readonly RuleRow[] = [
  {
    id: "spam", words: ["spam", "antispam", "spams", "spamlike", "spamassassin", "spammy", "rspamd", "dspam", "gtube"],
    match: /(?<!no |non-)\b(?:spams?|spammy|spamlike|gtube)\b(?! (?:filter (?:is |was )?(?:unavailable|timed|error)))|\b(?:spamassassin|rspamd|dspam)\b/,
    reason: "spam-detected", example: "550 5.7.1 Rejected as spam",
  },
  {
    id: "spam-unsolicited", words: ["unsolicited", "ube", "uce", "junk", "bulk", "phishing", "phish", "advertising", "scam", "fraud", "fraudulent", "advertisement"],
    match: /\bunsolicited\b|\b(?:ube|uce)\b|\bjunk\b|\bbulk (?:e-?mail|mail|message|sender|mailing)|\bphish(?:ing)?\b|\b(?:scam|fraud(?:ulent)?|advertis(?:ing|ement))\b/,
    reason: "spam-detected", example: "550 5.7.1 Message content rejected, UBE, id=01234-05",
  },
  {
    id: "spam-list-url", words: ["url", "uri", "urls", "link", "links", "uribl", "surbl", "domain"],
    match: /\b(?:black-?listed|blocked|bad|suspicious|prohibited|malicious) (?:url|uri|link|domain)s? (?:in|found|within)\b|\b(?:url|uri|link|urls|links)\b.{0,40}\b(?:black-?listed|blocked|blacklist|listed|banned|suspicious|rejected)\b|\b(?:uribl|surbl)\b/,
    reason: "spam-detected", example: "550 REJECTED - Blacklisted URL in message, see uribl",
  },
  {
    id: "spam-score", words: ["score", "bayes", "bayesian", "heuristics", "heuristic", "fingerprint"],
    match: /\b(?:message|mail|e-?mail|content|filter|hit|score)\b.{0,30}\bscore\b.{0,30}\b(?:high|exceed|over|above|threshold|too)|\bscored?\b.{0,20}\b(?:too high|points)\b|\bbayes(?:ian)?\b|\bheuristics?\b|\bcontent fingerprint/,
    reason: "spam-detected", example: "554 5.7.1 Message refused: content score 14.2 exceeds the limit",
  },
  {
    id: "spam-suspicious", words: ["suspicious", "suspected", "unwanted", "suspicion", "questionable"],
    match: /\b(?:suspicious|unwanted|questionable|objectionable) (?:\w{1,12} )?(?:message|mail|e-?mail|content)\b|\b(?:message|mail|e-?mail|content)\b.{0,30}\b(?:is|looks|seems|appears|as|likely|to be|under|considered) (?:\w{1,8} )?(?:suspicious|suspected|unwanted|suspicion)\b/,
    reason: "spam-detected", example: "550 5.7.1 This message looks suspicious and was refused",
  },
];

/** Larger than the recipient or the system takes. */
export const MESSAGE_TOO_BIG: readonly RuleRow[] = [
  {
    id: "size-exceeds", words: ["size", "length", "sized"],
    match: /\b(?:message|mail|e-?mail|msg|data|file|body|content|declared|total|attachment)(?:'s)? (?:size|length)\b.{0,60}\b(?:exceed|too|larger|greater|limit|over|maximum|bigger|above)|\b(?:exceed|over|larger than|above|bigger than|greater than)\w{0,4} (?:\w{1,20} ){0,6}?(?:message|mail|e-?mail|fixed|maximum|max|allowed|system|size|msg) ?(?:size|length|limit)\b(?! of (?:the )?mailbox)|\b(?:maximum|max) (?:message |mail |e-?mail |allowed )?size\b|\bsize limit\b(?!.{0,20}\bmailbox)|\bsize (?:is )?(?:too (?:big|large)|exceed|limit|restriction)|\b(?:exceeds|exceeded|over) (?:\w{1,12} ){0,3}?size\b/,
    reason: "message-too-big", example: "552 5.3.4 Message size exceeds fixed limit",
  },
  {
    id: "size-too-big", words: ["big", "large", "larger", "bigger", "oversized", "oversize", "long"],
    match: /\b(?:message|mail|e-?mail|body|data|attachment|msg|letter|content|file)s? (?:(?:is|was|are|size|file|itself|body|submitted|you sent) ){0,4}(?:too|to) (?:big|large|long)\b|\btoo (?:big|large|long) (?:a )?(?:message|mail|e-?mail|body|attachment)|\b(?:over-?sized?) (?:message|mail|e-?mail)|\b(?:message|mail|e-?mail|attachment)\b.{0,40}\b(?:larger|bigger) than\b|\btoo (?:big|large) (?:for|to)\b/,
    reason: "message-too-big", example: "552 5.2.3 Message too large for this recipient",
  },
  {
    id: "size-exchange", words: ["recipsizelimit", "sendersizelimit", "sizelimit", "maxmessagesize"],
    match: /\b(?:recip|sender)?sizelimit\b|\bmaxmessagesize\b/,
    reason: "message-too-big", example: "550 5.2.3 RESOLVER.RST.RecipSizeLimit",
  },
];

/** Parts, types, encodings that are not taken. */
export const CONTENT_ERROR: readonly RuleRow[] = [
  {
    id: "content-headers-large", words: ["header", "headers"],
    match: /\bheaders? (?:size |section )?(?:is |are )?(?:too (?:large|big|long)|exceed\w{0,3})\b|\btoo (?:many|large|long) (?:\w{1,10} )?headers?\b|\bheader (?:size|line) (?:exceeds|limit)/,
    reason: "content-error", example: "552 5.6.0 Headers too large (32768 max)",
  },
  {
    id: "content-attachment", words: ["attachment", "attachments", "attached", "file", "files", "banned", "extension"],
    match: /\b(?:attachment|attached file|file (?:type|extension|name)|files? (?:attached|with))s?\b.{0,60}\b(?:not (?:allowed|accepted|permitted|supported)|blocked|banned|prohibited|rejected|refused|forbidden|disallowed|denied|illegal|removed|unacceptable)\b|\b(?:banned|blocked|prohibited|forbidden|illegal|disallowed|unacceptable|restricted|encrypted) (?:\w{1,10} )?(?:attachment|file|content|extension|filename|mime)|\bbanned name\b/,
    reason: "content-error", example: "550 5.7.1 Message contains a banned file type",
  },
  {
    id: "content-charset", words: ["charset", "encoding", "language", "character", "8bitmime", "8bit", "smtputf8", "utf8", "binarymime", "utf", "internationalized", "bit", "eai"],
    match: /\b(?:charset|character set|encoding|language|8-?bit(?:mime)?|smtputf8|utf-?8|binarymime|internationali[sz]ed|eai)\b.{0,60}\b(?:not|required|unsupported|can not|prohibited|rejected|unknown|error|invalid|illegal|need)\b|\b(?:does not|not|no|without|unsupported) (?:\w{1,10} ){0,2}?(?:smtputf8|8bitmime|binarymime|utf-?8|charset|internationali[sz]ed)\b/,
    reason: "content-error", example: "SMTPUTF8 is required, but was not offered by host mx.example.com[192.0.2.2]",
  },
  {
    id: "content-conversion", words: ["conversion", "convert", "converted", "mime", "tnef", "format", "storageerror", "html", "multipart"],
    match: /\bconver(?:sion|t|ted)\b.{0,30}\b(?:fail|not|error|prohibited|required|can not|unable)|\b(?:can not|unable to|could not|failed to) convert\b|\bmime\b.{0,30}\b(?:error|not|invalid|malformed|violation|depth|too|parse|broken)|\binvalid (?:message )?(?:content|format|mime)\b|\bhtml\b.{0,30}\bnot (?:accepted|allowed|permitted)|\bstorageerror\b|\btnef\b/,
    reason: "content-error", example: "554 5.6.1 MIME error: boundary not found",
  },
  {
    id: "content-refused", words: ["content", "contents", "body"],
    match: /\b(?:message |mail |e-?mail )?(?:content|contents|body) (?:type |part )?(?:(?:is|was|has been|are|were) )?(?:not (?:allowed|accepted|permitted|acceptable|supported)|rejected|refused|blocked|denied|prohibited|unacceptable|forbidden|filtered|restricted)|\b(?:rejected|refused|blocked|denied) (?:for|by|due to|because of) (?:\w{1,12} ){0,3}?(?:content|body|contents)\b|\b(?:prohibited|restricted|forbidden|inappropriate|objectionable|illegal) (?:content|word|phrase|text)s?\b/,
    reason: "content-error", example: "554 5.6.0 Message contents not acceptable",
  },
];

/** Breaks of RFC 5321 and 5322 in the message. */
export const NOT_COMPLIANT: readonly RuleRow[] = [
  {
    id: "rfc-number", words: ["rfc", "rfc2822", "rfc822", "rfc5322", "rfc5321", "rfc821", "rfc2821", "rfc2047", "rfc1652", "compliant", "compliance", "conformant", "rfcs"],
    match: /\b(?:not|non|in violation|violat\w{1,4}|breaks?|fail\w{0,4}|must|require[sd]?)\b.{0,40}\brfc ?-?\d{3,4}|\brfc ?-?\d{3,4} .{0,20}(?:complian|violat|format|conform|non|not|require|section \d)|\b(?:not|non)[- ](?:rfc[- ])?(?:complian|conform)\w{1,3}\b|\brfc[- ](?:complian\w{1,2}|violation)/,
    reason: "not-compliant-rfc", example: "554 5.6.0 Message is not RFC 5322 compliant",
  },
  {
    id: "rfc-duplicate-header", words: ["duplicate", "duplicated", "multiple", "several", "more", "one"],
    match: /\b(?:duplicated?|multiple|more than one|several|too many|double) (?:\w{1,10} )?(?:headers?|header fields?|from|subject|message-?id|date|dkim-signature|return-path|to|from: (?:headers?|addresses))\b|\bmultiple addresses in from\b|\bmultiple (?:\w{1,12} )?addresses in (?:the )?from\b/,
    reason: "not-compliant-rfc", example: "550-5.7.1 Messages with multiple addresses in From: 550 5.7.1 header are not accepted",
  },
  {
    id: "rfc-missing-header", words: ["missing", "no", "without", "required", "valid", "empty", "blank", "lacks"],
    match: /\b(?:missing|no|without|lacks|empty|blank|requires?|lacking)(?: an?| the| any| valid| required| rfc| proper| mandatory| or invalid){0,3} (?:message-?id|date|from|subject|to|header|sender)(?::|) ?(?:header|field|line|address in (?:the )?header|headers)\b|\bmissing(?: an?| the| required| or invalid| valid){0,2} (?:message-?id|headers?|from:?|date:?|subject:?)(?:\W|$)|\b(?:message-?id|date|from) header (?:is )?(?:missing|required|invalid)/,
    reason: "not-compliant-rfc", example: "550 Missing Message-ID header",
  },
  {
    id: "rfc-bare-newline", words: ["bare", "barelinefeedsareillegal", "linefeed", "linefeeds", "newline", "lf", "cr", "smuggling", "stray"],
    match: /\bbare ?(?:lf|cr|line ?feeds?|newlines?|carriage)|\bbarelinefeedsareillegal\b|\bstray newline|\b(?:line ?feed|newline)s?\b.{0,30}\b(?:not allowed|illegal|rejected)|\bsmtp smuggling\b|\blone (?:cr|lf)\b/,
    reason: "not-compliant-rfc", example: "521 5.5.2 Error: bare <LF> received",
  },
  {
    id: "rfc-malformed", words: ["malformed", "invalid", "illegal", "improper", "improperly", "bad", "corrupt", "broken", "unparseable", "incorrect", "incorrectly"],
    match: /\b(?:malformed|corrupt|broken|unparse?able|improper(?:ly)?|incorrectly)(?: formatted| formed| encoded)? (?:\w{1,12} )?(?:message|mail|e-?mail|header|headers|from|date|address(?:es)? in)\b|\b(?:message|mail|e-?mail|header|headers)(?: field| line)? (?:is |are |was )?(?:malformed|corrupt|broken|improperly|not formatted|incorrectly)|\b(?:invalid|illegal|bad) (?:\w{1,10} )?(?:header|headers|message-?id|header line|header field|date|from header|8-?bit (?:character|header)|characters? in (?:the )?(?:header|subject|from))\b/,
    reason: "not-compliant-rfc", example: "554 5.6.0 Mail message is malformed. Not accepted.",
  },
  {
    id: "rfc-line-length", words: ["line", "lines"],
    match: /\blines? (?:is |are |length |was )?(?:too long|exceed|length)|\btoo long (?:a )?line\b|\bmaximum (?:allowed )?line length\b|\bline length\b.{0,20}\b(?:limit|exceed|maximum)/,
    reason: "not-compliant-rfc", example: "500 Line too long",
  },
  {
    id: "rfc-header-syntax", words: ["header", "headers", "syntax"],
    match: /\bheaders?\b.{0,40}\b(?:syntax|not (?:rfc|valid|conform|permitted|allowed)|invalid|non-ascii|8-?bit|unencoded|parse|illegal)|\bsyntax\b.{0,30}\bheaders?\b/,
    reason: "not-compliant-rfc", example: "550 The From: header has a syntax that we cannot parse",
  },
];

/** The SMTP dialogue went wrong. */
export const SYNTAX_ERROR: readonly RuleRow[] = [
  {
    id: "smtp-syntax", words: ["syntax", "command", "commands", "sequence", "pipelining", "parameter", "parameters", "argument", "arguments", "verb"],
    match: /\bsyntax error\b|\bcommand (?:is |was )?(?:not (?:recogni[sz]ed|implemented|understood|supported|allowed|permitted)|un(?:recogni[sz]ed|known|implemented)|out of sequence|sequence)|\b(?:unrecogni[sz]ed|unknown|unimplemented|invalid|bad|unsupported|unexpected|wrong|improper|illegal) (?:\w{1,10} )?(?:command|sequence|parameter|argument|verb|pipelining|smtp command)|\b(?:bad|wrong|improper) (?:sequence|use) of\b|\bpipelining\b|\bparameters? (?:not|incorrect|unrecogni)/,
    reason: "syntax-error", example: "503 5.5.1 Bad sequence of commands",
  },
  {
    id: "smtp-need", words: ["need", "needs", "polite", "first", "expected", "protocol", "ehlo"],
    match: /\bneed (?:mail|rcpt|helo|ehlo|data)\b|\bpolite people\b|\b(?:mail|rcpt|helo|ehlo) first\b|\bprotocol (?:error|failure)\b|\bexpected (?:mail|rcpt|data)\b|\bsend (?:helo|ehlo|hello)\b/,
    reason: "syntax-error", example: "503 need RCPT command",
  },
];
