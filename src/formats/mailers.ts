/** The readers for mail transfer agents' own texts, in the order they are asked. */
import { exim } from "./exim.js";
import type { Format } from "./format.js";
import { longTail } from "./long-tail.js";
import { postfixText } from "./postfix-text.js";
import { qmail } from "./qmail.js";
import { sendmail } from "./sendmail.js";

/** Mailers with a form of their own, then the table of sentences. */
export const MAILERS: readonly Format[] = [
  qmail,
  exim,
  sendmail,
  postfixText,
  longTail,
];
