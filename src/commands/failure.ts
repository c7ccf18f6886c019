/** Which exit status an error of a command ends in. */
import { ConfigError } from "../config/error.js";
import { EXIT } from "../exit.js";

/** Node's error codes for a file that is not there or may not be read. */
const NO_INPUT = new Set(["ENOENT", "EACCES", "EISDIR", "EPERM", "ENOTDIR"]);

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** The exit status for an error that reached the top of a command. */
export function statusOf(error: unknown): number {
  if (error instanceof ConfigError) return EXIT.config;
  const code = codeOf(error);
  return typeof code === "string" && NO_INPUT.has(code) ? EXIT.noInput : EXIT.io;
}
