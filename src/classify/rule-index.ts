/**
 * Finds the rules worth trying, in a card index: a text with a line for each key that rules are filed under, and a line
 * for each rule. It is written when the program is built; a process per mail then reads the ten cards that it needs, in a
 * fraction of the time that it takes to make all rules, or to try them all. A process that stays takes all cards out and
 * files them more narrowly.
 */
import { phrasesOf, standsAt } from "./phrase.js";
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Refusals after which taking all cards out is worth it. */
const ENOUGH = 20;
/** Between the keys ("user 3 17": the numbers of the cards under it) and the cards. */
const DIVIDER = "\n\n";

/** What a rule is filed under, the narrowest condition that it has: its phrases, "=5.7.26", "@outlook.com", or "*". */
function keysOf(rule: Rule): readonly string[] {
  if (rule.says !== undefined) return phrasesOf(rule.says);
  return rule.status?.map((status) => `=${status}`) ?? rule.hosts?.map((host) => `@${host}`) ?? ["*"];
}

/** What of a key it is filed under on paper. */
const firstWord = (key: string): string => key.split(" ", 1)[0] ?? "";

/** The words and other keys under which the rules are filed that may apply to a refusal. */
function keysFor({ words, statuses, domains }: Subject): readonly string[] {
  const keys = [...words, "*"];
  for (const status of statuses) keys.push(`=${status}`);
  for (const domain of domains) keys.push(`@${domain}`);
  return keys;
}

/** The entry of a map, made when it is not there. */
function entryOf<Entry>(map: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** On a card, a pattern is its source and flags. */
type CardPattern = readonly [source: string, flags: string];
type Card = Omit<Rule, "match" | "raw"> & { readonly match?: CardPattern; readonly raw?: CardPattern };

/** Patterns as cards have them; without the example, which decides nothing. */
const written = (key: string, value: unknown): unknown => {
  if (key === "example") return undefined;
  return value instanceof RegExp ? [value.source, value.flags] : value;
};

/** Above ASCII as JSON and patterns may have it too: V8 searches a text of octets faster. */
const toAscii = (text: string): string =>
  text.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Files rules, in their order. */
export function writeCards(rules: readonly Rule[]): string {
  const filed = new Map<string, Set<number>>();
  rules.forEach((rule, number) => { for (const key of keysOf(rule)) entryOf(filed, firstWord(key), () => new Set()).add(number); });
  const keys = [...filed].map(([key, numbers]) => [key, ...numbers].join(" "));
  return toAscii(`\n${keys.join("\n")}${DIVIDER}${rules.map((rule) => JSON.stringify(rule, written)).join("\n")}`);
}

/** Cards are our own writing; what is looked at is whether there is one. */
const isCard = (value: unknown): value is Card => typeof value === "object" && value !== null && "reason" in value;

function readCard(text: string): Rule | null {
  const card: unknown = JSON.parse(text);
  if (!isCard(card)) return null;
  const { match, raw, ...rest } = card;
  return { ...rest, ...(match && { match: new RegExp(...match) }), ...(raw && { raw: new RegExp(...raw) }) };
}

const numbersIn = (line: string): readonly number[] => line.split(" ").slice(1).map(Number);

/** The numbers filed under a key, found by searching the lines. */
function numbersUnder(key: string, lines: string): readonly number[] {
  const at = lines.indexOf(`\n${toAscii(key)} `);
  return at < 0 ? [] : numbersIn(lines.slice(at + 1, lines.indexOf("\n", at + 1)));
}

/** Says which rules a subject may be about, by their numbers; in any order, and some several times. */
type Search = (subject: Subject) => number[];

const searchLines = (lines: string): Search => (subject) => keysFor(subject).flatMap((key) => numbersUnder(key, lines));

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
      entryOf(entryOf(phrases, first, () => new Map<string, FiledPhrase[]>()), second, () => []).push({ phrase, number });
    }
  } else if (status !== undefined) for (const one of status) put(statuses, one);
  else if (hosts !== undefined) for (const host of hosts) put(domains, host);
  else rest.push(number);
}

function searchDrawers(rules: readonly (Rule | null)[]): Search {
  const drawers: Drawers = { phrases: new Map(), statuses: new Map(), domains: new Map(), rest: [] };
  rules.forEach((rule, number) => { if (rule !== null) fileRule(rule, number, drawers); });
  const { phrases, statuses, domains, rest } = drawers;
  return (subject) => {
    const numbers = [...rest];
    const add = (more: readonly number[] | undefined): void => { if (more !== undefined) for (const number of more) numbers.push(number); };
    addSaid(subject, phrases, numbers);
    for (const status of subject.statuses) add(statuses.get(status));
    for (const domain of subject.domains) add(domains.get(domain));
    return numbers;
  };
}

/** Adds the rules of which a phrase stands in a text. */
function addSaid({ text, words }: Subject, phrases: Drawers["phrases"], numbers: number[]): void {
  const addAt = (start: number, filed: readonly FiledPhrase[] | undefined): void => {
    if (filed !== undefined) for (const { phrase, number } of filed) if (standsAt(text, phrase, start)) numbers.push(number);
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
}

/** Says which rules may apply to a refusal, in their order. A card that was read is kept. */
export function ruleFinder(index: string): (subject: Subject) => readonly Rule[] {
  const divider = index.indexOf(DIVIDER);
  const cards = index.slice(divider + DIVIDER.length).split("\n");
  const rules: (Rule | null)[] = [];
  const ruleAt = (number: number): Rule | null => (rules[number] ??= readCard(cards[number] ?? "null"));
  let search = searchLines(index.slice(0, divider + 1));
  let asked = 0;
  return (subject) => {
    if ((asked += 1) === ENOUGH) search = searchDrawers(cards.map((_, number) => ruleAt(number)));
    const numbers = search(subject).sort((a, b) => a - b);
    const found: Rule[] = [];
    for (let place = 0; place < numbers.length; place += 1) {
      const number = numbers[place] ?? 0;
      const rule = number === numbers[place - 1] ? null : ruleAt(number);
      if (rule !== null) found.push(rule);
    }
    return found;
  };
}
