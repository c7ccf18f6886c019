/** A small server for tests: one async conversation for each connection, and everything gone on stop. */
import { createServer, type AddressInfo, type ListenOptions, type Socket } from "node:net";

export interface Listening {
  /** TCP port; 0 for a unix socket. */
  readonly port: number;
  /** Closes the server and all its connections. */
  stop(): Promise<void>;
}

const IDLE_MS = 60_000;

function portOf(address: AddressInfo | string | null): number {
  return address === null || typeof address === "string" ? 0 : address.port;
}

/** Starts a server at `at` (port 0: a free one). A conversation that fails ends its connection, nothing else. */
export async function listen(at: ListenOptions, converse: (socket: Socket) => Promise<void>): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined).on("close", () => sockets.delete(socket)));
    socket.setTimeout(IDLE_MS, () => socket.destroy());
    void converse(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(at, resolve));
  return {
    port: portOf(server.address()),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** A port of 127.0.0.1 that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const listening = await listen({ port: 0, host: "127.0.0.1" }, () => Promise.resolve());
  await listening.stop();
  return listening.port;
}
