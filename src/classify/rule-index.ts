/**
 * Finds the rules worth trying. Trying all takes longer than reading a mail, but less than filing them all: a process that
 * judges a mail or two does best to try them all, one that judges many does best to file them first.
 */
import { phrasesOf } from "./phrase.js";
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Refusals after which filing pays. */
const ENOUGH = 20;

/** Rule numbers by first word of a phrase, "=5.7.26", "@outlook.com", or "" for those that may fit anything. */
type RuleIndex = ReadonlyMap<string, ReadonlySet<number>>;

/** What a rule is filed under: the narrowest condition that it has. */
function keysOf(rule: Rule): readonly string[] {
  if (rule.says !== undefined) return phrasesOf(rule.says).map((phrase) => phrase.split(" ", 1)[0] ?? "");
  return rule.status?.map((status) => `=${status}`) ?? rule.hosts?.map((host) => `@${host}`) ?? [""];
}

function indexRules(rules: readonly Rule[]): RuleIndex {
  const index = new Map<string, Set<number>>();
  rules.forEach((rule, number) => {
    for (const key of keysOf(rule)) {
      const filed = index.get(key);
      if (filed === undefined) index.set(key, new Set([number]));
      else filed.add(number);
    }
  });
  return index;
}

function candidates(index: RuleIndex, subject: Subject): number[] {
  const found = new Set(index.get(""));
  const add = (key: string): void => index.get(key)?.forEach((number) => found.add(number));
  subject.text.trim().split(" ").forEach(add);
  for (const status of subject.statuses) add(`=${status}`);
  for (const domain of subject.domains) add(`@${domain}`);
  return [...found].sort((a, b) => a - b);
}

/** Says which rules may apply to a refusal, in their order: all of them at first, later only those that can. */
export function ruleFinder(rules: readonly Rule[]): (subject: Subject) => readonly Rule[] {
  let asked = 0;
  let index: RuleIndex | null = null;
  return (subject) => {
    asked += 1;
    if (asked <= ENOUGH) return rules;
    index ??= indexRules(rules);
    return candidates(index, subject).flatMap((number) => rules[number] ?? []);
  };
}
