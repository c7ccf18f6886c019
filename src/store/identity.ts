/** What makes each mail, and each failure, count once: a key of its identity in one table, with the id it was recorded under. */
import type { Bounce } from "../bounce.js";
import { digestOf } from "../mail/digest.js";
import { scalar, statement, type Connection } from "./connection.js";

/** Reports and bounces have their own identities, whatever words they are made of. */
type Of = "report" | "bounce";

const select = scalar<[Buffer], number>("SELECT id FROM identity WHERE digest = ?");
const insert = statement<[Buffer, number]>("INSERT INTO identity (digest, id) VALUES (?, ?) ON CONFLICT DO NOTHING");
const update = statement<[number, Buffer]>("UPDATE identity SET id = ? WHERE digest = ?");

/** What makes a report or a bounce count once; both have it. */
export type Identified = Pick<Bounce, "identity" | "identityTime">;

/** In hexadecimal digits. */
const TIME_DIGITS = 8;
const KEY_DIGITS = 20;

/**
 * 10 bytes: time and the beginning of a digest, or, without a time, of the digest all of them. Keys by digest alone lie
 * anywhere, and each changed a page of its own: two in five of all that a transaction wrote. Within a second 6 bytes of a
 * digest tell as many mails apart as will ever come, and to write a mail that has those of one to come is out of reach.
 */
export function identityKey(of: Of, { identity, identityTime }: Identified): Buffer {
  const time = identityTime === null ? "" : identityTime.toString(16).padStart(TIME_DIGITS, "0");
  return Buffer.from(time + digestOf(`${of} ${identity}`).slice(0, KEY_DIGITS - time.length), "hex");
}

/**
 * Notes that this is recorded under the id, if it is new.
 * @returns the id under which it was recorded before; undefined when it was not
 */
export function claimIdentity(connection: Connection, key: Buffer, id: number): number | undefined {
  return insert(connection).run(key, id).changes === 1 ? undefined : select(connection).get(key);
}

/** Notes that this is now recorded under another id. */
export const moveIdentity = (connection: Connection, key: Buffer, id: number): void =>
  void update(connection).run(id, key);
