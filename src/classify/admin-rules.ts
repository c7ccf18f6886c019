/**
 * The administrator's own rules: rows of the configuration file ([[rule]]), checked before they are used. They go in front of
 * ours and look at the refusal as it came, letters of either case.
 */
import { REASONS, type Reason } from "../reason.js";
import { patternProblem } from "./pattern.js";
import type { Rule } from "./rule.js";

/** Characters of a pattern. */
const MAX_PATTERN = 500;
/** Rules in one file: each is tried on every bounce. */
const MAX_RULES = 500;
const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const STATUS_PATTERN = /^[245]\.\d{1,3}\.(?:\d{1,3}|\*)$|^[245]\.\*$/;
const REPLY_CODE_PATTERN = /^[245]\d\d$/;
const HOST_PATTERN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i;

/** A rule of the administrator's; a refusal that it shall decide, for `bounces doctor` to try. */
export interface AdminRule extends Rule {
  readonly example?: string;
}

/** Rules that may be used, and what is wrong with the others, one line each. */
export interface AdminRules {
  readonly rules: readonly AdminRule[];
  readonly problems: readonly string[];
}

/** What a rule can look at; it needs one of them. */
const CONDITIONS = ["match", "status", "reply-code", "host"] as const;
const KEYS: readonly string[] = ["id", "reason", "severity", "example", ...CONDITIONS];

type Report = (key: string, problem: string) => void;

const isTable = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isReason = (value: unknown): value is Reason => typeof value === "string" && Object.hasOwn(REASONS, value);

/** A string or a list of strings, each of a form; undefined when absent or wrong. */
function strings(value: unknown, form: RegExp, key: string, report: Report): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const good = values.filter((item): item is string => typeof item === "string" && form.test(item));
  if (good.length === values.length && good.length > 0) return good.map((item) => item.toLowerCase());
  report(key, `${JSON.stringify(value)} is not of the form that is wanted`);
  return undefined;
}

function reasonOf(value: unknown, report: Report): Reason | undefined {
  if (isReason(value)) return value;
  report("reason", value === undefined ? "is missing" : `${JSON.stringify(value)} is none of the known reasons`);
  return undefined;
}

function severityOf(value: unknown, report: Report): "hard" | "soft" | undefined {
  if (value === undefined || value === "hard" || value === "soft") return value;
  report("severity", `${JSON.stringify(value)} is neither "hard" nor "soft"`);
  return undefined;
}

function exampleOf(value: unknown, report: Report): string | undefined {
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  report("example", "is not a refusal in a string");
  return undefined;
}

function compile(source: string, report: Report): RegExp | undefined {
  try {
    return new RegExp(source, "i");
  } catch (error) {
    report("match", error instanceof Error ? error.message : "is no regular expression");
    return undefined;
  }
}

function patternOf(value: unknown, report: Report): RegExp | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "") report("match", "is not a regular expression in a string");
  else if (value.length > MAX_PATTERN) report("match", `is longer than ${MAX_PATTERN} characters`);
  else {
    const problem = patternProblem(value);
    if (problem === null) return compile(value, report);
    report("match", problem);
  }
  return undefined;
}

function idOf(row: Readonly<Record<string, unknown>>, taken: ReadonlySet<string>, report: Report): string {
  const { id } = row;
  if (typeof id !== "string" || !ID.test(id))
    report("id", "is not a name of letters, digits, dots, dashes and underscores");
  else if (taken.has(id)) report("id", `${JSON.stringify(id)} is taken by an earlier rule`);
  else return id;
  return "";
}

/** Everything that is wrong with a row's keys taken together. */
function combinationProblem(row: Readonly<Record<string, unknown>>): string | null {
  const unknown = Object.keys(row).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `${unknown} is not a key of a rule (${KEYS.join(", ")})`;
  if (CONDITIONS.every((key) => row[key] === undefined))
    return `has none of ${CONDITIONS.join(", ")}: it would decide everything`;
  return null;
}

/** One row as a rule, or what is wrong with it. */
function readRow(row: Readonly<Record<string, unknown>>, taken: ReadonlySet<string>): AdminRule | readonly string[] {
  const problems: string[] = [];
  const report: Report = (key, problem) => problems.push(`${key} ${problem}`);
  const combination = combinationProblem(row);
  if (combination !== null) problems.push(combination);
  const id = idOf(row, taken, report);
  const reason = reasonOf(row.reason, report);
  const severity = severityOf(row.severity, report);
  const raw = patternOf(row.match, report);
  const status = strings(row.status, STATUS_PATTERN, "status", report);
  const replyCode = strings(row["reply-code"], REPLY_CODE_PATTERN, "reply-code", report);
  const hosts = strings(row.host, HOST_PATTERN, "host", report);
  const example = exampleOf(row.example, report);
  if (problems.length > 0 || reason === undefined) return problems;
  return {
    id: `admin:${id}`,
    reason,
    ...(raw && { raw }),
    ...(status && { status }),
    ...(replyCode && { replyCode }),
    ...(hosts && { hosts }),
    ...(severity && { severity }),
    ...(example !== undefined && { example }),
  };
}

/**
 * Reads the administrator's rules: `id` and `reason`, and one or more conditions of `match` (regular expression), `status`
 * ("5.7.1", "5.7.*"), `reply-code`, `host` (a domain and all below it), each a string or a list; `severity` where the
 * reason's own does not fit; `example`, a refusal for the doctor to try. Never throws: a row with a problem is left out, and the problem names row and key.
 */
export function parseAdminRules(rows: unknown): AdminRules {
  if (rows === undefined || rows === null) return { rules: [], problems: [] };
  if (!Array.isArray(rows)) return { rules: [], problems: ["rule: is not a list of tables; write [[rule]]"] };
  const rules: AdminRule[] = [];
  const problems: string[] = [];
  const taken = new Set<string>();
  const listed: unknown[] = rows;
  for (const [index, row] of listed.slice(0, MAX_RULES).entries()) {
    const id = isTable(row) && typeof row.id === "string" ? row.id : "";
    const outcome = isTable(row) ? readRow(row, taken) : ["is not a table"];
    if ("reason" in outcome) rules.push(outcome);
    else problems.push(...outcome.map((problem) => `rule ${index + 1}${id === "" ? "" : ` (${id})`}: ${problem}`));
    taken.add(id);
  }
  if (listed.length > MAX_RULES) problems.push(`rule: only the first ${MAX_RULES} are read`);
  return { rules, problems };
}
