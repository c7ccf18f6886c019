/** Mails for the benchmarks: the real reports of fixtures/real, each time with dates, a Message-ID, a queue id and a recipient of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");

const directory = join(root, "fixtures/real");

/** Every report among the fixtures, in one order. `names`: only those whose name matches. */
export const reports = (names = /./) =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".eml") && names.test(name))
    .sort()
    .map((name) => readFileSync(join(directory, name), "latin1"));

/** Of a wave that brings ten mails a second. */
const dateOf = (number) => new Date(Date.UTC(2025, 2, 1) + number * 100).toUTCString().replace("GMT", "+0000");

/** The same report as the `number`th that comes: other dates and ids, another recipient. A message bounces within half a minute. */
export const numbered = (report, number) =>
  report
    .replace(/^(Date: ).*/gim, `$1${dateOf(number)}`)
    .replace(/^(Arrival-Date: ).*/gim, `$1${dateOf(number - ((number * 7919) % 300))}`)
    .replace(/^(Message-Id: *<)/gim, `$1${number}.`)
    .replace(/^(X-Postfix-Queue-ID: *)/gim, `$1${number.toString(16).toUpperCase()}`)
    .replace(/\b(rcpt-[\w.-]+|bob|user)@(remote\.test|example\.\w+)/g, `$1-${number % 5000}@$2`);

/** CPU of the running process `pid` in seconds, user and system. */
export function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Peak memory of the running process `pid` in MB. */
export const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "latin1"))[1]) / 1024;
