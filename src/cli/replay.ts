/** `bounces report --replay`: what the detector would have said of a file of events, run by run. No database is touched. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Parameters } from "../detect/parameters.js";
import { replay } from "../detect/replay/replay.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { formatTime } from "../time.js";
import type { Io } from "../io.js";

/** What to replay. */
export interface ReplayJob {
  /** Events, a JSON object a line. */
  readonly file: string;
  /** Seconds between two runs of the report. */
  readonly every: number;
  readonly parameters: Parameters;
  readonly isJson: boolean;
}

/** Prints a line for each run and each sender that stands at level alert. Rejects when the file cannot be read or holds something else. */
export async function replayEvents({ file, every, parameters, isJson }: ReplayJob, io: Io): Promise<void> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const alert of replay(lines, every, parameters))
    io.stdout(
      isJson
        ? jsonLine(alert)
        : `${formatTime(alert.t)}  ${alert.points.toFixed(1).padStart(5)}  ${printable(alert.sender)}\n`,
    );
}
