/** Tells messages apart. */
import { hash } from "node:crypto";

/** Digest of a text: 32 hexadecimal digits, the first half of SHA-256 (FIPS 180-4). */
export const digestOf = (text: string): string => hash("sha256", text).slice(0, 32);
