/** The body of a delivery status notification (RFC 3464 section 2.1) cut into its groups of fields. */
import { readBlock } from "./header.js";
import { limits } from "./limits.js";
import type { Field, Header } from "./message.js";

/** The fields that belong to one recipient (RFC 3464 section 2.3), of which the first opens a group where no blank line does. */
const perRecipient: ReadonlySet<string> = new Set([
  "final-recipient",
  "original-recipient",
  "action",
  "status",
  "remote-mta",
  "diagnostic-code",
]);

const perMessage: ReadonlySet<string> = new Set([
  "reporting-mta",
  "received-from-mta",
  "dsn-gateway",
  "original-envelope-id",
  "arrival-date",
]);

const has = (group: Header, name: string): boolean => group.some((field) => field.name === name);

const namesRecipient = (group: Header): boolean => has(group, "final-recipient") || has(group, "original-recipient");

/** What is known of the group being filled, so that no field is looked at twice. */
interface Filling {
  readonly fields: Field[];
  hasFinal: boolean;
  hasOriginal: boolean;
  hasPerMessage: boolean;
}

const newFilling = (): Filling => ({ fields: [], hasFinal: false, hasOriginal: false, hasPerMessage: false });

function addField(field: Field, group: Filling): void {
  group.fields.push(field);
  if (field.name === "final-recipient") group.hasFinal = true;
  else if (field.name === "original-recipient") group.hasOriginal = true;
  else if (perMessage.has(field.name)) group.hasPerMessage = true;
}

/**
 * Whether this field opens the next group although no blank line stands before it: Dovecot leaves out the one behind the
 * per-message fields; a second Final-Recipient or Original-Recipient cannot belong to the same recipient.
 */
const opensGroup = (name: string, group: Filling): boolean => {
  if (!perRecipient.has(name)) return false;
  if (group.hasFinal || group.hasOriginal)
    return name === "final-recipient" ? group.hasFinal : name === "original-recipient" && group.hasOriginal;
  return group.hasPerMessage;
};

const splitBlock = (block: Header): readonly Header[] => {
  const groups: Filling[] = [];
  let group = newFilling();
  for (const field of block) {
    if (opensGroup(field.name, group)) {
      groups.push(group);
      group = newFilling();
    }
    addField(field, group);
  }
  return [...groups, group].map(({ fields }) => fields);
};

/** A block that names no recipient and continues a group that does: a stray blank line inside of one recipient's fields. */
const continues = (block: Header, before: Header): boolean =>
  before.length + block.length <= limits.groupFields &&
  namesRecipient(before) &&
  !namesRecipient(block) &&
  !block.some((field) => perMessage.has(field.name) || has(before, field.name));

const blankLines = /\n(?:[ \t]{0,80}\n)+/;
/** Blank lines that hold blanks or come several in a row: where there are none, no pattern is needed to cut the text. */
const hasOddBlankLines = /\n(?:\n|[ \t]{1,80})\n/;

/**
 * The groups of fields of a delivery-status body (RFC 3464 section 2.1): normally the per-message fields and then one
 * group for each recipient. Puts up with missing and superfluous blank lines and with folded fields. Never throws.
 */
export const readStatusGroups = (text: string): readonly Header[] => {
  const groups: Header[] = [];
  let room = limits.statusFields;
  for (const paragraph of text.split(hasOddBlankLines.test(text) ? blankLines : "\n\n")) {
    const block = readBlock(paragraph.startsWith("\n") ? paragraph.slice(1) : paragraph, room);
    if (block.length === 0) continue;
    room -= block.length;
    const before = groups.at(-1);
    if (before !== undefined && continues(block, before)) groups.splice(-1, 1, [...before, ...block]);
    else groups.push(...splitBlock(block).slice(0, limits.statusGroups - groups.length));
    if (room <= 0 || groups.length >= limits.statusGroups) break;
  }
  return groups;
};
