/**
 * Takes passwords out of what is kept of a message. An SMTP transcript (Postfix's session notices) shows the client's AUTH
 * exchange (RFC 4954): the initial response on the AUTH line, or lone base64 lines after a 334 challenge.
 */

/** The initial response behind a mechanism. One space class and bounded words, so that a long line costs its length. */
const INITIAL_RESPONSE = /(\bAUTH[ \t]{1,8}[A-Za-z0-9_-]{1,40}[ \t]{1,8})[^\s]+/gi;
/** A line the client sends in a transcript after a challenge: base64 alone, up to the reply that ends the exchange. */
const CHALLENGE = /\b334(?:[ \t]|$)/;
const CLIENT_LINE = /^(\s{0,40}(?:(?:In:|>>>|C:)\s{0,40})?)([A-Za-z0-9+/]{2,}={0,2}|\*)\s{0,40}$/;

/** The same text with every AUTH response replaced. Line structure is kept. */
export function maskSecrets(text: string): string {
  if (!/AUTH|\b334\b/i.test(text)) return text;
  let isChallenged = false;
  return text
    .replace(INITIAL_RESPONSE, "$1[masked]")
    .split("\n")
    .map((line) => {
      const answer = isChallenged ? CLIENT_LINE.exec(line) : null;
      isChallenged = CHALLENGE.test(line);
      return answer === null ? line : `${answer[1] ?? ""}[masked]`;
    })
    .join("\n");
}
