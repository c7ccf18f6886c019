/**
 * `bounces serve`: an LMTP server that stays up, for Postfix to deliver bounces to (`lmtp:unix:...`). Ends in 0 on SIGTERM
 * and SIGINT, after the mails that it had accepted are recorded; opens its log anew on SIGHUP.
 */
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import type { DaemonOptions } from "../lmtp/daemon.js";
import type { Place } from "../lmtp/listen.js";
import { openStore } from "../store/open.js";
import { defineCommand } from "./command.js";
import type { Io } from "../io.js";
import { contextOf } from "../intake/context.js";
import { readMail } from "../intake/read-mail.js";
import { toRecord } from "../intake/to-record.js";
import { errorMessage } from "../values.js";

/** Milliseconds that a health check waits for an answer. */
const CHECK_LIMIT = 5_000;

type OwnPlace = { readonly socket: string } | { readonly port: number };

/** Where the settings say to listen. */
function configuredPlaces({ lmtp: { socket, port } }: Settings): OwnPlace[] {
  return [...(socket === null ? [] : [{ socket }]), ...(port === 0 ? [] : [{ port }])];
}

function someOf<P>(places: readonly P[]): readonly [P, ...P[]] {
  const [first, ...others] = places;
  if (first === undefined)
    throw new UsageError("nowhere to listen: give --lmtp-socket or --lmtp-port, or set lmtp.socket or lmtp.port");
  return [first, ...others];
}

async function check(settings: Settings, io: Io): Promise<number> {
  const { checkServer } = await import("../lmtp/check.js");
  try {
    for (const place of someOf(configuredPlaces(settings))) await checkServer(place, CHECK_LIMIT);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    io.stderr(`bounces: ${errorMessage(error)}\n`);
    return EXIT.tempFail;
  }
}

function daemonOptions(settings: Settings, io: Io): Omit<DaemonOptions, "places" | "log"> {
  const context = contextOf(settings);
  return {
    database: settings.database,
    openStore: () => openStore(settings.database, { create: true, busyTimeoutMs: settings.busyTimeoutMs }),
    read: async ({ bytes, size }, envelope) =>
      toRecord(await readMail(bytes, size, envelope, context), bytes, io.now(), settings),
    delimiters: settings.recipientDelimiter,
    keep: settings.maxMessageBytes,
    maxConnections: settings.lmtp.maxConnections,
    idleTimeout: settings.lmtp.idleTimeout,
    isVerbose: settings.log.level === "debug",
  };
}

/** Resolves to the name of the first signal that asks for an end. */
const askedToEnd = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve(signal));
  });

/** What it needs is loaded only here: the package behind the server costs every other command's start. */
async function serveUntilAsked(settings: Settings, io: Io): Promise<number> {
  const [{ startDaemon }, { activatedDescriptors }, { placeName }, { createLogger }] = await Promise.all([
    import("../lmtp/daemon.js"),
    import("../lmtp/activation.js"),
    import("../lmtp/listen.js"),
    import("../log.js"),
  ]);
  const activated: readonly Place[] = activatedDescriptors(io.environment, process.pid).map((descriptor) => ({
    descriptor,
  }));
  const places = someOf<Place>(activated.length > 0 ? activated : configuredPlaces(settings));
  const log = createLogger(settings);
  process.on("SIGHUP", log.reopen);
  const ended = askedToEnd();
  const daemon = await startDaemon({ ...daemonOptions(settings, io), places, log });
  log.info("taking mail", { at: places.map(placeName), database: settings.database });
  log.info("ending", { signal: await ended });
  await daemon.stop();
  process.off("SIGHUP", log.reopen);
  return EXIT.ok;
}

/** The subcommand. */
export const serve = defineCommand({
  usage: "serve",
  describe: "Take bounces over LMTP and stay up: for servers where a process a mail is too much",
  positionals: {},
  options: {
    "lmtp-socket": { type: "string", describe: "Unix socket to listen on", requiresArg: true },
    "lmtp-port": { type: "string", describe: "Port of 127.0.0.1 to listen on", requiresArg: true },
    check: {
      type: "boolean",
      default: false,
      describe: "Only see whether a running server answers: ends in 0, else in 75",
    },
  },
  examples: [
    [
      "$0 serve --lmtp-socket /var/spool/postfix/bounces/lmtp",
      "In Postfix: bounce@example.com bounce-lmtp:unix:bounces/lmtp",
    ],
    ["$0 serve --check", "For a monitoring system"],
  ],
  run: ({ options, settings, io }) => (options.check ? check(settings, io) : serveUntilAsked(settings, io)),
});
