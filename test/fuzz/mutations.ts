/**
 * Ways to spoil a mail, as a table: what networks, gateways and broken programs do to mails, and what somebody does who
 * wants a reader to fail or to take long. Mails are strings of bytes (each character 0 to 255).
 */
import type { Random } from "./random.js";

/** Makes another mail of one. `other` answers a mail of the collection. */
export type Mutation = (mail: string, random: Random, other: () => string) => string;

/** Bytes beyond which a mail is cut, twice of what the readers look at. */
const LONGEST = 1 << 21;
/** Bytes that one repetition may add. */
const LONGEST_RUN = 1 << 20;

const between = (random: Random, length: number): readonly [number, number] => {
  const [a, b] = [random.below(length + 1), random.below(length + 1)];
  return a < b ? [a, b] : [b, a];
};

const insertAt = (mail: string, at: number, text: string): string => mail.slice(0, at) + text + mail.slice(at);

const linesOf = (mail: string): string[] => mail.split("\n");

/** A few times mostly, thousands of times at times. */
const often = (random: Random): number => Math.floor(2 ** (1 + random.fraction() * 14));

const repeat = (text: string, random: Random): string =>
  text === "" ? "" : text.repeat(Math.max(1, Math.min(often(random), Math.floor(LONGEST_RUN / text.length))));

/** The byte at `at` changed. */
const withOctet = (mail: string, at: number, code: number): string =>
  mail.slice(0, at) + String.fromCharCode(code & 255) + mail.slice(at + 1);

const headerEnd = (mail: string): number => {
  const end = mail.search(/\r?\n\r?\n/);
  return end < 0 ? mail.length : end;
};

/** Bytes that mean something to a reader of mail. */
const SPECIALS: readonly [string, ...string[]] = [
  "\0",
  "\x1b[2J",
  "\r",
  "\n",
  "\n\n",
  "\t",
  "  ",
  "@",
  "<",
  ">",
  "<>",
  "(",
  ")",
  '"',
  "\\",
  "=",
  "=\n",
  "=?utf-8?q?",
  "=?x?b?",
  "?=",
  ";",
  ":",
  ",",
  ".",
  "..",
  "-",
  "--",
  "+41",
  "+",
  "\\x{41}",
  "\\x{",
  "&#64;",
  "%00",
  "\x80",
  "\xff\xfe",
  "\xc3",
  "\xe2\x80\xae",
  "\x7f",
  "begin 644 x\n",
  "5.1.1",
  "550 ",
  "550-",
  "550 5.1.1 <a@example.com>: ",
  "From ",
  ">From ",
  "Received: from x by y; ",
  "a",
  "0",
  "é",
  "x@",
  "@x",
  "a@b ",
  "{",
  "[",
  "|",
  "*",
  "'",
];

const CHARSETS: readonly [string, ...string[]] = [
  "utf-8",
  "utf-7",
  "utf-16",
  "utf-16be",
  "utf-32",
  "iso-2022-jp",
  "shift_jis",
  "euc-jp",
  "gb2312",
  "big5",
  "koi8-r",
  "iso-8859-8-i",
  "x-user-defined",
  "cp437",
  "none",
  "",
  "\xff",
  "a".repeat(200),
];
const ENCODINGS: readonly [string, ...string[]] = [
  "base64",
  "quoted-printable",
  "x-uuencode",
  "7bit",
  "8bit",
  "binary",
  "rot13",
  "",
];
const TYPES: readonly [string, ...string[]] = [
  "text/plain",
  "text/html",
  "message/rfc822",
  "message/delivery-status",
  "message/global-delivery-status",
  "message/feedback-report",
  "message/disposition-notification",
  "multipart/mixed; boundary=x",
  'multipart/digest; boundary=""',
  "multipart/report; report-type=delivery-status",
  "application/octet-stream",
  "text",
  "/",
  "text/rfc822-headers",
  "message/partial; id=x; number=1",
  "multipart/report; boundary*0=a; boundary*1*=%00",
];

const fold = (value: string): string => value.replaceAll(" ", "\n ");

/** The value of a field, somewhere in the mail, replaced. */
const withField = (mail: string, random: Random, name: RegExp, value: string): string => {
  const places = [...mail.matchAll(name)];
  const place = places[random.below(places.length)];
  return place === undefined
    ? mail
    : mail.slice(0, place.index) +
        place[0].replace(/[:=][^\n]*$/, (found) => found.charAt(0) + value) +
        mail.slice(place.index + place[0].length);
};

const base64 = (bytes: string): string => Buffer.from(bytes, "latin1").toString("base64").replace(/.{76}/g, "$&\n");

const attached = (mail: string, type: string, boundary: string): string =>
  `From: MAILER-DAEMON@example.com\nTo: alice@example.com\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n\n--${boundary}\nContent-Type: ${type}\n\n${mail}\n--${boundary}--\n`;

function nested(mail: string, random: Random): string {
  const depth = Math.min(often(random), 60);
  let whole = mail;
  for (let level = 0; level < depth && whole.length < LONGEST; level++)
    whole = attached(
      whole,
      random.pick(["message/rfc822", "multipart/mixed; boundary=y", random.pick(TYPES)]),
      random.pick([`b${level}`, "same", "x"]),
    );
  return whole;
}

/** The lines of one delivery-status group, again and again, as in a report on many recipients. */
function manyGroups(mail: string, random: Random): string {
  const group = /\n\n((?:Original-Recipient|Final-Recipient|Action)[ \t]*:[^]*?)(?=\n\n|\n--)/i.exec(mail);
  return group?.[1] === undefined ? mail : insertAt(mail, group.index + 1, repeat(`\n${group[1]}\n`, random));
}

const boundaryOf = (mail: string): string | null => /boundary="?([^"\n;]{1,200})/i.exec(mail)?.[1] ?? null;

const otherBoundary = (mail: string, random: Random): string => {
  const boundary = boundaryOf(mail);
  if (boundary === null) return mail;
  const wrong = random.pick([
    "",
    " ",
    `${boundary} `,
    boundary.slice(0, -1),
    `${boundary}--`,
    "--",
    "(.*)+",
    boundary.toUpperCase(),
    "\0",
    "a".repeat(80),
    '"',
  ]);
  return random.fraction() < 0.5
    ? mail.replace(boundary, () => wrong)
    : mail.replaceAll(`--${boundary}`, () => `--${wrong}`);
};

/** By name, so that a failure can say what was done. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  "cut end": (mail, random) => mail.slice(0, random.below(mail.length)),
  "cut beginning": (mail, random) => mail.slice(random.below(mail.length)),
  "cut middle": (mail, random) => {
    const [from, to] = between(random, mail.length);
    return mail.slice(0, from) + mail.slice(to);
  },
  join: (mail, _random, other) => mail + other(),
  cross: (mail, random, other) => {
    const second = other();
    return mail.slice(0, random.below(mail.length)) + second.slice(random.below(second.length));
  },
  "insert mail": (mail, random, other) => insertAt(mail, random.below(mail.length), other()),
  "change bytes": (mail, random) => {
    let changed = mail;
    for (let count = Math.min(often(random), 200); count > 0; count--)
      changed = withOctet(changed, random.below(changed.length), random.below(256));
    return changed;
  },
  "flip bits": (mail, random) => {
    let changed = mail;
    for (let count = Math.min(often(random), 50); count > 0; count--) {
      const at = random.below(changed.length);
      changed = withOctet(changed, at, changed.charCodeAt(at) ^ (1 << random.below(8)));
    }
    return changed;
  },
  "repeat line": (mail, random) => {
    const lines = linesOf(mail);
    const at = random.below(lines.length);
    lines[at] = repeat(`${lines[at] ?? ""}\n`, random);
    return lines.join("\n");
  },
  "repeat piece": (mail, random) => {
    const at = random.below(mail.length);
    return insertAt(mail, at, repeat(mail.slice(at, at + 1 + random.below(40)), random));
  },
  "swap lines": (mail, random) => {
    const lines = linesOf(mail);
    const [from, to] = [random.below(lines.length), random.below(lines.length)];
    [lines[from], lines[to]] = [lines[to] ?? "", lines[from] ?? ""];
    return lines.join("\n");
  },
  "shuffle lines": (mail, random) =>
    linesOf(mail)
      .map((line) => ({ line, at: random.fraction() }))
      .sort((a, b) => a.at - b.at)
      .map(({ line }) => line)
      .join("\n"),
  "drop line": (mail, random) => {
    const lines = linesOf(mail);
    lines.splice(random.below(lines.length), 1 + random.below(3));
    return lines.join("\n");
  },
  "double header": (mail, random, other) => {
    const donor = random.fraction() < 0.5 ? mail : other();
    return `${donor.slice(0, headerEnd(donor))}\n${mail}`;
  },
  "drop blank line": (mail) => mail.replace(/\n\n/, "\n"),
  "double blank lines": (mail) => mail.replaceAll("\n", "\n\n"),
  "double field": (mail, random, other) => {
    const header = linesOf(other().slice(0, 4_000));
    return insertAt(mail, 0, `${header[random.below(header.length)] ?? ""}\n`);
  },
  "other boundary": otherBoundary,
  "drop delimiter": (mail, random) => {
    const boundary = boundaryOf(mail);
    return boundary === null ? mail : mail.replace(random.fraction() < 0.5 ? `--${boundary}--` : `--${boundary}`, "");
  },
  "repeat delimiter": (mail, random) => {
    const boundary = boundaryOf(mail);
    return boundary === null ? mail : insertAt(mail, random.below(mail.length), repeat(`\n--${boundary}\n`, random));
  },
  "other charset": (mail, random) => withField(mail, random, /charset\s*=[^\n]*/gi, random.pick(CHARSETS)),
  "other encoding": (mail, random) =>
    withField(mail, random, /^content-transfer-encoding:[^\n]*/gim, ` ${random.pick(ENCODINGS)}`),
  "other type": (mail, random) => withField(mail, random, /^content-type:[^\n]*/gim, ` ${random.pick(TYPES)}`),
  "label body": (mail, random) =>
    insertAt(
      mail,
      0,
      `Content-Type: ${random.pick(TYPES)}; charset="${random.pick(CHARSETS)}"\nContent-Transfer-Encoding: ${random.pick(ENCODINGS)}\n`,
    ),
  "encode body": (mail) =>
    `${mail.slice(0, headerEnd(mail))}\nContent-Transfer-Encoding: base64\n\n${base64(mail.slice(headerEnd(mail)))}`,
  nest: nested,
  "many groups": manyGroups,
  "giant line": (mail, random) => insertAt(mail, random.below(mail.length), repeat(random.pick(SPECIALS), random)),
  "giant field": (mail, random) => {
    const field = /^[\w-]{2,40}:/gm;
    const places = [...mail.matchAll(field)];
    const place = places[random.below(places.length)];
    return place === undefined
      ? mail
      : insertAt(mail, place.index + place[0].length, repeat(random.pick(SPECIALS), random));
  },
  specials: (mail, random) => {
    let changed = mail;
    for (let count = Math.min(often(random), 60); count > 0; count--)
      changed = insertAt(changed, random.below(changed.length), random.pick(SPECIALS));
    return changed;
  },
  "line ends": (mail, random) =>
    mail.replaceAll(/\r?\n/g, random.pick(["\r", "\r\n", "\r\r\n", "\n\r", "\0\n", " \n", "\u0085"])),
  fold: (mail, random) =>
    random.fraction() < 0.5 ? fold(mail) : mail.slice(0, 2_000).replaceAll(/\n(?=\S)/g, "\n ") + mail.slice(2_000),
  unfold: (mail) => mail.replaceAll(/\n[ \t]+/g, " "),
  "other case": (mail, random) =>
    random.fraction() < 0.5 ? mail.toUpperCase().replaceAll(/[^\0-\xff]/g, "?") : mail.toLowerCase(),
  "other numbers": (mail, random) =>
    mail.replaceAll(/\d{1,3}/g, (number) =>
      random.fraction() < 0.2 ? random.pick(["0", "999", "99999999999999999999", "-1", "", "550", "5.1.1"]) : number,
    ),
  "no addresses": (mail, random) => mail.replaceAll("@", random.pick([" at ", "", "@@", "+40", "%", "@[", "@\n"])),
};

/** A spoilt mail, and what was done to it. */
export interface Mutant {
  readonly mail: string;
  readonly from: string;
  readonly done: readonly string[];
}

/** A mail by its name. */
export interface Original {
  readonly name: string;
  readonly bytes: string;
}

const NAMES = Object.keys(MUTATIONS);

/** Makes a mutant of one of the originals, by one to four mutations. The same randomness and originals give the same mutant. */
export function mutate(originals: readonly [Original, ...Original[]], random: Random): Mutant {
  const { name, bytes } = random.pick(originals);
  const done: string[] = [];
  let mail = bytes;
  for (let count = 1 + random.below(4); count > 0; count--) {
    const mutation = NAMES[random.below(NAMES.length)] ?? "";
    mail = (MUTATIONS[mutation]?.(mail, random, () => random.pick(originals).bytes) ?? mail).slice(0, LONGEST);
    done.push(mutation);
  }
  return { mail, from: name, done };
}
