/** Checks the configuration: settings, host names, rules with their examples, the detector's numbers, the allow list. */
import { resolve } from "node:path";
import { classify } from "../classify/classify.js";
import type { Evidence } from "../classify/rule.js";
import {
  ConfigError,
  DEFAULT_CONFIG_FILE,
  loadSettings,
  resolveSettings,
  type Flags,
  type Resolved,
  type Settings,
} from "../config/load.js";
import type { AdminRule } from "../config/schema.js";
import { replyCodeOf } from "../smtp/reply.js";
import { findStatus } from "../smtp/status.js";
import { ok, problem, warning, type Finding } from "./finding.js";

/** What is checked further, and what was found on the way. */
export interface Configuration {
  readonly settings: Settings;
  readonly findings: readonly Finding[];
}

/** The file that a setting came from, null when none did. */
const fileOf = ({ origins }: Resolved): string | null => origins.find(({ from }) => from === "file")?.place ?? null;

const defaultsWith = (database: string | undefined): Settings =>
  resolveSettings({
    flags: { db: database === undefined ? undefined : resolve(database) },
    environment: {},
    fileText: null,
    fileName: DEFAULT_CONFIG_FILE,
    directory: null,
  }).settings;

function checkHosts(hosts: readonly string[], file: string): Finding {
  return hosts.length > 0
    ? ok("hosts", hosts.join(", "))
    : warning(
        "hosts",
        "none is configured, so forged bounces cannot be told from real ones",
        `add hosts = ["..."] to ${file}, with the output of postconf -h myhostname`,
      );
}

/** Loads the configuration as every command does. If that fails, the rest is checked with the defaults. */
export function checkConfiguration(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
): Configuration {
  try {
    const resolved = loadSettings(flags, environment);
    const { settings } = resolved;
    const file = fileOf(resolved);
    return {
      settings,
      findings: [
        ok("configuration", file ?? "no file; flags, environment and defaults"),
        checkHosts(settings.hosts, file ?? DEFAULT_CONFIG_FILE),
        ...checkRules(settings.rules),
        ...checkDetector(settings),
      ],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const found = problem(
      "configuration",
      error.message,
      "fix it; until then every command exits 78, and every message is deferred (exit 75). The rest is checked with the defaults",
    );
    return { settings: defaultsWith(flags.db), findings: [found] };
  }
}

/** Checks the detector's numbers and the allow list, as `report` does. */
export function checkDetector({ detect, allow }: Pick<Settings, "detect" | "allow">): Finding[] {
  const problems = [...detect.problems, ...allow.problems];
  if (problems.length > 0)
    return problems.map((text) =>
      problem("detector", text, "fix it; until then every report exits 78 and notifies nobody"),
    );
  const changed = detect.rows.reduce((sum, row) => sum + Object.keys(row).length, 0);
  return [ok("detector", `numbers of your own: ${changed}; senders on the allow list: ${allow.value.length}`)];
}

/** A reply as a notification would carry it, of which only the text is known. */
const evidenceOf = (text: string): Evidence => ({
  action: "failed",
  status: findStatus(text),
  replyCode: replyCodeOf(text),
  diagnostic: text,
  diagnosticType: "smtp",
  remoteMta: null,
  reportingMta: null,
  phase: null,
  recipient: "user@example.com",
  format: "rfc3464",
});

function tryExample(rule: AdminRule, rules: readonly AdminRule[]): Finding | null {
  if (rule.example === undefined) return null;
  const evidence = evidenceOf(rule.example);
  const name = `rule ${rule.id}`;
  if (classify(evidence, [rule]).rule !== rule.id)
    return problem(name, "does not match its own example", "fix the example or the conditions");
  const { rule: decided, reason } = classify(evidence, rules);
  if (decided === rule.id) return null;
  return problem(
    name,
    `is hidden: its example is decided by ${decided} (${reason})`,
    "move it before that rule, or make that rule narrower",
  );
}

/** Checks the form of an administrator's rules, and that each decides its own example. */
export function checkRules({ value: rules, problems }: Pick<Settings["rules"], "value" | "problems">): Finding[] {
  const wrong = problems.map((text) =>
    problem("rules", text, "fix it; until then every message is deferred (exit 75)"),
  );
  const tried = rules.flatMap((rule) => tryExample(rule, rules) ?? []);
  const found = [...wrong, ...tried];
  if (found.length > 0) return found;
  const withExample = rules.filter(({ example }) => example !== undefined).length;
  const counts = `${rules.length} of your own, ${withExample} checked against their examples`;
  return [ok("rules", rules.length === 0 ? "none of your own" : counts)];
}
