/**
 * The shape of a signed token, see token.ts: all that is asked before node:crypto is loaded. A name of 21 letters can have it too,
 * so nothing may rest on it alone.
 */

/** Head (kind, key, day, sender) and code, then the recipient in clear or as a tag. */
export const TOKEN = /^([a-z2-7]{11})([a-z2-7]{10})(?:\+([^@]+=[^@=]+)|-([a-z2-7]{8}))$/;

/** Days from 2023 on begin with one of these: most words do not. */
const DAY_FIRST = /^.[t-z2-7]/i;

/** Whether an extension may be a signed token. */
export const isTokenShaped = (extension: string): boolean =>
  DAY_FIRST.test(extension) && TOKEN.test(extension.toLowerCase());

/** Signatures of bounce address tag validation that a relay puts around an extension, in either order (BATV, draft-levine-smtp-batv). */
export const withoutSignature = (extension: string): string =>
  /[=/]/.test(extension)
    ? extension.replace(/^(?:prvs=[0-9a-f]{10}=|btv1==[0-9a-f]{6,20}==)/i, "").replace(/\/[0-9a-f]{10}$/i, "")
    : extension;
