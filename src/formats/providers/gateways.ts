/**
 * Mail gateways whose notifications have one shape: a section with the addresses between two lines, and one with the
 * reply between two others. A row for each; Japanese companies' gateways and filters against spam are common here.
 */
import { addressesIn } from "../../mail/address.js";
import { first } from "../../mail/fields.js";
import type { Header } from "../../mail/message.js";
import type { Format } from "../lib/notification.js";
import { ADDRESS_LINE, entriesOf, sectionOf, type Entry } from "../lib/text.js";
import { refused, textFormat, type TextFormat } from "../lib/text-format.js";

/** What stands behind `from` and before `to`. */
interface Section {
  readonly from: RegExp;
  readonly to: RegExp;
}

interface Gateway extends TextFormat {
  /** A field that this gateway alone writes, where its words are not enough. */
  readonly field?: readonly [name: string, value: RegExp];
  readonly recipients: Section;
  /** The line that opens a recipient (group 1 the address, group 2 its reply); null: the addresses within sentences. */
  readonly entry: RegExp | null;
  /** Where the reply stands that all recipients share; what the second says goes into parentheses behind the first. */
  readonly replies: readonly Section[];
  /** Without a reply the text is of another mailer that uses the same headings. */
  readonly isReplyRequired?: boolean;
  /** What is taken out of a reply. */
  readonly noise?: RegExp;
  /** The host that refused, in the reply's own form: group 1. */
  readonly remoteMta?: RegExp;
}

const START = /^/;
const END = /$(?![\s\S])/;
const BLANK_LINE = /\n[ \t]*\n/;

const ROWS: readonly Gateway[] = [
  {
    id: "mimecast",
    description: "Mimecast",
    words: ["an email that you", "an email you addressed"],
    recipients: {
      from: /^an email (?:that you attempted to send to the following address(?:es)? could not be delivered|you addressed to (?:the following )?(?:e-?mail )?address(?:es)?) ?:/im,
      to: BLANK_LINE,
    },
    entry: null,
    replies: [
      { from: /^Additional information follows ?:/m, to: BLANK_LINE },
      { from: /\bThe problem appears to be ?:/, to: BLANK_LINE },
    ],
    noise: /^[ \t]{0,8}--?[ \t]{0,8}/gm,
  },
  {
    id: "m-filter",
    description: "m-FILTER (Digital Arts)",
    field: ["x-mailer", /^m-FILTER\b/i],
    recipients: { from: START, to: /^-{7}server message[ \t]*$/m },
    entry: ADDRESS_LINE,
    replies: [{ from: /^-{7}server message[ \t]*$/m, to: /^-{7}(?:SMTP command|original)/m }],
  },
  {
    id: "mcafee",
    description: "McAfee WebShield and Email Gateway",
    words: ["--- the following addresses had delivery problems ---"],
    recipients: { from: /^[ \t]{0,8}--- The following addresses had delivery problems ---[ \t]*$/m, to: END },
    entry: /^[ \t]{0,8}<([^<>\s]{3,320})>[ \t]{1,8}\((.*)\)[ \t]*$/,
    replies: [],
  },
  {
    id: "biglobe",
    description: "BIGLOBE",
    words: ["----- the following addresses had delivery problems -----"],
    recipients: {
      from: /^[ \t]{0,8}-{5} The following addresses had delivery problems -{5}[ \t]*$/m,
      to: /^[ \t]{0,8}-{5} Non-delivered information -{5}[ \t]*$/m,
    },
    entry: ADDRESS_LINE,
    replies: [{ from: /^[ \t]{0,8}-{5} Non-delivered information -{5}[ \t]*$/m, to: END }],
    isReplyRequired: true,
  },
  {
    id: "active-hunter",
    description: "Active! hunter (QUALITIA)",
    words: ["the following addresses had permanent fatal errors"],
    recipients: {
      from: /^[ \t]{0,8}-{5} The following addresses had permanent fatal errors -{5}[ \t]*$/m,
      to: /^[ \t]{0,8}-{5} Transcript of session follows -{5}[ \t]*$/m,
    },
    entry: /^>>> [^<>\n]{0,200}<([^<>\s]{3,320})>[ \t]*$/,
    replies: [{ from: /^[ \t]{0,8}-{5} Transcript of session follows -{5}[ \t]*$/m, to: BLANK_LINE }],
  },
  {
    id: "mail-foundry",
    description: "MailFoundry",
    words: ["unable to deliver message to:"],
    recipients: { from: /^Unable to deliver message to:/m, to: /^Delivery failed for the following reason:/m },
    entry: null,
    replies: [{ from: /^Delivery failed for the following reason:/m, to: /^This has been a permanent failure\./m }],
    isReplyRequired: true,
    remoteMta: /^\s*Server ([\w-][\w.-]{0,250})\[/,
  },
  {
    id: "mail-marshal",
    description: "MailMarshal (Marshal, M86, Trustwave)",
    words: ["could not be delivered because of"],
    recipients: {
      from: /^[ \t]{0,8}The following recipients? (?:was|were) affected ?:[ \t]*$/im,
      to: /^[ \t]{0,8}Additional Information|^[ \t]{0,8}={3,}/im,
    },
    entry: ADDRESS_LINE,
    replies: [
      {
        from: /^[ \t]{0,8}Could not be delivered because of:?[ \t]*$/im,
        to: /^[ \t]{0,8}The following recipients? (?:was|were) affected ?:[ \t]*$/im,
      },
    ],
    isReplyRequired: true,
  },
];

const isTheirs = ({ field }: Gateway, header: Header): boolean =>
  field === undefined || field[1].test(first(header, field[0]) ?? "");

function entriesIn(section: string, { entry }: Gateway): readonly Entry[] {
  return entry === null
    ? addressesIn(section).map((recipient) => ({ recipient, text: "" }))
    : entriesOf(section, entry);
}

/** The reply for all; null when there is none. */
function replyIn(text: string, { replies, noise }: Gateway): string | null {
  const [reply, ...others] = replies
    .map(({ from, to }) => sectionOf(text, from, to))
    .filter((found) => found !== null)
    .map((found) => (noise === undefined ? found : found.replace(noise, "").trim()))
    .filter((found) => found !== "");
  if (reply === undefined) return null;
  return others.length === 0 ? reply : `${reply} (${others.join("; ")})`;
}

const toFormat = (row: Gateway): Format =>
  textFormat(row, (text, { header }) => {
    const section = isTheirs(row, header) ? sectionOf(text, row.recipients.from, row.recipients.to) : null;
    const reply = section === null ? null : replyIn(text, row);
    if (section === null || (reply === null && row.isReplyRequired === true)) return null;
    const remoteMta = row.remoteMta?.exec(reply ?? "")?.[1];
    const known = remoteMta === undefined ? {} : { remoteMta };
    return {
      recipients: entriesIn(section, row).map((entry) =>
        refused(entry.recipient, "failed", reply ?? entry.text, known),
      ),
    };
  });

/** Mail gateways' notifications. */
export const gateways: readonly Format[] = ROWS.map(toFormat);
