/** The middle value; of an even number the upper of the two in the middle; null of none. */
export const median = (values: readonly number[]): number | null =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? null;
