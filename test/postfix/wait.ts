/** Waiting for something that another process does: by looking again, never by a fixed sleep. */
import { setTimeout as pause } from "node:timers/promises";

const LOOK_AGAIN_MS = 50;

/**
 * Looks until `look` gives something other than null, and returns it.
 * @param what what we wait for, in words; part of the error
 * @param limitMs after how many milliseconds to give up
 * @param explain what to add to the error, for example the end of a log
 */
export async function until<T>(
  what: string,
  limitMs: number,
  look: () => T | null | Promise<T | null>,
  explain: () => string = () => "",
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMs / 1000} s in vain for: ${what}\n${explain()}`);
    await pause(LOOK_AGAIN_MS);
  }
}
