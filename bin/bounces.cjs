#!/usr/bin/env node
"use strict";
/**
 * Picks the bundle. For `ingest`, Postfix's pipe target, it first makes sure that whatever goes wrong from here on exits 75
 * with a line that begins "4.3.0": for a bounce, Postfix throws the message away on every other status. Once the message is
 * on disk, whatever goes wrong exits 0: it is ours then, and the next process reads it.
 */
const { existsSync, writeSync } = require("node:fs");

const OK = 0;
const TEMPFAIL = 75;
let isAccepted = false;
let isEnded = false;

/** Says why, once. Postfix reads the first bytes of our output, and logs the first 100 characters. */
function sayWhy(why) {
  if (isEnded) return;
  isEnded = true;
  const reason = String(why?.message ?? why)
    .replace(/[^\x20-\x7e]+/g, " ")
    .slice(0, 300);
  try {
    writeSync(1, isAccepted ? `recorded: message waits to be read (${reason})\n` : `4.3.0 bounces: ${reason}\n`);
  } catch {
    // Nobody listens; the status says enough.
  }
}

function fail(why) {
  sayWhy(why);
  process.exit(isAccepted ? OK : TEMPFAIL);
}

/** For a deadline: process.exit waits for a read that hangs, a signal does not. Postfix keeps the message after either. */
function abandon(why) {
  if (isAccepted) fail(why);
  sayWhy(why);
  process.kill(process.pid, "SIGKILL");
}

function accept() {
  isAccepted = true;
  process.exitCode = OK;
}

function finish() {
  isEnded = true;
  process.exit(OK);
}

/** Says what to do when a bundle is missing; other errors as they are. */
function explained(error) {
  const isUnbuilt =
    /^(?:ERR_)?MODULE_NOT_FOUND$/.test(error?.code) && /dist[\\/](?:pipe|main\.mjs)/.test(error.message);
  return isUnbuilt ? new Error("not built; run: npm run build") : error;
}

/** better-sqlite3's native half: where npm puts it, else where Node finds it, which takes a twentieth of a start. */
function nativeBinding() {
  const file = "better-sqlite3/build/Release/better_sqlite3.node";
  const usual = `${__dirname}/../node_modules/${file}`;
  if (existsSync(usual)) return usual;
  try {
    return require.resolve(file);
  } catch {
    // It was not installed, or not compiled: src/store/driver.ts knows what to do.
    return usual;
  }
}

function ingest(argv) {
  process.exitCode = TEMPFAIL;
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  process.on("exit", () => {
    if (!isEnded) fail("ended before the message was recorded");
  });
  try {
    const { ingestFromPipe } = require("../dist/pipe/intake/pipe.js");
    ingestFromPipe(argv, { accept, finish, fail, abandon, nativeBinding: nativeBinding() }).catch(fail);
  } catch (error) {
    fail(explained(error));
  }
}

/** A person asks, not Postfix: there every argument may be a stranger's text. */
const asksForHelp = process.argv[3] === "--help" && require("node:tty").isatty(0);

if (process.argv[2] === "ingest" && !asksForHelp) ingest(process.argv.slice(3));
else {
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
