/** What a rule is: a row that says which refusals it knows and what they mean. Types only. */
import type { Action, Phase, Severity } from "../bounce.js";
import type { Reason } from "../reason.js";

/** What one report says of one recipient, as far as a verdict needs it. Absent values are null. */
export interface Evidence {
  readonly action: Action;
  /** RFC 3463 status, from the report or the refusal, e.g. "5.1.1". */
  readonly status: string | null;
  /** SMTP reply code, e.g. "550". */
  readonly replyCode: string | null;
  /** The refusal's text without its type, or the human sentence. */
  readonly diagnostic: string | null;
  /** Diagnostic-Code's type in lower case, e.g. "smtp", "x-unix". */
  readonly diagnosticType: string | null;
  readonly remoteMta: string | null;
  readonly reportingMta: string | null;
  /** Phase of the session in which the receiver refused; where it is null, the diagnostic is asked. */
  readonly phase: Phase | null;
  readonly recipient: string;
  /** Id of the format that read the report. */
  readonly format: string;
}

/** A refusal that a rule decides, as evidence; what is left out is read from the diagnostic or is null. */
type Example = Partial<Evidence> & { readonly diagnostic: string };

/**
 * One rule. Every condition that is given must hold; a list holds when one of its entries does.
 *
 * The lists of phrases, and `match`, see the refusal's text as plain-text.ts lays it out: lower case, words with single spaces
 * between them, no punctuation but a full stop between sentences, reply and status codes gone, words that say nothing left
 * out and forms made one (vocabulary.ts: "The user doesn't exist." is "user not exist"), Latin letters without accents, and
 * masks for names: @rcpt (the recipient), @addr (any other address), @domain (the recipient's domain), @host, @ip, @url. A
 * phrase is one or more whole words of that text; lists of phrases are written "user unknown, unknown user".
 */
export interface Rule {
  /** Unique, stable: it is stored with every bounce. */
  readonly id: string;
  /** Phrases that the text holds. "cjk": any Chinese, Japanese or Korean character. */
  readonly says?: string;
  /** Phrases near what it says, some eight words before or after (REACH in applies.ts). */
  readonly with?: string;
  /** The same, before only. */
  readonly before?: string;
  /** The same, after only. */
  readonly after?: string;
  /** Phrases that the text must not hold anywhere. */
  readonly unless?: string;
  /** For what phrases cannot tell; tried only where `says` holds, since compiling a pattern costs more than all phrases. */
  readonly match?: RegExp;
  /** Sees the text as it came. For administrators' rules: they know the text, not how it is laid out. */
  readonly raw?: RegExp;
  /** Statuses, whole ("5.7.26") or, in an administrator's rule, with a star at the end ("5.7.*"). */
  readonly status?: readonly string[];
  /** Reply codes, whole ("550") or with a star at the end ("5*"). */
  readonly replyCode?: readonly string[];
  /** Phases of the SMTP session in which the receiver refused. */
  readonly phase?: readonly Phase[];
  /** Domains: the refusing host, a host or page named in the refusal, or the recipient's domain is one of them or below it. */
  readonly hosts?: readonly string[];
  /** Diagnostic-Code types, e.g. "x-unix". */
  readonly type?: readonly string[];
  /** Ids of formats, for refusals that only their format tells apart. */
  readonly format?: readonly string[];
  readonly reason: Reason;
  /** Where the rule's words say more or less than the reason's default. */
  readonly severity?: Severity;
}

/** A rule of ours: it carries a refusal that it decides with all the others in place, text alone or with what stands beside it. */
export interface RuleRow extends Rule {
  readonly example: string | Example;
}
