/**
 * Whether a rule's conditions hold. Phrases are whole words with single spaces between them; lists of phrases are written
 * "user unknown, unknown user"; texts have a space at either end.
 */
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Lists already taken apart; as many as the rules hold. */
const KNOWN = new Map<string, readonly string[]>();
const SPACE = 32;

/** The phrases of a list. */
export function phrasesOf(list: string): readonly string[] {
  const known = KNOWN.get(list);
  if (known !== undefined) return known;
  const phrases = list.split(", ");
  KNOWN.set(list, phrases);
  return phrases;
}

/** Whether a phrase stands in a text at the beginning of a word, whole words only. */
export const standsAt = (text: string, phrase: string, start: number): boolean =>
  text.startsWith(phrase, start) && text.charCodeAt(start + phrase.length) === SPACE;

/** Where a phrase stands in a text, whole words only, at or after `from`; -1 where it does not. */
function find(text: string, phrase: string, from = 0): number {
  let at = text.indexOf(phrase, from);
  while (at >= 0 && (text.charCodeAt(at - 1) !== SPACE || text.charCodeAt(at + phrase.length) !== SPACE))
    at = text.indexOf(phrase, at + 1);
  return at;
}

/** Whether one of a list's phrases stands in a text. */
const holds = (text: string, list: string): boolean => phrasesOf(list).some((phrase) => find(text, phrase) >= 0);

/** Characters before and after a phrase that count as near it: some eight words. */
const REACH = 50;
/** Characters of the matched words that are kept. */
const MAX_MATCHED = 120;

/** A match; the words are null where no word had to match. */
interface Match {
  readonly matched: string | null;
}

const fits = (pattern: string, code: string): boolean =>
  pattern.endsWith("*") ? code.startsWith(pattern.slice(0, -1)) : code === pattern;

const meets = (wanted: readonly string[] | undefined, value: string | null): boolean =>
  wanted === undefined || (value !== null && wanted.includes(value));

function meetsCodes(rule: Rule, subject: Subject): boolean {
  return (
    (rule.replyCode === undefined || rule.replyCode.some((pattern) => fits(pattern, subject.replyCode ?? ""))) &&
    meets(rule.phase, subject.phase) &&
    meets(rule.type, subject.type) &&
    meets(rule.format, subject.format) &&
    (rule.status === undefined ||
      rule.status.some((pattern) => subject.statuses.some((status) => fits(pattern, status)))) &&
    (rule.hosts === undefined || rule.hosts.some((host) => subject.domains.includes(host)))
  );
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span widened to take in a phrase of the list that stands before it or, second, after it; null when none is near. */
function widened(
  text: string,
  { start, end }: Span,
  list: string | undefined,
  sides: "before" | "after" | "either",
): Span | null {
  if (list === undefined) return { start, end };
  const [head, tail] = [text.slice(0, start), text.slice(0, end + REACH)];
  for (const phrase of phrasesOf(list)) {
    const before = sides === "after" ? -1 : find(head, phrase, Math.max(0, start - REACH));
    if (before >= 0) return { start: before, end };
    const after = sides === "before" ? -1 : find(tail, phrase, end);
    if (after >= 0) return { start, end: after + phrase.length };
  }
  return null;
}

/** The words by which a text meets a rule's phrases: "" where the rule has none, null where the text does not. */
function saidWords(rule: Rule, text: string): string | null {
  if (rule.says === undefined) return "";
  for (const phrase of phrasesOf(rule.says)) {
    if (!text.includes(phrase)) continue;
    for (let start = find(text, phrase); start >= 0; start = find(text, phrase, start + 1)) {
      const end = start + phrase.length;
      const before = widened(text, { start, end }, rule.before, "before");
      const after = widened(text, { start, end }, rule.after, "after");
      const near = widened(text, { start, end }, rule.with, "either");
      if (before !== null && after !== null && near !== null)
        return text.slice(Math.min(before.start, near.start), Math.max(after.end, near.end));
    }
  }
  return null;
}

/** The words by which a text, laid out, meets everything that a rule says of it: "" where that is nothing, null where it does not. */
export function wordsFor(rule: Rule, text: string): string | null {
  const said = saidWords(rule, text);
  if (said === null || (rule.unless !== undefined && holds(text, rule.unless))) return null;
  const match = rule.match?.exec(text.trim());
  return match === null ? null : (match?.[0] ?? said);
}

/** The words that make a rule apply, or null when it does not. */
export function applies(rule: Rule, subject: Subject): Match | null {
  if (!meetsCodes(rule, subject)) return null;
  const words = wordsFor(rule, subject.text);
  const raw = rule.raw?.exec(subject.raw);
  if (words === null || raw === null) return null;
  return { matched: (rule.match === undefined && raw !== undefined ? raw[0] : words).slice(0, MAX_MATCHED) || null };
}
