/**
 * The closed list of reasons: why a delivery failed, who is to blame, and what to do about it.
 *
 * The names are the field's own where it has one (facts shared by bounce parsers: user-unknown, mailbox-full ...). A reason
 * is hard only when the address will not accept mail again, whoever writes: never because of our address, our
 * authentication, a rate, a full mailbox, a spam verdict or a time-out. A rule may still say soft where its words leave
 * room for doubt: a dead address that stays costs one more bounce, a live one that is dropped costs its owner their mail.
 */

/**
 * Who a reason counts against. `recipient`: the address itself; `system`: the recipient's mail system; `message`: this
 * message's size or content; `sender`: our account, server or configuration; `unclear`: the notification does not say;
 * `none`: nobody, since nothing failed or the receiver only wants another attempt.
 */
export type ReasonClass = "recipient" | "system" | "message" | "sender" | "unclear" | "none";

interface ReasonRow {
  readonly class: ReasonClass;
  /** Severity when the rule that decides does not say otherwise; null where nothing failed. */
  readonly severity: "hard" | "soft" | null;
  /** What happened, one sentence for an admin. */
  readonly meaning: string;
  /** What to do about it, one sentence. */
  readonly advice: string;
}

/** Reason -> class, default severity, meaning, advice. */
export const REASONS = {
  "user-unknown": {
    class: "recipient",
    severity: "hard",
    meaning: "The mailbox does not exist.",
    advice: "Stop writing to this address.",
  },
  "has-moved": {
    class: "recipient",
    severity: "hard",
    meaning: "The mailbox has moved away and nothing is forwarded.",
    advice: "Ask the recipient for the new address and stop writing to this one.",
  },
  "host-unknown": {
    class: "recipient",
    severity: "hard",
    meaning: "The domain of the address does not exist.",
    advice: "Check the domain for a typo; otherwise stop writing to this address.",
  },
  "not-accept": {
    class: "recipient",
    severity: "hard",
    meaning: "The domain accepts no mail at all: it says so itself, or has no mail server.",
    advice: "Stop writing to this address.",
  },
  "mailbox-disabled": {
    class: "recipient",
    severity: "soft",
    meaning: "The mailbox exists but is disabled: suspended, frozen or unused for a long time.",
    advice: "Nothing yet: it may be enabled again. Stop writing if it keeps failing.",
  },
  "not-allowed": {
    class: "recipient",
    severity: "soft",
    meaning: "The address exists but accepts mail from certain senders only.",
    advice: "The recipient or its administrator has to allow the sender.",
  },
  "list-expansion": {
    class: "recipient",
    severity: "soft",
    meaning: "The address is a mailing list that could not be expanded.",
    advice: "The owner of the list has to fix it.",
  },
  "mailbox-full": {
    class: "system",
    severity: "soft",
    meaning: "The mailbox is full.",
    advice: "Nothing: only the recipient can clear it. Stop writing if it stays full for weeks.",
  },
  "system-full": {
    class: "system",
    severity: "soft",
    meaning: "The recipient's mail system has no space or memory left.",
    advice: "Nothing: its administrators will notice before you do.",
  },
  "system-error": {
    class: "system",
    severity: "soft",
    meaning: "The recipient's mail system, or one on the way, is broken or misconfigured.",
    advice: "Send again later; if it persists, tell the other side's postmaster.",
  },
  "mailer-error": {
    class: "system",
    severity: "soft",
    meaning: "The program that delivers into the mailbox, or a filter that it runs, failed.",
    advice: "Tell the other side's postmaster; on your own server, look into its log.",
  },
  "mail-loop": {
    class: "system",
    severity: "soft",
    meaning: "The message went in a circle, usually between forwarding addresses.",
    advice: "The owner of the forwarding has to break the loop.",
  },
  "network-error": {
    class: "system",
    severity: "soft",
    meaning: "The recipient's mail server could not be found or reached: DNS, route or connection.",
    advice: "Check your own DNS and network if many domains fail; otherwise send again later.",
  },
  expired: {
    class: "system",
    severity: "soft",
    meaning: "The message could not be delivered in time: no answer, or the retries ran out.",
    advice: "Send again later; the mail log has the cause of each attempt.",
  },
  "message-too-big": {
    class: "message",
    severity: "soft",
    meaning: "The message is larger than the recipient or its system allows.",
    advice: "Send a smaller one, or a link instead of the attachment.",
  },
  "content-error": {
    class: "message",
    severity: "soft",
    meaning: "Something in the message is not accepted or could not be converted: a file type, a header, an encoding.",
    advice: "Change the message and send it again.",
  },
  "spam-detected": {
    class: "message",
    severity: "soft",
    meaning: "A filter classified the message as spam or phishing.",
    advice: "Look at the message: is it wanted, and did its sender really write it?",
  },
  "virus-detected": {
    class: "message",
    severity: "soft",
    meaning: "A scanner found a virus or a dangerous attachment.",
    advice: "Check the sender's machine and account.",
  },
  "not-compliant-rfc": {
    class: "message",
    severity: "soft",
    meaning:
      "The message breaks the rules of RFC 5321 or 5322: missing, duplicate or malformed headers, bare line feeds.",
    advice: "Fix the program that wrote the message.",
  },
  filtered: {
    class: "message",
    severity: "soft",
    meaning: "The recipient, or their filter, refused this message and says no more.",
    advice: "Ask the recipient in another way.",
  },
  "syntax-error": {
    class: "system",
    severity: "soft",
    meaning: "One of the two servers did not understand the other's SMTP command or answer.",
    advice: "Look at the log of the SMTP session; often a filter between the two is at fault.",
  },
  greylisted: {
    class: "none",
    severity: "soft",
    meaning: "The receiver defers the first attempt of every server that it does not know, and takes the next one.",
    advice: "Nothing: the mail server tries again by itself.",
  },
  "auth-failure": {
    class: "sender",
    severity: "soft",
    meaning: "SPF, DKIM, DMARC or ARC did not pass for the sender's domain.",
    advice: "Check the domain's SPF record, DKIM key and DMARC policy, and whether the sender is one of yours.",
  },
  "bad-reputation": {
    class: "sender",
    severity: "soft",
    meaning: "Our server or domain has a bad reputation with the receiver because of earlier mail.",
    advice: "Look for an account that sends spam, then ask the receiver for a review.",
  },
  blocked: {
    class: "sender",
    severity: "soft",
    meaning: "The address, name or network of our server is blocked or on a block list.",
    advice: "Look for an account that sends spam, then ask the list or the receiver for removal.",
  },
  "rate-limited": {
    class: "sender",
    severity: "soft",
    meaning: "Too many messages, recipients or connections in too short a time.",
    advice: "Send more slowly; look for a single account behind the flood.",
  },
  "sender-banned": {
    class: "sender",
    severity: "soft",
    meaning: "Our own account or tenant has been blocked because it sends spam: it is probably compromised.",
    advice: "Lock the account, change its password, look at what it has sent, then ask the provider to unblock it.",
  },
  rejected: {
    class: "sender",
    severity: "soft",
    meaning: "The sender's address or its domain was refused.",
    advice: "Check that the sender's domain exists and accepts mail, and that nobody forges it.",
  },
  "require-ptr": {
    class: "sender",
    severity: "soft",
    meaning: "The receiver requires a PTR record for our server's address, and a name that resolves back to it.",
    advice: "Set reverse and forward DNS for the sending address.",
  },
  "no-relaying": {
    class: "sender",
    severity: "soft",
    meaning: "The server does not relay or accept mail for this domain from us.",
    advice: "Check the route: MX records, relay host, or the other side's list of its domains.",
  },
  "failed-starttls": {
    class: "sender",
    severity: "soft",
    meaning: "An encrypted connection was required and could not be made.",
    advice: "Check TLS versions, certificates, DANE and MTA-STS on both sides.",
  },
  "policy-violation": {
    class: "sender",
    severity: "soft",
    meaning: "A policy of the receiver forbids this message; it says no more.",
    advice: "Ask the receiver's postmaster which policy it is.",
  },
  "security-error": {
    class: "sender",
    severity: "soft",
    meaning: "Refused for security reasons: not authorised, not authenticated, or unspecified.",
    advice: "Check the credentials for the relay host; otherwise ask the receiver's postmaster.",
  },
  undefined: {
    class: "unclear",
    severity: "soft",
    meaning: "The notification does not say why, or not in words that we know.",
    advice: "Look at the notification; a rule of your own can give it a reason from then on.",
  },
  delivered: {
    class: "none",
    severity: null,
    meaning: "Nothing failed: delivered, relayed, or expanded to the members of a list.",
    advice: "Nothing.",
  },
} as const satisfies Record<string, ReasonRow>;

/** One of the closed list. */
export type Reason = keyof typeof REASONS;

/** Whether a word is one of the closed list. */
export const isReason = (word: string): word is Reason => Object.hasOwn(REASONS, word);
