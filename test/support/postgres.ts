/** A PostgreSQL server of the test's own, in a temporary directory, out of Debian's packages. */
import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const VERSIONS = "/usr/lib/postgresql";
const version = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort().at(-1) : undefined;
const bin = (name: string): string => join(VERSIONS, version ?? "", "bin", name);

/** Whether PostgreSQL is installed; where it is not, that is said aloud. */
export const hasPostgres = version !== undefined;
if (!hasPostgres) console.warn("PostgreSQL is not installed: its tests are skipped");

/** PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** A server that runs. */
export interface Server {
  readonly psql: (database: string, text: string) => string;
  /** The setting `store` for a database of this server. */
  readonly addressOf: (database: string) => string;
  /** Starts it again after {@link Server.kill}. */
  readonly start: () => void;
  /** Ends it at once, as a crash would. */
  readonly kill: () => void;
  /** Ends it, and removes all. */
  readonly remove: () => void;
}

/** Makes a server and starts it. `isSafe`: what is committed is on disk. */
export function startServer(isSafe = false): Server {
  const directory = mkdtempSync(join(tmpdir(), "bounces-postgres-"));
  const data = join(directory, "data");
  if (isRoot) chownSync(directory, NOBODY, NOBODY);
  const options = { ...user, cwd: directory, stdio: "ignore" } as const;
  const settings = `-c listen_addresses='' -c unix_socket_directories=${directory} -c fsync=${isSafe ? "on" : "off"}`;
  const start = (): void => {
    execFileSync(bin("pg_ctl"), ["-D", data, "-w", "-o", settings, "-l", join(directory, "log"), "start"], options);
  };
  const kill = (): void => {
    execFileSync(bin("pg_ctl"), ["-D", data, "-w", "-m", "immediate", "stop"], options);
  };
  execFileSync(bin("initdb"), ["-D", data, "-U", "bounces", "--auth=trust", "-E", "UTF8", "--no-sync"], options);
  start();
  return {
    psql: (database, input) =>
      execFileSync(bin("psql"), ["-h", directory, "-U", "bounces", "-d", database, "-qAt", "-v", "ON_ERROR_STOP=1"], {
        input,
        encoding: "utf8",
      }),
    addressOf: (database) => `postgres://bounces@localhost/${database}?host=${directory}`,
    start,
    kill,
    remove: () => {
      kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
