/** The daemon: servers that listen, one database that stays open, and a log that sums up. */
import type { Envelope } from "../bounce.js";
import type { RecordEntry, Store } from "../store/open.js";
import { deliver } from "./deliver.js";
import { createGroupCommit } from "../store/group-commit.js";
import type { Head } from "./data.js";
import { openLasting } from "../store/lasting-store.js";
import { listenAt, type Place } from "./listen.js";
import { createLmtpServer, type LmtpServer, type ServerOptions } from "./server.js";
import { createTally, type Log } from "./tally.js";

/** Everything the daemon needs. */
export interface DaemonOptions extends Pick<ServerOptions, "maxConnections" | "idleTimeout" | "keep"> {
  readonly places: readonly Place[];
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  /** Path of the database. */
  readonly database: string;
  readonly openStore: () => Store;
  /** Reads and judges a mail. May reject: the mail server then keeps the mail. */
  readonly read: (head: Head, envelope: Envelope) => Promise<RecordEntry>;
  readonly log: Log;
  /** Whether the log's level is debug. */
  readonly isVerbose: boolean;
}

/** A daemon that takes mail. */
export interface Daemon {
  /** Finishes what was accepted, closes everything, and resolves. */
  readonly stop: () => Promise<void>;
}

const SUM_UP_EVERY_MS = 60_000;

async function listenEverywhere(places: readonly Place[], options: ServerOptions): Promise<LmtpServer[]> {
  const servers: LmtpServer[] = [];
  try {
    for (const place of places) {
      const server = createLmtpServer(options);
      await listenAt(server.net, place);
      servers.push(server);
    }
    return servers;
  } catch (error) {
    for (const server of servers) server.net.close();
    throw error;
  }
}

/**
 * Opens the database and takes mail.
 * @throws what opening the database throws, or Error where it cannot listen
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { places, database, log } = options;
  const store = openLasting(database, options.openStore);
  const tally = createTally(log, options.isVerbose);
  const intake = {
    delimiters: options.delimiters,
    read: options.read,
    record: createGroupCommit(store.record),
    onAnswer: tally.count,
  };
  const onError = (error: Error): void => log.warn("a connection broke", { error: error.message });
  try {
    const servers = await listenEverywhere(places, { ...options, onError, onMail: (mail) => deliver(mail, intake) });
    const summing = setInterval(tally.sumUp, SUM_UP_EVERY_MS);
    return {
      stop: async () => {
        await Promise.all(servers.map((server) => server.close()));
        clearInterval(summing);
        tally.sumUp();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
