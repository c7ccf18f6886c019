/** docs/configuration.md out of the configuration's schema. */
import { code, generatedFrom, sentence, table } from "./markdown.mjs";

/** The tables of the file in the order of the page: heading and text before the rows. */
const TABLES = {
  settings: ["Settings", "`log.level` is `level` under `[log]`; likewise for the others with a dot.\n"],
  "[[rule]]": [
    "Rules of your own",
    `They are tried before the built-in ones, in the order of the file. A rule needs an \`id\`, a \`reason\` and at least one
condition; all its conditions must hold.

\`\`\`toml
[[rule]]
id = "our-relay-holidays"
match = "mailbox is closed for holidays"
reason = "mailbox-disabled"
example = "550 5.2.1 mailbox is closed for holidays"
\`\`\`

Test them before you install them: \`bounces doctor --rules FILE\` checks their form, looks for patterns that could run
away on hostile text, and makes sure that each \`example\` is decided by its own rule. \`bounces reclassify\` then shows what
they change about bounces that are already recorded.
`,
  ],
  "[[allow]]": [
    "Allow list",
    `Senders that are expected to bounce. \`*\` stands for any characters.

\`\`\`toml
[[allow]]
sender = "news@example.org"
up-to = 500
why = "newsletter, first Monday of the month"
who = "anna"
when = 2026-03-01
\`\`\`
`,
  ],
  "[detect]": [
    "Detector",
    "The numbers of the detector of compromised accounts, with the reason for each. They were chosen on simulated traffic;\nsee [Detection](detection.md) before you change one.\n",
  ],
};

const INTRO = `# Configuration

A setting comes from the first of these that names it:

1. a command-line option,
2. an environment variable,
3. the configuration file: \`/etc/bounces/bounces.toml\`, or the file that \`--config\` or \`BOUNCES_CONFIG\` names
   (empty for none),
4. the default.

The file is [TOML](https://toml.io/). Unknown keys are errors. \`bounces config\` shows the effective settings and where each
comes from; \`bounces doctor\` checks them against the database and Postfix. Durations are a number and a unit: \`90m\`, \`24h\`,
\`2d\`, \`2w\`. A complete file for most servers:

\`\`\`toml
hosts = ["mail.example.com"]      # your servers' names as they appear in Received headers (postconf -h myhostname)
\`\`\`
`;

const names = ({ variable, flag }) =>
  [variable, flag].flatMap((name) => (name === null ? [] : [code(name)])).join(", ");

const hasNames = (rows) => rows.some((row) => names(row) !== "");

function tableOf(rows) {
  const withNames = hasNames(rows);
  return table(
    ["key", "meaning", "default", ...(withNames ? ["also"] : [])],
    rows.map((row) => [
      code(row.key),
      `${sentence(row.description)} Must be ${row.expected}.`,
      row.default === null || row.default === "" ? "" : code(row.default),
      ...(withNames ? [names(row)] : []),
    ]),
  );
}

/** The page. */
export const configurationPage = ({ settingsTable }) => {
  const rows = settingsTable();
  return [
    generatedFrom("src/config/table.ts"),
    INTRO,
    ...Object.entries(TABLES).flatMap(([name, [title, text]]) => {
      const own = rows.filter((row) => row.table === name);
      return [`## ${title}\n`, text, ...(own.length === 0 ? [] : [tableOf(own)])];
    }),
  ].join("\n");
};
