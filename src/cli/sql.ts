/** `bounces sql`: one question in SQL to the views and tables of docs/schema.md. */
import { EXIT, UsageError } from "../exit.js";
import type { Store } from "../store/open.js";
import { ask } from "../store/query.js";
import { QuestionError, type Answer, type Answered } from "../store/sql.js";
import { csvLine } from "../text/csv.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable } from "../text/table.js";
import { defineStoreCommand } from "./command.js";

/** Bytes are printed in hexadecimal. */
const printed = (value: Answered): string | number | null =>
  value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;

/** @throws UsageError */
async function askOrRefuse(store: Store, question: string): Promise<Answer> {
  try {
    return await ask(store, question);
  } catch (error) {
    if (error instanceof QuestionError) throw new UsageError(`${error.message}; docs/schema.md has the columns`);
    throw error;
  }
}

function* lines({ columns, rows }: Answer, isCsv: boolean): Generator<string, void> {
  if (isCsv) yield csvLine(columns);
  for (const row of rows) {
    const values = row.map(printed);
    yield isCsv ? csvLine(values) : jsonLine(Object.fromEntries(columns.map((name, place) => [name, values[place]])));
  }
}

const table = ({ columns, rows }: Answer, width: number | null): string =>
  renderTable(
    columns.map((title, place) => ({
      title,
      value: (row: readonly (string | number | null)[]) => row[place] ?? null,
    })),
    [...rows].map((row) => row.map(printed)),
    width,
  );

export const sqlCommand = defineStoreCommand({
  usage: "sql <query>",
  describe: "Query the database in SQL, read-only; docs/schema.md has the views and tables",
  positionals: { query: { type: "string", demandOption: true, describe: "One SELECT" } },
  options: {
    json: { type: "boolean", describe: "One JSON object per row" },
    csv: { type: "boolean", conflicts: "json", describe: "CSV (RFC 4180) with a header" },
  },
  examples: [
    ['$0 sql "SELECT * FROM senders_today LIMIT 10"', "Who bounces most today"],
    ["$0 sql \"SELECT address, last_diagnostic FROM dead_addresses WHERE domain = 'example.net'\"", "Dead addresses"],
  ],
  run: async ({ options: { query, json, csv }, store, io }) => {
    const answer = await askOrRefuse(store, query);
    if (json === true || csv === true) for (const line of lines(answer, csv === true)) io.stdout(line);
    else io.stdout(table(answer, io.columns));
    return EXIT.ok;
  },
});
