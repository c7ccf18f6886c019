/** Senders that are expected to bounce, out of the configuration's [[allow]] tables. */
import { ConfigError } from "./error.js";
import type { RawTable } from "./kind.js";
import type { Allowance } from "../detect/allow.js";

const KEYS: readonly string[] = ["sender", "up-to", "why", "who", "when"];

const isNote = (value: unknown): boolean => value === undefined || typeof value === "string" || value instanceof Date;

function upToOf(value: unknown, place: string): number | null {
  if (value === undefined) return null;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new ConfigError(`${place}: up-to must be a whole number of bounces a day`);
  return value;
}

function allowanceOf(entry: RawTable, index: number): Allowance {
  const place = `allow ${index + 1}`;
  const unknown = Object.keys(entry).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) throw new ConfigError(`${place}: ${unknown}: no such key; there are ${KEYS.join(", ")}`);
  const { sender } = entry;
  if (typeof sender !== "string" || sender === "")
    throw new ConfigError(`${place}: sender must be a login or an address; * stands for any characters`);
  for (const key of ["why", "who", "when"])
    if (!isNote(entry[key])) throw new ConfigError(`${place}: ${key} must be a text`);
  return { pattern: sender, upTo: upToOf(entry["up-to"], place) };
}

/**
 * The allow list. `why`, `who` and `when` are for whoever reads the file.
 * @throws ConfigError naming the entry and the key that is wrong
 */
export const allowancesOf = (tables: readonly RawTable[]): readonly Allowance[] => tables.map(allowanceOf);
