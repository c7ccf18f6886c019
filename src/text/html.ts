/** Makes text from a mail safe inside HTML text and quoted attributes (HTML standard, section 13.3). */
import { printable } from "./escape.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML content or an attribute in either kind of quotes; control and bidirectional characters made visible. */
export const escapeHtml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
