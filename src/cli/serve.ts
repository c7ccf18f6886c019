/**
 * `bounces serve`: an LMTP server that stays up, for Postfix to deliver bounces to (`lmtp:unix:...`). Ends in 0 on SIGTERM
 * and SIGINT, after the mails that it had accepted are recorded; opens its log anew on SIGHUP.
 */
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import type { Place } from "../lmtp/listen.js";
import { defineCommand } from "./command.js";
import type { Io } from "../io.js";
import type { Logger } from "../log.js";
import { contextOf } from "../intake/context.js";
import { errorMessage } from "../values.js";

/** Milliseconds that a health check waits for an answer. */
const CHECK_LIMIT = 5_000;
/** Milliseconds between two looks at Postfix's log. */
const MAIL_LOG_EVERY = 60_000;

type OwnPlace = { readonly socket: string } | { readonly port: number };

/** Where the settings say to listen. */
function configuredPlaces({ lmtp: { socket, port } }: Settings): OwnPlace[] {
  return [...(socket === null ? [] : [{ socket }]), ...(port === 0 ? [] : [{ port }])];
}

function someOf<P>(places: readonly P[]): readonly [P, ...P[]] {
  const [first, ...others] = places;
  if (first === undefined)
    throw new UsageError("nowhere to listen: use --lmtp-socket or --lmtp-port, or set lmtp.socket or lmtp.port");
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

/** Resolves to the name of the first signal that asks for an end. */
const askedToEnd = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve(signal));
  });

/** Reads what is new in Postfix's log, now and every minute. Answers what ends it. */
async function watchMailLog(settings: Settings, log: Logger, io: Io): Promise<() => void> {
  const { catchUpWithLog } = await import("../intake/log.js");
  let isReading = false;
  const read = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    await catchUpWithLog(settings, contextOf(settings), io.now()).catch((error: unknown) => {
      log.warn("cannot read Postfix's log", { error: errorMessage(error) });
    });
    isReading = false;
  };
  void read();
  const timer = setInterval(() => void read(), MAIL_LOG_EVERY);
  return () => {
    clearInterval(timer);
  };
}

/** Takes messages at these places until it is asked to end. */
async function takeMessages(places: readonly Place[], settings: Settings, log: Logger, io: Io): Promise<void> {
  const [{ startDaemon }, { placeName }, { openReceiver }, { openForwarder }] = await Promise.all([
    import("../lmtp/server.js"),
    import("../lmtp/listen.js"),
    import("../intake/receive.js"),
    import("../intake/forward.js"),
  ]);
  const receiver =
    settings.store === null
      ? openReceiver(settings, contextOf(settings), log, io.now)
      : openForwarder(settings, log, io.now);
  const endWatch = settings.mailLog === null ? null : await watchMailLog(settings, log, io);
  const ended = askedToEnd();
  try {
    const daemon = await startDaemon(places, {
      keep: settings.maxMessageBytes,
      maxConnections: settings.lmtp.maxConnections,
      idleTimeout: settings.lmtp.idleTimeout,
      deliver: receiver.deliver,
      onError: (error) => log.warn("connection failed", { error: error.message }),
    });
    log.info("listening", { at: places.map(placeName), database: settings.database });
    log.info("ending", { signal: await ended });
    await daemon.stop();
  } finally {
    endWatch?.();
    receiver.close();
  }
}

/** What it needs is loaded only here: it costs every other command's start. */
async function serveUntilAsked(settings: Settings, io: Io): Promise<number> {
  const [{ activatedDescriptors }, { createLogger }] = await Promise.all([
    import("../lmtp/listen.js"),
    import("../log.js"),
  ]);
  const activated = activatedDescriptors(io.environment, process.pid).map((descriptor) => ({ descriptor }));
  const places = someOf<Place>(activated.length > 0 ? activated : configuredPlaces(settings));
  const log = createLogger(settings);
  process.on("SIGHUP", log.reopen);
  await takeMessages(places, settings, log, io);
  process.off("SIGHUP", log.reopen);
  return EXIT.ok;
}

/** The subcommand. */
export const serve = defineCommand({
  usage: "serve",
  describe: "Run an LMTP server, for busy hosts",
  positionals: {},
  options: {
    "lmtp-socket": { type: "string", describe: "Unix socket to listen on", requiresArg: true },
    "lmtp-port": { type: "string", describe: "Port on 127.0.0.1 to listen on", requiresArg: true },
    check: {
      type: "boolean",
      default: false,
      describe: "Only check whether a running server answers: exits 0, otherwise 75",
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
