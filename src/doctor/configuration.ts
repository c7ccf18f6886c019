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
import { line } from "./commands.js";
import { ok, problem, warning, type Finding, type Fix } from "./finding.js";
import type { Host } from "./host.js";
import { settingFix, type ConfigFile } from "./notices.js";

/** What is checked further, and what was found on the way. */
export interface Configuration {
  readonly settings: Settings;
  readonly findings: readonly Finding[];
  readonly file: ConfigFile;
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

function checkHosts(hosts: readonly string[], file: ConfigFile, name: string | null): Finding {
  return hosts.length > 0
    ? ok("hosts", hosts.join(", "))
    : warning(
        "hosts",
        "none is configured, so forged bounces cannot be told from real ones",
        name === null
          ? `add hosts = ["..."] to ${file.name}, with the output of postconf -h myhostname`
          : settingFix(file, "hosts", JSON.stringify([name])),
      );
}

/**
 * What to do about a configuration that cannot be read. A key that is nearly ours gets our name; another line that is wrong
 * becomes a comment, which has Postfix deliver again.
 */
function configurationFix(message: string, { name, text }: ConfigFile): Fix {
  const sentence =
    "until it is right every command exits 78, and every message is deferred. The rest is checked with the defaults";
  const [, key, near] = /unknown key "([\w.]+)"(?: \(did you mean "([\w.]+)")?/.exec(message) ?? [];
  const last = (path: string): string => path.slice(path.lastIndexOf(".") + 1);
  const pattern = key === undefined ? null : `^([[:space:]]*)${last(key)}([[:space:]]*=)`;
  if (text === null) return `fix it; ${sentence}`;
  if (pattern !== null) {
    const by = near === undefined ? `\\1# ${last(key ?? "")}\\2` : `\\1${last(near)}\\2`;
    return { command: line("sed", "-E", "-i", `s/${pattern}/${by}/`, name), advice: sentence };
  }
  const [, row] = /, line (\d+), column/.exec(message) ?? [];
  if (row === undefined) return `fix it; ${sentence}`;
  return { command: line("sed", "-i", `${row}s/^/# /`, name), advice: `correct the line, or take it out; ${sentence}` };
}

/** Loads the configuration as every command does. If that fails, the rest is checked with the defaults. */
export function checkConfiguration(
  flags: Flags,
  environment: Readonly<Record<string, string | undefined>>,
  host: Pick<Host, "readText" | "run">,
): Configuration {
  const given = [flags.config, environment.BOUNCES_CONFIG].find((name) => name !== undefined && name !== "");
  const name = resolve(given ?? DEFAULT_CONFIG_FILE);
  const file = { name, text: host.readText(name) };
  try {
    const resolved = loadSettings(flags, environment);
    const { settings } = resolved;
    const { status, stdout } =
      settings.hosts.length > 0 ? { status: 1, stdout: "" } : host.run("postconf", ["-h", "myhostname"]);
    return {
      settings,
      file,
      findings: [
        ok("configuration", fileOf(resolved) ?? "no file; flags, environment and defaults"),
        checkHosts(settings.hosts, file, status === 0 ? stdout.trim() : null),
        ...checkRules(settings.rules),
        ...checkDetector(settings),
      ],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const found = problem("configuration", error.message, configurationFix(error.message, file));
    return { settings: defaultsWith(flags.db), findings: [found], file };
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
