/** What Postfix is set to, as postconf(1) tells it. Postfix reads its own files best: maps of names, defaults, overrides. */
import type { Answer, Host } from "./host.js";

/** One line of master.cf. */
export interface Service {
  readonly name: string;
  /** "inet", "unix" ... */
  readonly type: string;
  /** "y", "n" or "-". */
  readonly chroot: string;
  /** Most processes: a number, or "-". */
  readonly processLimit: string;
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

/** What a map says of a key. */
interface LookUp {
  /** Null when it has no such key. */
  readonly value: string | null;
  /** Why it could not be asked; null when it could. */
  readonly fault: string | null;
}

/** Asks a map, "hash:/etc/postfix/transport", for a key. */
export type Ask = (map: string, key: string) => LookUp;

/** The maps of main.cf, which postmap(1) asks. */
export interface Maps {
  readonly ask: Ask;
  /** All entries of a map that can list them. */
  readonly entriesOf: (map: string) => readonly (readonly [key: string, value: string])[];
}

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
      const [name = "", type = "", , , chroot = "-", , processLimit = "-", command = "", ...rest] = line.split(/\s+/);
      return { name, type, chroot, processLimit, command, arguments: rest };
    });

/** A setting of main.cf, or its default; empty when there is none. */
export const settingOf = ({ main }: Pick<Postfix, "main">, name: string): string => main.get(name) ?? "";

/** Words of a list: "resource, software". */
export const wordsOf = (value: string): string[] => value.split(/[\s,]+/).filter((word) => word !== "");

/** Names of maps in a list; those in braces hold spaces and commas: "hash:/etc/postfix/transport, inline:{ a=b, c=d }". */
export const mapsIn = (value: string): string[] => value.match(/[^\s,{]+(?:\{(?:[^{}]|\{[^{}]*\})*\})?/g) ?? [];

/** The first line that says something. */
export const firstLine = (text: string): string => text.split("\n").find((line) => line.trim() !== "") ?? "";

/**
 * Asks the Postfix of this machine (or the one that MAIL_CONFIG names).
 * @returns null when there is none
 * @throws Error that says how postconf failed
 */
export function readPostfix(host: Host): Postfix | null {
  if (host.find("postconf") === null) return null;
  const ask = (option: string): string => {
    const { status, stdout, stderr } = host.run("postconf", [option]);
    if (status !== 0) throw new Error(`postconf ${option}: ${firstLine(stderr)}`);
    return stdout;
  };
  return {
    main: parseAssignments(ask("-x")),
    services: parseServices(ask("-M")),
    overrides: parseAssignments(ask("-P")),
  };
}

function toLookUp({ status, stdout, stderr }: Answer): LookUp {
  if (status === 0) return { value: stdout.trimEnd(), fault: null };
  const said = firstLine(stderr.replace(/^postmap: warning: .*$/gm, "")).replace(/^postmap: (?:fatal: |error: )?/, "");
  return { value: null, fault: status === 1 && said === "" ? null : said };
}

/** The maps of this machine. They are asked directly, not through proxymap(8), which answers only while Postfix runs. */
export function mapsOf(host: Host): Maps {
  const known = new Map<string, LookUp>();
  const directly = (map: string): string => map.replace(/^proxy:/, "");
  return {
    ask: (map, key) => {
      const question = `${key} ${map}`;
      const found = known.get(question) ?? toLookUp(host.run("postmap", ["-q", key, directly(map)]));
      known.set(question, found);
      return found;
    },
    entriesOf: (map) =>
      host
        .run("postmap", ["-s", directly(map)])
        .stdout.split("\n")
        .map((line) => line.split("\t"))
        .flatMap(([key, value]) => (key === undefined || value === undefined ? [] : [[key, value] as const])),
  };
}
