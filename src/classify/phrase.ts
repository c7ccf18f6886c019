/**
 * Phrases: whole words with single spaces between them. Lists of phrases are written "user unknown, unknown user"; texts have
 * a space at either end.
 */

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
export function find(text: string, phrase: string, from = 0): number {
  let at = text.indexOf(phrase, from);
  while (at >= 0 && (text.charCodeAt(at - 1) !== SPACE || text.charCodeAt(at + phrase.length) !== SPACE))
    at = text.indexOf(phrase, at + 1);
  return at;
}

/** Whether one of a list's phrases stands in a text. */
export const holds = (text: string, list: string): boolean => phrasesOf(list).some((phrase) => find(text, phrase) >= 0);
