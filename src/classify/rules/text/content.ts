/** Refusals of the message itself: spam, viruses, size, form. */
import type { RuleRow } from "../../rule.js";
import { AUTH_RFCS, FAILED, REFUSED } from "./nouns.js";

/** A scanner's verdict. */
export const VIRUS_DETECTED: readonly RuleRow[] = [
  {
    id: "virus-found",
    says: "virus, infected, eicar, clamav, antivirus",
    unless:
      "spam or virus, virus or spam, spam and virus, virus and spam, spam virus, scanner offline, scanner unavailable, scanner error, scanner failed, scanner timed, scanner not, scanner down, scanner busy",
    reason: "virus-detected",
    example: "550 5.7.1 Message infected by Eicar-Test-Signature",
  },
  {
    id: "virus-dangerous",
    says: "malicious, dangerous, harmful, unsafe, executable",
    after: "content, attachment, file, code, link, message",
    reason: "virus-detected",
    example: "550 5.7.1 Malicious attachment found",
  },
  {
    id: "virus-potential",
    says: "content presents potential, potential security issue, potential security risk, potential security threat, potentially dangerous, potentially harmful, security threat",
    reason: "virus-detected",
    example: "552 5.7.0 Refused, the content presents a potential security issue",
  },
];

/** A filter's verdict. */
export const SPAM_DETECTED: readonly RuleRow[] = [
  {
    // Said of this message, whatever advice follows for mail that is none.
    id: "spam-verdict",
    says: "as spam, spam message rejected, spam email rejected, spam detected, spam rejected, spam refused, spam blocked, spam message blocked, spam message detected, like spam, considered spam, to spam, likely spam, probable spam, spam score, spam content, spam message not accept, rejected spam, too many link, too many image, too many images",
    unless: "as spam or virus",
    reason: "spam-detected",
    example: "550 5.7.1 Message classified as spam. If it is not spam, please write to our postmaster",
  },
  {
    id: "spam",
    says: "spam, antispam, spamlike, spamassassin, spammy, rspamd, dspam, gtube",
    unless:
      "not spam, no spam, non spam, spam filter unavailable, spam filter error, spam filter timed, anti spam system",
    reason: "spam-detected",
    example: "550 5.7.1 The spam filter of this host said no",
  },
  {
    id: "spam-unsolicited",
    says: "unsolicited, ube, uce, junk, phishing, phish, scam, fraud, fraudulent, advertising, advertisement, bulk email, bulk message, bulk sender, bulk mailing",
    reason: "spam-detected",
    example: "550 5.7.1 Message content rejected, UBE, id=01234-05",
  },
  {
    id: "spam-link",
    says: "link, uribl, surbl",
    with: "blacklist, blocked, listed, banned, suspicious, prohibited, uribl, surbl, invalid",
    reason: "spam-detected",
    example: "550 REJECTED - Blacklisted URL in message",
  },
  {
    id: "spam-score",
    says: "score, scored, bayes, bayesian, heuristics, heuristic, content fingerprint",
    with: "high, exceeded, over, above, threshold, points, message, content, rejected, match",
    reason: "spam-detected",
    example: "554 5.7.1 Message refused: content score 14.2 exceeds the limit",
  },
  {
    id: "spam-suspicious",
    says: "suspicious, unwanted, questionable",
    with: "message, email, content",
    unless: "suspicious activity, suspicious due to, suspicious email loop, email loop",
    reason: "spam-detected",
    example: "550 5.7.1 This message looks suspicious and was refused",
  },
];

/** Larger than the recipient or the system takes. */
export const MESSAGE_TOO_BIG: readonly RuleRow[] = [
  {
    id: "size-limit",
    says: "size, length, databytes",
    with: "exceeded, too, large, greater, limit, over, maximum, above, max, restriction, than",
    unless: "mailbox size, line length, line too long, header size, content score, exceeded mailbox size",
    reason: "message-too-big",
    example: "552 5.3.4 Message size exceeds fixed limit",
  },
  {
    id: "size-too-big",
    says: "too large, to large, large message, large email, large than, large body, message too long, email too long, data too long, data too large, body too large, body too long, too heavy",
    unless: "header too large, header size, line too long, too large header",
    reason: "message-too-big",
    example: "552 5.2.3 Message too large for this recipient",
  },
  {
    id: "size-exchange",
    says: "recipsizelimit, sendersizelimit, sizelimit, maxmessagesize",
    reason: "message-too-big",
    example: "550 5.2.3 RESOLVER.RST.RecipSizeLimit",
  },
  {
    id: "size-exceeded",
    says: "message exceeded, email exceeded, attachment exceeded",
    after: "size, limit, maximum, mb, kb, bytes",
    unless: "maximum time, time in queue, lifetime, hop, number of, recipient",
    reason: "message-too-big",
    example: "552 Your message exceeded our 20 MB limit",
  },
];

/** Parts, types, encodings that are not taken. */
export const CONTENT_ERROR: readonly RuleRow[] = [
  {
    id: "content-headers-large",
    says: "header too large, header too long, header exceeded, header size, too many header, too large header, too long header",
    reason: "content-error",
    example: "552 5.6.0 Headers too large (32768 max)",
  },
  {
    id: "content-attachment",
    says: "attachment, file type, file extension, file name, filename, attached file, banned file, banned content, banned name, blocked file, banned, file with extension, extension, archive, archives, password protected, macro, macros",
    with: `${REFUSED}, not supported, removed, unacceptable, encrypted, invalid, exe, zip, js, application, multipart, file, content, name, not scanned, not opened`,
    unless: "sender, ip, @ip",
    reason: "content-error",
    example: "550 5.7.1 Message contains a banned file type",
  },
  {
    id: "content-charset",
    says: "charset, character set, encoding, language, 8bitmime, smtputf8, utf8, utf 8, binarymime, internationalized, eai, 8bit, non ascii address",
    with: `${FAILED}, ${REFUSED}, not, required, unsupported, unknown, invalid, need, no, without`,
    reason: "content-error",
    example: "SMTPUTF8 is required, but was not offered by host mx.example.com[192.0.2.2]",
  },
  {
    id: "content-conversion",
    says: "conversion, convert, converted, mime, html, multipart, tnef, storageerror, m2mcvt, message format, content format",
    with: `${FAILED}, not, prohibited, required, unable, invalid, malformed, violation, depth, too, parse, broken, storageerror`,
    reason: "content-error",
    example: "554 5.6.1 MIME error: boundary not found",
  },
  {
    id: "content-refused",
    says: "content not, content rejected, content refused, content blocked, content denied, content prohibited, content restricted, content unacceptable, content type not, body rejected, body not, prohibited content, invalid content, objectionable content, inappropriate content, restricted content, because of content, due to content, for content, prohibited word, prohibited phrase, too many image, too many attachment, too many link, too many images",
    reason: "content-error",
    example: "554 5.6.0 Message contents not acceptable",
  },
];

/** Breaks of RFC 5321 and 5322 in the message. */
export const NOT_COMPLIANT: readonly RuleRow[] = [
  {
    id: "rfc-number",
    says: "rfc, rfc2822, rfc822, rfc5322, rfc5321, rfc821, rfc2821, rfc2047, rfcs",
    with: "not, non, violation, breaks, failed, required, compliant, compliance, conform, conformant, noncompliant, section, according",
    unless: `${AUTH_RFCS}, dmarc, spf, dkim`,
    reason: "not-compliant-rfc",
    example: "554 5.6.0 Message is not RFC 5322 compliant",
  },
  {
    id: "rfc-compliant",
    says: "not compliant, non compliant, noncompliant, not conform, not conformant, not standards compliant",
    unless: `${AUTH_RFCS}, dmarc, spf, dkim`,
    reason: "not-compliant-rfc",
    example: "550 Non-compliant message",
  },
  {
    id: "rfc-duplicate-header",
    says: "duplicate, multiple, more than one, several, double",
    after: "header, from, subject, message id, date, signature, return path",
    unless: "multiple recipient, multiple connection, multiple session",
    reason: "not-compliant-rfc",
    example: "550-5.7.1 Messages with multiple addresses in From: 550 5.7.1 header are not accepted",
  },
  {
    id: "rfc-missing-header",
    says: "missing header, missing message id, missing messageid, missing from, missing date, missing subject, missing valid messageid, missing valid message id, missing required header, missing or invalid, no from header, no message id, no date header, no subject, no sender header, without from, without message id, without subject, without date, without to, missing to, no to header, no to field, lacks message id, lacks from, from header missing, no valid from, no from, valid from address, valid from header, valid message id, message id header, date header, header missing, empty subject, blank from, required header, no header, subject required, subject missing, header required",
    reason: "not-compliant-rfc",
    example: "550 Missing Message-ID header",
  },
  {
    id: "rfc-bare-newline",
    says: "bare lf, bare cr, bare line, bare linefeed, bare linefeeds, bare newline, bare newlines, bare carriage, barelinefeedsareillegal, stray newline, stray newlines, smtp smuggling, lone lf, lone cr",
    reason: "not-compliant-rfc",
    example: "521 5.5.2 Error: bare <LF> received",
  },
  {
    id: "rfc-malformed",
    says: "malformed, corrupt, broken, unparseable, improperly formatted, improperly formed, incorrectly formatted",
    with: "message, email, header, from, date",
    unless: "malformed or unexpected, malformed address, malformed recipient, broken connection, dkim, signature",
    reason: "not-compliant-rfc",
    example: "554 5.6.0 Mail message is malformed. Not accepted.",
  },
  {
    id: "rfc-invalid-header",
    says: "invalid header, invalid message id, invalid from header, invalid date, invalid 8bit, invalid character in header, invalid characters in header, header syntax, header invalid, header not, 8bit in header, 8 bit in header, non ascii header, unencoded header, syntax in header, header line, header format",
    reason: "not-compliant-rfc",
    example: "550 The From: header syntax is not one that we can parse",
  },
  {
    id: "rfc-line-length",
    says: "line too long, lines too long, line length, too long line, line exceeded, lines exceeded, 998 characters, long lines, line over",
    unless: "authentication",
    reason: "not-compliant-rfc",
    example: "500 Line too long",
  },
];

/** The SMTP dialogue went wrong. */
export const SYNTAX_ERROR: readonly RuleRow[] = [
  {
    id: "smtp-syntax",
    says: "syntax error, invalid syntax, command not, command unrecognized, command unknown, command unimplemented, command out, unrecognized command, unknown command, unimplemented command, invalid command, unsupported command, unexpected command, invalid sequence, invalid parameter, invalid parameters, invalid argument, invalid arguments, parameters not, parameter not, parameter unrecognized, pipelining",
    unless: "command not exist, command output, command died",
    reason: "syntax-error",
    example: "503 5.5.1 Bad sequence of commands",
  },
  {
    id: "smtp-dialogue",
    says: "need email, need recipient, need helo, need ehlo, need data, polite people, helo first, ehlo first, protocol error, protocol failed, synchronization error, synchronisation error, expected email, expected data",
    reason: "syntax-error",
    example: "503 need RCPT command",
  },
  {
    id: "address-written-wrong",
    says: "malformed address, incorrectly constructed, not follow, unqualified address, missing domain, domain missing, unmatched bracket, unbalanced quote",
    reason: "syntax-error",
    example: "malformed address: <kim@example.org> may not follow kim@example.com",
  },
];
