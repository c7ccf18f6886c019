/** What a process has worked out before: of short texts that come again and again, and of the message that it is reading. */

/** A piece of a text keeps the whole text in memory; what is put together anew and cut again keeps no more than itself. */
const onItsOwn = (piece: string): string => ` ${piece}`.slice(1);

/**
 * A function of a text that remembers its answers. Strangers choose the texts, so that only short ones are kept, and few.
 * @param longest characters of a text that is kept
 * @param most texts that are kept
 */
export const memoize = <Answer>(
  answer: (text: string) => Answer,
  longest: number,
  most: number,
): ((text: string) => Answer) => {
  const known = new Map<string, Answer>();
  return (text) => {
    if (text.length > longest) return answer(text);
    const before = known.get(text);
    if (before !== undefined || known.size >= most) return before ?? answer(text);
    const kept = onItsOwn(text);
    const made = answer(kept);
    known.set(kept, made);
    return made;
  };
};

/** A function of an object that remembers its last answer: two dozen readers ask the same of one message, one after the other. */
export const memoizeLast = <Key extends object, Answer>(answer: (key: Key) => Answer): ((key: Key) => Answer) => {
  let last: { readonly key: Key; readonly answer: Answer } | null = null;
  return (key) => {
    if (last?.key !== key) last = { key, answer: answer(key) };
    return last.answer;
  };
};
