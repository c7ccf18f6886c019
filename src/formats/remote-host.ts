/** The host that refused, out of the sentences in which mailers name it. */

/** A name with a dot, or an address literal. */
const HOST = String.raw`\[?([A-Za-z0-9][A-Za-z0-9-]{0,62}[.:][A-Za-z0-9._:-]{0,190}[A-Za-z0-9])\]?\.?`;

/** Sentence forms, surest first; each has the host as its only group. The mailer that writes the form stands behind. */
const FORMS: readonly RegExp[] = [
  new RegExp(`\\bhost:? ${HOST} ?[\\[(]`, "i"), // Exim, Postfix, 1&1
  new RegExp(`^${HOST} (?:\\[[^\\]]{2,60}\\] )?(?:does not like|did not like|failed (?:after|on)|rejected)\\b`, "i"), // qmail, dma
  new RegExp(`\\bConnected to ${HOST} but\\b`, "i"), // qmail
  new RegExp(`\\bremote host ${HOST} said\\b`, "i"), // qmail with a list of exchangers
  new RegExp(`\\bwhile talking to ${HOST}:`, "i"), // Sendmail
  new RegExp(`\\bGiving up on ${HOST}(?: |$)`, "i"), // qmail
];

/**
 * Name or address literal of the host whose reply a text quotes.
 * @param text the refusal, on one line
 * @returns null when no mailer's sentence names one
 */
export function remoteHostIn(text: string): string | null {
  for (const form of FORMS) {
    const host = form.exec(text)?.[1];
    if (host !== undefined) return host;
  }
  return null;
}
