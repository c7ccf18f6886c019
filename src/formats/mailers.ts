/** The readers for mail transfer agents' own texts, in the order they are asked. */
import { exim } from "./exim.js";
import { fml } from "./fml.js";
import type { Format } from "./format.js";
import { longTail } from "./long-tail.js";
import { postfixText } from "./postfix-text.js";
import { qmail } from "./qmail.js";
import { sendmail } from "./sendmail.js";
import { undeliverable } from "./undeliverable.js";

/** Mailers with a form of their own, then the table of sentences, then what any words on a failure tell. */
export const MAILERS: readonly Format[] = [qmail, exim, sendmail, postfixText, fml, longTail, undeliverable];
