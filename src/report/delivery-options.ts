/** The options of `report` that say where it goes. */
import { UsageError } from "../exit.js";
import type { Settings } from "../config/settings.js";
import { DURATION_FORMS, parseDuration } from "../time.js";
import type { Delivery } from "./deliver.js";
import { mailAddresses } from "./mail.js";

/** As yargs describes them. */
export const DELIVERY_OPTIONS = {
  html: {
    type: "string",
    conflicts: "replay",
    describe: "Also write a page with pictures to this file",
    requiresArg: true,
  },
  prometheus: {
    type: "string",
    conflicts: "replay",
    describe: "Also write metrics to this file, for the textfile collector",
    requiresArg: true,
  },
  "mail-to": {
    type: "string",
    array: true,
    conflicts: ["json", "csv", "replay"],
    describe: "Mail the text, and the same as HTML, instead of printing it",
    requiresArg: true,
  },
  exec: {
    type: "string",
    conflicts: ["always", "json", "csv", "since", "until", "limit", "replay"],
    describe: "Command for each alert there is news of: /bin/sh -c, the finding as JSON on standard input",
    requiresArg: true,
  },
  "exec-timeout": {
    type: "string",
    default: "30s",
    describe: `After how long a command is ended: ${DURATION_FORMS}`,
    requiresArg: true,
  },
} as const;

/** What yargs makes of them. */
export interface DeliveryArguments {
  readonly html?: string | undefined;
  readonly prometheus?: string | undefined;
  readonly "mail-to"?: readonly string[] | undefined;
  readonly exec?: string | undefined;
  readonly "exec-timeout": string;
}

/** Whether any of them was given. */
export const isDelivery = ({ html, prometheus, "mail-to": mailTo, exec }: DeliveryArguments): boolean =>
  [html, prometheus, mailTo, exec].some((given) => given !== undefined);

/** Whether the report goes to somebody else than whoever started it: then it is told, even from a terminal. */
export const goesOut = (options: Pick<DeliveryArguments, "mail-to" | "exec">): boolean =>
  options["mail-to"] !== undefined || options.exec !== undefined;

/** A day: longer than any command may take, and what a timer of node can count. */
const LONGEST_SECONDS = 86_400;

function limitMs(text: string): number {
  const seconds = parseDuration(text);
  if (seconds < 1 || seconds > LONGEST_SECONDS) throw new UsageError(`--exec-timeout ${text}: from 1s to 1d`);
  return seconds * 1000;
}

/**
 * Reads the options.
 * @throws UsageError, TimeError
 */
export const deliveryOf = (options: DeliveryArguments, { report }: Pick<Settings, "report">): Delivery => ({
  html: options.html ?? null,
  prometheus: options.prometheus ?? null,
  mailTo: mailAddresses(options["mail-to"] ?? []),
  mailFrom: report.mailFrom,
  sendmail: report.sendmail,
  exec: options.exec === undefined ? null : { command: options.exec, limitMs: limitMs(options["exec-timeout"]) },
});
