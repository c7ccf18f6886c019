/** `bounces doctor`: finds configuration mistakes before they cost bounces. Changes nothing, but for --repair. */
import { loadSettings } from "../config/load.js";
import type { Settings } from "../config/settings.js";
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { StoreError } from "../store/errors.js";
import { miscounts, repairCounters } from "../store/recount.js";
import { defineBareCommand, SETTING_OPTIONS, withStore } from "./command.js";
import { checkConfiguration, checkRules } from "../doctor/configuration.js";
import { checkDatabase } from "../doctor/database.js";
import { findingLine, ok, problem, type Finding } from "../doctor/finding.js";
import { checkPostfix } from "../doctor/postfix.js";
import { readPostfix } from "../doctor/postconf.js";
import type { Io } from "../io.js";
import { errorMessage } from "../values.js";

function askPostfix(settings: Settings, { environment }: Io): Finding[] {
  try {
    const postfix = readPostfix(environment);
    return postfix === null
      ? [ok("Postfix", "no postconf here, so its settings were not looked at")]
      : checkPostfix(postfix, settings);
  } catch (error) {
    const [why = ""] = errorMessage(error)
      .split("\n")
      .filter((line) => line !== "");
    return [problem("Postfix", `postconf fails: ${why}`, "postfix check says more")];
  }
}

/** The rows of a file that holds nothing but rules; checked like any configuration. */
function checkRuleFile(file: string): Finding[] {
  try {
    return checkRules(loadSettings({ config: file }, {}).settings.rules);
  } catch (error) {
    return [problem("rules", errorMessage(error), `fix ${file}`)];
  }
}

function examine(flags: Readonly<Record<string, string | undefined>>, io: Io): Finding[] {
  const { settings, findings } = checkConfiguration(flags, io.environment);
  return [...findings, ...checkDatabase(settings, io.now()), ...askPostfix(settings, io)];
}

/** Counts the counters anew; first repairs them where that is wanted. What is wrong with the database itself is said already. */
async function checkCounters(settings: Settings, isRepaired: boolean, io: Io): Promise<Finding[]> {
  try {
    return await withStore(settings, isRepaired ? "write" : "read", io, async (store) => {
      if (isRepaired) await repairCounters(store);
      const wrong = await miscounts(store);
      if (wrong.length === 0) return [ok("counters", `${isRepaired ? "counted anew, and " : ""}right`)];
      const rows = wrong.map(({ table, rows: count }) => `${String(count)} rows of ${table}`).join(", ");
      return [problem("counters", `wrong: ${rows}`, "bounces doctor --repair, when little is recorded")];
    });
  } catch (error) {
    if (error instanceof StoreError) return [problem("counters", error.message, "see what is said of the database")];
    throw error;
  }
}

export const doctor = defineBareCommand({
  usage: "doctor",
  describe: "Check configuration, rules, database and Postfix; says what is wrong and how to fix it",
  positionals: {},
  options: {
    rules: {
      type: "string",
      describe: "Check only this file of rules, before you use it",
      requiresArg: true,
    },
    recount: {
      type: "boolean",
      default: false,
      describe: "Also count every counter anew and compare; reads the whole database",
    },
    repair: { type: "boolean", default: false, describe: "Also correct the counters; nothing is recorded meanwhile" },
    json: { type: "boolean", default: false, describe: "One JSON object per line" },
    ...SETTING_OPTIONS,
  },
  examples: [["$0 doctor --rules new-rules.toml", "Are these rules valid, and does each decide its own example?"]],
  run: async ({ options: { rules, recount, repair, json, db, config }, io }) => {
    const examined = rules === undefined ? examine({ db, config }, io) : checkRuleFile(rules);
    const counters =
      recount || repair
        ? await checkCounters(checkConfiguration({ db, config }, io.environment).settings, repair, io)
        : [];
    const findings = [...examined, ...counters];
    for (const finding of findings) io.stdout(json ? jsonLine(finding) : findingLine(finding));
    return findings.some(({ level }) => level === "problem") ? EXIT.found : EXIT.ok;
  },
});
