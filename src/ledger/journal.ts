/**
 * Postfix's lines in the journal, by `journalctl -o json`. Whoever may write to the journal chooses tag and text; the user and
 * the program that wrote are the kernel's word (systemd.journal-fields(7)). So a line counts only where root or the user of
 * Postfix's daemons wrote it, with a program of Postfix's.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { isRecord } from "../values.js";
import { FrontReader, type Front } from "./front.js";

/** Name under which the position in the journal is kept. */
export const JOURNAL = "journal";

/** One entry. `front` is null for what is not Postfix's. */
export interface JournalEntry {
  readonly cursor: string;
  readonly front: Front | null;
}

type Fields = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** As Latin-1 characters; a text that is no UTF-8 comes as an array of bytes. */
function messageOf(value: unknown): string | null {
  if (typeof value === "string") return Buffer.from(value, "utf8").toString("latin1");
  if (!Array.isArray(value)) return null;
  const bytes = value.filter((byte) => typeof byte === "number");
  return Buffer.from(bytes).toString("latin1");
}

/** Programs of Postfix stand in its daemon_directory; postlogd(8) writes for all of them. */
const PROGRAM = /\/postfix\/(?:s?bin\/|libexec\/)?[a-z]+$|\/(?:postsuper|postdrop|postlog)$/;
const FIRST_LOGIN_UID = 1_000;
const NOBODY = 65_534;

/** Whether a program of Postfix's wrote it, and no user of the host. */
function isPostfix(fields: Fields): boolean {
  const uid = Number(textOf(fields._UID) || "-1");
  const isSystem = uid >= 0 && uid < FIRST_LOGIN_UID && uid !== NOBODY;
  const program = textOf(fields._EXE);
  // A daemon may be gone before journald asks what it was.
  return isSystem && (program === "" ? textOf(fields._SYSTEMD_UNIT).startsWith("postfix") : PROGRAM.test(program));
}

/** Reads one line of `journalctl -o json`; null for what is no entry. */
export function readJournalLine(line: string, fronts: FrontReader): JournalEntry | null {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(fields)) return null;
  const cursor = textOf(fields.__CURSOR);
  const message = messageOf(fields.MESSAGE);
  const micros = Number(textOf(fields.__REALTIME_TIMESTAMP));
  if (cursor === "") return null;
  if (message === null || !(micros > 0) || !isPostfix(fields)) return { cursor, front: null };
  const time = new Date(Math.floor(micros / 1_000)).toISOString();
  const host = textOf(fields._HOSTNAME).split(".", 1)[0] ?? "";
  const tag = `${textOf(fields.SYSLOG_IDENTIFIER)}[${textOf(fields.SYSLOG_PID) || "0"}]`;
  const text = `${time} ${host === "" ? "localhost" : host} ${tag}: ${message.replaceAll("\n", "?")}`;
  return { cursor, front: fronts.read(text, 0, text.length) };
}

const ARGUMENTS = ["--output=json", "--no-pager", "--quiet", "--facility=mail"] as const;

/**
 * Entries of the journal behind a cursor; all without one.
 * @throws Error with what journalctl says, by rejecting
 */
export async function* readJournal(after: string | null): AsyncGenerator<JournalEntry> {
  const since = after === null ? [] : [`--after-cursor=${after}`];
  const child = spawn("journalctl", [...ARGUMENTS, ...since], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = `${said}${text}`.slice(0, 500)));
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  ended.catch(() => undefined);
  const fronts = new FrontReader(Infinity);
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = readJournalLine(line, fronts);
    if (entry !== null) yield entry;
  }
  const status = await ended;
  if (status !== 0) throw new Error(`journalctl: ${said.trim() || `exit status ${String(status)}`}`);
}
