/** Where a report goes: files, standard output, a message, a command for each new alert. */
import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Io } from "../io.js";
import { printable } from "../text/escape.js";
import { errorMessage } from "../values.js";
import { newAlerts, type ReportData, type Standing } from "./data.js";
import { runForEach, type ExecJob } from "./exec.js";
import { newsText } from "./text.js";

/** What was asked for; null for what was not. */
export interface Delivery {
  /** File names. */
  readonly html: string | null;
  readonly prometheus: string | null;
  /** The text for standard output. */
  readonly print: ((data: ReportData) => string) | null;
  /** Whether what is printed counts as a notification. */
  readonly printNotifies: boolean;
  readonly mail: { readonly from: string; readonly to: readonly string[]; readonly sendmail: string } | null;
  readonly exec: ExecJob | null;
}

/** What became of it. */
export interface Delivered {
  /** Whether everything went where it should. */
  readonly isComplete: boolean;
  /** New alerts that reached nobody: the next report has to notify of them. */
  readonly missed: readonly Standing[];
}

/** Readable for everybody: a web server or a metrics collector runs as another user. */
const MODE = 0o644;

/** The name ends in `.tmp`: a collector takes whatever ends in `.prom`. */
const temporaryName = (file: string): string => join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);

/**
 * Replaces a file at once, so that whoever reads it meanwhile sees the old or the new one, never half of either.
 * Rejects with node's error; the old file then stays, and nothing is left behind.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    const handle = await open(temporary, "wx", MODE);
    try {
      await handle.writeFile(text);
      // The umask applied when the file was made, and a service's is strict.
      await handle.chmod(MODE);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function write(file: string | null, toText: () => Promise<string>, { stderr }: Io): Promise<boolean> {
  if (file === null) return true;
  try {
    await writeWhole(file, await toText());
    return true;
  } catch (error) {
    stderr(`bounces: cannot write ${printable(file)}: ${printable(errorMessage(error))}\n`);
    return false;
  }
}

// Each form is loaded when it is asked for: most reports need none of them.
const toHtml = async (data: ReportData): Promise<string> => (await import("./html.js")).reportHtml(data);
const toPrometheus = async (data: ReportData): Promise<string> =>
  (await import("./prometheus.js")).reportPrometheus(data);

/** Prints, and waits until a closed pipe or a full disk had its chance to end the program. */
async function print({ print: toText }: Delivery, data: ReportData, { stdout }: Io): Promise<void> {
  if (toText === null) return;
  stdout(toText(data));
  await setImmediate();
}

async function sendNews(
  data: ReportData,
  { from, to, sendmail }: NonNullable<Delivery["mail"]>,
  io: Io,
): Promise<boolean> {
  const [{ sendMail }, { reportMailHtml, reportSubject }] = await Promise.all([
    import("./mail.js"),
    import("./html.js"),
  ]);
  return sendMail(
    { from, to, subject: reportSubject(data), text: newsText(data), html: reportMailHtml(data), date: data.now },
    sendmail,
    io,
  );
}

/** Takes the report everywhere. Failures go to standard error, and none keeps the rest from being done. */
export async function deliver(data: ReportData, delivery: Delivery, io: Io): Promise<Delivered> {
  const alerts = newAlerts(data);
  const isHtml = await write(delivery.html, () => toHtml(data), io);
  const isPrometheus = await write(delivery.prometheus, () => toPrometheus(data), io);
  await print(delivery, data, io);
  const isMailed = delivery.mail !== null && alerts.length > 0 ? await sendNews(data, delivery.mail, io) : null;
  const failed = delivery.exec === null ? null : await runForEach(alerts, delivery.exec, io);
  return {
    isComplete: isHtml && isPrometheus && isMailed !== false && (failed ?? []).length === 0,
    missed: delivery.printNotifies || isMailed === true ? [] : (failed ?? alerts),
  };
}
