/**
 * Who may use the database: owner, group and mode of its directory and files. SQLite keeps its log beside the database, so
 * the directory must be writable for everybody who uses it; and whoever makes a file there must make it usable for the rest.
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
