/**
 * Where the database lies: owner, group and mode of its directory and files, and the disk below. SQLite keeps its log beside
 * the database, so the directory must be writable by everyone who uses it, and files made there usable for the others.
 */
import { ok, problem, warning, type Finding } from "./finding.js";

/** Of stat(2), what tells who may do what. */
export interface Entry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly isDirectory: boolean;
  /** Bytes. */
  readonly size: number;
}

const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const STICKY = 0o1000;
const SETGID = 0o2000;
const GROUP_READ_WRITE = 0o060;
const OWNER_READ_WRITE = 0o600;

const octal = (mode: number): string => (mode & 0o7777).toString(8).padStart(4, "0");
const describe = ({ uid, gid, mode }: Entry): string => `owner ${uid}, group ${gid}, mode ${octal(mode)}`;

/** Checks the directory; null: there is none. */
export function checkDirectory(path: string, entry: Entry | null): Finding {
  const what = `directory ${path}`;
  const make = `install -d -o bounces -g bounces -m 2770 ${path}`;
  if (entry === null) return problem(what, "is not there, and the program makes none", make);
  if (!entry.isDirectory) return problem(what, "is no directory", make);
  if ((entry.mode & OTHERS_WRITE) !== 0 && (entry.mode & STICKY) === 0)
    return problem(what, `everybody can put another database in its place (${describe(entry)})`, `chmod 2770 ${path}`);
  if (entry.uid === 0 && (entry.mode & GROUP_READ_WRITE) !== GROUP_READ_WRITE)
    return problem(what, `only root can write there (${describe(entry)}), and Postfix runs no pipe as root`, make);
  if ((entry.mode & GROUP_READ_WRITE) !== GROUP_READ_WRITE)
    return warning(
      what,
      `only its owner can use the database, queries included (${describe(entry)})`,
      `chmod 2770 ${path}`,
    );
  if ((entry.mode & SETGID) === 0)
    return warning(
      what,
      `files made there do not get its group (${describe(entry)}): after a query by somebody else recording may fail`,
      `chmod g+s ${path}`,
    );
  return ok(what, describe(entry));
}

/** Whether the directory's owner, who records, can read and write the file. */
const isUsable = (file: Entry, directory: Entry): boolean =>
  (file.uid === directory.uid && (file.mode & OWNER_READ_WRITE) === OWNER_READ_WRITE) ||
  (file.gid === directory.gid && (file.mode & GROUP_READ_WRITE) === GROUP_READ_WRITE) ||
  directory.uid === 0;

/** Checks one of the database's files. */
export function checkFile(file: Entry, directory: Entry): Finding {
  const what = `file ${file.name}`;
  const mend = `chown ${directory.uid}:${directory.gid} ${file.name} && chmod 660 ${file.name}`;
  if (!isUsable(file, directory))
    return problem(what, `the directory's owner cannot write it (${describe(file)}): nothing is recorded`, mend);
  if ((file.mode & OTHERS_WRITE) !== 0)
    return problem(what, `everybody can change it (${describe(file)})`, `chmod 660 ${file.name}`);
  if ((file.mode & OTHERS_READ) !== 0)
    return warning(what, `everybody can read the addresses in it (${describe(file)})`, `chmod 660 ${file.name}`);
  if (file.gid !== directory.gid || (file.mode & GROUP_READ_WRITE) !== GROUP_READ_WRITE)
    return warning(what, `the directory's group cannot use it (${describe(file)})`, mend);
  return ok(what, describe(file));
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
