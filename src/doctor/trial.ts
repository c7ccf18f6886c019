/**
 * Tries what the pipe runs, as pipe(8) would: as its user, without other groups, in its directory, with its environment.
 * Nothing is recorded. Where we may not become that user, the files' modes are all that can be looked at.
 */
import { dirname } from "node:path";
import type { Settings } from "../config/load.js";
import { isRecord } from "../values.js";
import { line } from "./commands.js";
import { isNativeFailure, NATIVE_WHY, rebuildFix } from "./failure.js";
import { ok, problem, type Finding } from "./finding.js";
import type { Answer, Entry, Group, Host, User } from "./host.js";
import {
  attributeOf,
  changePipe,
  EXTENSION,
  ourCommand,
  ownArguments,
  takesOptions,
  withAttribute,
  withoutMacros,
  type Pipe,
} from "./pipe.js";
import { firstLine, settingOf, wordsOf, type Postfix } from "./postconf.js";

/** The oldest Node that runs the program: package.json's engines. */
const OLDEST_NODE = [20, 19] as const;
const TRIAL_MESSAGE = `From: MAILER-DAEMON@mail.example (Mail Delivery System)
To: bounce@example.com
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; doctor@example.net
Action: failed
Status: 5.1.1

--b--
`;

/** The user and group that a pipe names. */
export interface PipeUser {
  readonly user: User;
  readonly group: Group;
}

/** What the trials have at hand. */
export interface Bench {
  readonly host: Host;
  readonly postfix: Postfix;
  readonly settings: Settings;
  /** The directory of the database; null when there is none. */
  readonly directory: Entry | null;
  /** Nothing was said of the database's directory and files yet. */
  readonly isDatabaseFine: boolean;
}

const placeOf = ({ service }: Pipe): string => `master.cf: ${service.name}`;

/** "user:group", or null when there is no such user or group. */
export function pipeUser(pipe: Pipe, host: Pick<Host, "user" | "group">): PipeUser | null {
  const [name = "", groupName = ""] = (attributeOf(pipe, "user") ?? "").split(":");
  const user = host.user(name);
  const group = user === null ? null : host.group(groupName === "" ? String(user.gid) : groupName);
  return user === null || group === null ? null : { user, group };
}

/** Whose the database is, if that can run a pipe; the user of master.cf.example otherwise. */
export function properUser(directory: Entry | null): string {
  return directory === null || directory.uid === 0 ? "bounces:bounces" : `${directory.owner}:${directory.group}`;
}

/** Makes the user of master.cf.example. */
export const MAKE_USER = "adduser --system --group --no-create-home --home /var/lib/bounces bounces";

function userFix(pipe: Pipe, { directory, host }: Bench): { readonly command: string } {
  const proper = properUser(directory);
  const change = changePipe(pipe, { attributes: withAttribute(pipe, "user", proper) });
  const isMade = host.user(proper.split(":")[0] ?? "") !== null;
  if (isMade) return { command: change };
  return { command: attributeOf(pipe, "user") === proper ? MAKE_USER : `${MAKE_USER} && ${change}` };
}

/** Why pipe(8) refuses to run as this user; null when it does not. */
function refusal({ user, group }: PipeUser, { postfix, host }: Bench): string | null {
  const owner = host.user(settingOf(postfix, "mail_owner"));
  const privileged = host.group(settingOf(postfix, "setgid_group"));
  if (user.uid === 0) return "runs nothing as root";
  if (group.gid === 0) return "runs nothing in root's group";
  if (user.uid === owner?.uid || group.gid === owner?.gid) return "runs nothing as Postfix's own user";
  if (group.gid === privileged?.gid) return "runs nothing in Postfix's own group";
  return null;
}

function checkUser(pipe: Pipe, bench: Bench): Finding[] {
  const name = attributeOf(pipe, "user") ?? "";
  const found = pipeUser(pipe, bench.host);
  if (found === null)
    return [
      problem(placeOf(pipe), `user=${name}: no such user or group; every bounce is deferred`, userFix(pipe, bench)),
    ];
  const why = refusal(found, bench);
  if (why === null) return [];
  return [
    problem(placeOf(pipe), `user=${name}: pipe(8) ${why}, and stops the transport for all mail`, userFix(pipe, bench)),
  ];
}

/** The environment that pipe(8) gives: nothing but export_environment. */
function environmentOf({ postfix }: Bench): Record<string, string | undefined> {
  const entries = wordsOf(settingOf(postfix, "export_environment")).map((word): [string, string | undefined] => {
    const equals = word.indexOf("=");
    return equals < 0 ? [word, process.env[word]] : [word.slice(0, equals), word.slice(equals + 1)];
  });
  return { PATH: "/usr/bin:/bin", LANG: "C", ...Object.fromEntries(entries) };
}

/** Runs something as the pipe's user. */
type RunAsPipe = (program: string, args: readonly string[], input?: string) => Answer;

function runnerFor({ user, group }: PipeUser, pipe: Pipe, bench: Bench): RunAsPipe {
  const environment = environmentOf(bench);
  const cwd = attributeOf(pipe, "directory") ?? settingOf(bench.postfix, "queue_directory");
  return (program, args, input = "") =>
    bench.host.run(program, args, { uid: user.uid, gid: group.gid, cwd, environment, input });
}

/** The words of argv before `ingest`: node and the program, or the program alone. */
const programIn = ({ argv }: Pipe): string => argv[argv.indexOf("ingest") - 1] ?? "";
const hasNode = ({ argv }: Pipe): boolean => argv.indexOf("ingest") > 1;

/** The command that has the pipe run our own node and program. */
const ourselvesFix = (pipe: Pipe, { host }: Bench): { readonly command: string } => ({
  command: changePipe(pipe, { argv: [host.node, host.program, ...pipe.argv.slice(pipe.argv.indexOf("ingest"))] }),
});

/** Checks the paths in argv, as far as they can be seen. */
function checkPaths(pipe: Pipe, bench: Bench): Finding[] {
  const paths = hasNode(pipe) ? [pipe.argv[0] ?? "", programIn(pipe)] : [programIn(pipe)];
  const wrong = paths.find((path) => !path.startsWith("/") || bench.host.entryAt(path) === null);
  if (wrong === undefined) return [];
  const why = wrong.startsWith("/")
    ? `argv: ${wrong} is not there`
    : `argv: ${wrong} is not absolute, and pipe(8) runs in ${settingOf(bench.postfix, "queue_directory")}`;
  return [problem(placeOf(pipe), `${why}: every bounce is deferred`, ourselvesFix(pipe, bench))];
}

function checkNode(pipe: Pipe, bench: Bench, run: RunAsPipe): Finding[] {
  const [node = ""] = pipe.argv;
  if (!hasNode(pipe)) return [];
  const { status, stdout, stderr } = run(node, ["--version"]);
  const [, major = "0", minor = "0"] = /^v(\d+)\.(\d+)/.exec(stdout) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (status === 0 && (Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor)))
    return [];
  const why =
    status === 0
      ? `argv: ${node} is Node ${stdout.trim()}; bounces needs ${OLDEST_NODE.join(".")} or later`
      : `argv: ${node} cannot be run by the pipe's user: ${firstLine(stderr)}`;
  return [problem(placeOf(pipe), `${why}: every bounce is deferred`, ourselvesFix(pipe, bench))];
}

/** The options before the extensions, which say where the database is. */
const settingOptions = (pipe: Pipe): string[] =>
  takesOptions(ownArguments(pipe)) ? ownArguments(pipe).filter((word) => /^--(?:db|config)=/.test(word)) : [];

/** A value as it stands in the file, without the quotes of a string. */
const unquoted = (value: string): string => (value.startsWith('"') ? String(JSON.parse(value)) : value);

/** Values by key in what `bounces config --json` prints. */
function settingsIn(printed: string): ReadonlyMap<string, string> {
  const rows = printed
    .split("\n")
    .filter((row) => row.startsWith("{"))
    .map((row): unknown => JSON.parse(row));
  return new Map(
    rows
      .filter(isRecord)
      .flatMap(({ key, value }) => (typeof key === "string" ? [[key, unquoted(String(value))] as const] : [])),
  );
}

/** What an error of the program as that user means. */
function failed(pipe: Pipe, answer: Answer, { user, group }: PipeUser): Finding {
  const why = firstLine(answer.stderr === "" ? answer.stdout : answer.stderr).replace(/^(?:4\.3\.0 )?bounces: /, "");
  const what = `${placeOf(pipe)}, as ${user.name}`;
  if (isNativeFailure(answer.stderr + answer.stdout)) return problem(what, NATIVE_WHY, rebuildFix(programIn(pipe)));
  const [, file] = /^(.+): cannot read the configuration file \(EACCES\)/.exec(why) ?? [];
  if (file !== undefined)
    return problem(what, `cannot read ${file}: every bounce is deferred`, {
      command: `${line("chgrp", group.name, dirname(file), file)} && ${line("chmod", "g+rx", dirname(file))} && ${line("chmod", "g+r", file)}`,
    });
  return problem(
    what,
    `fails: ${why === "" ? "without a word" : why}`,
    "the other lines say why; until then bounces are deferred",
  );
}

/** Whether the pipe records where we look. */
function checkDatabaseOf(pipe: Pipe, printed: string, { settings }: Bench): Finding[] {
  const path = settingsIn(printed).get("database");
  if (path === settings.database || path === undefined) return [];
  const other = pipe.argv.filter((word) => !word.startsWith("--db="));
  const isOption = other.length < pipe.argv.length;
  return [
    problem(
      placeOf(pipe),
      `records into ${path}, and this looks at ${settings.database}`,
      isOption
        ? { command: changePipe(pipe, { argv: other }), advice: "have both use the database of the configuration" }
        : "use the same configuration: --config FILE, or BOUNCES_CONFIG",
    ),
  ];
}

/** Whether the pipe's user may write the database and beside it; access(2) knows of modes, lists and read-only file systems. */
function checkAccess(pipe: Pipe, as: PipeUser, run: RunAsPipe, bench: Bench): Finding[] {
  const { host, settings, directory } = bench;
  const { user, group } = as;
  const path = settings.database;
  if (directory === null) return [];
  const isDenied = (file: string, ...tests: readonly string[]): boolean =>
    tests.some((test) => run("/usr/bin/test", [test, file]).status !== 0);
  const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => host.entryAt(file) !== null);
  const closed = isDenied(directory.name, "-w", "-x")
    ? [directory.name]
    : files.filter((file) => isDenied(file, "-r", "-w"));
  if (closed.length === 0) return [];
  const isSomebodys = directory.uid !== 0 && directory.uid !== user.uid;
  const mend = `${line("chown", `${user.name}:${group.name}`, ...closed)} && ${line("chmod", closed[0] === directory.name ? "2770" : "660", ...closed)}`;
  return [
    problem(
      `${placeOf(pipe)}, as ${user.name}`,
      `cannot write ${closed.join(", ")} (${directory.owner}:${directory.group}): every bounce is deferred`,
      isSomebodys ? userFix(pipe, bench) : { command: mend },
    ),
  ];
}

/** Runs the program as the pipe's user. */
function tryProgram(pipe: Pipe, as: PipeUser, bench: Bench, run: RunAsPipe): Finding[] {
  const ours = (words: readonly string[], input?: string): Answer => {
    const [program = "", ...rest] = ourCommand(pipe, ...words);
    return run(program, rest, input);
  };
  const configuration = ours(["config", "--json", ...settingOptions(pipe)]);
  if (configuration.status !== 0) return [failed(pipe, configuration, as)];
  const elsewhere = checkDatabaseOf(pipe, configuration.stdout, bench);
  if (elsewhere.length > 0) return elsewhere;
  const own = ownArguments(pipe).filter((word) => word !== EXTENSION);
  const options = takesOptions(ownArguments(pipe))
    ? own.slice(0, own.includes("--") ? own.indexOf("--") : undefined)
    : [];
  const dry = ours(["ingest", ...options.map(withoutMacros), "--dry-run", "--extension="], TRIAL_MESSAGE);
  if (dry.status !== 0) return [failed(pipe, dry, as)];
  return [ok(`${placeOf(pipe)}, as ${as.user.name}`, `reads a bounce, and records into ${bench.settings.database}`)];
}

/** Tries one pipe. What is wrong first hides what comes after it. */
export function tryPipe(pipe: Pipe, bench: Bench): Finding[] {
  const before = [...checkUser(pipe, bench), ...checkPaths(pipe, bench)];
  const as = pipeUser(pipe, bench.host);
  if (before.length > 0 || as === null) return before;
  if (!bench.host.mayRunAs(as.user.uid))
    return [ok(placeOf(pipe), `run this as root to have the program tried as ${as.user.name}`)];
  const run = runnerFor(as, pipe, bench);
  const node = checkNode(pipe, bench, run);
  if (node.length > 0) return node;
  const denied = bench.isDatabaseFine ? checkAccess(pipe, as, run, bench) : [];
  return [...denied, ...tryProgram(pipe, as, bench, run)];
}
