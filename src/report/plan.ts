/** What a command line of `report` asks for: which form, and whether the alerts move on by it. */
import type { Settings } from "../config/settings.js";
import type { Period } from "../output/senders.js";
import { parseMoment } from "../time.js";

/** Of the options, what decides. */
export interface ReportOptions {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly limit?: number | undefined;
  readonly json?: boolean | undefined;
  readonly csv?: boolean | undefined;
  readonly always?: boolean | undefined;
  readonly html?: string | undefined;
  readonly prometheus?: string | undefined;
  readonly "mail-to"?: readonly string[] | undefined;
}

/** `news`: what nobody was told yet; `standing`: everything that stands; `daily`: that and the ranking; `ranking`: nothing else. */
export type Form = "news" | "standing" | "daily" | "ranking" | "json" | "csv";

/** What to do. */
export interface Plan {
  readonly form: Form;
  /** Whether what is shown counts as told. Only what cron runs does: whoever looks must not swallow the alert that cron would mail. */
  readonly movesOn: boolean;
  readonly period: Period;
  /** Senders in the ranking. */
  readonly limit: number;
  /** Whether anybody gets to see the ranking and the other figures beside the findings. */
  readonly withFigures: boolean;
}

/** Senders in a ranking nobody asked to be longer. */
const DEFAULT_LIMIT = 20;
/** Forms that show findings only. */
const WITHOUT_FIGURES: ReadonlySet<Form> = new Set(["news", "standing"]);
const HOUR = 3_600;

function periodOf({ since, until }: ReportOptions, settings: Settings, now: number): Period {
  const end = until === undefined ? now : parseMoment(until, now);
  return { since: since === undefined ? end - settings.report.window : parseMoment(since, now), until: end };
}

/** The counters are kept by the hour, so a period is widened to whole hours. */
const inHours = ({ since, until }: Period): Period => ({
  since: Math.floor(since / HOUR) * HOUR,
  until: Math.ceil(until / HOUR) * HOUR,
});

function formOf({ since, until, limit, json, csv, always }: ReportOptions, isTerminal: boolean): Form {
  if (json === true) return "json";
  if (csv === true) return "csv";
  if (always === true) return "daily";
  if (since !== undefined || until !== undefined || limit !== undefined) return "ranking";
  return isTerminal ? "standing" : "news";
}

const showsFigures = (form: Form, { html, prometheus, "mail-to": mailTo }: ReportOptions): boolean =>
  !WITHOUT_FIGURES.has(form) || [html, prometheus, mailTo].some((given) => given !== undefined);

/**
 * Reads the options.
 * @param isTerminal somebody looks at standard output
 * @throws TimeError
 */
export function planOf(options: ReportOptions, settings: Settings, now: number, isTerminal: boolean): Plan {
  const form = formOf(options, isTerminal);
  return {
    form,
    movesOn: form === "news",
    period: inHours(periodOf(options, settings, now)),
    limit: options.limit ?? DEFAULT_LIMIT,
    withFigures: showsFigures(form, options),
  };
}
