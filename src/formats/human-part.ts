/** What a report's human part says of one recipient: the words behind the address, up to the next paragraph. */
import type { Message } from "../message/message.js";

/** Characters of a human part that are searched. */
const LONGEST_PART = 65_536;
/** Characters of a sentence that are kept. */
const LONGEST_SENTENCE = 1_000;

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/**
 * The text that follows the mention of a recipient in the first text part, on one line.
 * @param recipients addresses to look for, in order
 * @returns null when no text part mentions one of them, or nothing follows
 */
export function sentenceAbout(recipients: readonly string[], message: Message): string | null {
  const part = message.leaves.find(({ type }) => type === "text/plain")?.text.slice(0, LONGEST_PART);
  if (part === undefined) return null;
  const lower = part.toLowerCase();
  for (const recipient of recipients) {
    const at = recipient === "" ? -1 : lower.indexOf(recipient.toLowerCase());
    if (at < 0) continue;
    const rest = part.slice(at + recipient.length);
    const end = rest.search(/\n[ \t]*\n[ \t]*(?=\S)/);
    const sentence = oneLine((end < 0 ? rest : rest.slice(0, end)).slice(0, LONGEST_SENTENCE).replace(/^[>"'\s:)\],]+/, ""));
    if (sentence !== "") return sentence;
  }
  return null;
}
