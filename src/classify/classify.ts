/**
 * Judges one bounce: hard or soft, why, and which rule says so. CONVENTIONS states the order of what is asked. All knowledge
 * is in rules/; this is only the mechanism. Where the words of a reply say nothing, rules are made of the code tables.
 */
import type { Verdict, Severity } from "../bounce.js";
import { REASONS } from "../reason.js";
import { domainOf } from "../mail/address.js";
import { applies } from "./applies.js";
import type { Evidence, Rule } from "./rule.js";
import { ruleFinder } from "./rule-index.js";
import { isWide, RULES } from "./rules/index.js";
import { readSubject, type Subject } from "./subject.js";
import { REPLY_CODES } from "./rules/reply-codes.js";
import { STATUS_CODES, type StatusRow } from "./rules/status-codes.js";

/** RFC 3463 section 2: an unknown detail means what detail 0 of its subject means. */
function rowOf(status: string): StatusRow | undefined {
  const [, subject = "", detail = ""] = status.split(".");
  return STATUS_CODES[`${subject}.${detail}`] ?? STATUS_CODES[`${subject}.0`];
}

/** Subject and detail of a status, "1.1" of "5.1.1". */
const detailOf = (status: string): string => status.slice(status.indexOf(".") + 1);

function statusRules(statuses: readonly string[]): Rule[] {
  return statuses.flatMap((status) => {
    const row = rowOf(status);
    if (row === undefined) return [];
    const reason = status.startsWith("4") ? row.transient : row.permanent;
    return [{ id: `status-${status}`, reason, ...(row.severity === undefined ? {} : { severity: row.severity }) }];
  });
}

function replyRules(replyCode: string | null): Rule[] {
  const row = REPLY_CODES[replyCode ?? ""];
  return row === undefined || replyCode === null ? [] : [{ id: `reply-${replyCode}`, ...row }];
}

/**
 * What the status says that the refusing server itself gave, where that status says one thing: it comes before wide words. A
 * status of the reporting server alone is often its guess.
 */
const exactRules = ({ ownStatus }: Subject): Rule[] => {
  const row = ownStatus === null ? undefined : STATUS_CODES[detailOf(ownStatus)];
  return ownStatus === null || row === undefined || row.yields !== undefined ? [] : statusRules([ownStatus]);
};

/** What the codes say: first those that say anything, the enhanced status before the reply code. */
function codeRules({ statuses, replyCode }: Subject): Rule[] {
  const rules = [...statusRules(statuses), ...replyRules(replyCode)];
  const telling = rules.filter(({ reason }) => reason !== "undefined");
  return telling.length > 0 ? telling : rules;
}

const find = ruleFinder(RULES);

/**
 * Hard only where the delivery is over, the server that refused did not itself say "try again", and it had been told the
 * recipient.
 */
function severityOf(rule: Rule, subject: Subject): Severity | null {
  const severity = rule.severity ?? REASONS[rule.reason].severity;
  const isOpen = subject.action !== "failed" || subject.isTransient || subject.isAboutSender;
  return severity === "hard" && isOpen ? "soft" : severity;
}

/** A greeting may say that the host takes no mail at all (RFC 7504), which is no word on any recipient. */
const canDecide = (rule: Rule, subject: Subject): boolean =>
  !subject.isAboutSender || REASONS[rule.reason].class !== "recipient" || rule.reason === "not-accept";

/** What the first rule says that applies; null when none does. */
function judge(rules: readonly Rule[], subject: Subject): Verdict | null {
  for (const rule of rules) {
    const match = canDecide(rule, subject) ? applies(rule, subject) : null;
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
  one.phase === other.phase &&
  isSameDomain(one.recipient, other.recipient);

function judgeBy(adminRules: readonly Rule[], subject: Subject): Verdict {
  const found = find(subject);
  const narrow = found.filter((rule) => !isWide(rule));
  return (
    judge(adminRules, subject) ??
    judge(narrow, subject) ??
    judge(exactRules(subject), subject) ??
    judge(found.slice(narrow.length), subject) ??
    judge(codeRules(subject), subject) ??
    UNDEFINED
  );
}

/** Judges what a notification says of one recipient, an administrator's rules first. Never throws. */
export function classify(evidence: Evidence, adminRules: readonly Rule[] = NO_RULES): Verdict {
  if (evidence.action !== "failed" && evidence.action !== "delayed") {
    return { severity: null, reason: "delivered", rule: `action-${evidence.action}`, matched: null };
  }
  if (last !== null && last.adminRules === adminRules && isSameRefusal(last.evidence, evidence)) return last.verdict;
  const subject = readSubject(evidence);
  const verdict = judgeBy(adminRules, subject);
  last = subject.text.includes("@rcpt") || subject.text.includes("@addr") ? null : { evidence, adminRules, verdict };
  return verdict;
}
