/**
 * Markup that is safe because of how it is made: everything put into a template is escaped (text/escape.ts), but what is markup
 * itself. Attributes stand in double quotes.
 */
import { escapeHtml } from "../text/escape.js";

/** A piece of a page. */
export interface Markup {
  readonly markup: string;
}

/** What a template takes; null is nothing. */
export type Content = Markup | string | number | null | readonly Content[];

const isList = (content: Content): content is readonly Content[] => Array.isArray(content);

function render(content: Content): string {
  if (content === null) return "";
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return isList(content) ? content.map(render).join("") : content.markup;
}

/** A template of HTML or SVG: texts in it are escaped, markup and lists of it are put in as they are. */
export const markup = (strings: TemplateStringsArray, ...values: readonly Content[]): Markup => ({
  markup: strings.reduce((before, text, at) => `${before}${render(values[at - 1] ?? null)}${text}`),
});

/** A style sheet of our own; never a text from elsewhere. */
export const styleSheet = (css: string): Markup => ({ markup: `<style>${css}</style>` });

/** Where a page is read: in a browser, with pictures, or in a mail program, where few pictures and styles work. */
export type Medium = "page" | "mail";
