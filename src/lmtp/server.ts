/**
 * The LMTP server (RFC 2033): connections, how many, and how long they may be silent. The protocol is session.ts. Ours
 * because every reply 5xx to a bounce makes Postfix throw it away, and because the usual packages spend on streams and
 * events for each mail as much as reading the mail takes.
 */
import { createServer, type Server, type Socket } from "node:net";
import { farewell, GREETING } from "./commands.js";
import { Session, type SessionOptions } from "./session.js";
import { listenAt, type Place } from "./listen.js";

/** How a server is to behave. */
export interface ServerOptions extends Pick<SessionOptions, "keep" | "deliver"> {
  /** Connections at the same time; one more is told 421. */
  readonly maxConnections: number;
  /** Seconds without a word from the client after which its connection is closed. */
  readonly idleTimeout: number;
  /** Hears of connections that broke; nothing is to be done about it. */
  readonly onError: (error: Error) => void;
}

/** A server that can be made to listen, once. */
export interface LmtpServer {
  /** The socket's owner, to listen on. */
  readonly net: Server;
  /** Connections that are open. */
  readonly connections: () => number;
  /** Takes no more mail, finishes the mails whose text is on its way, and resolves when all connections are closed. */
  readonly close: () => Promise<void>;
}

/** Mails on their way get so long to end after `close`, in milliseconds; their senders have them still. */
const CLOSE_TIMEOUT_MS = 15_000;
/** A client that was told 421 or 221 gets so long to hang up, whatever it goes on sending. */
const HANG_UP_TIMEOUT_MS = 10_000;

/** Says the last words, and lets what the client still sends go by. */
function hangUp(socket: Socket, lastWords: string): void {
  if (socket.writableEnded || socket.destroyed) return;
  socket.removeAllListeners("data").removeAllListeners("timeout");
  socket.end(lastWords);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), HANG_UP_TIMEOUT_MS);
  socket.once("close", () => clearTimeout(timer));
}

const sayFarewell = (socket: Socket, why: string): void => hangUp(socket, `${farewell(why)}\r\n`);

/** Ties a session to its socket. `isClosing`: whether a message answered now is to be the last. */
function converse(socket: Socket, { keep, deliver, idleTimeout }: ServerOptions, isClosing: () => boolean): Session {
  // A client that runs ahead of us, or does not take what we say, is not read from.
  const flow = (): void => {
    if (session.isAhead || socket.writableNeedDrain) socket.pause();
    else socket.resume();
  };
  const session = new Session({
    keep,
    deliver,
    write: (replies) => {
      if (!socket.writableEnded) socket.write(replies);
    },
    end: (replies) => hangUp(socket, replies),
    onAnswered: flow,
    isClosing,
  });
  socket.on("data", (chunk) => {
    session.take(chunk);
    flow();
  });
  socket.on("drain", flow);
  socket.setTimeout(idleTimeout * 1000, () => {
    if (!session.isRecording) sayFarewell(socket, "Idle timeout");
  });
  socket.write(`${GREETING}\r\n`);
  return session;
}

function finish(net: Server, sockets: ReadonlySet<Socket>, sayFarewellToIdle: () => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, CLOSE_TIMEOUT_MS);
    net.close(() => {
      clearTimeout(timer);
      resolve();
    });
    sayFarewellToIdle();
  });
}

/** Makes a server that does not listen yet. */
export function createLmtpServer(options: ServerOptions): LmtpServer {
  const sockets = new Set<Socket>();
  const sessions = new Map<Socket, Session>();
  let isClosing = false;
  const net = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", options.onError);
    socket.once("close", () => {
      sockets.delete(socket);
      sessions.delete(socket);
    });
    if (sessions.size >= options.maxConnections) sayFarewell(socket, "Too many connections, try again later");
    else
      sessions.set(
        socket,
        converse(socket, options, () => isClosing),
      );
  });
  return {
    net,
    connections: () => sessions.size,
    close: () => {
      isClosing = true;
      return finish(net, sockets, () => {
        for (const [socket, session] of sessions) if (!session.isBusy) sayFarewell(socket, "Shutting down");
      });
    },
  };
}

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
