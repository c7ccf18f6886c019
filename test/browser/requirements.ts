/** What the tests in a browser need of the machine, and saying plainly when they are left out. */
import { join } from "node:path";
import { isProgram } from "../../src/doctor/host.js";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The first Chromium or Chrome on PATH; null when there is none. */
export const CHROMIUM: string | null =
  NAMES.flatMap((name) => (process.env.PATH ?? "").split(":").map((directory) => join(directory, name))).find(
    isProgram,
  ) ?? null;

/**
 * Whether the tests in a browser must be left out here; says so on stderr. With REQUIRE_CHROMIUM in the environment (as in
 * .ci/run) it is an error instead.
 */
export function isLeftOut(what: string): boolean {
  if (CHROMIUM !== null) return false;
  const reason = "Chromium is not installed";
  if (process.env.REQUIRE_CHROMIUM !== undefined) throw new Error(`${what}: ${reason}`);
  process.stderr.write(`LEFT OUT: ${what}, because ${reason}\n`);
  return true;
}
