/**
 * Every setting of the program in one table: key, kind, default, meaning. The key is the name in the file
 * (`log.level` is `level` under `[log]`); the environment variable follows from it (`BOUNCES_LOG_LEVEL`).
 */
import type { Allowance } from "../detect/allow.js";
import { DEFAULT_PARAMETERS, type Parameters } from "../detect/parameters.js";
import { DEFAULT_POLICY, type SuppressionPolicy } from "../suppress/parameters.js";
import { DAY, WEEK } from "../time.js";
import type { Checked } from "./error.js";
import {
  address,
  allowances,
  delimiters,
  duration,
  filters,
  hosts,
  integer,
  names,
  networks,
  oneOf,
  parameters,
  path,
  pathOrNull,
  rules,
  secret,
  serverOrNull,
  textOrNull,
  type AdminRule,
  type Kind,
} from "./schema.js";

/** One row of the table. */
export interface Setting<T> {
  readonly key: string;
  readonly kind: Kind<T>;
  readonly default: T;
  /** One sentence for the manual and `bounces config`. */
  readonly meaning: string;
  /** The name in flags and environment where it is not the key's. */
  readonly short?: string;
}

/** What of a setting its names follow from. */
export type Named = Pick<Setting<unknown>, "key" | "short">;

/** The flag that sets it, without dashes: `log.level` is `log-level`. */
export const flagOf = ({ key, short = key }: Named): string => short.replaceAll(".", "-").replaceAll("_", "-");

/** The environment variable that sets it: `log.level` is `BOUNCES_LOG_LEVEL`, `database` for short `BOUNCES_DB`. */
export const variableOf = ({ key, short = key }: Named): string =>
  `BOUNCES_${short.replaceAll(".", "_").toUpperCase()}`;

/** Called for each row; the answer is the value. */
export type Take = <T>(setting: Setting<T>) => T;

/** Levels of the log, the most talkative first. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;

/** See {@link LOG_LEVELS}. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const NO_NAMES: readonly string[] = [];
const NO_RULES: Checked<readonly AdminRule[]> = { rows: [], value: [], problems: [] };
const NO_ALLOWANCES: Checked<readonly Allowance[]> = { rows: [], value: [], problems: [] };
const NO_CHANGES: Checked<Parameters> = { rows: [], value: DEFAULT_PARAMETERS, problems: [] };

/** The table. `take` is called once for each setting, so that the type of {@link Settings} comes from here and nowhere else. */
export const readSettings = (take: Take) =>
  ({
    database: take({
      key: "database",
      short: "db",
      kind: path,
      default: "/var/lib/bounces/bounces.db",
      meaning:
        "The SQLite database; with store, this host's spool. Its directory must be writable by the user that runs ingest.",
    }),
    store: take({
      key: "store",
      kind: serverOrNull,
      default: null,
      meaning:
        "A PostgreSQL database that several hosts share, as postgres://bounces@db.example.com/bounces; empty: the SQLite database. See docs/fleet.md.",
    }),
    storePasswordFile: take({
      key: "store_password_file",
      kind: pathOrNull,
      default: null,
      meaning: "File whose first line is the password for store; empty for ~/.pgpass or PGPASSWORD.",
    }),
    hosts: take({
      key: "hosts",
      kind: hosts,
      default: NO_NAMES,
      meaning:
        "Names of your mail servers as they appear in Received fields (Postfix: myhostname), and addresses and networks that only your mail servers have.",
    }),
    domains: take({
      key: "domains",
      kind: names,
      default: NO_NAMES,
      meaning:
        "Domains that you send from, with all below them. Without any: those of `hosts` and of the bounce address.",
    }),
    networks: take({
      key: "networks",
      kind: networks,
      default: NO_NAMES,
      meaning: "Addresses and networks that may send without a login (Postfix: mynetworks), beside private ones.",
    }),
    filters: take({
      key: "filters",
      kind: filters,
      default: NO_NAMES,
      meaning:
        "Content filters that hand messages back to Postfix: their addresses and networks, and `uid:N` for those that call sendmail. Nothing else may use them.",
    }),
    noticeSecret: take({
      key: "notice_secret",
      kind: secret,
      default: null,
      meaning:
        "Last part of the extension of bounce_notice_recipient, as in bounce+copy.SECRET@example.com: what comes to it is your own Postfix's. Empty for none.",
    }),
    recipientDelimiter: take({
      key: "recipient_delimiter",
      kind: delimiters,
      default: "+",
      meaning: "Characters that begin an address extension (Postfix: recipient_delimiter).",
    }),
    busyTimeoutMs: take({
      key: "busy_timeout_ms",
      kind: integer(0, 600_000),
      default: 10_000,
      meaning: "Milliseconds to wait for a locked database.",
    }),
    deadlineMs: take({
      key: "deadline_ms",
      kind: integer(1000, 900_000),
      default: 60_000,
      meaning:
        "Milliseconds after which ingest gives up and exits 75; keep it well below Postfix's command_time_limit.",
    }),
    maxMessageBytes: take({
      key: "max_message_bytes",
      kind: integer(4096, 268_435_456),
      default: 1_048_576,
      meaning: "Bytes of a message that are parsed; the rest is read and dropped.",
    }),
    keepUnrecognizedBytes: take({
      key: "keep_unrecognized_bytes",
      kind: integer(0, 16_777_216),
      default: 262_144,
      meaning: "Bytes of an unrecognized message that are kept, compressed.",
    }),
    mailLog: take({
      key: "mail_log",
      kind: textOrNull,
      default: null,
      meaning:
        'Postfix\'s log, as "/var/log/mail.log", or "journal": what it tells of sent messages proves whose a bounce is. `log = "..."` is short for it. Empty for none.',
    }),
    mailLogRetention: take({
      key: "mail_log_retention",
      kind: duration,
      default: 10 * DAY,
      meaning: "How long sent messages are remembered; the sums of their senders stay.",
    }),
    lmtp: {
      socket: take({
        key: "lmtp.socket",
        kind: pathOrNull,
        default: null,
        meaning:
          "Unix socket that `bounces serve` listens on; the group of its directory (setgid) may connect. Empty for none.",
      }),
      port: take({
        key: "lmtp.port",
        kind: integer(0, 65_535),
        default: 0,
        meaning: "Port of 127.0.0.1 that `bounces serve` listens on; 0 for none.",
      }),
      maxConnections: take({
        key: "lmtp.max_connections",
        kind: integer(1, 10_000),
        default: 100,
        meaning: "Connections that `bounces serve` accepts at the same time.",
      }),
      idleTimeout: take({
        key: "lmtp.idle_timeout",
        kind: duration,
        default: 300,
        meaning: "Idle time after which `bounces serve` closes a connection.",
      }),
    },
    log: {
      level: take<LogLevel>({
        key: "log.level",
        kind: oneOf(LOG_LEVELS),
        default: "info",
        meaning: "Lowest level that is logged: debug, info, warn, error or silent.",
      }),
      file: take({
        key: "log.file",
        kind: pathOrNull,
        default: null,
        meaning: "Log file; empty for standard error.",
      }),
    },
    verp: {
      keyFile: take({
        key: "verp.key_file",
        kind: pathOrNull,
        default: null,
        meaning: "Keys of signed VERP addresses (`bounces verp keygen`); readable for ingest alone. Empty for none.",
      }),
      maxAge: take({
        key: "verp.max_age",
        kind: duration,
        default: 30 * DAY,
        meaning: "How long a signed VERP address is believed after it was made.",
      }),
    },
    suppress: {
      mode: take<SuppressionPolicy["mode"]>({
        key: "suppress.mode",
        kind: oneOf(["on", "strict", "off"]),
        default: DEFAULT_POLICY.mode,
        meaning: "Whether addresses that keep failing are suppressed; strict: after one hard bounce.",
      }),
      period: take({
        key: "suppress.period",
        kind: duration,
        default: DEFAULT_POLICY.period,
        meaning: "How long an address is suppressed after its last bounce; then one message may try.",
      }),
      again: take({
        key: "suppress.again",
        kind: duration,
        default: DEFAULT_POLICY.again,
        meaning: "How long it is suppressed when that message bounces too.",
      }),
      never: take({
        key: "suppress.never",
        kind: names,
        default: NO_NAMES,
        meaning: "Domains whose addresses are never suppressed; your own ones are best among them.",
      }),
      map: take({
        key: "suppress.map",
        kind: pathOrNull,
        default: null,
        meaning: "Postfix's map of suppressed addresses, an LMDB file, without .lmdb; empty for none.",
      }),
      postmap: take({
        key: "suppress.postmap",
        kind: path,
        default: "/usr/sbin/postmap",
        meaning: "Postfix's program that writes that map.",
      }),
    },
    report: {
      window: take({
        key: "report.window",
        kind: duration,
        default: DAY,
        meaning: "How far back the report looks.",
      }),
      baseline: take({
        key: "report.baseline",
        kind: duration,
        default: WEEK,
        meaning: "Time before the window that the report compares with.",
      }),
      sendmail: take({
        key: "report.sendmail",
        kind: path,
        default: "/usr/sbin/sendmail",
        meaning: "Program that `report --mail-to` hands its message to.",
      }),
      mailFrom: take({
        key: "report.mail_from",
        kind: address,
        default: "bounces",
        meaning: "From address of the report's message; the mail server completes a name without a domain.",
      }),
    },
    rules: take({
      key: "rule",
      kind: rules,
      default: NO_RULES,
      meaning: "Your own rules; they come before the built-in ones.",
    }),
    detect: take({
      key: "detect",
      kind: parameters,
      default: NO_CHANGES,
      meaning: "Parameters of the detector of compromised senders.",
    }),
    allow: take({
      key: "allow",
      kind: allowances,
      default: NO_ALLOWANCES,
      meaning: "Senders that are expected to bounce.",
    }),
  }) as const;

/** The effective settings. Times in the unit of their name (`...Ms`), else in seconds; sizes in bytes; file names absolute. */
export type Settings = ReturnType<typeof readSettings>;
