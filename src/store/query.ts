/** Bounces by address, domain, sender and everything else, newest first, and how many there are of each. */
import { BOUNCE_COLUMNS, BOUNCE_JOINS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-columns.js";
import { toSearch, type BounceFilter } from "./bounce-filter.js";
import { first, onStore, sql, type Answer, type Db, type Sql, type Value, type Work } from "./sql.js";

export type { BounceRow } from "./bounce-columns.js";
export type { BounceFilter, Name } from "./bounce-filter.js";

/** A place in the order of bounces: those behind it are older. */
interface Place {
  readonly receivedAt: number;
  readonly id: number;
}

/** A question and its values. */
interface Question {
  readonly statement: Sql<StoredBounceRow>;
  readonly values: readonly Value[];
}

const LATEST = Number.MAX_SAFE_INTEGER;
const statements = new Map<string, Sql<StoredBounceRow>>();
/** Forms of a filter, each a text of its own. */
const MOST_STATEMENTS = 200;

/** Texts are few, and each is prepared once. */
function statementOf(text: string): Sql<StoredBounceRow> {
  const known = statements.get(text);
  if (known !== undefined) return known;
  if (statements.size >= MOST_STATEMENTS) statements.clear();
  const made = sql<StoredBounceRow>(text);
  statements.set(text, made);
  return made;
}

/** The statement for at most `most` bounces behind a place; exported so that its plan can be tested. */
export function* bounceQuestion(db: Db, filter: BounceFilter, behind: Place, most: number): Work<Question> {
  const { where, index } = yield* toSearch(db, filter);
  where.values.push(behind.receivedAt, behind.id, most);
  const place = where.values.length;
  where.texts.push(`b.received_at <= $${place - 2} AND (b.received_at < $${place - 2} OR b.id < $${place - 1})`);
  const text = `SELECT ${BOUNCE_COLUMNS} FROM bounce b${index} ${BOUNCE_JOINS}
    WHERE ${where.texts.join(" AND ")} ORDER BY b.received_at DESC, b.id DESC LIMIT $${place}`;
  return { statement: statementOf(text), values: where.values };
}

function* bouncesBehind(db: Db, filter: BounceFilter, behind: Place, most: number): Work<BounceRow[]> {
  const { statement, values } = yield* bounceQuestion(db, filter, behind, most);
  return (yield* db.all(statement, values)).map(toBounceRow);
}

const readPage = onStore(bouncesBehind);

/** Bounces that are read at a time. */
const PAGE = 1_000;
const NEWEST: Place = { receivedAt: LATEST, id: LATEST };

/**
 * Bounces page by page, newest first, for results of any size.
 * @throws StoreError, by rejecting
 */
export async function* bouncePages(db: Db, filter: BounceFilter): AsyncGenerator<readonly BounceRow[], void> {
  let left = filter.limit ?? Infinity;
  let behind = NEWEST;
  while (left > 0) {
    const asked = Math.min(left, PAGE);
    const page = await readPage(db, filter, behind, asked);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < asked) return;
    left -= page.length;
    behind = last;
  }
}

/**
 * Bounces, newest first.
 * @throws StoreError
 */
export const queryBounces = onStore((db: Db, filter: BounceFilter): Work<BounceRow[]> =>
  bouncesBehind(db, filter, NEWEST, filter.limit ?? LATEST),
);

/**
 * Answers a question in SQL that somebody typed; see {@link Db}.
 * @throws QuestionError, StoreError
 */
export const ask = onStore((db: Db, question: string): Work<Answer> => db.ask(question));

const newest = sql<{ readonly id: number }>("SELECT coalesce(max(id), 0) AS id FROM bounce");

/** The id of the bounce that was recorded last; 0 without one. */
export const newestId = onStore(function* (db: Db): Work<number> {
  return (yield* first(db, newest, []))?.id ?? 0;
});

/** What {@link countBounces} counts by. */
export const COUNTED_BY = [
  "recipient",
  "domain",
  "sender",
  "reason",
  "severity",
  "status",
  "host",
  "rule",
  "trust",
  "day",
] as const;
export type CountedBy = (typeof COUNTED_BY)[number];

const COUNTED: Readonly<Record<CountedBy, string>> = {
  recipient: "r.address",
  domain: "(SELECT d.name FROM host d WHERE d.id = b.domain_id)",
  sender: "nullif(s.name, '')",
  reason: "v.reason",
  severity: "nullif(v.severity, 'none')",
  status: "b.status",
  host: "m.name",
  rule: "v.rule",
  trust: "b.trust",
  day: "{day:b.received_at}",
};

/** How often a value occurs; null: the bounce has none. */
export interface BounceCount {
  readonly value: string | null;
  readonly bounces: number;
  readonly hard: number;
  readonly soft: number;
}

/**
 * Counts the bounces of a filter by one of their values, the most frequent first, days by date; `filter.limit` is that of the
 * values.
 */
export const countBounces = onStore(function* (db: Db, filter: BounceFilter, by: CountedBy): Work<BounceCount[]> {
  const { where, index } = yield* toSearch(db, filter);
  where.values.push(filter.limit ?? LATEST);
  const text = `SELECT ${COUNTED[by]} AS value, CAST(count(*) AS bigint) AS bounces,
      CAST(sum(CASE WHEN v.severity = 'hard' THEN 1 ELSE 0 END) AS bigint) AS hard,
      CAST(sum(CASE WHEN v.severity = 'soft' THEN 1 ELSE 0 END) AS bigint) AS soft
    FROM bounce b${index} ${BOUNCE_JOINS} WHERE ${[...where.texts, "1 = 1"].join(" AND ")}
    GROUP BY 1 ORDER BY ${by === "day" ? "1" : "2 DESC, 1"} LIMIT $${where.values.length}`;
  return yield* db.all(sql<BounceCount>(text), where.values);
});
