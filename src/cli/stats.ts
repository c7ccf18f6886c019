/** `bounces stats`: how much is recorded, since when, how fast it grows, and how much of it was not recognized. */
import { EXIT } from "../exit.js";
import { jsonLine } from "../text/jsonl.js";
import { storeStatistics, type StoreStatistics } from "../store/statistics.js";
import { DAY, formatTime } from "../time.js";
import { countWaiting, defineStoreCommand } from "./command.js";

const timeOf = (moment: number | null): string | null => (moment === null ? null : formatTime(moment));

/** Messages a day between the first and the last; null for less than a day. */
function mailsPerDay({ reports, oldest, newest }: StoreStatistics): number | null {
  const days = ((newest ?? 0) - (oldest ?? 0)) / DAY;
  return days < 1 ? null : Math.round((reports / days) * 10) / 10;
}

const shareOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;

/** What is recorded, and how many messages wait to be read. */
type Statistics = StoreStatistics & { readonly waiting: number };

/** The object of `--json`. Fields are added over time, never renamed or removed. */
const record = (statistics: Statistics) => ({
  ...statistics,
  oldest: timeOf(statistics.oldest),
  newest: timeOf(statistics.newest),
  unrecognizedShare: shareOf(statistics.unrecognized, statistics.reports),
  mailsPerDay: mailsPerDay(statistics),
  bytesPerBounce: statistics.bounces === 0 ? null : Math.round(statistics.size / statistics.bounces),
});

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

function text(statistics: Statistics): string {
  const { bytesPerBounce, unrecognizedShare, mailsPerDay: rate, oldest, newest } = record(statistics);
  const rows: readonly (readonly [string, string])[] = [
    ["messages", `${statistics.reports}${rate === null ? "" : `, ${rate} per day`}`],
    ["bounces", String(statistics.bounces)],
    ["recipients", String(statistics.recipients)],
    ["senders", String(statistics.senders)],
    ["from", oldest ?? "nothing recorded yet"],
    ["to", newest ?? "nothing recorded yet"],
    [
      "unrecognized",
      `${statistics.unrecognized} (${(unrecognizedShare * 100).toFixed(2)} %), ${statistics.kept} kept raw`,
    ],
    ...(statistics.waiting === 0 ? [] : [["waiting", `${statistics.waiting} to be read, not counted here`] as const]),
    [
      "file",
      `${megabytes(statistics.size)}${bytesPerBounce === null ? "" : `, ${bytesPerBounce} bytes per bounce`}, schema ${statistics.schema}`,
    ],
  ];
  return rows.map(([label, value]) => `${label.padEnd(14)}${value}\n`).join("");
}

export const stats = defineStoreCommand({
  usage: "stats",
  describe: "Show how much is recorded, since when, and how fast it grows",
  positionals: {},
  options: { json: { type: "boolean", default: false, describe: "One JSON object" } },
  run: async ({ options: { json }, settings, store, io }) => {
    const statistics = { ...(await storeStatistics(store)), waiting: countWaiting(settings) };
    io.stdout(json ? jsonLine(record(statistics)) : text(statistics));
    return EXIT.ok;
  },
});
