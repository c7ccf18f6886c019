/** Messages kept whole, for a look and to be read again by better rules: deflated, and of a large one only the beginning. */
import { first, insertNew, sql, type Db, type Work } from "./sql.js";

/** Loaded when a message is kept: a process for each message pays for what it loads. */
const zlib = () => process.getBuiltinModule("node:zlib");

/** What is kept of a message, in bytes before compression. What tells of a bounce stands at the beginning. */
const KEPT_LIMIT = 256 * 1024;

const INSERT = insertNew("kept_message", ["id", "size", "is_cut", "deflated"], "id");
const select = sql<{ readonly size: number; readonly is_cut: number; readonly deflated: Buffer }>(
  "SELECT size, is_cut, deflated FROM kept_message WHERE id = $1",
);

/** Keeps the message that is recorded under this id. */
export function* keepMessage(db: Db, id: number, raw: Uint8Array): Work<void> {
  const deflated = zlib().deflateRawSync(raw.subarray(0, KEPT_LIMIT));
  yield* db.put(INSERT, [[id, raw.length, raw.length > KEPT_LIMIT ? 1 : 0, deflated]]);
}

/** A message as it was kept. */
export interface KeptMail {
  readonly raw: Buffer;
  /** Bytes of the whole message. */
  readonly size: number;
  /** `raw` is only the beginning. */
  readonly isCut: boolean;
}

/** The message of this id; null when it was not kept. */
export function* findKept(db: Db, id: number): Work<KeptMail | null> {
  const row = yield* first(db, select, [id]);
  if (row === undefined) return null;
  const raw = zlib().inflateRawSync(row.deflated, { maxOutputLength: KEPT_LIMIT });
  return { raw, size: row.size, isCut: row.is_cut === 1 };
}
