/** Ways in which an installation breaks, each with how an admin mends it. Rows of a test; a new way is a new row. */
import { chmodSync, chownSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Site } from "./site.js";

/** One way to break. */
export interface Fault {
  readonly name: string;
  /**
   * Who catches it: "program" ends in 75 by itself; "net" is soft_bounce=yes in the stanza, for what breaks before a line
   * of ours has run.
   */
  readonly caughtBy: "program" | "net";
  /** What Postfix then says of the mail in its queue. */
  readonly reason: RegExp;
  /** Breaks the installation and returns how to mend it. */
  readonly breakIt: (site: Site) => () => void;
}

const NATIVE = "node_modules/better-sqlite3/build/Release/better_sqlite3.node";

/** Takes a file or directory away, and puts what is given in its place. */
function replace(path: string, by?: string): () => void {
  const away = `${path}.away`;
  renameSync(path, away);
  if (by !== undefined) writeFileSync(path, by, { mode: 0o755 });
  return () => {
    rmSync(path, { recursive: true, force: true });
    renameSync(away, path);
  };
}

/** Somebody holds the database for longer than the program waits (which is made short, for the test's sake). */
function lock({ places }: Site): () => void {
  const restore = replace(places.settings, `${readFileSync(places.settings, "utf8")}busy_timeout_ms = 100\n`);
  const database = new Database(places.database);
  database.exec("BEGIN IMMEDIATE");
  return () => {
    database.close();
    restore();
  };
}

/** Everything there belongs to root: what a careless `sudo` or a restored backup leaves. */
function giveToRoot({ places, user }: Site): () => void {
  const files = readdirSync(places.databaseDirectory).map((name) => join(places.databaseDirectory, name));
  const own = (uid: number, gid: number, directoryMode: number, fileMode: number): void => {
    for (const path of [places.databaseDirectory, ...files]) chownSync(path, uid, gid);
    for (const path of files) chmodSync(path, fileMode);
    chmodSync(places.databaseDirectory, directoryMode);
  };
  own(0, 0, 0o755, 0o644);
  return () => own(user.uid, user.gid, 0o2770, 0o660);
}

/** Takes away what the build makes. */
export function notBuilt({ places }: Site): () => void {
  return replace(join(places.program, "dist"));
}

/** The rows. */
export const FAULTS: readonly Fault[] = [
  { name: "the database is locked", caughtBy: "program", reason: /locked|busy/i, breakIt: lock },
  {
    name: "the database's directory is gone",
    caughtBy: "program",
    reason: /directory|directory|open/i,
    breakIt: ({ places }) => replace(places.databaseDirectory),
  },
  {
    name: "the database and its directory are not writable",
    caughtBy: "program",
    reason: /open|writ|read-?only/i,
    breakIt: giveToRoot,
  },
  {
    name: "the database is something else",
    caughtBy: "program",
    reason: /not a database/i,
    breakIt: ({ places }) => replace(places.database, "This is no database.\n".repeat(200)),
  },
  {
    name: "the configuration has an unknown key",
    caughtBy: "program",
    reason: /databse/,
    breakIt: ({ places }) => replace(places.settings, `databse = "x"\n`),
  },
  {
    name: "the configuration is not TOML",
    caughtBy: "program",
    reason: /line 1/,
    breakIt: ({ places }) => replace(places.settings, "database =\n"),
  },
  {
    name: "the configuration file is gone",
    caughtBy: "program",
    reason: /configuration/,
    breakIt: ({ places }) => replace(places.settings),
  },
  {
    name: "the native module is missing",
    caughtBy: "program",
    reason: /better_sqlite3/,
    breakIt: ({ places }) => replace(join(places.program, NATIVE)),
  },
  {
    name: "the native module is for another machine",
    caughtBy: "program",
    reason: /better_sqlite3/,
    breakIt: ({ places }) => replace(join(places.program, NATIVE), "for another machine"),
  },
  { name: "the program is not built", caughtBy: "program", reason: /built/, breakIt: notBuilt },
  {
    name: "the program is killed",
    caughtBy: "program",
    reason: /signal 9/,
    breakIt: ({ places }) => replace(places.node, "#!/bin/sh\nkill -9 $$\n"),
  },
  {
    name: "node is not where the stanza says",
    caughtBy: "program",
    reason: /./,
    breakIt: ({ places }) => replace(places.node),
  },
  {
    name: "the program is not where the stanza says",
    caughtBy: "net",
    reason: /./,
    breakIt: ({ places }) => replace(join(places.program, "bin")),
  },
  {
    name: "node does not start",
    caughtBy: "net",
    reason: /./,
    breakIt: ({ places }) => replace(places.node, "#!/bin/sh\nexit 127\n"),
  },
];
