/**
 * Every counter, counted anew out of the bounces: what `bounces doctor --recount` compares, `--repair` writes, and the tests
 * measure the recorder by. Sums outlive the bounces that were pruned, so only the whole days since the oldest bounce on
 * record are compared.
 */
import { RECEIVER_SECONDS, SENDER_CONDITIONS } from "./counters.js";
import { COUNTS, IS_FAILURE, IS_PROVEN } from "./counting.js";
import { countRecipients, haveSameSums, recountRecipients, type Recipient } from "./recipient-sums.js";
import { first, onStore, sql, toRows, type Db, type Sql, type Work } from "./sql.js";
import { DAY, HOUR, startOf } from "./time.js";

/** A counter that is not what the bounces come to. */
export interface Miscount {
  readonly table: string;
  /** Rows that differ. */
  readonly rows: number;
}

const FROM = `FROM bounce b CROSS JOIN verdict v WHERE v.id = b.verdict_id AND b.received_at >= $1 AND ${IS_FAILURE}`;
const sum = (condition: string): string => `CAST(sum(CASE WHEN ${condition} THEN 1 ELSE 0 END) AS bigint)`;
const SENDER_NAMES = [...SENDER_CONDITIONS.map(([name]) => name), "disproved"];
const SENDER_TERMS = [
  ...SENDER_CONDITIONS.map(([name, condition]) => `${sum(`${COUNTS} AND ${condition}`)} AS ${name}`),
  `${sum("b.trust = 'disproved'")} AS disproved`,
].join(", ");
const CLASS =
  "CASE WHEN v.cause = 'temporary' THEN 'temporary' WHEN v.cause IN ('spam', 'policy') THEN 'refused' ELSE 'failed' END";
const OUTCOME = `CASE WHEN NOT ${COUNTS} THEN 'disproved' WHEN b.action = 'delayed' THEN 'delayed' WHEN v.severity = 'hard' THEN 'hard' ELSE 'soft' END`;
const since = (column: string, seconds: number): string => `b.${column} - b.${column} % ${seconds}`;

/** A counter: its key, its sums, what they come to, and what is stored of them. */
interface Counter {
  readonly table: string;
  readonly unit: string;
  readonly key: readonly string[];
  readonly sums: readonly string[];
  readonly counted: string;
}

const senderCounter = (table: string, unit: string, seconds: number): Counter => ({
  table,
  unit,
  key: [unit, "sender_id"],
  sums: SENDER_NAMES,
  counted: `SELECT ${since("received_at", seconds)} AS ${unit}, b.sender_id, ${SENDER_TERMS} ${FROM} GROUP BY 1, 2`,
});

const COUNTERS: readonly Counter[] = [
  senderCounter("sender_hour", "hour", HOUR),
  senderCounter("sender_day", "day", DAY),
  {
    table: "receiver_hour",
    unit: "hour",
    key: ["hour", "domain_id", "class", "sender_id"],
    sums: ["bounces"],
    counted: `SELECT ${since("received_at", HOUR)} AS hour, b.domain_id, ${CLASS} AS class, b.sender_id, count(*) AS bounces ${FROM} AND ${IS_PROVEN} GROUP BY 1, 2, 3, 4`,
  },
  {
    table: "reason_hour",
    unit: "hour",
    key: ["hour", "reason", "outcome"],
    sums: ["bounces"],
    counted: `SELECT ${since("received_at", HOUR)} AS hour, v.reason, ${OUTCOME} AS outcome, count(*) AS bounces ${FROM} GROUP BY 1, 2, 3`,
  },
];

/** What is stored, all hosts together. */
const storedText = ({ table, unit, key, sums }: Counter): string =>
  `SELECT ${key.join(", ")}, ${sums.map((name) => `CAST(sum(${name}) AS bigint) AS ${name}`).join(", ")}
   FROM ${table} WHERE ${unit} >= $1 GROUP BY ${key.join(", ")}
   HAVING ${sums.map((name) => `sum(${name}) <> 0`).join(" OR ")}`;

/** Of a counter how many rows are on one side only: missing, too many, or with other sums. */
const differenceText = (counter: Counter): string => `
  SELECT count(*) AS "rows" FROM (
    SELECT ${[...counter.key, ...counter.sums].join(", ")}, count(*) AS sides
    FROM (${storedText(counter)} UNION ALL SELECT * FROM (${counter.counted}) counted
      WHERE ${counter.sums.map((name) => `${name} <> 0`).join(" OR ")}) both_sides
    GROUP BY ${[...counter.key, ...counter.sums].join(", ")} HAVING count(*) = 1) differing`;

interface Difference {
  readonly rows: number;
}

const DIFFERENCES: readonly (readonly [Counter, Sql<Difference>])[] = COUNTERS.map((counter) => [
  counter,
  sql<Difference>(differenceText(counter)),
]);

const oldest = sql<{ readonly at: number | null }>("SELECT min(received_at) AS at FROM bounce");
const newest = sql<{ readonly at: number | null }>("SELECT max(received_at) AS at FROM bounce");
const allRecipients = sql<{ readonly id: number }>("SELECT id FROM recipient WHERE id > $1 ORDER BY id LIMIT $2");
/** Addresses counted at a time. */
const PIECE = 1_000;

/** From when on a counter can be counted anew: days of which bounces were pruned cannot, and who failed where is forgotten. */
function* beginOf(db: Db, { table }: Counter): Work<number> {
  const begin = startOf((yield* first(db, oldest))?.at ?? 0, DAY);
  if (table !== "receiver_hour") return begin;
  return Math.max(begin, startOf((yield* first(db, newest))?.at ?? 0, HOUR) - RECEIVER_SECONDS);
}

const storedRecipients = sql<Recipient>(`
  SELECT r.* FROM {rows:$1:id int} asked CROSS JOIN recipient r WHERE r.id = asked.id`);

function* miscountedRecipients(db: Db): Work<number[]> {
  const wrong: number[] = [];
  for (let after = 0; ;) {
    const ids = (yield* db.all(allRecipients, [after, PIECE])).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) return wrong;
    const counted = new Map((yield* countRecipients(db, ids)).map((row) => [row.id, row]));
    for (const stored of yield* db.all(storedRecipients, [toRows(ids.map((id) => [id]))]))
      if (!haveSameSums(stored, counted.get(stored.id))) wrong.push(stored.id);
    after = last;
  }
}

function* findMiscounts(db: Db): Work<Miscount[]> {
  const found: Miscount[] = [];
  for (const [counter, difference] of DIFFERENCES) {
    const { rows } = (yield* first(db, difference, [yield* beginOf(db, counter)])) ?? { rows: 0 };
    if (rows > 0) found.push({ table: counter.table, rows });
  }
  const recipients = yield* miscountedRecipients(db);
  return recipients.length === 0 ? found : [...found, { table: "recipient", rows: recipients.length }];
}

/**
 * Counters that are not what the bounces come to; none in a sound store. Reads everything.
 * @throws StoreError
 */
export const miscounts = onStore(findMiscounts);

const removals = new Map(
  COUNTERS.map(({ table, unit }) => [table, sql<object>(`DELETE FROM ${table} WHERE ${unit} >= $1`)]),
);
const insertions = new Map(
  COUNTERS.map(({ table, key, sums, counted }) => [
    table,
    sql<object>(
      `INSERT INTO ${table} (${[...key, ...sums].join(", ")}${table.startsWith("sender") ? "" : ", host_id"})
       SELECT counted.*${table.startsWith("sender") ? "" : ", 0"} FROM (${counted}) counted`,
    ),
  ]),
);

/** Complaints are counted out of other messages. */
const complaints = ["hour", "day"].map((unit) => {
  const seconds = unit === "hour" ? HOUR : DAY;
  return sql<object>(`
    INSERT INTO sender_${unit} (${unit}, sender_id, complaints)
    SELECT o.received_at - o.received_at % ${seconds}, o.sender_id, count(*) FROM other_message o
    WHERE o.kind = 'complaint' AND o.received_at >= $1 GROUP BY 1, 2
    ON CONFLICT (${unit}, sender_id) DO UPDATE SET complaints = sender_${unit}.complaints + excluded.complaints`);
});

/**
 * Counts everything anew, in one transaction: nothing is recorded meanwhile.
 * @throws StoreError; then nothing was changed
 */
export const repairCounters = onStore((db: Db): Work<void> =>
  db.transaction(function* (): Work<void> {
    for (const counter of COUNTERS) {
      const begin = yield* beginOf(db, counter);
      const removal = removals.get(counter.table);
      const insertion = insertions.get(counter.table);
      if (removal !== undefined) yield* db.all(removal, [begin]);
      if (insertion !== undefined) yield* db.all(insertion, [begin]);
    }
    const begin = startOf((yield* first(db, oldest))?.at ?? 0, DAY);
    for (const complaint of complaints) yield* db.all(complaint, [begin]);
    yield* recountRecipients(db, yield* miscountedRecipients(db));
  }),
);
