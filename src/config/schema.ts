/**
 * The forms of all values in the configuration: the kinds of the settings, and the keys of the tables `[[rule]]`, `[[allow]]`
 * and `[detect]`. The only importer of valibot. A message in a schema ends the sentence "... must be".
 */
import { isAbsolute, resolve } from "node:path";
import * as v from "valibot";
import type { Rule } from "../classify/rule.js";
import { patternProblem } from "../classify/pattern.js";
import type { Allowance } from "../detect/allow.js";
import { DEFAULT_PARAMETERS, parameterRows, withParameters, type Parameters } from "../detect/parameters.js";
import { isReason, type Reason } from "../reason.js";
import { printable } from "../text/escape.js";
import { DURATION_FORMS, formatDuration, parseDuration, TimeError } from "../time.js";
import { errorMessage, isRecord } from "../values.js";
import { type Checked, mustBe, type RawTable, unknownKey } from "./error.js";

/** A kind of setting. */
export interface Kind<T> {
  /** Ends the sentence "... must be". */
  readonly expected: string;
  /** The value of a flag or a variable; undefined when it is not of this kind. */
  readonly fromText: (text: string) => T | undefined;
  /** The value in a file, whose name is for messages; undefined when it is not of this kind. */
  readonly fromFile: (value: unknown, file: string) => T | undefined;
  /** As it would stand in the file. */
  readonly show: (value: unknown) => string;
  /** A value that is not of this kind, as a message may show it: without a password. */
  readonly masked?: (value: unknown) => unknown;
  /** For file names: the value made absolute; `directory` is asked only for a relative one. */
  readonly absolute?: (value: T, directory: () => string) => T;
}

type Schema<T> = v.GenericSchema<unknown, T>;

const parsed = <T>(schema: Schema<T>, value: unknown): T | undefined => {
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  return result.success ? result.output : undefined;
};

/** A kind whose values are written alike everywhere, unless `toRaw` makes another form of a flag's or variable's text. */
const kind = <T>(expected: string, schema: Schema<T>, toRaw: (text: string) => unknown = (text) => text): Kind<T> => ({
  expected,
  fromText: (text) => parsed(schema, toRaw(text)),
  fromFile: (value) => parsed(schema, value),
  show: (value) => JSON.stringify(value),
});

const text = (fits: (text: string) => boolean) => v.pipe(v.string(), v.check(fits));

/** One of a few words. */
export const oneOf = <const T extends string>(words: readonly T[]): Kind<T> =>
  kind(`one of ${words.join(", ")}`, v.picklist(words));

/** A set of delimiter characters, in any order: printable ASCII that is neither letter, digit, blank nor `@`. */
export const delimiters: Kind<string> = kind(
  "a text of punctuation characters",
  v.pipe(v.string(), v.regex(/^[!-/:-?[-`{-~]*$/)),
);

const isFileName = (name: string): boolean => name !== "" && !name.includes("\0");

const absolute = (name: string, directory: () => string): string =>
  isAbsolute(name) ? name : resolve(directory(), name);

/** A file's name; relative ones are relative to the place that names them. */
export const path: Kind<string> = { ...kind("a file name", text(isFileName)), absolute };

/** A file's name or nothing, which is the empty text. */
export const pathOrNull: Kind<string | null> = {
  ...kind(
    "a file name",
    v.pipe(
      text((name) => name === "" || isFileName(name)),
      v.transform((name) => (name === "" ? null : name)),
    ),
  ),
  show: (value) => JSON.stringify(value ?? ""),
  absolute: (value, directory) => (value === null ? null : absolute(value, directory)),
};

/** Whether a text is the address of a server, and has no password. */
function isServer(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && /^postgres(?:ql)?:$/.test(url.protocol) && url.password === "" && url.pathname.length > 1;
}

/** The address of a PostgreSQL database or nothing, which is the empty text. A password in it would be seen wherever it is. */
export const serverOrNull: Kind<string | null> = {
  ...kind(
    "an address as postgres://USER@HOST/DATABASE, without a password",
    v.pipe(
      text((address) => address === "" || isServer(address)),
      v.transform((address) => (address === "" ? null : address)),
    ),
  ),
  show: (value) => JSON.stringify(value ?? ""),
  masked: (value) => (typeof value === "string" ? value.replace(/(\/\/[^/:]*):.*@/, "$1:***@") : value),
};

/** Where a log is: a file, or a word; nothing is the empty text. */
export const textOrNull: Kind<string | null> = { ...pathOrNull, absolute: (value) => value };

/** An address or a local name as it may stand in a command line and a header: no option, no blank, no list, nothing quoted (RFC 5322). */
const PLAIN_ADDRESS =
  /^[^\s\0-\x1f\x7f<>()[\]\\,;:"@-][^\s\0-\x1f\x7f<>()[\]\\,;:"@]*(?:@[^\s\0-\x1f\x7f<>()\\,;"@]+)?$/;

/** Whether a text is an address that needs no quotes. */
export const isPlainAddress = (address: string): boolean => PLAIN_ADDRESS.test(address);

/** A plain address or a local name. */
export const address: Kind<string> = kind("a plain address", text(isPlainAddress));

/** A whole number within bounds, both included. */
export const integer = (min: number, max: number): Kind<number> =>
  kind(
    `a whole number from ${min} to ${max}`,
    v.pipe(v.number(), v.safeInteger(), v.minValue(min), v.maxValue(max)),
    (digits) => (/^-?\d{1,15}$/.test(digits) ? Number(digits) : digits),
  );

const seconds = (duration: string): number | undefined => {
  try {
    return parseDuration(duration);
  } catch (error) {
    if (error instanceof TimeError) return undefined;
    throw error;
  }
};

/** A duration as text; its value is in seconds. */
export const duration: Kind<number> = {
  ...kind(DURATION_FORMS, v.pipe(v.string(), v.transform(seconds), v.number())),
  show: (value) => JSON.stringify(typeof value === "number" ? formatDuration(value) : value),
};

/** Domain or host name: no blank, control, `@` or separator; case and a trailing dot do not count (RFC 1034 section 3.1). */
const domainName = v.pipe(
  v.string(),
  v.regex(/^[^\s\0-\x1f\x7f-\x9f@,;/<>"]{1,255}$/),
  v.transform((name) => name.toLowerCase().replace(/\.$/, "")),
);

/** An IPv4 or IPv6 address or network; what is in range only trust/networks.ts looks at. */
const NETWORK = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?|\[?[0-9a-f.]*:[0-9a-f:.]*\]?(?:\/\d{1,3})?)$/i;
const network = v.pipe(v.string(), v.regex(NETWORK));

const listKind = (expected: string, item: v.GenericSchema<string, string>): Kind<readonly string[]> =>
  kind<readonly string[]>(expected, v.array(item), (list) => list.split(/[\s,]+/).filter((word) => word !== ""));

/** Domain names, in lower case: a list in the file, separated by commas or blanks elsewhere. */
export const names = listKind('a list of names, as ["example.com"]', domainName);

/** Addresses and networks. */
export const networks = listKind('a list of addresses and networks, as ["192.0.2.0/24"]', network);

/** Host names, and addresses and networks of hosts. */
export const hosts = listKind(
  'a list of names, addresses and networks, as ["mail.example.com", "192.0.2.1"]',
  v.union([network, domainName]),
);

/** Addresses and networks of filters, and users. */
export const filters = listKind(
  'a list of addresses, networks and users, as ["127.0.0.1", "uid:999"]',
  v.union([network, v.pipe(v.string(), v.regex(/^uid:\d{1,10}$/))]),
);

/** What may stand in an address's extension and be hard to guess, or nothing. */
export const secret: Kind<string | null> = {
  ...kind(
    "at least 8 letters and digits",
    v.pipe(
      v.string(),
      v.regex(/^(?:[A-Za-z0-9]{8,64})?$/),
      v.transform((text) => (text === "" ? null : text)),
    ),
  ),
  show: (value) => JSON.stringify(value ?? ""),
};

/** One key of a table's row. */
interface Field {
  /** Ends the sentence "... must be". */
  readonly expected: string;
  /** For the manual. */
  readonly description: string;
}
type Fields = Readonly<Record<string, Field>>;

/** Everything that is wrong with a row, one line each, with its keys named by `toName`. */
function rowProblems(
  issues: readonly v.BaseIssue<unknown>[],
  row: RawTable,
  fields: Fields,
  toName = (key: string): string => key,
): readonly string[] {
  const problems = new Map<string, string>();
  for (const { path: [step] = [], message } of issues) {
    const key = step === undefined ? "" : String(step.key);
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    const problem =
      step === undefined
        ? message
        : field === undefined
          ? unknownKey(toName(key), Object.keys(fields).map(toName))
          : mustBe(toName(key), Object.hasOwn(row, key) ? message : field.expected, row[key]);
    if (!problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()];
}

/** The rows that are right, and what is wrong with the others: "rule 2 (id): ...". */
function checkRows<T>(
  name: string,
  schema: Schema<T>,
  fields: Fields,
  rows: readonly RawTable[],
  file: string,
): Checked<readonly T[]> {
  const value: T[] = [];
  const problems: string[] = [];
  for (const [index, row] of rows.entries()) {
    const result = v.safeParse(schema, row, { abortPipeEarly: true });
    const place = `${file}: ${name} ${index + 1}${typeof row.id === "string" ? ` (${row.id})` : ""}`;
    if (result.success) value.push(result.output);
    else for (const problem of rowProblems(result.issues, row, fields)) problems.push(`${place}: ${problem}`);
  }
  return { rows, value, problems: problems.map(printable) };
}

const isTables = (value: unknown): value is readonly RawTable[] => Array.isArray(value) && value.every(isRecord);

const showRows = (value: unknown): string => JSON.stringify(isRecord(value) ? value.rows : value);

/** Any number of tables under a heading in double brackets. */
const tables = <T>(check: (rows: readonly RawTable[], file: string) => Checked<T>): Kind<Checked<T>> => ({
  expected: "tables, each under its own heading in double brackets",
  fromText: () => undefined,
  fromFile: (value, file) => (isTables(value) ? check(value, file) : undefined),
  show: showRows,
});

/** A rule of the administrator's; a reply that it shall decide, for `bounces doctor` to try. */
export interface AdminRule extends Rule {
  readonly example?: string;
}

/** Characters of a pattern. */
const MAX_PATTERN = 500;
/** Rules in one file: each is tried on every bounce. */
const MAX_RULES = 500;
/** What a rule can look at; it needs one of them. */
const CONDITIONS = ["match", "status", "reply-code", "host"] as const;

/** The keys of `[[rule]]`. */
export const RULE_FIELDS = {
  id: {
    expected: "a name of at most 64 letters, digits, dots, dashes and underscores",
    description: "Name of the rule; it is stored with each bounce that the rule decides, as `admin:NAME`.",
  },
  reason: { expected: "one of `bounces reasons`", description: "What the bounce counts as." },
  severity: { expected: '"hard" or "soft"', description: "Where the reason's own severity does not fit." },
  match: {
    expected: `a regular expression of at most ${MAX_PATTERN} characters`,
    description: "Regular expression over the reply as it came; letters of either case.",
  },
  status: {
    expected: 'a status such as "5.7.1" or "5.7.*", or a list of them',
    description: "Enhanced status code (RFC 3463), or several.",
  },
  "reply-code": {
    expected: 'a reply code such as "550", or a list of them',
    description: "SMTP reply code, or several.",
  },
  host: {
    expected: 'a domain such as "example.com", or a list of them',
    description:
      "Domain of the host that refused, of a host named in the reply, or of the recipient; with all below it.",
  },
  example: {
    expected: "a reply in a text that is not empty",
    description: "A reply that this rule shall decide; `bounces doctor` tries it.",
  },
} as const satisfies Fields;

const listOf = (form: RegExp, { expected }: Field) => {
  const item = v.pipe(
    v.string(expected),
    v.regex(form, expected),
    v.transform((word) => word.toLowerCase()),
  );
  return v.optional(
    v.union(
      [
        v.pipe(
          item,
          v.transform((word): readonly string[] => [word]),
        ),
        v.pipe(v.array(item), v.minLength(1, expected)),
      ],
      expected,
    ),
  );
};

/** Why a text is no pattern for a rule; null when it is one. */
function patternFault(source: string): string | null {
  const problem = patternProblem(source);
  if (problem !== null) return problem;
  try {
    new RegExp(source, "i");
    return null;
  } catch (error) {
    return errorMessage(error);
  }
}

const pattern = v.pipe(
  v.string(RULE_FIELDS.match.expected),
  v.minLength(1, RULE_FIELDS.match.expected),
  v.maxLength(MAX_PATTERN, RULE_FIELDS.match.expected),
  v.check(
    (source) => patternFault(source) === null,
    ({ input }) => `a regular expression (this one ${patternFault(input) ?? ""})`,
  ),
  v.transform((source) => new RegExp(source, "i")),
);

const RULE = v.pipe(
  v.strictObject({
    id: v.pipe(v.string(RULE_FIELDS.id.expected), v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, RULE_FIELDS.id.expected)),
    reason: v.custom<Reason>((value) => typeof value === "string" && isReason(value), RULE_FIELDS.reason.expected),
    severity: v.optional(v.picklist(["hard", "soft"], RULE_FIELDS.severity.expected)),
    match: v.optional(pattern),
    status: listOf(/^[245]\.\d{1,3}\.(?:\d{1,3}|\*)$|^[245]\.\*$/, RULE_FIELDS.status),
    "reply-code": listOf(/^[245]\d\d$/, RULE_FIELDS["reply-code"]),
    host: listOf(/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i, RULE_FIELDS.host),
    example: v.optional(v.pipe(v.string(RULE_FIELDS.example.expected), v.minLength(1, RULE_FIELDS.example.expected))),
  }),
  v.check(
    (row) => CONDITIONS.some((key) => row[key] !== undefined),
    `one of ${CONDITIONS.join(", ")} is missing: the rule would decide everything`,
  ),
  v.transform(({ id, reason, severity, match, status, "reply-code": replyCode, host, example }): AdminRule => ({
    id: `admin:${id}`,
    reason,
    ...(match && { raw: match }),
    ...(status && { status }),
    ...(replyCode && { replyCode }),
    ...(host && { hosts: host }),
    ...(severity && { severity }),
    ...(example !== undefined && { example }),
  })),
);

/** The administrator's rules; each has a name of its own. */
export function checkRules(rows: readonly RawTable[], file: string): Checked<readonly AdminRule[]> {
  const { value, problems } = checkRows("rule", RULE, RULE_FIELDS, rows.slice(0, MAX_RULES), file);
  const twice = value.filter(({ id }, place) => value.findIndex((other) => other.id === id) < place);
  return {
    rows,
    value: value.filter((rule) => !twice.includes(rule)),
    problems: [
      ...problems,
      ...twice.map(({ id }) => `${file}: ${mustBe("rule.id", "unlike that of every other rule", id.slice(6))}`),
      ...(rows.length > MAX_RULES ? [`${file}: there are more than ${MAX_RULES} rules`] : []),
    ].map(printable),
  };
}

/** Any number of rules. */
export const rules: Kind<Checked<readonly AdminRule[]>> = tables(checkRules);

/** The keys of `[[allow]]`. */
export const ALLOW_FIELDS = {
  sender: {
    expected: "a login or an address; * stands for any characters",
    description: "Login or address that is expected to bounce; `*` stands for any characters.",
  },
  "up-to": {
    expected: "a whole number of bounces a day",
    description: "Bounces within 24 hours that are expected; any number without it.",
  },
  why: { expected: "a text", description: "For whoever reads the file." },
  who: { expected: "a text", description: "For whoever reads the file." },
  when: { expected: "a text or a date", description: "For whoever reads the file." },
} as const satisfies Fields;

const ALLOWANCE = v.pipe(
  v.strictObject({
    sender: v.pipe(v.string(ALLOW_FIELDS.sender.expected), v.minLength(1, ALLOW_FIELDS.sender.expected)),
    "up-to": v.optional(
      v.pipe(
        v.number(ALLOW_FIELDS["up-to"].expected),
        v.safeInteger(ALLOW_FIELDS["up-to"].expected),
        v.minValue(0, ALLOW_FIELDS["up-to"].expected),
      ),
    ),
    why: v.optional(v.string(ALLOW_FIELDS.why.expected)),
    who: v.optional(v.string(ALLOW_FIELDS.who.expected)),
    when: v.optional(v.union([v.string(), v.date()], ALLOW_FIELDS.when.expected)),
  }),
  v.transform(({ sender, "up-to": upTo = null }): Allowance => ({ pattern: sender, upTo })),
);

/** Any number of senders that are expected to bounce. */
export const allowances: Kind<Checked<readonly Allowance[]>> = tables((rows, file) =>
  checkRows("allow", ALLOWANCE, ALLOW_FIELDS, rows, file),
);

/** What each of the detector's parameters must be. */
export const PARAMETER_EXPECTED = "a number of 0 or more";

/** The detector's parameters, those that the file names in place of the defaults. */
function checkParameters(row: RawTable, file: string): Checked<Parameters> {
  const fields: Fields = Object.fromEntries(
    parameterRows().map(({ name, why }) => [name, { expected: PARAMETER_EXPECTED, description: why }]),
  );
  const number = v.pipe(v.number(PARAMETER_EXPECTED), v.finite(PARAMETER_EXPECTED), v.minValue(0, PARAMETER_EXPECTED));
  const schema = v.strictObject(Object.fromEntries(Object.keys(fields).map((name) => [name, v.optional(number)])));
  const result = v.safeParse(schema, row, { abortPipeEarly: true });
  if (result.success) return { rows: [row], value: withParameters(result.output), problems: [] };
  const problems = rowProblems(result.issues, row, fields, (key) => `detect.${key}`);
  return {
    rows: [row],
    value: DEFAULT_PARAMETERS,
    problems: problems.map((problem) => printable(`${file}: ${problem}`)),
  };
}

/** The table `[detect]`. */
export const parameters: Kind<Checked<Parameters>> = {
  expected: "a table",
  fromText: () => undefined,
  fromFile: (value, file) => (isRecord(value) ? checkParameters(value, file) : undefined),
  show: showRows,
};
