/** `bounces report --replay`: what the detector would have said of a file of events, run by run. No database is touched. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Parameters } from "../detect/parameters.js";
import { replay } from "../detect/replay/replay.js";
import { EventError } from "../detect/replay/event.js";
import { parseSent, type SentMessage } from "../detect/replay/sent.js";
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
  /** What was sent, a CSV file (detect/replay/sent.ts); null for none. */
  readonly sent: string | null;
  readonly isJson: boolean;
}

async function readSent(file: string): Promise<readonly SentMessage[]> {
  const sent: SentMessage[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === "") continue;
    try {
      sent.push(parseSent(line));
    } catch (error) {
      throw error instanceof EventError ? new EventError(`${file}: line ${number}: ${error.message}`) : error;
    }
  }
  return sent.sort((one, other) => one.time - other.time);
}

/** Prints a line for each run and each sender that stands at level alert. Rejects when the file cannot be read or holds something else. */
export async function replayEvents({ file, every, parameters, sent, isJson }: ReplayJob, io: Io): Promise<void> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  const messages = sent === null ? [] : await readSent(sent);
  for await (const alert of replay(lines, every, parameters, messages))
    io.stdout(
      isJson
        ? jsonLine(alert)
        : `${formatTime(alert.t)}  ${alert.points.toFixed(1).padStart(5)}  ${printable(alert.sender)}${alert.incident === null || alert.incident === alert.sender ? "" : `  with ${printable(alert.incident)}`}\n`,
    );
}
