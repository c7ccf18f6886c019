/**
 * `report --exec COMMAND`: runs a command of the administrator's for each alert there is something to tell of, with the
 * finding as a line of JSON on its standard input. No text of a mail is in its command line or environment.
 */
import { printable } from "../text/escape.js";
import type { Standing } from "./data.js";
import { findingRecord } from "./json.js";
import { jsonLine } from "../text/jsonl.js";
import type { Io } from "../io.js";
import { quotedOutput, runProgram } from "./run-program.js";

/** What to run. */
export interface ExecJob {
  /** For /bin/sh -c. */
  readonly command: string;
  readonly limitMs: number;
}

/**
 * Runs the command for one alert after another, since two at once would meddle with the same files. What it prints goes to
 * standard error, so does a failure; one that fails does not keep the next from running.
 * @returns whether all went well
 */
export async function runForEach(
  told: readonly Standing[],
  { command, limitMs }: ExecJob,
  { environment, stderr }: Pick<Io, "environment" | "stderr">,
): Promise<boolean> {
  let isWell = true;
  for (const standing of told) {
    const { fault, output } = await runProgram({
      file: "/bin/sh",
      arguments: ["-c", command],
      input: jsonLine(findingRecord(standing)),
      environment,
      limitMs,
    });
    if (fault !== null) stderr(`bounces: --exec for ${printable(standing.finding.sender)}: the command ${fault}\n`);
    stderr(quotedOutput(output));
    isWell &&= fault === null;
  }
  return isWell;
}
