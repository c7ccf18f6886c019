/** docs/schema.md out of src/store/schema.ts and src/store/views.ts. */
import { code, generatedFrom, table } from "./markdown.mjs";

const INTRODUCTION = `The database is made to be read: with the \`sqlite3\` shell, Datasette, Grafana, or anything that speaks SQL.

\`\`\`sql
-- sqlite3 -readonly /var/lib/bounces/bounces.db
SELECT received, recipient, severity, reason, sender, diagnostic FROM bounces ORDER BY received_at DESC LIMIT 10;
SELECT address, hard, failed_days, last_failed, last_diagnostic FROM dead_addresses WHERE domain = 'gmail.com';
SELECT * FROM senders_today LIMIT 10;
\`\`\`

Read the **views**, whose names are plural: they have dates and names in them, and they are a contract like \`--json\`: columns
are added, never renamed or removed. The **tables** behind them, whose names are singular, may change with any version. Times
in columns that end in \`_at\` are seconds since 1970 (UTC). What ends in \`_id\` is the \`id\` of another table. \`.schema\` shows
the same explanations as this page.

A bounce **counts** when it is a failure or delay and the message that bounced was, or may have been, ours (see
[Trust](trust.md)). \`bounces\` shows everything that is recorded; every other view shows what counts.

A bounce is in its table right after delivery. \`bounces sql "SELECT ..."\` asks without the shell, read-only, and answers with
a table, JSON or CSV; [recipes](recipes.md) has a dozen questions. SQLite keeps its write-ahead log beside the database, so
whoever reads it with the shell needs write permission in the directory (see [Operations](operations.md#who-may-do-what)).
Never write to the tables yourself: the sums would no longer be what the bounces
come to.
`;

const viewSection = ({ name, meaning, columns }) => [
  `### ${name}\n`,
  `${meaning}.\n`,
  table(
    ["column", "meaning"],
    Object.entries(columns).map(([column, text]) => [code(column), text]),
  ),
];

const typeOf = ({ type, words, isNull }) => {
  if (words !== null) return words.map(code).join(", ");
  const plain = { id: "number", key: "number", ref: "number", small: "number", count: "number", flag: "0 or 1" };
  return `${plain[type] ?? type}${isNull ? ", or null" : ""}`;
};

const tableSection = ({ name, meaning, columns, key }) => [
  `### ${name}\n`,
  `One row: ${meaning}.${key.length > 0 ? ` Key: ${key.map(code).join(", ")}.` : ""}\n`,
  table(
    ["column", "holds", "meaning"],
    columns.map((column) => [code(column.name), typeOf(column), column.meaning]),
  ),
];

/** The page. */
export const schemaPage = ({ TABLES, VIEWS }) =>
  [
    generatedFrom("src/store/schema.ts and src/store/views.ts"),
    "# The database\n",
    INTRODUCTION,
    "## Views\n",
    ...VIEWS.flatMap(viewSection),
    "## Tables\n",
    "`sent` and `sent_recipient` are empty in this version.\n",
    ...TABLES.flatMap(tableSection),
  ].join("\n");
