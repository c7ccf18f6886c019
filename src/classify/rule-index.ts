/**
 * Finds the rules worth trying, in a card index: a text with a line for each key that rules are filed under, and a line
 * for each rule. It is written when the program is built; a process per mail then reads the ten cards that it needs, in a
 * fraction of the time that it takes to make all rules, or to try them all.
 */
import { phrasesOf } from "./phrase.js";
import type { Rule } from "./rule.js";
import type { Subject } from "./subject.js";

/** Refusals after which the lines of keys are worth taking apart. */
const ENOUGH = 20;
/** Between the keys ("user 3 17": the numbers of the cards under it) and the cards. */
const DIVIDER = "\n\n";

/** What a rule is filed under, the narrowest condition that it has: first words of phrases, "=5.7.26", "@outlook.com", or "*". */
function keysOf(rule: Rule): readonly string[] {
  if (rule.says !== undefined) return phrasesOf(rule.says).map((phrase) => phrase.split(" ", 1)[0] ?? "");
  return rule.status?.map((status) => `=${status}`) ?? rule.hosts?.map((host) => `@${host}`) ?? ["*"];
}

/** The keys under which the rules are filed that may apply to a refusal. */
const keysFor = ({ text, statuses, domains }: Subject): readonly string[] =>
  ["*", ...text.trim().split(" "), ...statuses.map((status) => `=${status}`), ...[...domains].map((domain) => `@${domain}`)];

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
  rules.forEach((rule, number) => {
    for (const key of keysOf(rule)) filed.set(key, (filed.get(key) ?? new Set()).add(number));
  });
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
function searchLines(lines: string): (key: string) => readonly number[] {
  return (key) => {
    const at = lines.indexOf(`\n${toAscii(key)} `);
    return at < 0 ? [] : numbersIn(lines.slice(at + 1, lines.indexOf("\n", at + 1)));
  };
}

/** The same with the lines taken apart first. */
function fileLines(lines: string): (key: string) => readonly number[] {
  const filed = new Map(lines.trim().split("\n").map((line) => [line.split(" ", 1)[0], numbersIn(line)]));
  return (key) => filed.get(toAscii(key)) ?? [];
}

/** Says which rules may apply to a refusal, in their order. A card that was read is kept. */
export function ruleFinder(index: string): (subject: Subject) => readonly Rule[] {
  const divider = index.indexOf(DIVIDER);
  const lines = index.slice(0, divider + 1);
  const cards = index.slice(divider + DIVIDER.length).split("\n");
  const rules: (Rule | null)[] = [];
  let asked = 0;
  let numbersUnder = searchLines(lines);
  return (subject) => {
    if ((asked += 1) === ENOUGH) numbersUnder = fileLines(lines);
    const numbers = [...new Set(keysFor(subject).flatMap(numbersUnder))].sort((a, b) => a - b);
    return numbers.flatMap((number) => (rules[number] ??= readCard(cards[number] ?? "null")) ?? []);
  };
}
