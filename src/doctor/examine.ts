/** Everything that `bounces doctor` looks at, in its order: configuration, database, Postfix, the way of a bounce. */
import { dirname } from "node:path";
import type { Flags, Settings } from "../config/load.js";
import { errorMessage } from "../values.js";
import { dropSetting, line } from "./commands.js";
import { checkConfiguration } from "./configuration.js";
import { checkDatabase } from "./database.js";
import type { Recorder } from "./directory.js";
import { ok, problem, warning, type Finding } from "./finding.js";
import { isProgram, type Entry, type Host } from "./host.js";
import type { ConfigFile } from "./notices.js";
import { pipesIn } from "./pipe.js";
import { readPostfix, type Postfix } from "./postconf.js";
import { checkPostfix, type PostfixSources } from "./postfix.js";
import { MAKE_USER, pipeUser } from "./trial.js";

/** What is examined, and with what. */
export interface Examination extends PostfixSources {
  readonly flags: Flags;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Epoch seconds. */
  readonly now: number;
}

/** The user `bounces` of master.cf.example, or whom the directory belongs to, or who runs the pipe. */
function recorderFor(directory: Entry | null, postfix: Postfix | null, host: Host): Recorder {
  if (directory !== null && directory.uid !== 0) return { ...directory, make: "" };
  const runner = postfix === null ? null : (pipesIn(postfix).map((pipe) => pipeUser(pipe, host))[0] ?? null);
  if (runner !== null && runner.user.uid !== 0 && runner.user.name !== "nobody")
    return { uid: runner.user.uid, gid: runner.group.gid, owner: runner.user.name, group: runner.group.name, make: "" };
  const [user, group] = [host.user("bounces"), host.group("bounces")];
  const isMade = user !== null && group !== null;
  return {
    uid: user?.uid ?? -1,
    gid: group?.gid ?? -1,
    owner: "bounces",
    group: "bounces",
    make: isMade ? "" : MAKE_USER,
  };
}

/** Postfix's settings; what is wrong when it does not tell them; null when there is none. */
function askPostfix(host: Host): Postfix | Finding {
  try {
    return readPostfix(host) ?? ok("Postfix", "no postconf here, so its settings were not looked at");
  } catch (error) {
    return problem("Postfix", `postconf fails: ${errorMessage(error)}`, { command: "postfix check" });
  }
}

/** The program that mails reports. */
function checkSendmail({ report: { sendmail } }: Settings, { name }: ConfigFile): Finding[] {
  if (isProgram(sendmail)) return [ok("report.sendmail", sendmail)];
  const isDefault = sendmail === "/usr/sbin/sendmail";
  return [
    warning(
      "report.sendmail",
      `${sendmail} is not there, or is no program: report --mail-to cannot send anything`,
      isDefault
        ? "install a sendmail, such as Postfix's"
        : { command: dropSetting(name, "sendmail"), advice: "leave it at the default" },
    ),
  ];
}

/** What was found, and the settings that hold. */
export interface Examined {
  readonly settings: Settings;
  readonly findings: readonly Finding[];
  /** Postfix and the bounce address; null where there is no Postfix. */
  readonly route: { readonly postfix: Postfix; readonly address: string } | null;
}

/** Looks at everything. */
export async function examine(examination: Examination): Promise<Examined> {
  const { flags, environment, now, host } = examination;
  const { settings, findings, file } = checkConfiguration(flags, environment, host);
  const postfix = askPostfix(host);
  const isPostfix = "main" in postfix;
  const directory = host.entryAt(dirname(settings.database));
  const recorder = recorderFor(directory, isPostfix ? postfix : null, host);
  const database = checkDatabase(recorder, {
    settings,
    now,
    entryAt: host.entryAt,
    program: host.program,
    reader: line("runuser", "-u", recorder.owner, "--", host.node, host.program, "report", "--notify"),
  });
  const isDatabaseFine = database.every(({ level }) => level !== "problem");
  const scene = { settings, file, directory, isDatabaseFine };
  const found = isPostfix ? await checkPostfix(postfix, scene, examination) : { findings: [postfix], addresses: [] };
  const [address] = found.addresses;
  return {
    settings,
    findings: [...findings, ...database, ...found.findings, ...checkSendmail(settings, file)],
    route: isPostfix && address !== undefined ? { postfix, address } : null,
  };
}
