/** Who runs the program, for the record. */
import { userInfo } from "node:os";
import type { Io } from "../io.js";

const LONGEST = 100;

/** The login that became root by sudo, else the user's own name, else its number. */
export function whoRuns({ environment }: Pick<Io, "environment">): string {
  const { SUDO_USER } = environment;
  if (SUDO_USER !== undefined && SUDO_USER !== "") return SUDO_USER.slice(0, LONGEST);
  try {
    return userInfo().username;
  } catch {
    // A number that the user database does not know, as in containers.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
