/** How nearly every reply opens, so that the patterns that find codes anywhere else need not be compiled for it. */

/** A reply code with the enhanced status of its class behind it (RFC 2034). */
export interface Opening {
  readonly code: string;
  readonly status: string;
}

const form = /^([245][0-5]\d)[ -]([245]\.[1-9]?\d\.[1-9]?\d) /;

const readOpening = (text: string): Opening | null => {
  const [, code = "-", status = ""] = form.exec(text) ?? [];
  return status.startsWith(code.charAt(0)) ? { code, status } : null;
};

/** What was read last: whoever asks for the code also asks for the status. */
let last: { readonly text: string; readonly opening: Opening | null } = { text: "", opening: null };

/** The codes at the head of `550 5.1.1 text` and `550-5.1.1 text`; null for any other text, also with codes of two classes. */
export const openingOf = (text: string): Opening | null => {
  if (text !== last.text) last = { text, opening: readOpening(text) };
  return last.opening;
};
