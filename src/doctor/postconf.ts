/** What Postfix is set to, as postconf(1) tells it. Postfix reads its own files best: maps of names, defaults, overrides. */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** One line of master.cf. */
export interface Service {
  readonly name: string;
  /** "inet", "unix" ... */
  readonly type: string;
  /** The program: "smtpd", "pipe" ... */
  readonly command: string;
  readonly arguments: readonly string[];
}

/** Settings of a Postfix. */
export interface Postfix {
  /** main.cf and the defaults, names of other settings put in. */
  readonly main: ReadonlyMap<string, string>;
  readonly services: readonly Service[];
  /** Settings of single services: "submission/inet/smtpd_sasl_auth_enable" and the value. */
  readonly overrides: ReadonlyMap<string, string>;
}

const LIMIT_MS = 10_000;
const MOST_BYTES = 8 << 20;
/** Where it lies beside PATH, which a user's often lacks. */
const FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/sbin"];

const ASSIGNMENT = /^([^\s=]+) ?=[ \t]*(.*)$/;

/** Lines `name = value`. */
export const parseAssignments = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split("\n").flatMap((line): [string, string][] => {
      const [, name, value] = ASSIGNMENT.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );

/** Lines as `postconf -M` writes them: one a service, its options behind. */
export const parseServices = (text: string): Service[] =>
  text
    .split("\n")
    .filter((line) => /^[^\s#]/.test(line))
    .map((line) => {
      const [name = "", type = "", , , , , , command = "", ...rest] = line.split(/\s+/);
      return { name, type, command, arguments: rest };
    });

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether it is a file that we may run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Path of postconf, null when there is none. */
function findPostconf({ PATH = "" }: Environment): string | null {
  return (
    [...PATH.split(":").filter((directory) => directory !== ""), ...FOLDERS]
      .map((directory) => join(directory, "postconf"))
      .find(isProgram) ?? null
  );
}

/**
 * Asks the Postfix of this machine (or the one that MAIL_CONFIG names).
 * @returns null when there is none
 * @throws the error of a postconf that cannot be run or that fails
 */
export function readPostfix(environment: Environment): Postfix | null {
  const program = findPostconf(environment);
  if (program === null) return null;
  const ask = (option: string): string =>
    execFileSync(program, [option], {
      encoding: "utf8",
      timeout: LIMIT_MS,
      maxBuffer: MOST_BYTES,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environment },
    });
  return {
    main: parseAssignments(ask("-x")),
    services: parseServices(ask("-M")),
    overrides: parseAssignments(ask("-P")),
  };
}
