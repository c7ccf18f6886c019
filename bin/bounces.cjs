#!/usr/bin/env node
"use strict";
/**
 * Picks the bundle. For `ingest`, Postfix's pipe target, it first makes sure that whatever goes wrong from here on ends
 * in status 75 with a line that begins "4.3.0": for a bounce, Postfix throws the mail away on every other status.
 */
const { writeSync } = require("node:fs");

const TEMPFAIL = 75;
let isSettled = false;

/** Says why, once. Postfix reads the first bytes of our output, and logs the first 100 characters. */
function sayWhy(why) {
  if (isSettled) return;
  isSettled = true;
  const line = String(why?.message ?? why)
    .replace(/[^\x20-\x7e]+/g, " ")
    .slice(0, 300);
  try {
    writeSync(1, `4.3.0 bounces: ${line}\n`);
  } catch {
    // Nobody listens; the status says enough.
  }
}

function tryAgainLater(why) {
  sayWhy(why);
  process.exit(TEMPFAIL);
}

/** For a deadline: process.exit waits for a read that hangs, a signal does not. Postfix keeps the mail after either. */
function abandon(why) {
  sayWhy(why);
  process.kill(process.pid, "SIGKILL");
}

function settle(status) {
  isSettled = true;
  process.exit(status);
}

/** Says what to do when a bundle is missing; other errors as they are. */
function explained(error) {
  const isUnbuilt =
    /^(?:ERR_)?MODULE_NOT_FOUND$/.test(error?.code) && /dist[\\/](?:ingest\.cjs|main\.mjs)/.test(error.message);
  return isUnbuilt ? new Error("not built; run: npm run build") : error;
}

/** A person asks, not Postfix: there every argument may be a stranger's text. */
const asksForHelp = process.argv[3] === "--help" && require("node:tty").isatty(0);

if (process.argv[2] === "ingest" && !asksForHelp) {
  process.exitCode = TEMPFAIL;
  process.on("uncaughtException", tryAgainLater);
  process.on("unhandledRejection", tryAgainLater);
  process.on("exit", () => {
    if (!isSettled) tryAgainLater("ended before the mail was recorded");
  });
  try {
    require("../dist/ingest.cjs").ingestFromPipe(process.argv.slice(3), { settle, tryAgainLater, abandon });
  } catch (error) {
    tryAgainLater(explained(error));
  }
} else {
  import("../dist/main.mjs")
    .then(({ main }) => main(process.argv.slice(2)))
    .then(
      (status) => {
        process.exitCode = status;
      },
      (error) => {
        process.stderr.write(`bounces: ${explained(error)?.message ?? error}\n`);
        process.exitCode = 70;
      },
    );
}
