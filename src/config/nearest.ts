/** Finds what somebody meant who misspelt a name. */

const distances = (previous: readonly number[], from: string, character: string): readonly number[] => {
  const row = [(previous[0] ?? 0) + 1];
  for (let at = 1; at < previous.length; at += 1) {
    const replaced = (previous[at - 1] ?? 0) + (from[at - 1] === character ? 0 : 1);
    row.push(Math.min(replaced, (previous[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1));
  }
  return row;
};

/** Levenshtein's distance: single characters to insert, delete or replace. */
const distance = (from: string, to: string): number => {
  const start: readonly number[] = Array.from({ length: from.length + 1 }, (_, at) => at);
  return (
    Array.from(to)
      .reduce((row, character) => distances(row, from, character), start)
      .at(-1) ?? 0
  );
};

const MAX_NAME = 64;

const lastPart = (name: string): string => name.slice(name.lastIndexOf(".") + 1);

/** The known name that is nearest to `name` (whole or by its last part), null when none is near enough to be meant. */
export const nearest = (name: string, known: readonly string[]): string | null => {
  if (name.length > MAX_NAME) return null;
  const scored = known.map((each) => ({
    each,
    score: Math.min(distance(name, each), distance(lastPart(name), lastPart(each)) + 0.5),
  }));
  const best = scored.sort((a, b) => a.score - b.score)[0];
  return best && best.score <= Math.max(1, name.length / 3) ? best.each : null;
};
