/** `bounces config`: the effective settings, and where each comes from. */
import { loadSettings } from "../config/load.js";
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { defineBareCommand, SETTING_OPTIONS } from "./command.js";
import { valid } from "../config/error.js";

interface Row {
  readonly key: string;
  readonly value: string;
  readonly from: string;
  readonly meaning: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "setting", value: ({ key }) => key, minWidth: 24 },
  { title: "value", value: ({ value }) => value, minWidth: 12 },
  { title: "from", value: ({ from }) => from, minWidth: 12 },
  { title: "meaning", value: ({ meaning }) => meaning, priority: 2, minWidth: 20 },
];

export const config = defineBareCommand({
  usage: "config",
  describe: "Show the effective settings and where each comes from; checks the whole configuration",
  positionals: {},
  options: { json: { type: "boolean", default: false, describe: "One JSON object per line" }, ...SETTING_OPTIONS },
  run: ({ options, io }) => {
    const { settings, origins } = loadSettings({ db: options.db, config: options.config }, io.environment);
    for (const table of [settings.rules, settings.detect, settings.allow]) valid<unknown>(table);
    const rows = origins.map(({ key, from, place, meaning, shown }) => ({
      key,
      value: shown(),
      from: `${from} ${place}`,
      meaning,
    }));
    io.stdout(options.json ? rows.map(jsonLine).join("") : renderTable(COLUMNS, rows, io.columns));
    return EXIT.ok;
  },
});
