/** What the tests with a real Postfix need of the machine, and saying plainly when they are left out. */
import { existsSync } from "node:fs";

function missing(): string | null {
  if (process.getuid?.() !== 0) return "they must run as root";
  if (!existsSync("/usr/sbin/postfix") || !existsSync("/usr/sbin/sendmail")) return "Postfix is not installed";
  return null;
}

/**
 * Whether the tests with a real Postfix must be left out here; says so, and why, on stderr.
 * With REQUIRE_POSTFIX in the environment (as in .ci/run) it is an error instead.
 */
export function isLeftOut(what: string): boolean {
  const reason = missing();
  if (reason === null) return false;
  if (process.env.REQUIRE_POSTFIX !== undefined) throw new Error(`${what}: ${reason}`);
  process.stderr.write(`LEFT OUT: ${what}, because ${reason}\n`);
  return true;
}
