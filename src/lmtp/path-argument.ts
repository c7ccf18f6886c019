/**
 * The path in a MAIL or RCPT command (RFC 5321 sections 4.1.1.2, 4.1.1.3 and 4.1.2), read leniently: Postfix has accepted
 * the address already, and what it delivers here it must be able to hand over. Parameters (SIZE, BODY, SMTPUTF8, ORCPT ...)
 * say nothing that we need; they are put up with, whatever they hold.
 */

/** Before the path: the verb and its colon. */
const VERB = /^\s{0,8}(?:MAIL\s{1,8}FROM|RCPT\s{1,8}TO)\s{0,8}:\s{0,8}/i;

/** End of the quoted string that opens at `at`; the text's end when it is not closed. */
function endOfQuotes(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (text.charAt(end) === "\\") end += 1;
    else if (text.charAt(end) === '"') return end + 1;
  }
  return text.length;
}

/** Place of the first of these characters outside of quotes; -1 when there is none. */
function findUnquoted(text: string, characters: string): number {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === '"') at = endOfQuotes(text, at) - 1;
    else if (characters.includes(text.charAt(at))) return at;
  }
  return -1;
}

/** `@one,@two:user@host`: a route must be accepted and should be ignored (RFC 5321 appendix C). */
const withoutRoute = (path: string): string => path.replace(/^@[^\s:"]{1,1000}:/, "");

/** A quoted local part as Postfix hands it to a pipe: without its quotes and backslashes. */
function withoutQuotes(path: string): string {
  if (!path.startsWith('"')) return path;
  const end = endOfQuotes(path, 0);
  return path.slice(1, path.charAt(end - 1) === '"' ? end - 1 : end).replace(/\\([^])/g, "$1") + path.slice(end);
}

/**
 * The address of a MAIL or RCPT command line, quotes of the local part undone; "" for the null sender.
 * @returns null when the line is no such command or has no path
 */
export function parsePathArgument(line: string): string | null {
  const verb = VERB.exec(line)?.[0];
  if (verb === undefined) return null;
  const rest = line.slice(verb.length);
  if (!rest.startsWith("<")) return null;
  const end = findUnquoted(rest.slice(1), ">");
  return end < 0 ? null : withoutQuotes(withoutRoute(rest.slice(1, end + 1).trim()));
}
