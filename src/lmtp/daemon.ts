/** The daemon: LMTP servers that listen at one place each, and hand what comes to intake. */
import { listenAt, type Place } from "./listen.js";
import { createLmtpServer, type LmtpServer, type ServerOptions } from "./server.js";

/** A daemon that takes messages. */
export interface Daemon {
  /** Finishes what was accepted, closes everything, and resolves. */
  readonly stop: () => Promise<void>;
}

/**
 * Listens at all places.
 * @throws Error where it cannot listen, by rejecting; then it listens nowhere
 */
export async function startDaemon(places: readonly Place[], options: ServerOptions): Promise<Daemon> {
  const servers: LmtpServer[] = [];
  try {
    for (const place of places) {
      const server = createLmtpServer(options);
      await listenAt(server.net, place);
      servers.push(server);
    }
  } catch (error) {
    for (const server of servers) server.net.close();
    throw error;
  }
  return {
    stop: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
