/**
 * Where the database lies: owner, group and mode of its directory and files, and the disk below. SQLite keeps its log beside
 * the database, so the directory must be writable by everyone who uses it, and files made there usable for the others.
 */
import { line, quoted } from "./commands.js";
import { ok, problem, warning, type Finding, type Fix } from "./finding.js";
import type { Entry } from "./host.js";

/** Who records, and whose files the database's should be. */
export interface Recorder {
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  /** What makes this user first, empty when it is there. */
  readonly make: string;
}

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const STICKY = 0o1000;
const SETGID = 0o2000;
const GROUP_READ_WRITE = 0o060;
const OWNER_READ_WRITE = 0o600;
const OWNER_WRITE = 0o200;

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, "0");
const describe = ({ owner, group, mode }: Entry): string => `owner ${owner}, group ${group}, mode ${octal(mode)}`;

/** Makes the directory as master.cf.example says, or puts it right; a directory that is there keeps what is in it. */
function makeDirectory(path: string, { owner, group, make }: Recorder): Fix {
  const install = line("install", "-d", "-o", owner, "-g", group, "-m", "2770", path);
  return { command: make === "" ? install : `${make} && ${install}` };
}

const setMode = (path: string, mode: string): Fix => ({ command: line("chmod", mode, path) });

/** Checks the directory; null: there is none. */
export function checkDirectory(path: string, entry: Entry | null, recorder: Recorder): Finding {
  const what = `directory ${path}`;
  const made = makeDirectory(path, recorder);
  if (entry === null) return problem(what, "is not there, and the program makes none", made);
  if (!entry.isDirectory) return problem(what, "is no directory", "name another database, or move this file away");
  const is = describe(entry);
  const isGroups = (entry.mode & GROUP_READ_WRITE) === GROUP_READ_WRITE;
  if ((entry.mode & OTHERS_WRITE) !== 0 && (entry.mode & STICKY) === 0)
    return problem(what, `everybody can put another database in its place (${is})`, setMode(path, "2770"));
  if (entry.uid === 0 && !isGroups)
    return problem(what, `only root can write there (${is}), and Postfix runs no pipe as root`, made);
  if ((entry.mode & OWNER_WRITE) === 0)
    return problem(what, `its owner may not write there (${is}): nothing is recorded`, setMode(path, "2770"));
  if (!isGroups)
    return warning(what, `only its owner can use the database, queries included (${is})`, setMode(path, "2770"));
  if ((entry.mode & SETGID) === 0)
    return warning(
      what,
      `files made there do not get its group (${is}): after a query by somebody else recording may fail`,
      setMode(path, "g+s"),
    );
  return ok(what, is);
}

/** Whether who records can read and write the file. */
const isUsable = (file: Entry, recorder: Recorder): boolean =>
  (file.uid === recorder.uid && (file.mode & OWNER_READ_WRITE) === OWNER_READ_WRITE) ||
  (file.gid === recorder.gid && (file.mode & GROUP_READ_WRITE) === GROUP_READ_WRITE) ||
  recorder.uid === 0;

/** Checks one of the database's files. */
export function checkFile(file: Entry, recorder: Recorder): Finding {
  const what = `file ${file.name}`;
  const is = describe(file);
  const mend: Fix = {
    command: `${line("chown", `${recorder.owner}:${recorder.group}`, file.name)} && ${line("chmod", "660", file.name)}`,
  };
  if (!isUsable(file, recorder))
    return problem(what, `${recorder.owner} cannot write it (${is}): nothing is recorded`, mend);
  if ((file.mode & OTHERS_WRITE) !== 0)
    return problem(what, `everybody can change it (${is})`, setMode(file.name, "660"));
  if ((file.mode & OTHERS_READ) !== 0)
    return warning(what, `everybody can read the addresses in it (${is})`, setMode(file.name, "660"));
  if (file.gid !== recorder.gid || (file.mode & GROUP_READ_WRITE) !== GROUP_READ_WRITE)
    return warning(what, `the directory's group cannot use it (${is})`, mend);
  return ok(what, is);
}

/** Whether we may use the database: looking writes beside it as well. `denied`: the code of access(2)'s error, null for none. */
export function checkOwnAccess({ name, owner, group }: Entry, denied: string | null): Finding {
  if (denied === null) return ok("you", "can use the database");
  if (denied === "EROFS")
    return problem(`directory ${name}`, "is on a file system that is mounted read-only: nothing is recorded", {
      command: `mount -o remount,rw "$(findmnt -n -o TARGET --target ${quoted(name)})"`,
    });
  return problem(
    "you",
    `cannot write in ${name}, which reading needs as well`,
    `become a member of its group (adduser NAME ${group}, then log in again), or run this as ${owner}`,
  );
}

const MEGABYTE = 1 << 20;
/** A night's bounces fit into this; a wave of spam does not. */
const FEW = 512 * MEGABYTE;
const NEARLY_NONE = 32 * MEGABYTE;

/** statfs(2)'s numbers of file systems over a network, on which SQLite's write-ahead log does not work (sqlite.org/wal.html). */
const NETWORK: Readonly<Record<number, string>> = {
  0x6969: "NFS",
  0x517b: "SMB",
  0xff534d42: "CIFS",
  0xfe534d42: "SMB2",
  0x01021997: "9P",
  0x5346414f: "AFS",
  0x73757245: "Coda",
};

/** Of statfs(2), what is looked at. */
export interface Disk {
  readonly type: number;
  /** Bytes that an ordinary user may still write. */
  readonly free: number;
}

/** Checks the disk under a directory. */
export function checkDisk(directory: string, { type, free }: Disk): Finding[] {
  const what = `disk under ${directory}`;
  const left = `${Math.floor(free / MEGABYTE)} MB free`;
  const network = NETWORK[type >>> 0];
  const room =
    free < NEARLY_NONE
      ? problem(
          what,
          `${left}: recording is about to fail, and Postfix will keep the bounces in its queue`,
          "make room",
        )
      : free < FEW
        ? warning(what, left, "make room: a wave of bounces takes some hundred MB, and the log as much again")
        : ok(what, left);
  return network === undefined
    ? [room]
    : [
        room,
        problem(
          what,
          `is ${network}, on which SQLite's write-ahead log does not work`,
          "put the database on a disk of this machine",
        ),
      ];
}
