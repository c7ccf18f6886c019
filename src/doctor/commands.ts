/** The commands that the doctor prints: lines for sh(1), to be run as root. */
import type { Service } from "./postconf.js";

const PLAIN = /^[\w@%+=:,./-]+$/;
const SPECIAL_IN_PATTERN = /[.*[\]\\/^$]/g;

/** One argument of a command line, in quotes where it needs them. */
export const quoted = (text: string): string => (PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** A command line of these words. */
export const line = (...words: readonly string[]): string => words.map(quoted).join(" ");

const RELOAD = "postfix reload";

/** Sets parameters of main.cf: "name = value". */
export const setMain = (...assignments: readonly string[]): string =>
  `${line("postconf", "-e", ...assignments)} && ${RELOAD}`;

/** Sets a field of a service in master.cf: "chroot", "process_limit", "command". */
export const setField = ({ name, type }: Pick<Service, "name" | "type">, field: string, value: string): string =>
  `${line("postconf", "-F", `${name}/${type}/${field}=${value}`)} && ${RELOAD}`;

/** Writes whole lines of master.cf: in place of the services of the same names and types, or behind the last one. */
export const setServices = (...services: readonly string[]): string =>
  `${line(
    "postconf",
    "-M",
    ...services.map((text) => `${text.split(/\s+/).slice(0, 2).join("/")}=${text}`),
  )} && ${RELOAD}`;

/** A text as sed's basic regular expression. */
const pattern = (text: string): string => text.replace(SPECIAL_IN_PATTERN, "\\$&");

/** Maps that postmap(1) compiles into a file beside their source, and that file's ending. */
export const COMPILED: ReadonlyMap<string, string> = new Map([
  ["hash", ".db"],
  ["btree", ".db"],
  ["lmdb", ".lmdb"],
  ["cdb", ".cdb"],
  ["dbm", ".pag"],
  ["sdbm", ".pag"],
]);

/** Kinds of maps with a text file of lines "key value" that a command can write a line into. */
const isWritable = (kind: string): boolean => kind === "texthash" || COMPILED.has(kind);

/** A map as main.cf names it, "hash:/etc/postfix/transport", in its two parts. */
export function partsOf(map: string): { readonly kind: string; readonly file: string } {
  const plain = map.replace(/^proxy:/, "");
  const colon = plain.indexOf(":");
  return { kind: plain.slice(0, colon), file: plain.slice(colon + 1) };
}

/** Which program compiles a map: aliases have a form of their own. */
export type Compiler = "postmap" | "postalias";

/** Has Postfix read a map anew. */
export function compile(map: string, compiler: Compiler = "postmap"): string {
  const { kind, file } = partsOf(map);
  return COMPILED.has(kind) ? line(compiler, `${kind}:${file}`) : RELOAD;
}

/** How a line begins: "key:" in a file of aliases, "key" and a space in others. */
const keyPattern = (key: string, compiler: Compiler): string =>
  compiler === "postalias" ? `^${pattern(key)}[[:space:]]*:` : `^${pattern(key)}[[:space:]]`;

/**
 * Writes a line into a map's file, in place of the one with this key.
 * @returns null for a map that is no such file: a database's, a pattern's
 */
export function editEntry(map: string, key: string, value: string, compiler: Compiler = "postmap"): string | null {
  const { kind, file } = partsOf(map);
  if (!isWritable(kind)) return null;
  const entry = compiler === "postalias" ? `${key}: ${value}` : `${key} ${value}`;
  const without = line("sed", "-i", `/${keyPattern(key, compiler)}/Id`, file);
  return `touch ${quoted(file)} && ${without} && ${line("echo", entry)} >> ${quoted(file)}`;
}

/** The same, and has Postfix read it. */
export function setEntry(map: string, key: string, value: string, compiler: Compiler = "postmap"): string | null {
  const edit = editEntry(map, key, value, compiler);
  return edit === null ? null : `${edit} && ${compile(map, compiler)}`;
}

/**
 * Sets a key of the first part of the configuration file, in place of its line.
 * @param text the file's content; null when there is none
 * @returns null when the value goes over several lines, which a command cannot replace
 */
export function setSetting(file: string, text: string | null, key: string, value: string): string | null {
  const entry = `${key} = ${value}`;
  if (text === null || text === "") {
    const directory = file.slice(0, file.lastIndexOf("/"));
    return `mkdir -p ${quoted(directory)} && ${line("echo", entry)} >> ${quoted(file)}`;
  }
  const found = text.split("\n").find((row) => new RegExp(`^\\s*${key}\\s*=`).test(row));
  if (found !== undefined && /=\s*(?:\[[^\]]*|"""[^]*|'''[^]*)$/.test(found)) return null;
  return line("sed", "-i", "-e", `1i ${entry}`, "-e", `/^[[:space:]]*${pattern(key)}[[:space:]]*=/d`, file);
}

/** Takes a key's line out of the configuration file: the default holds. */
export const dropSetting = (file: string, key: string): string =>
  line("sed", "-i", `/^[[:space:]]*${pattern(key)}[[:space:]]*=/d`, file);
