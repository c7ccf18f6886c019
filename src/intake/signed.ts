/** Signed VERP, for the few messages that came to a token: the keys are read then. */
import { readFileSync } from "node:fs";
import { parseKeys } from "../verp/keys.js";
import { createVerifier, type TokenVerifier } from "../verp/token.js";

/**
 * What checks tokens, or null when the key file cannot be read: a message is worth what else proves it then, and `bounces
 * doctor` says what is wrong with the file.
 * @param maxAge seconds for which a token holds
 */
export function readVerifier(keyFile: string, maxAge: number): TokenVerifier | null {
  try {
    return createVerifier(parseKeys(readFileSync(keyFile, "utf8")), maxAge, () => Math.floor(Date.now() / 1000));
  } catch {
    return null;
  }
}
