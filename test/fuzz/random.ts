/** Chance that can be had again: the same seed gives the same numbers on every machine. */

/** A source of numbers. */
export interface Random {
  /** From 0 up to 1, without 1. */
  readonly fraction: () => number;
  /** A whole number from 0 up to `below`, without it; 0 when `below` is 0. */
  readonly below: (below: number) => number;
  /** One of these; the list must not be empty. */
  readonly pick: <T>(list: readonly [T, ...T[]]) => T;
}

/** Mulberry32 (T. Ettinger, public domain): 32 bits of state, enough to choose where to hurt a mail. */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    const value = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return { fraction, below, pick: (list) => list[below(list.length)] ?? list[0] };
}
