/**
 * Finds the rules worth trying. Some 300 patterns tried one after another would cost more than reading the mail, and
 * compiling them more than starting the program; so each rule is filed under its words, statuses or hosts.
 */
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Rule numbers by what they are filed under: "user", "5.7.26", "@outlook.com"; "" for those that fit anything. */
export type RuleIndex = ReadonlyMap<string, readonly number[]>;

/** What a rule is filed under: the narrowest condition that it has. */
function keysOf(rule: Rule): readonly string[] {
  return rule.words ?? rule.status ?? rule.hosts?.map((host) => `@${host}`) ?? [""];
}

/** Files rules by their conditions. */
export function indexRules(rules: readonly Rule[]): RuleIndex {
  const index = new Map<string, number[]>();
  rules.forEach((rule, number) => {
    for (const key of keysOf(rule)) {
      const filed = index.get(key);
      if (filed === undefined) index.set(key, [number]);
      else filed.push(number);
    }
  });
  return index;
}

/** Numbers of the rules that may apply, in order. */
export function candidates(index: RuleIndex, subject: Subject): number[] {
  const found = new Set(index.get(""));
  const add = (key: string): void => index.get(key)?.forEach((number) => found.add(number));
  subject.words.forEach(add);
  subject.statuses.forEach(add);
  for (const domain of subject.domains) add(`@${domain}`);
  return [...found].sort((a, b) => a - b);
}
