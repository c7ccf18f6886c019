/** Where a report goes: files first, then the mail or standard output, then a command for each alert. */
import type { ReportData } from "./data.js";
import { printable } from "../text/escape.js";
import { toldOf } from "./tell.js";
import type { Io } from "../io.js";
import { runForEach, type ExecJob } from "./exec.js";
import { sendMail } from "./mail.js";
import { writeWhole } from "./write-file.js";

/** What was asked for. */
export interface Delivery {
  /** File names; null for none. */
  readonly html: string | null;
  readonly prometheus: string | null;
  /** Empty: the text goes to standard output. */
  readonly mailTo: readonly string[];
  readonly mailFrom: string;
  readonly sendmail: string;
  readonly exec: ExecJob | null;
}

/** What became of it. */
export interface Delivered {
  /** Whether everything went where it should. */
  readonly isComplete: boolean;
  /** Whether somebody was told, so that the alerts may move on. Else the next report tells it again. */
  readonly isTold: boolean;
}

async function write(file: string | null, textOf: () => Promise<string>, { stderr }: Io): Promise<boolean> {
  if (file === null) return true;
  try {
    await writeWhole(file, await textOf());
    return true;
  } catch (error) {
    stderr(
      `bounces: ${printable(file)} was not written: ${printable(error instanceof Error ? error.message : String(error))}\n`,
    );
    return false;
  }
}

// Each form is loaded when it is asked for: a report for cron needs neither.
const htmlOf = async (data: ReportData): Promise<string> => (await import("./html.js")).reportHtml(data);
const prometheusOf = async (data: ReportData): Promise<string> =>
  (await import("./prometheus.js")).reportPrometheus(data);

async function mail(
  data: ReportData,
  text: string,
  { mailTo, mailFrom, sendmail }: Delivery,
  io: Io,
): Promise<boolean> {
  if (text === "") return true;
  const { reportMailHtml, reportSubject } = await import("./html.js");
  return sendMail(
    { from: mailFrom, to: mailTo, subject: reportSubject(data), text, html: reportMailHtml(data), date: data.now },
    sendmail,
    io,
  );
}

function print(text: string, { stdout }: Io): true {
  stdout(text);
  return true;
}

/** Takes the report everywhere; what fails is told on standard error and keeps nothing else back. */
export async function deliver(data: ReportData, text: string, delivery: Delivery, io: Io): Promise<Delivered> {
  const isHtml = await write(delivery.html, () => htmlOf(data), io);
  const isPrometheus = await write(delivery.prometheus, () => prometheusOf(data), io);
  const isTold = delivery.mailTo.length === 0 ? print(text, io) : await mail(data, text, delivery, io);
  const isRun = delivery.exec === null || (await runForEach(toldOf(data), delivery.exec, io));
  return { isComplete: isHtml && isPrometheus && isTold && isRun, isTold };
}
