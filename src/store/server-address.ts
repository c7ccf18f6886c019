/** Where a PostgreSQL server is, how it is proven to be that one, and where the password is. */
import { readFileSync } from "node:fs";
import { StoreError } from "./errors.js";

/** What a connection is opened with. */
interface ServerAddress {
  /** For messages: without a password. */
  readonly path: string;
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly database: string;
  readonly password?: string;
  readonly ssl:
    false | { readonly rejectUnauthorized: boolean; readonly ca?: string; checkServerIdentity?: () => undefined };
}

/** Where Debian's server listens. */
const SOCKET_DIRECTORY = "/var/run/postgresql";

const fileAt = (path: string, what: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new StoreError(`${path}: cannot read ${what} (${error instanceof Error ? error.message : String(error)})`);
  }
};

/** TLS by libpq's words; unlike there, the server's certificate and name are checked unless told otherwise. */
function tlsOf(host: string, parameters: URLSearchParams): ServerAddress["ssl"] {
  const mode = parameters.get("sslmode") ?? "verify-full";
  const root = parameters.get("sslrootcert");
  const ca = root === null ? {} : { ca: fileAt(root, "the certificate that store names") };
  if (host.startsWith("/") || mode === "disable") return false;
  if (mode === "verify-full") return { rejectUnauthorized: true, ...ca };
  if (mode === "verify-ca") return { rejectUnauthorized: true, checkServerIdentity: () => undefined, ...ca };
  if (mode === "require") return { rejectUnauthorized: false };
  throw new StoreError(`store: sslmode must be verify-full, verify-ca, require or disable, not "${mode}"`);
}

/**
 * Reads an address: postgres://USER@HOST:PORT/DATABASE, with sslmode, sslrootcert and host (a directory: of a Unix socket)
 * behind a question mark.
 * @throws StoreError
 */
export function serverAddress(address: string, passwordFile: string | null): ServerAddress {
  const { hostname, port, username, pathname, searchParams } = new URL(address);
  const host = searchParams.get("host") ?? (hostname === "" ? SOCKET_DIRECTORY : decodeURIComponent(hostname));
  const user = decodeURIComponent(username);
  const database = decodeURIComponent(pathname.slice(1));
  const [password = ""] = passwordFile === null ? [] : fileAt(passwordFile, "the password for store").split(/\r?\n/);
  return {
    path: `postgres://${user === "" ? "" : `${user}@`}${host.startsWith("/") ? "" : host}/${database}`,
    host,
    database,
    ssl: tlsOf(host, searchParams),
    ...(port === "" ? {} : { port: Number(port) }),
    ...(user === "" ? {} : { user }),
    ...(password === "" ? {} : { password }),
  };
}
