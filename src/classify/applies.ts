/** Whether a rule's conditions hold. */
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Characters of the matched words that are kept. */
const MAX_MATCHED = 120;

/** A match; the words are null where no pattern had to match. */
export interface Match {
  readonly matched: string | null;
}

const fits = (pattern: string, status: string): boolean =>
  pattern.endsWith("*") ? status.startsWith(pattern.slice(0, -1)) : status === pattern;

const meets = <Value>(wanted: readonly Value[] | undefined, value: Value | null): boolean =>
  wanted === undefined || (value !== null && wanted.includes(value));

function meetsCodes(rule: Rule, subject: Subject): boolean {
  return meets(rule.replyCode, subject.replyCode) && meets(rule.type, subject.type) && meets(rule.action, subject.action) && meets(rule.format, subject.format)
    && (rule.status?.some((pattern) => subject.statuses.some((status) => fits(pattern, status))) ?? true)
    && (rule.hosts?.some((host) => subject.domains.has(host)) ?? true);
}

/** The words that make a rule apply, or null when it does not. */
export function applies(rule: Rule, subject: Subject): Match | null {
  if (!meetsCodes(rule, subject)) return null;
  const text = rule.match?.exec(subject.text);
  const raw = rule.raw?.exec(subject.raw);
  if (text === null || raw === null) return null;
  return { matched: (text ?? raw)?.[0].slice(0, MAX_MATCHED) ?? null };
}
