/** The configuration as rows of plain data: for `docs/configuration.md`. */
import { parameterRows } from "../detect/parameters.js";
import { ALLOW_FIELDS, PARAMETER_EXPECTED, RULE_FIELDS } from "./schema.js";
import { flagOf, readSettings, variableOf } from "./settings.js";

/** One key of the configuration file. */
export interface SettingRow {
  /** Where it stands in the file: at the top or in a section of its own, or in each of several tables. */
  readonly table: "settings" | "[[rule]]" | "[[allow]]" | "[detect]";
  /** As in the file; `log.level` is `level` under `[log]`. */
  readonly key: string;
  /** Ends the sentence "must be ...". */
  readonly expected: string;
  /** As it would stand in the file; null when there is none. */
  readonly default: string | null;
  /** The environment variable that sets it; null when none does. */
  readonly variable: string | null;
  /** The option that sets it, with its dashes; null when none does. */
  readonly flag: string | null;
  readonly description: string;
}

/** Flags that some command has. */
const FLAGS: readonly string[] = ["db", "lmtp-socket", "lmtp-port"];
/** Settings that are tables of their own, described row by row. */
const TABLES: readonly string[] = ["rule", "detect", "allow"];

function settingRows(): readonly SettingRow[] {
  const rows: SettingRow[] = [];
  readSettings((setting) => {
    const flag = flagOf(setting);
    if (!TABLES.includes(setting.key))
      rows.push({
        table: "settings",
        key: setting.key,
        expected: setting.kind.expected,
        default: setting.kind.show(setting.default),
        variable: variableOf(setting),
        flag: FLAGS.includes(flag) ? `--${flag}` : null,
        description: setting.meaning,
      });
    return setting.default;
  });
  return rows;
}

const fieldRows = (
  table: SettingRow["table"],
  fields: Readonly<Record<string, Pick<SettingRow, "expected" | "description">>>,
): readonly SettingRow[] =>
  Object.entries(fields).map(([key, field]) => ({ table, key, ...field, default: null, variable: null, flag: null }));

const detectRows = (): readonly SettingRow[] =>
  parameterRows().map(({ name, value, why }) => ({
    table: "[detect]",
    key: name,
    expected: PARAMETER_EXPECTED,
    default: String(value),
    variable: null,
    flag: null,
    description: why,
  }));

/** Every key of the configuration, in the order of the manual. */
export const settingsTable = (): readonly SettingRow[] => [
  ...settingRows(),
  ...fieldRows("[[rule]]", RULE_FIELDS),
  ...detectRows(),
  ...fieldRows("[[allow]]", ALLOW_FIELDS),
];
