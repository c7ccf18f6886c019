/**
 * `report --mail-to ADDRESS`: hands the report to the sendmail of this machine. The envelope sender is the null one: if the
 * report bounces, nobody is told, least of all this program.
 */
import { UsageError } from "../exit.js";
import { isPlainAddress } from "../config/kind.js";

import type { Io } from "../io.js";
import type { Letter } from "./compose.js";
import { quotedOutput, runProgram } from "./run-program.js";

const LIMIT_MS = 60_000;

/** The addresses, checked. @throws UsageError naming the one that is none */
export function mailAddresses(addresses: readonly string[]): readonly string[] {
  for (const address of addresses)
    if (!isPlainAddress(address)) throw new UsageError(`--mail-to ${JSON.stringify(address)}: no plain address`);
  return addresses;
}

/**
 * Sends a letter through a sendmail program. A failure goes to standard error.
 * @returns whether it was taken
 */
export async function sendMail(
  letter: Letter,
  sendmail: string,
  { environment, stderr }: Pick<Io, "environment" | "stderr">,
): Promise<boolean> {
  const { composeMail } = await import("./compose.js");
  const { fault, output } = await runProgram({
    file: sendmail,
    arguments: ["-i", "-f", "", "--", ...letter.to],
    input: await composeMail(letter),
    environment,
    limitMs: LIMIT_MS,
  });
  if (fault !== null)
    stderr(
      `bounces: the report was not mailed to ${letter.to.join(", ")}: ${sendmail} ${fault}\n${quotedOutput(output)}`,
    );
  return fault === null;
}
