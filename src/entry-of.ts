/** Maps that are filled as they are asked. */

/** The entry of a map, made when it is not there. */
export function entryOf<Entry>(map: Map<string, Entry>, key: string, make: () => Entry): Entry {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
