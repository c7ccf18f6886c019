/**
 * Judges one bounce: hard or soft, why, and which rule says so. The first rule that applies decides; order of verdict:
 * the administrator's rules, providers (which redefine codes), the mailer's words from narrow to wide, enhanced status
 * (RFC 3463), reply code (RFC 5321). All knowledge is in rules/; this is only the mechanism.
 */
import type { Verdict, Severity } from "../bounce.js";
import { REASONS } from "../reason.js";
import { domainOf } from "../mail/address.js";
import { applies } from "./applies.js";
import { codeRules } from "./codes.js";
import type { Evidence, Rule } from "./rule.js";
import { ruleFinder } from "./rule-index.js";
import { RULES } from "./rules/index.js";
import { readSubject, type Subject } from "./subject.js";

const find = ruleFinder(RULES);

/** Hard only where the delivery is over and the server that refused did not itself say "try again". */
function severityOf(rule: Rule, subject: Subject): Severity | null {
  const severity = rule.severity ?? REASONS[rule.reason].severity;
  return severity === "hard" && (subject.action !== "failed" || subject.isTransient) ? "soft" : severity;
}

/** What the first rule says that applies; null when none does. */
function judge(rules: readonly Rule[], subject: Subject): Verdict | null {
  for (const rule of rules) {
    const match = applies(rule, subject);
    if (match !== null)
      return { severity: severityOf(rule, subject), reason: rule.reason, rule: rule.id, matched: match.matched };
  }
  return null;
}

const NO_RULES: readonly Rule[] = [];
const UNDEFINED: Verdict = { severity: "soft", reason: "undefined", rule: "none", matched: null };

/** What was judged last: a report on a thousand recipients gives most of them the same refusal. */
interface Judged {
  readonly evidence: Evidence;
  readonly adminRules: readonly Rule[];
  readonly verdict: Verdict;
}

let last: Judged | null = null;

function isSameDomain(one: string, other: string): boolean {
  const domain = domainOf(one);
  return domain !== null && domain === domainOf(other);
}

/** Whether two refusals are the same but for the recipient's local part. */
const isSameRefusal = (one: Evidence, other: Evidence): boolean =>
  one.diagnostic === other.diagnostic &&
  one.status === other.status &&
  one.action === other.action &&
  one.format === other.format &&
  one.replyCode === other.replyCode &&
  one.diagnosticType === other.diagnosticType &&
  one.remoteMta === other.remoteMta &&
  one.reportingMta === other.reportingMta &&
  isSameDomain(one.recipient, other.recipient);

/** Judges what a report says of one recipient, an administrator's rules first. Never throws. */
export function classify(evidence: Evidence, adminRules: readonly Rule[] = NO_RULES): Verdict {
  if (evidence.action !== "failed" && evidence.action !== "delayed") {
    return { severity: null, reason: "delivered", rule: `action-${evidence.action}`, matched: null };
  }
  if (last !== null && last.adminRules === adminRules && isSameRefusal(last.evidence, evidence)) return last.verdict;
  const subject = readSubject(evidence);
  const verdict =
    judge(adminRules, subject) ?? judge(find(subject), subject) ?? judge(codeRules(subject), subject) ?? UNDEFINED;
  last = subject.text.includes("@rcpt") || subject.text.includes("@addr") ? null : { evidence, adminRules, verdict };
  return verdict;
}
