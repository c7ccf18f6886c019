/**
 * Judges one bounce: hard or soft, why, and which rule says so. The first rule that applies decides; order of judgement:
 * the administrator's rules, providers (which redefine codes), the mailer's words from narrow to wide, enhanced status
 * (RFC 3463), reply code (RFC 5321). All knowledge is in rules/; this is only the mechanism.
 */
import type { Judgement, Severity } from "../bounce.js";
import { REASONS } from "../reason.js";
import { applies } from "./applies.js";
import { codeRules } from "./codes.js";
import type { Evidence, Rule } from "./rule.js";
import { ruleFinder } from "./rule-index.js";
import { CARDS } from "./rules/cards.js";
import { readSubject, type Subject } from "./subject.js";

const find = ruleFinder(CARDS);

/** Hard only where the delivery is over and the server that refused did not itself say "try again". */
function severityOf(rule: Rule, subject: Subject): Severity | null {
  const severity = rule.severity ?? REASONS[rule.reason].severity;
  return severity === "hard" && (subject.action !== "failed" || subject.isTransient) ? "soft" : severity;
}

/** What the first rule says that applies; null when none does. */
function judge(rules: readonly Rule[], subject: Subject): Judgement | null {
  for (const rule of rules) {
    const match = applies(rule, subject);
    if (match !== null) return { severity: severityOf(rule, subject), reason: rule.reason, rule: rule.id, matched: match.matched };
  }
  return null;
}

/** Judges what a report says of one recipient, an administrator's rules first. Never throws. */
export function classify(evidence: Evidence, adminRules: readonly Rule[] = []): Judgement {
  if (evidence.action !== "failed" && evidence.action !== "delayed") {
    return { severity: null, reason: "delivered", rule: `action-${evidence.action}`, matched: null };
  }
  const subject = readSubject(evidence);
  return judge(adminRules, subject) ?? judge(find(subject), subject) ?? judge(codeRules(subject), subject) ?? { severity: "soft", reason: "undefined", rule: "none", matched: null };
}
