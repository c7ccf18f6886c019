/** Listening: on a unix socket, on a port of the loopback interface, or on what was handed over. */
import { lstatSync, unlinkSync } from "node:fs";
import { connect, type ListenOptions, type Server } from "node:net";

/**
 * Socket activation (sd_listen_fds(3)): systemd listens before the program runs, and hands the sockets over as file
 * descriptors from 3 on. So nothing has to be told when the program is ready: who connects meanwhile waits in line.
 */
const FIRST_DESCRIPTOR = 3;
const MOST_DESCRIPTORS = 16;

/**
 * The descriptors of the sockets that were handed to this process; empty when there are none.
 * @param pid of this process: the variables of another one may have been inherited
 */
export function activatedDescriptors(
  { LISTEN_PID, LISTEN_FDS }: Readonly<Record<string, string | undefined>>,
  pid: number,
): readonly number[] {
  if (LISTEN_PID !== String(pid) || !/^\d{1,3}$/.test(LISTEN_FDS ?? "")) return [];
  const count = Math.min(Number(LISTEN_FDS), MOST_DESCRIPTORS);
  return Array.from({ length: count }, (_, index) => FIRST_DESCRIPTOR + index);
}

/** Where to listen. LMTP knows no passwords (RFC 2033 section 5): other hosts must not reach it. */
export type Place = { readonly socket: string } | { readonly port: number } | { readonly descriptor: number };

/** Who may connect to a unix socket: its owner, and the group, which a setgid directory passes on. */
const SOCKET_UMASK = 0o117;
const LOOPBACK = "127.0.0.1";

/** A place in words. */
export function placeName(place: Place): string {
  if ("socket" in place) return `unix:${place.socket}`;
  return "port" in place ? `inet:${LOOPBACK}:${place.port}` : `descriptor ${place.descriptor}`;
}

/** How to connect to a place. */
export const addressOf = (
  place: { readonly socket: string } | { readonly port: number },
): { path: string } | { port: number; host: string } =>
  "socket" in place ? { path: place.socket } : { port: place.port, host: LOOPBACK };

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true;
}

/** Whether somebody takes connections there. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.unref().once("connect", () => socket.destroy());
  });
}

/** A process that was killed leaves its socket behind, and nobody can listen there before it is gone. */
async function removeStale(path: string): Promise<void> {
  if (isSocket(path) && !(await isAnswered(path))) unlinkSync(path);
}

function optionsOf(place: Place): ListenOptions | { fd: number } {
  if ("descriptor" in place) return { fd: place.descriptor };
  return addressOf(place);
}

/** Node makes the socket's file before `listen` returns, so the umask holds for it alone. */
function listenWithUmask(server: Server, place: Place): void {
  const before = process.umask(SOCKET_UMASK);
  try {
    server.listen(optionsOf(place));
  } finally {
    process.umask(before);
  }
}

/**
 * Has a server listen.
 * @throws Error that names the place, by rejecting
 */
export async function listenAt(server: Server, place: Place): Promise<void> {
  if ("socket" in place) await removeStale(place.socket);
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error): void => reject(new Error(`cannot listen on ${placeName(place)}: ${error.message}`));
    server.once("error", fail);
    server.once("listening", () => {
      server.off("error", fail);
      resolve();
    });
    listenWithUmask(server, place);
  });
}
