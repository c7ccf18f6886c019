/** What a rule is: a row that says which refusals it knows and what they mean. Types only. */
import type { Action, Severity } from "../bounce.js";
import type { Reason } from "../reason.js";

/** What one report says of one recipient, as far as a judgement needs it. Absent values are null. */
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
  readonly recipient: string;
  /** Id of the format that read the report. */
  readonly format: string;
}

/** A refusal that a rule decides, as evidence; what is left out is read from the diagnostic or is null. */
export type Example = Partial<Evidence> & { readonly diagnostic: string };

/**
 * One rule. Every condition that is given must hold; a list holds when one of its entries does.
 *
 * `match` sees the refusal's text as `readSubject` lays it out: lower case, white space collapsed, reply and status codes,
 * quotes and angle brackets gone, "can't" as "can not", Latin letters without accents, and masks for what is no word of
 * the mailer: @rcpt (the recipient), @addr (any other address), @domain (the recipient's domain), @host, @ip, @url. So the
 * name of an address or a host never looks like a sentence. `raw` sees the text as it came, white space collapsed.
 */
export interface Rule {
  /** Unique, stable: it is stored with every bounce. */
  readonly id: string;
  /**
   * Words of which a text that matches always has one; how the rule is found without trying them all. Lower case
   * letters and digits, as they stand between other characters; "cjk" stands for any Chinese or Japanese character.
   */
  readonly words?: readonly string[];
  readonly match?: RegExp;
  readonly raw?: RegExp;
  /** Statuses, whole ("5.7.26") or, in an administrator's rule, with a star at the end ("5.7.*"). */
  readonly status?: readonly string[];
  readonly replyCode?: readonly string[];
  /** Domains: the refusing host, a host named in the refusal, or the recipient's domain is one of them or below it. */
  readonly hosts?: readonly string[];
  /** Diagnostic-Code types, e.g. "x-unix". */
  readonly type?: readonly string[];
  readonly action?: readonly Action[];
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
