/** docs/commands.md out of the commands' own tables, and the short table for README. */
import { code, generatedFrom, sentence, table } from "./markdown.mjs";

/** Options that every command but `reasons` takes; described once. */
const COMMON = ["db", "config"];

/** Where a command is explained at length. */
const GUIDES = {
  ingest: "[Behind Postfix](postfix.md)",
  report: "[How compromised accounts are detected](detection.md)",
  parse: "[Troubleshooting](troubleshooting.md)",
  show: "[Troubleshooting](troubleshooting.md)",
  serve: "[Operations](operations.md)",
  prune: "[Operations](operations.md)",
  backup: "[Operations](operations.md)",
  doctor: "[Troubleshooting](troubleshooting.md)",
  reasons: "[Reasons](reasons.md)",
  config: "[Configuration](configuration.md)",
};

/** What an exit status means, by its name in src/exit.ts. */
const STATUSES = {
  ok: "Done. Finding nothing is no error.",
  found: "`doctor` found a problem; `report --exit-code`: an alert is open that nobody acknowledged or muted.",
  usage: "Wrong command line (EX_USAGE).",
  noInput: "A named file, a record or the database does not exist (EX_NOINPUT).",
  unavailable: "`report` could not write a file, send a message or run a command; it did the rest (EX_UNAVAILABLE).",
  io: "The database cannot be read or written (EX_IOERR).",
  tempFail: "Try again later (EX_TEMPFAIL). `ingest` exits 0 or 75, never anything else.",
  config: "Wrong configuration (EX_CONFIG).",
};

/** How an option is written: `--json`, `--since=VALUE`. */
function written(name, { type, choices, array }) {
  if (type === "boolean") return `--${name}`;
  const value = choices !== undefined ? name.toUpperCase() : type === "number" ? "N" : "VALUE";
  return `--${name}=${value}${array ? " ..." : ""}`;
}

/** The default worth mentioning. */
const hasDefault = ({ default: value }) =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

const meaning = (option) =>
  [
    sentence(option.describe ?? ""),
    option.choices === undefined ? "" : `One of ${option.choices.map(code).join(", ")}.`,
    option.demandOption ? "Required." : "",
    hasDefault(option) ? `Default: ${code(String(option.default))}.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");

const optionTable = (options) =>
  table(
    ["option", "meaning"],
    Object.entries(options).map(([name, option]) => [code(written(name, option)), meaning(option)]),
  );

const positionalTable = (positionals) =>
  table(
    ["argument", "meaning"],
    Object.entries(positionals).map(([name, positional]) => [code(name), meaning(positional)]),
  );

const examplesOf = (examples) =>
  ["```sh\n", ...examples.map(([line, does]) => `# ${does}\n${line.replaceAll("$0", "bounces")}\n`), "```\n"].join("");

function section({ name, usage, describe, positionals, options, examples }) {
  const own = Object.fromEntries(Object.entries(options).filter(([option]) => !COMMON.includes(option)));
  const takes = COMMON.every((option) => option in options)
    ? "Also takes the [common options](#common-options).\n"
    : "Takes no configuration and no database.\n";
  return [
    `## bounces ${name}\n`,
    `${sentence(describe)}\n`,
    `\`\`\`\nbounces ${usage}${Object.keys(options).length === 0 ? "" : " [options]"}\n\`\`\`\n`,
    Object.keys(positionals).length === 0 ? "" : positionalTable(positionals),
    Object.keys(own).length === 0 ? "" : optionTable(own),
    takes,
    examples.length === 0 ? "" : examplesOf(examples),
    name in GUIDES ? `More: ${GUIDES[name]}.\n` : "",
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const exitTable = (exit) =>
  table(
    ["status", "meaning"],
    [...Object.entries(exit).map(([name, status]) => [status, STATUSES[name]]), [70, "A bug in bounces."]]
      .sort(([one], [other]) => one - other)
      .map(([status, text]) => [String(status), text]),
  );

/** The whole page. */
export function commandsPage({ COMMANDS, EXIT }) {
  const { db, config } = COMMANDS.find(({ name }) => name === "query").options;
  return [
    generatedFrom("the command tables in src/cli/"),
    "# Commands\n",
    "`bounces COMMAND --help` prints the same. All times are UTC. Results go to standard output, everything else to\nstandard error.\n",
    table(
      ["command", "what it does"],
      COMMANDS.map(({ name, describe }) => [`[${name}](#bounces-${name})`, sentence(describe)]),
    ),
    "## Common options\n",
    optionTable({ db, config }),
    "Both can also be set in the environment or in the configuration file; see [Configuration](configuration.md).\n",
    ...COMMANDS.map(section),
    "## Exit statuses\n",
    exitTable(EXIT),
  ].join("\n");
}

/** The table for README. */
export const commandRows = ({ COMMANDS }) =>
  table(
    ["command", "what it does"],
    COMMANDS.map(({ name, describe }) => [`[\`${name}\`](docs/commands.md#bounces-${name})`, describe]),
  );
