/** What makes each mail, and each failure, count once: a digest of its identity in one table, with the id it was recorded under. */
import { digestOf } from "../message/digest.js";
import { scalar, statement, type Connection } from "./connection.js";

/** Reports and bounces have their own identities, whatever words they are made of. */
type Of = "report" | "bounce";

const select = scalar<[Buffer], number>("SELECT id FROM identity WHERE digest = ?");
const insert = statement<[Buffer, number]>("INSERT INTO identity (digest, id) VALUES (?, ?) ON CONFLICT DO NOTHING");
const update = statement<[number, Buffer]>("UPDATE identity SET id = ? WHERE digest = ?");

/**
 * 8 octets: among ten million mails, two of a kind by chance in one database of 370,000; and to write a mail that has the
 * digest of a given one is out of reach.
 */
export const identityKey = (of: Of, identity: string): Buffer => Buffer.from(digestOf(`${of} ${identity}`).slice(0, 16), "hex");

/**
 * Notes that this is recorded under the id, if it is new.
 * @returns the id under which it was recorded before; undefined when it was not
 */
export function claimIdentity(connection: Connection, key: Buffer, id: number): number | undefined {
  return insert(connection).run(key, id).changes === 1 ? undefined : select(connection).get(key);
}

/** Notes that this is now recorded under another id. */
export const moveIdentity = (connection: Connection, key: Buffer, id: number): void => void update(connection).run(id, key);
