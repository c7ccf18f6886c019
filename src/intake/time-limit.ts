/**
 * Ends code that does not end: a loop or a pattern that runs away blocks the event loop, so no timer can. node:vm has V8
 * stop it, from a thread that costs a tenth of a millisecond.
 */
import { Script } from "node:vm";

/** Runs a piece of work, and may refuse or end it. */
export type Guard = <Result>(work: () => Result) => Result;

/** Work that was not done in time. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";
}

const TIMED_OUT: unknown = "ERR_SCRIPT_EXECUTION_TIMEOUT";
const GLOBAL_NAME = "bouncesTimedWork";
let compiled: Script | null = null;

const isTimeout = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === TIMED_OUT;

/**
 * Runs work that must be done after so many milliseconds.
 * @param milliseconds less than 1: the work is not begun
 * @throws TimeLimitError, or what the work throws
 */
export function withinTime<Result>(milliseconds: number, work: () => Result): Result {
  const tooLong = "reading took too long";
  if (milliseconds < 1) throw new TimeLimitError(tooLong);
  const before = Object.getOwnPropertyDescriptor(globalThis, GLOBAL_NAME);
  const results: Result[] = [];
  const run = (): void => void results.push(work());
  Object.defineProperty(globalThis, GLOBAL_NAME, { value: run, configurable: true });
  try {
    compiled ??= new Script(`${GLOBAL_NAME}()`);
    compiled.runInThisContext({ timeout: Math.ceil(milliseconds) });
  } catch (error) {
    throw isTimeout(error) ? new TimeLimitError(tooLong, { cause: error }) : error;
  } finally {
    Object.defineProperty(globalThis, GLOBAL_NAME, before ?? { value: undefined, configurable: true });
  }
  for (const result of results) return result;
  throw new TimeLimitError(tooLong);
}
