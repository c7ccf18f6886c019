/** A page of ours in a real browser, with everything noted that it should not do. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { CHROMIUM } from "./requirements.js";

/** How somebody looks at a page. */
export interface Eyes {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
}

/** A page that is open. */
export interface Opened {
  readonly page: Page;
  /** Messages on the console (violations of the policy among them), errors, dialogs, requests for anything but the page itself. */
  readonly misdeeds: readonly string[];
}

/** A fault that axe found. */
export interface Fault {
  readonly id: string;
  readonly impact: string;
  readonly where: string;
}

/** Starts the browser. Root may not have a sandbox. */
export async function startBrowser(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error("Chromium is not installed");
  return chromium.launch({ executablePath: CHROMIUM, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}

/** Opens a page from a file in `directory`. */
export async function openPage(
  browser: Browser,
  html: string,
  directory: string,
  { width, height, colorScheme }: Eyes,
): Promise<Opened> {
  const file = join(directory, "report.html");
  writeFileSync(file, html);
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const misdeeds: string[] = [];
  const own = pathToFileURL(file).href;
  page.on("console", (message) => misdeeds.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => misdeeds.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => void dialog.dismiss().then(() => misdeeds.push(`dialog: ${dialog.message()}`)));
  page.on("request", (request) => {
    if (request.url() !== own) misdeeds.push(`request: ${request.url()}`);
  });
  page.on("popup", () => misdeeds.push("popup"));
  await page.goto(own, { waitUntil: "load" });
  return { page, misdeeds };
}

const isFault = (value: unknown): value is Fault =>
  typeof value === "object" && value !== null && "id" in value && "impact" in value && "where" in value;

/** What axe finds that is serious or critical, by its rules for WCAG 2.2 A and AA and its best practices. */
export async function faultsOf(page: Page): Promise<Fault[]> {
  await page.evaluate(axe.source);
  const found: unknown =
    await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, impact, where: target.join(" ") + ": " + failureSummary }))))`);
  return Array.isArray(found) ? found.filter(isFault) : [];
}

/** A number that the page tells of itself. */
export async function numberOf(page: Page, expression: string): Promise<number> {
  const value: unknown = await page.evaluate(expression);
  return Number(value);
}
