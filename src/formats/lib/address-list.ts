/** Lists of addresses in human text: one a line, bare or with a bullet, a label, quotes or brackets; words behind or below. */
import { addressesIn } from "../../mail/address.js";
import { limits } from "../../mail/limits.js";

/** An address and the words that belong to it. */
export interface Listed {
  readonly address: string;
  readonly text: string;
}

/** A list, and what stands behind it up to the next blank line: the reason, where the addresses have none of their own. */
export interface AddressList {
  readonly entries: readonly Listed[];
  readonly behind: string;
}

/** What may stand before the address on its line: bullets, numbers, a label or a type, opening brackets. */
const LEAD =
  /^[\s>*•·|-]{0,20}(?:\d{1,4}[.)] {0,4})?(?:(?:(?:failed|original|final|intended|undeliverable|invalid|unknown|bad) )?(?:recipient|address|rcpt|to|user|mailbox|e-?mail)(?: address)?(?:\(s\))? ?[:=][ \t]{0,20})?(?:(?:smtp|rfc822|mailto) ?[:;=] ?)?[<"'[(«]{0,3}(?:(?:smtp|rfc822|mailto) ?[:;=] ?)?<?$/i;
/** What closes the address. */
const CLOSING = /^[>"'\])»]{0,4}[ \t]{0,20}[:;,]?[ \t]{0,20}/;
/** A line this much longer than an address is a sentence that begins with one. */
const LONGEST_LEAD = 60;

/** Reads a line that opens an entry: an address and the words behind it; null for any other line. */
export function readListed(line: string): Listed | null {
  const sign = line.indexOf("@");
  if (sign < 0 || sign > LONGEST_LEAD + limits.localPart) return null;
  const address = addressesIn(line.slice(0, sign + limits.domain + 2)).at(0);
  if (address === undefined) return null;
  const at = line.toLowerCase().indexOf(address.toLowerCase());
  return at < 0 || !LEAD.test(line.slice(0, at))
    ? null
    : { address, text: line.slice(at + address.length).replace(CLOSING, "") };
}

/** Lines of other words that may stand between the sentence and the first address. */
const MOST_STRAY_LINES = 1;

/** Reads the list at the head of a text. Ends at the first paragraph that does not open with an address. */
export function readList(text: string): AddressList {
  const entries: { readonly address: string; readonly lines: string[] }[] = [];
  let isOpen = false;
  let strays = 0;
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") {
      isOpen = false;
      continue;
    }
    const listed = entries.length < limits.addresses ? readListed(line) : null;
    if (listed !== null) entries.push({ address: listed.address, lines: [listed.text] });
    else if (isOpen) entries.at(-1)?.lines.push(line);
    else if (entries.length > 0 || (strays += 1) > MOST_STRAY_LINES) {
      return close(entries, entries.length > 0 ? paragraphAt(lines, index) : "");
    }
    isOpen = entries.length > 0;
  }
  return close(entries, "");
}

const close = (
  entries: readonly { readonly address: string; readonly lines: readonly string[] }[],
  behind: string,
): AddressList => ({
  entries: entries.map(({ address, lines }) => ({ address, text: lines.join("\n").trim() })),
  behind,
});

/** The paragraph at a line; where it only introduces ("For the following reason:"), with the next one. */
const paragraphAt = (lines: readonly string[], index: number): string => {
  const blank = lines.findIndex((line, at) => at > index && line.trim() === "");
  const end = blank < 0 ? lines.length : blank;
  const paragraph = lines.slice(index, end).join("\n");
  if (!/[:：][ \t]*$/.test(paragraph)) return paragraph;
  const next = lines.findIndex((line, at) => at > end && line.trim() !== "");
  return next < 0 ? paragraph : `${paragraph}\n${paragraphAt(lines, next)}`;
};
