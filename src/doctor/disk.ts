/** Checks the room for the database, and what kind of file system it lies on. */
import { ok, problem, warning, type Finding } from "./finding.js";

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
