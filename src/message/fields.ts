/** Looking things up in headers: fields by name, `type; value` fields and field groups of RFC 3464, display text of RFC 2047. */
import { readBlock } from "./header.js";
import { limits } from "./limits.js";
import type { Field, Header } from "./message.js";

export { parseParameters, type Parameterized } from "./parameters.js";
export { decodeWords } from "./words.js";

/** Value of the first field of this name (lower case), null when there is none. */
export const first = (header: Header, name: string): string | null => {
  for (const field of header) if (field.name === name) return field.value;
  return null;
};

/** Values of all fields of this name (lower case), in order. */
export const all = (header: Header, name: string): readonly string[] =>
  header.filter((field) => field.name === name).map((field) => field.value);

/** A field of the form `type; value` (RFC 3464 section 2.1.2). */
export interface TypedValue {
  /** In lower case, null when the field says none. */
  readonly type: string | null;
  readonly value: string;
}

const typedForm = /^[ \t]*([A-Za-z][\w./-]{0,60})[ \t]*;/;

/** Reads `dns; host`, `rfc822;address`, `smtp; 550 text`; a missing type is put up with. Comments stay in the value. */
export const parseTyped = (text: string): TypedValue => {
  const form = typedForm.exec(text);
  return form === null
    ? { type: null, value: text.trim() }
    : { type: (form[1] ?? "").toLowerCase(), value: text.slice(form[0].length).trim() };
};

/** `parseTyped` of the first field of this name, null when there is none or it is empty. */
export const firstTyped = (header: Header, name: string): TypedValue | null => {
  const text = first(header, name);
  return text === null || text === "" ? null : parseTyped(text);
};

/** Removes comments in parentheses, also nested ones, outside of quoted strings (RFC 5322 section 3.2.2). */
export const withoutComments = (text: string): string => {
  if (!text.includes("(")) return text.trim();
  let kept = "";
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const isEscape = character === "\\" && (quoted || depth > 0);
    if (character === '"' && depth === 0) quoted = !quoted;
    else if (character === "(" && !quoted) depth += 1;
    if (depth === 0) kept += isEscape ? text.slice(at, at + 2) : character;
    if (isEscape) at += 1;
    else if (character === ")" && depth > 0) depth -= 1;
  }
  return kept.trim();
};

/** The fields that belong to one recipient (RFC 3464 section 2.3), of which the first opens a group where no blank line does. */
const perRecipient: ReadonlySet<string> = new Set([
  "final-recipient",
  "original-recipient",
  "action",
  "status",
  "remote-mta",
  "diagnostic-code",
]);

const perMessage: ReadonlySet<string> = new Set(["reporting-mta", "received-from-mta", "dsn-gateway", "original-envelope-id", "arrival-date"]);

const has = (group: Header, name: string): boolean => group.some((field) => field.name === name);

const namesRecipient = (group: Header): boolean => has(group, "final-recipient") || has(group, "original-recipient");

/** What is known of the group being filled, so that no field is looked at twice. */
interface Filling {
  readonly fields: Field[];
  readonly names: Set<string>;
}

const newFilling = (): Filling => ({ fields: [], names: new Set() });

const isPerMessage = ({ names }: Filling): boolean =>
  !names.has("final-recipient") && !names.has("original-recipient") && [...perMessage].some((name) => names.has(name));

/**
 * Whether this field opens the next group although no blank line stands before it: Dovecot leaves out the one behind the
 * per-message fields; a second Final-Recipient or Original-Recipient cannot belong to the same recipient.
 */
const opensGroup = (name: string, group: Filling): boolean => {
  if (!perRecipient.has(name)) return false;
  if ((name === "final-recipient" || name === "original-recipient") && group.names.has(name)) return true;
  return isPerMessage(group);
};

const splitBlock = (block: Header): readonly Header[] => {
  const groups: Filling[] = [];
  let group = newFilling();
  for (const field of block) {
    if (opensGroup(field.name, group)) {
      groups.push(group);
      group = newFilling();
    }
    group.fields.push(field);
    group.names.add(field.name);
  }
  return [...groups, group].map(({ fields }) => fields);
};

/** A block that names no recipient and continues a group that does: a stray blank line inside of one recipient's fields. */
const continues = (block: Header, before: Header): boolean =>
  before.length + block.length <= limits.groupFields &&
  namesRecipient(before) &&
  !namesRecipient(block) &&
  !block.some((field) => perMessage.has(field.name) || has(before, field.name));

/**
 * The groups of fields of a delivery-status body (RFC 3464 section 2.1): normally the per-message fields and then one
 * group for each recipient. Puts up with missing and superfluous blank lines and with folded fields. Never throws.
 */
export const readStatusGroups = (text: string): readonly Header[] => {
  const groups: Header[] = [];
  let room = limits.statusFields;
  for (const paragraph of text.split(/\n(?:[ \t]{0,80}\n)+/)) {
    const block = readBlock(paragraph.startsWith("\n") ? paragraph.slice(1) : paragraph, room);
    if (block.length === 0) continue;
    room -= block.length;
    const before = groups.at(-1);
    if (before !== undefined && continues(block, before)) groups.splice(-1, 1, [...before, ...block]);
    else groups.push(...splitBlock(block));
    if (room <= 0) break;
  }
  return groups;
};
