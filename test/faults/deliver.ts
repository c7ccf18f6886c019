/** A mail server's part: hands every bounce over until it hears 250, whatever happens to the daemon meanwhile. */
import { setTimeout as pause } from "node:timers/promises";
import type { RunningDaemon } from "../support/daemon.js";
import { send, type Client } from "../support/lmtp.js";
import { bounceMail } from "../support/mails.js";

const PAUSE_MS = 20;

/** Delivers bounce `number` once; whether it was accepted. */
async function deliverOnce(client: Client, number: number): Promise<boolean> {
  const [reply] = await send(client, bounceMail(number), [`bounce+m${number}@example.com`]);
  return reply?.startsWith("250 ") === true;
}

/** The numbers that are still to be delivered, shared by those who deliver. */
export const queueOf = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

/**
 * Takes numbers off the queue and delivers them over one connection after the other; what was not accepted goes back.
 * @param current the daemon of the moment
 */
export async function deliverAll(queue: number[], current: () => RunningDaemon): Promise<void> {
  let client: Client | null = null;
  for (let number = queue.shift(); number !== undefined; number = queue.shift()) {
    client ??= await current().client();
    if (await deliverOnce(client, number)) continue;
    queue.push(number);
    client.close();
    client = null;
    await pause(PAUSE_MS);
  }
  client?.close();
}
