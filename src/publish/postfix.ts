/**
 * The map of suppressed addresses that Postfix asks at submission (check_recipient_access), an LMDB file of its own. Postfix's
 * postmap writes it: in place what changed, under the lock that smtpd honours, so that a message is refused right after the bounce;
 * all of it aside and renamed, where there is no file yet. Never Postfix on the database itself: a reader that meets a writer
 * there answers 451, and one that may not write the directory of a WAL file dies.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, renameSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import type { Settings } from "../config/settings.js";
import { isBehindChanges, publish, type PublishedState } from "../store/publication.js";
import type { Db } from "../store/sql.js";
import { EVERYWHERE, expireStates } from "../store/suppression.js";

/** What of the settings says where the map is. */
export type MapSettings = Pick<Settings["suppress"], "map" | "postmap">;

const EXTENSION = ".lmdb";
/** smtpd and proxymap read it as another user. */
const MODE = 0o644;
const LIMIT_MS = 30_000;

/** A key that postmap reads as one word, and smtpd as an address. */
const isKey = (address: string): boolean => /^[^\s"\\#\0-\x20\x7f]+@[^\s"\\\0-\x20\x7f]+$/.test(address);

const isListed = ({ scope, state, address }: PublishedState): boolean =>
  scope === EVERYWHERE && state === "suppressed" && isKey(address);

/** @throws Error with what postmap says */
function postmap(program: string, args: readonly string[], input: string): void {
  const { status, stderr, error } = spawnSync(program, args, { input, encoding: "utf8", timeout: LIMIT_MS });
  if (error !== undefined) throw error;
  // Status 1 of a deletion: there was no such key.
  if (status !== 0 && !(args[0] === "-d" && status === 1 && stderr.trim() === ""))
    throw new Error(`${program}: ${stderr.trim().split("\n").at(-1) ?? String(status)}`);
}

const linesOf = (states: readonly PublishedState[]): string =>
  states.map(({ address, reply }) => `${address} ${reply}\n`).join("");

/** The whole map, written aside and renamed: no reader sees half of it. */
function writeAll(file: string, program: string, states: readonly PublishedState[]): void {
  const aside = `${file}.new`;
  rmSync(`${aside}${EXTENSION}`, { force: true });
  postmap(program, ["-i", `lmdb:${aside}`], linesOf(states.filter(isListed)));
  chmodSync(`${aside}${EXTENSION}`, MODE);
  renameSync(`${aside}${EXTENSION}`, `${file}${EXTENSION}`);
}

function writeChanges(file: string, program: string, states: readonly PublishedState[]): void {
  const [listed, others] = [
    states.filter(isListed),
    states.filter((one) => one.scope === EVERYWHERE && !isListed(one)),
  ];
  if (listed.length > 0) postmap(program, ["-r", "-i", `lmdb:${file}`], linesOf(listed));
  const keys = others.map(({ address }) => address).filter(isKey);
  if (keys.length > 0) postmap(program, ["-d", "-", `lmdb:${file}`], keys.map((key) => `${key}\n`).join(""));
}

/**
 * Brings the map up to date. Cheap where nothing changed.
 * @param startsAnew writes all of it, whatever the map is believed to hold
 * @param now epoch seconds (UTC)
 * @returns how many addresses were looked at
 * @throws Error when postmap fails; the next call tries again
 */
export async function updateMap(
  db: Db,
  { map, postmap: program }: MapSettings,
  now: number,
  startsAnew = false,
): Promise<number> {
  if (map === null) return 0;
  const target = `postfix ${hostname()} ${map}`;
  const isMissing = startsAnew || !existsSync(`${map}${EXTENSION}`);
  if (!isMissing && !(await isBehindChanges(db, target, now))) return 0;
  await expireStates(db, now);
  return publish(db, target, isMissing, (states, isAll) => (isAll ? writeAll : writeChanges)(map, program, states));
}
