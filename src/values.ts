/** What every part asks of a value: is it a record, what does this error say, how many of what. */

/** Whether a value is an object with keys: no array, no date. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** What was thrown, as an error. */
export const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** What an error says; not yet safe to print. */
export const errorMessage = (thrown: unknown): string => toError(thrown).message;

/** The entry of a map, made when it is not there. */
export function entryOf<Entry>(map: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** "1 bounce", "1204 bounces". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** A part of a whole as a whole number of per cent; 0 of nothing. */
export const percent = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
