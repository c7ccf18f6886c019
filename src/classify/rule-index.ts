/**
 * Finds the rules worth trying: each is filed under the narrowest condition that it has. There are three hundred, and a refusal
 * has to do with a dozen.
 */
import { memoize } from "../mail/memoize.js";
import { entryOf } from "../values.js";
import { wordsFor, phrasesOf, standsAt } from "./applies.js";
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

type Filed = Map<string, number[]>;

/** A phrase, and the rule that says it. */
interface FiledPhrase {
  readonly phrase: string;
  readonly number: number;
}

/** A drawer for each narrowest condition; phrases by their first word and their second ("" where there is none). */
interface Drawers {
  readonly phrases: Map<string, Map<string, FiledPhrase[]>>;
  readonly statuses: Filed;
  readonly domains: Filed;
  readonly rest: number[];
}

function fileRule({ says, status, hosts }: Rule, number: number, { phrases, statuses, domains, rest }: Drawers): void {
  const put = (drawer: Filed, key: string): void => void entryOf(drawer, key, () => []).push(number);
  if (says !== undefined) {
    for (const phrase of phrasesOf(says)) {
      const [first = "", second = ""] = phrase.split(" ", 2);
      entryOf(
        entryOf(phrases, first, () => new Map<string, FiledPhrase[]>()),
        second,
        () => [],
      ).push({ phrase, number });
    }
  } else if (status !== undefined) for (const one of status) put(statuses, one);
  else if (hosts !== undefined) for (const host of hosts) put(domains, host);
  else rest.push(number);
}

function fileRules(rules: readonly Rule[]): Drawers {
  const drawers: Drawers = { phrases: new Map(), statuses: new Map(), domains: new Map(), rest: [] };
  rules.forEach((rule, number) => fileRule(rule, number, drawers));
  return drawers;
}

/** The numbers of the rules of which a phrase stands in a text. */
function saidIn(text: string, phrases: Drawers["phrases"]): readonly number[] {
  const words = text.trim().split(" ");
  const numbers: number[] = [];
  const addAt = (start: number, filed: readonly FiledPhrase[] | undefined): void => {
    if (filed !== undefined)
      for (const { phrase, number } of filed) if (standsAt(text, phrase, start)) numbers.push(number);
  };
  let start = 1;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const seconds = phrases.get(word);
    if (seconds !== undefined) {
      addAt(start, seconds.get(""));
      addAt(start, seconds.get(words[at + 1] ?? ""));
    }
    start += word.length + 1;
  }
  return numbers;
}

/** The numbers of the rules that may apply; in any order, and some several times. */
function search(subject: Subject, said: readonly number[], { statuses, domains, rest }: Drawers): number[] {
  const numbers = [...rest, ...said];
  const add = (more: readonly number[] | undefined): void => {
    if (more !== undefined) for (const number of more) numbers.push(number);
  };
  for (const status of subject.statuses) add(statuses.get(status));
  for (const domain of subject.domains) add(domains.get(domain));
  return numbers;
}

/** Refusals whose rules a process remembers: once names are masked they repeat. Strangers write them, so they are few and short. */
const MOST_KNOWN = 2_000;
const LONGEST_KNOWN = 400;

/** So many replies a process has looked through all rules for; then it files them. Most processes judge one reply, and filing costs as much as all of these. */
const LOOKED_THROUGH = 8;

/** The rules that may apply, found by looking at each: those that ask for no words, and those that share a word with the reply. */
function lookThrough(rules: readonly Rule[], { text }: Subject): readonly Rule[] {
  const words = text.split(" ").filter((word) => word !== "");
  return rules.filter(({ says }) => says === undefined || words.some((word) => says.includes(word)));
}

/**
 * Says which rules may apply to a reply, in their order.
 * @param lookedThrough replies for which the rules are not filed yet
 */
export function ruleFinder(
  rules: readonly Rule[],
  lookedThrough = LOOKED_THROUGH,
): (subject: Subject) => readonly Rule[] {
  let asked = 0;
  let filed: Drawers | null = null;
  const drawersOf = (): Drawers => (filed ??= fileRules(rules));
  const isMet = (number: number, text: string): boolean => {
    const rule = rules[number];
    return rule !== undefined && wordsFor(rule, text) !== null;
  };
  const saying = memoize(
    (text) => saidIn(text, drawersOf().phrases).filter((number) => isMet(number, text)),
    LONGEST_KNOWN,
    MOST_KNOWN,
  );
  return (subject) => {
    if (asked < lookedThrough) {
      asked += 1;
      return lookThrough(rules, subject);
    }
    const numbers = search(subject, saying(subject.text), drawersOf()).sort((one, other) => one - other);
    const found: Rule[] = [];
    for (let place = 0; place < numbers.length; place += 1) {
      const number = numbers[place] ?? 0;
      const rule = number === numbers[place - 1] ? undefined : rules[number];
      if (rule !== undefined) found.push(rule);
    }
    return found;
  };
}
