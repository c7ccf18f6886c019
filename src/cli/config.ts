/** `bounces config`: which settings hold, and where each comes from. */
import { loadSettings } from "../config/load.js";
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { renderTable, type Column } from "../text/table.js";
import { COMMON_OPTIONS, defineCommand } from "./command.js";
import { contextOf } from "../intake/context.js";

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

/** The subcommand. Ends with an error, naming the key, when the configuration is wrong. */
export const config = defineCommand({
  usage: "config",
  describe: "Show which settings hold and where each comes from; checks them all",
  positionals: {},
  options: { json: { type: "boolean", default: false, describe: "One JSON object a line" }, ...COMMON_OPTIONS },
  run: (options, io) => {
    const { settings, origins } = loadSettings({ db: options.db, config: options.config }, io.environment);
    contextOf(settings);
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
