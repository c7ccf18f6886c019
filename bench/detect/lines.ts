/** A world as an events file: the format that `bounces report --replay` reads. */
import type { Bounce, World } from "./traffic.js";

/** When a world begins: a Monday, 00:00 UTC. */
export const START = Date.UTC(2025, 0, 6) / 1000;

/** The name of a sender. */
export const senderName = ({ domains }: Pick<World, "domains">, sender: number): string =>
  `user${sender}@customer${domains[sender] ?? 0}.example`;

const RECEIVERS = [
  "alpha.example",
  "beta.example",
  "gamma.example",
  "delta.example",
  "epsilon.example",
  "zeta.example",
  "eta.example",
] as const;

/** Addresses of one owner lie in one network; from one owner to the next it is another. */
const clientText = (client: number): string =>
  `100.${64 + ((client >> 16) & 63)}.${(client >> 8) & 255}.${client & 255}`;

function lineOf(
  world: World,
  { time, sender, recipient, receiver, reason, client, hasForeignFrom, isBulk, ours }: Bounce,
): string {
  const { hidesHeaders } = world.variant;
  return JSON.stringify({
    t: START + Math.round(time * 10) / 10,
    sender: senderName(world, sender),
    rcpt: `r${recipient}@${RECEIVERS[receiver] ?? `receiver${receiver}.example`}`,
    reason,
    ip: hidesHeaders ? "" : clientText(client),
    from_mismatch: !hidesHeaders && hasForeignFrom ? 1 : 0,
    bulk: !hidesHeaders && isBulk ? 1 : 0,
    ours,
  });
}

/** The lines of a world, oldest first, from the day on which the detector is installed. */
export function* linesOf(world: World): Generator<string> {
  const from = world.variant.startDay * 86_400;
  for (const bounce of world.bounces) if (bounce.time >= from) yield lineOf(world, bounce);
}
