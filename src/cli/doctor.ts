/** `bounces doctor`: finds configuration mistakes before they cost bounces. Changes nothing, but for --repair. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { loadSettings, type Flags } from "../config/load.js";
import type { Settings } from "../config/settings.js";
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { MissingStoreError, StoreError } from "../store/errors.js";
import { openConfigured } from "../store/open.js";
import { queryBounces } from "../store/query.js";
import { miscounts, repairCounters } from "../store/recount.js";
import { storeFacts } from "../store/statistics.js";
import { defineBareCommand, SETTING_OPTIONS, withStore } from "./command.js";
import { checkRules } from "../doctor/configuration.js";
import { examine, type Examined } from "../doctor/examine.js";
import { findingText, ok, problem, type Finding } from "../doctor/finding.js";
import { thisHost } from "../doctor/host.js";
import { sendTest, TEST_RECIPIENT } from "../doctor/send.js";
import type { Io } from "../io.js";
import { errorMessage } from "../values.js";

/** Milliseconds that an LMTP server has to answer. */
const SERVER_LIMIT = 5_000;

/** The rows of a file that holds nothing but rules; checked like any configuration. */
function checkRuleFile(file: string): Finding[] {
  try {
    return checkRules(loadSettings({ config: file }, {}).settings.rules);
  } catch (error) {
    return [problem("rules", errorMessage(error), `fix ${file}`)];
  }
}

/** Asks the store that the hosts share, where there is one. */
async function checkShared(settings: Settings): Promise<Finding[]> {
  if (settings.store === null) return [];
  try {
    const store = await openConfigured(settings, { readOnly: true });
    const { schema, size } = await storeFacts(store);
    await store.close();
    return [ok(`store ${store.path}`, `answers, schema ${schema}, ${Math.ceil(size / 2 ** 20)} MB`)];
  } catch (error) {
    if (error instanceof MissingStoreError)
      return [ok("store", `${error.message}; bounces drain makes it with the first message`)];
    if (error instanceof StoreError)
      return [problem("store", error.message, "see docs/fleet.md; messages wait meanwhile")];
    throw error;
  }
}

/** Counts the counters anew; first repairs them where that is wanted. What is wrong with the database itself is said already. */
async function checkCounters(settings: Settings, isRepaired: boolean, io: Io): Promise<Finding[]> {
  try {
    return await withStore(settings, isRepaired ? "write" : "read", io, async (store) => {
      if (isRepaired) await repairCounters(store);
      const wrong = await miscounts(store);
      if (wrong.length === 0) return [ok("counters", `${isRepaired ? "counted anew, and " : ""}right`)];
      const rows = wrong.map(({ table, rows: count }) => `${String(count)} rows of ${table}`).join(", ");
      return [
        problem("counters", `wrong: ${rows}`, {
          command: "bounces doctor --repair",
          advice: "when little is recorded",
        }),
      ];
    });
  } catch (error) {
    if (error instanceof StoreError) return [problem("counters", error.message, "see what is said of the database")];
    throw error;
  }
}

async function look(flags: Flags, address: string | null, io: Io): Promise<Examined> {
  const { checkServer } = await import("../lmtp/check.js");
  return examine({
    flags,
    environment: io.environment,
    now: io.now(),
    host: thisHost(io.environment),
    address,
    greet: (place) => checkServer(place, SERVER_LIMIT),
  });
}

/** Mails a test, and looks for it every second. */
async function trySending({ settings, route }: Examined, io: Io): Promise<Finding> {
  if (route === null)
    return problem("test message", "there is no Postfix here to send it", "run this where Postfix is");
  const start = io.now();
  // A message that is being read just now is the one that we wait for.
  const silent = { ...io, stderr: () => undefined };
  return sendTest({
    ...route,
    host: thisHost(io.environment),
    id: randomUUID(),
    now: io.now,
    pause: () => pause(1_000),
    isRecorded: async (id) => {
      try {
        const found = await withStore(settings, "read", silent, (store) =>
          queryBounces(store, { address: TEST_RECIPIENT, since: start }),
        );
        return found.some(({ messageId }) => messageId?.includes(id) === true);
      } catch (error) {
        if (error instanceof StoreError) return false;
        throw error;
      }
    },
  });
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
    send: {
      type: "boolean",
      default: false,
      describe: "Also mail a delay notice to the bounce address through Postfix, and wait until it is recorded",
    },
    address: {
      type: "string",
      describe: "The bounce address, where Postfix's settings do not tell it",
      requiresArg: true,
    },
    json: { type: "boolean", default: false, describe: "One JSON object per line" },
    ...SETTING_OPTIONS,
  },
  examples: [["$0 doctor --rules new-rules.toml", "Are these rules valid, and does each decide its own example?"]],
  run: async ({ options: { rules, recount, repair, send, json, db, config, address }, io }) => {
    const say = (findings: readonly Finding[]): boolean => {
      for (const finding of findings) io.stdout(json ? jsonLine(finding) : findingText(finding));
      return findings.some(({ level }) => level === "problem");
    };
    if (rules !== undefined) return say(checkRuleFile(rules)) ? EXIT.found : EXIT.ok;
    const examined = await look({ db, config }, address ?? null, io);
    const isWrong = [
      say(examined.findings),
      say(await checkShared(examined.settings)),
      recount || repair ? say(await checkCounters(examined.settings, repair, io)) : false,
      send ? say([await trySending(examined, io)]) : false,
    ];
    return isWrong.includes(true) ? EXIT.found : EXIT.ok;
  },
});
