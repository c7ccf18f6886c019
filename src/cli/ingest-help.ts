/** The options of `ingest` for `bounces --help`. The command itself is ingest.ts, which yargs has no part in. */
import { UsageError } from "../exit.js";
import { defineBareCommand, type OptionTable } from "./command.js";

/** Meanings by option; the options themselves are those that ingest-arguments.ts reads. */
const OPTIONS = {
  db: { type: "string", describe: "Database file" },
  config: { type: "string", describe: "Configuration file" },
  sender: { type: "string", describe: "Envelope sender of the mail: ${sender}" },
  recipient: { type: "string", describe: "Address the mail came to: ${recipient}" },
  "queue-id": { type: "string", describe: "Queue id of the mail: ${queue_id}" },
  "client-address": { type: "string", describe: "Client that delivered the mail: ${client_address}" },
  "dry-run": { type: "boolean", describe: "Show what would be recorded, record nothing" },
  extension: { type: "string", describe: "Extension of that address: ${extension}; must come last" },
} as const satisfies OptionTable;

/** The subcommand, for its help. */
export const ingestHelp = defineBareCommand({
  usage: "ingest",
  describe: "Record one mail from standard input; Postfix's pipe(8) target. Ends in 0 or 75",
  positionals: {},
  options: OPTIONS,
  run: () => {
    throw new UsageError("ingest is started by bin/bounces.cjs");
  },
});
