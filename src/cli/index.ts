/** The subcommands, in the order of `bounces --help`. `ingest` is among them for its help only: see bin/bounces.cjs. */
import type { Command } from "./command.js";
import { backup } from "./backup.js";
import { config } from "./config.js";
import { drain } from "./drain.js";
import { doctor } from "./doctor.js";
import { ingestHelp } from "./ingest-help.js";
import { importMails } from "./import.js";
import { log } from "./log.js";
import { parse } from "./parse.js";
import { pruneCommand } from "./prune.js";
import { query } from "./query.js";
import { reasons } from "./reasons.js";
import { reclassify } from "./reclassify.js";
import { report } from "./report.js";
import { serve } from "./serve.js";
import { show } from "./show.js";
import { sqlCommand } from "./sql.js";
import { exportCommand } from "./export.js";
import { forget } from "./forget.js";
import { stats } from "./stats.js";
import { suppress } from "./suppress.js";
import { verp } from "./verp.js";

export const COMMANDS: readonly Command[] = [
  ingestHelp,
  query,
  report,
  show,
  parse,
  reasons,
  reclassify,
  config,
  doctor,
  stats,
  sqlCommand,
  pruneCommand,
  backup,
  serve,
  drain,
  importMails,
  log,
  verp,
  suppress,
  exportCommand,
  forget,
];
