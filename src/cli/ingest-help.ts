/** The options of `ingest` for `bounces --help`. The command itself is src/intake/pipe.ts, without yargs. */
import { UsageError } from "../exit.js";
import { defineBareCommand, type OptionTable } from "./command.js";

/** Meanings by option; the options themselves are those that intake/pipe-arguments.ts reads. */
const OPTIONS = {
  db: { type: "string", describe: "Database file" },
  config: { type: "string", describe: "Configuration file" },
  sender: { type: "string", describe: "Envelope sender of the message: ${sender}" },
  recipient: { type: "string", describe: "Address the message was sent to: ${recipient}" },
  "queue-id": { type: "string", describe: "Queue id of the message: ${queue_id}" },
  "client-address": { type: "string", describe: "Client that delivered the message: ${client_address}" },
  login: { type: "string", describe: "Login of that client: ${sasl_username}" },
  "dry-run": { type: "boolean", describe: "Show what would be recorded, but record nothing" },
  extension: { type: "string", describe: "Extension of that address: ${extension}; must be the last argument" },
} as const satisfies OptionTable;

/** The subcommand, for its help. */
export const ingestHelp = defineBareCommand({
  usage: "ingest",
  describe: "Record one message from standard input: the target for Postfix's pipe(8). Exits 0 or 75",
  positionals: {},
  options: OPTIONS,
  run: () => {
    throw new UsageError("ingest is started by bin/bounces.cjs");
  },
});
