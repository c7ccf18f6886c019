/** `bounces reasons`: the closed list of reasons, with meaning and advice. */
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { REASONS } from "../reason.js";
import { defineBareCommand } from "./command.js";

const rows = Object.entries(REASONS).map(([reason, row]) => ({ reason, ...row }));
type Row = (typeof rows)[number];

const COLUMNS: readonly Column<Row>[] = [
  { title: "reason", value: ({ reason }) => reason, minWidth: 20 },
  { title: "counts against", value: (row) => row.class, minWidth: 10 },
  { title: "usually", value: ({ severity }) => severity },
  { title: "meaning", value: ({ meaning }) => meaning, minWidth: 20 },
  { title: "what to do", value: ({ advice }) => advice, priority: 2, minWidth: 30 },
];

export const reasons = defineBareCommand({
  usage: "reasons",
  describe: "List the reasons for a bounce, what each means and what to do",
  positionals: {},
  options: { json: { type: "boolean", default: false, describe: "One JSON object per line" } },
  run: ({ options: { json }, io }) => {
    io.stdout(json ? rows.map(jsonLine).join("") : renderTable(COLUMNS, rows, io.columns));
    return EXIT.ok;
  },
});
