/**
 * Finds the rules worth trying, in a card index: a text with a line for each key that rules are filed under, and a line
 * for each rule. It is written when the program is built; a process per mail then reads the ten cards that it needs, in a
 * fraction of the time that it takes to make all rules, or to try them all. A process that stays takes all cards out and
 * files them more narrowly.
 */
import { phrasesOf } from "./phrase.js";
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Refusals after which taking all cards out is worth it. */
const ENOUGH = 20;
/** Between the keys ("user 3 17": the numbers of the cards under it) and the cards. */
const DIVIDER = "\n\n";

/** First words of a phrase that it is filed under. */
type Width = 1 | 2;

/** What a rule is filed under, the narrowest condition that it has: first words of phrases, "=5.7.26", "@outlook.com", or "*". */
function keysOf(rule: Rule, width: Width): readonly string[] {
  if (rule.says !== undefined) return phrasesOf(rule.says).map((phrase) => phrase.split(" ", width).join(" "));
  return rule.status?.map((status) => `=${status}`) ?? rule.hosts?.map((host) => `@${host}`) ?? ["*"];
}

/** The keys under which the rules are filed that may apply to a refusal. */
function keysFor({ text, statuses, domains }: Subject, width: Width): readonly string[] {
  const words = text.trim().split(" ");
  const keys = ["*", ...words];
  if (width === 2) for (let at = 1; at < words.length; at += 1) keys.push(`${words[at - 1] ?? ""} ${words[at] ?? ""}`);
  for (const status of statuses) keys.push(`=${status}`);
  for (const domain of domains) keys.push(`@${domain}`);
  return keys;
}

/** The numbers of rules by what they are filed under. */
function fileRules(rules: readonly (Rule | null)[], width: Width): Map<string, number[]> {
  const filed = new Map<string, number[]>();
  rules.forEach((rule, number) => {
    for (const key of new Set(rule === null ? [] : keysOf(rule, width))) {
      const numbers = filed.get(key);
      if (numbers === undefined) filed.set(key, [number]);
      else numbers.push(number);
    }
  });
  return filed;
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
  const keys = [...fileRules(rules, 1)].map(([key, numbers]) => [key, ...numbers].join(" "));
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

/** Numbers in order, each once. */
const inOrder = (numbers: number[]): readonly number[] =>
  numbers.sort((a, b) => a - b).filter((number, place) => number !== numbers[place - 1]);

/** Says which rules may apply to a refusal, in their order. A card that was read is kept. */
export function ruleFinder(index: string): (subject: Subject) => readonly Rule[] {
  const divider = index.indexOf(DIVIDER);
  const lines = index.slice(0, divider + 1);
  const cards = index.slice(divider + DIVIDER.length).split("\n");
  const rules: (Rule | null)[] = [];
  const ruleAt = (number: number): Rule | null => (rules[number] ??= readCard(cards[number] ?? "null"));
  const searched = (subject: Subject): number[] => keysFor(subject, 1).flatMap((key) => numbersUnder(key, lines));
  let filed: Map<string, readonly number[]> | undefined;
  let asked = 0;
  return (subject) => {
    if ((asked += 1) === ENOUGH) filed = fileRules(cards.map((_, number) => ruleAt(number)), 2);
    const under = filed;
    const numbers = under === undefined ? searched(subject) : keysFor(subject, 2).flatMap((key) => under.get(key) ?? []);
    return inOrder(numbers).flatMap((number) => ruleAt(number) ?? []);
  };
}
