/** Mails kept whole, for a look and to be read again by better rules: deflated, and of a large one only the beginning. */
import { statement, type Connection } from "./connection.js";

/** Loaded when a message is kept: a process for each message pays for what it loads. */
const zlib = () => process.getBuiltinModule("node:zlib");

/** What is kept of a mail, in bytes before compression. What tells of a bounce stands at the beginning. */
const KEPT_LIMIT = 256 * 1024;

const insert = statement<[number, number, number, Buffer]>(
  "INSERT INTO kept (report, size, is_cut, deflated) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
);
const select = statement<[number], { size: number; isCut: number; deflated: Buffer }>(
  "SELECT size, is_cut AS isCut, deflated FROM kept WHERE report = ?",
);

/** Keeps the mail of a report. */
export function keepMail(connection: Connection, reportId: number, raw: Uint8Array): void {
  const isCut = raw.length > KEPT_LIMIT;
  insert(connection).run(reportId, raw.length, isCut ? 1 : 0, zlib().deflateRawSync(raw.subarray(0, KEPT_LIMIT)));
}

/** A mail as it was kept. */
export interface KeptMail {
  readonly raw: Buffer;
  /** Bytes of the whole mail. */
  readonly size: number;
  /** `raw` is only the beginning. */
  readonly isCut: boolean;
}

/** The mail of a report; null when it was not kept. */
export function keptMail(connection: Connection, reportId: number): KeptMail | null {
  const row = select(connection).get(reportId);
  if (row === undefined) return null;
  return {
    raw: zlib().inflateRawSync(row.deflated, { maxOutputLength: KEPT_LIMIT }),
    size: row.size,
    isCut: row.isCut === 1,
  };
}
