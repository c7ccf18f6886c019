/**
 * Who is behind a signed VERP address. It holds a tag of the sender only; where a bounce shows the sender as well, by a login say,
 * the two are kept, so that the next bounce that shows nothing but the tag has a sender.
 */
import type { Sender, TokenReading } from "../bounce.js";
import type { RecordEntry } from "./record.js";
import { first, insertNew, sql, type Db, type Work } from "./sql.js";

const LEARN = insertNew("sender_tag", ["tag", "name"], "tag");
const find = sql<{ readonly name: string }>("SELECT name FROM sender_tag WHERE tag = $1");

/** The name of a sender of whom only the tag is known. */
const tagName = (tag: string): string => `verp:${tag}`;

/** Keeps the names of senders by their tags. */
function* learnTags(db: Db, tags: readonly (readonly [tag: string, name: string])[]): Work<void> {
  yield* db.put(LEARN, tags);
}

const tokenOf = ({ reading }: RecordEntry): TokenReading | null =>
  reading.verp?.token?.state === "valid" ? reading.verp.token : null;

function* withSender(db: Db, entry: RecordEntry, { senderTag }: TokenReading, sender: Sender): Work<RecordEntry> {
  if (sender.name !== tagName(senderTag)) {
    yield* learnTags(db, [[senderTag, sender.name]]);
    return entry;
  }
  const known = yield* first(db, find, [senderTag]);
  return known === undefined
    ? entry
    : { ...entry, reading: { ...entry.reading, sender: { ...sender, name: known.name } } };
}

/** The entries with senders that only a tag names; learns of those that show both. */
export function* withSenders(db: Db, entries: readonly RecordEntry[]): Work<readonly RecordEntry[]> {
  if (entries.every((entry) => tokenOf(entry) === null)) return entries;
  const named: RecordEntry[] = [];
  for (const entry of entries) {
    const token = tokenOf(entry);
    const { sender } = entry.reading;
    named.push(token === null || sender === null ? entry : yield* withSender(db, entry, token, sender));
  }
  return named;
}
