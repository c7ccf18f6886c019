/** The report's page in a real browser: readable for everybody, on every screen, and deaf to what strangers wrote into it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReportData } from "../../src/report/data.js";
import { reportHtml, reportMailHtml } from "../../src/report/html.js";
import { badDay, firstDay, hostileDay, quietDay } from "../report/sample.js";
import { faultsOf, numberOf, openPage, startBrowser, type Eyes } from "./browser.js";
import { isLeftOut } from "./requirements.js";

const EYES: readonly (readonly [string, Eyes])[] = [
  ["a phone, light", { width: 375, height: 740, colorScheme: "light" }],
  ["a phone, dark", { width: 375, height: 740, colorScheme: "dark" }],
  ["a desktop, light", { width: 1_280, height: 800, colorScheme: "light" }],
  ["a desktop, dark", { width: 1_280, height: 800, colorScheme: "dark" }],
];
/** Widths at which nothing may stick out, from a phone of old to a wall; around the width at which the layout changes as well. */
const WIDTHS = [320, 375, 640, 641, 768, 1_280, 2_560];
const DAYS: readonly (readonly [string, () => ReportData])[] = [
  ["a bad day", badDay],
  ["a quiet day", quietDay],
  ["the first day", firstDay],
  ["a hostile day", hostileDay],
];

describe.skipIf(isLeftOut("the report's page in a browser"))("the report's page", { timeout: 60_000 }, () => {
  let browser: Browser;
  const directory = mkdtempSync(join(tmpdir(), "bounces-browser-"));
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true });
  }, 60_000);

  describe.each(DAYS)("of %s", (_, day) => {
    it.each(EYES)("on %s asks for nothing, runs nothing, and has no serious fault", async (_name, eyes) => {
      const { page, misdeeds } = await openPage(browser, reportHtml(day()), directory, eyes);
      expect(await faultsOf(page)).toEqual([]);
      expect(misdeeds).toEqual([]);
      expect(await page.title()).toMatch(/^Bounces: /);
      expect(
        await numberOf(
          page,
          "document.scripts.length + document.querySelectorAll('iframe, object, embed, link, img, form, base, a').length",
        ),
      ).toBe(0);
      await page.close();
    });

    it("fits every width, its tables opened as well", async () => {
      const { page } = await openPage(browser, reportHtml(day()), directory, {
        width: 320,
        height: 740,
        colorScheme: "light",
      });
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 740 });
        expect(await numberOf(page, "document.documentElement.scrollWidth"), `${width}`).toBeLessThanOrEqual(width);
        // What sticks out of a card that cuts nothing off.
        expect(
          await numberOf(
            page,
            "Math.max(...[...document.querySelectorAll('body *')].map((each) => each.getBoundingClientRect().right))",
          ),
          `${width}`,
        ).toBeLessThanOrEqual(width + 0.5);
      }
      expect(await faultsOf(page)).toEqual([]);
      await page.close();
    });
  });

  it("shows pictures in the colours of the scheme, each in one size", async () => {
    for (const [, eyes] of EYES) {
      const { page } = await openPage(browser, reportHtml(badDay()), directory, eyes);
      expect(
        await numberOf(
          page,
          "[...document.querySelectorAll('svg.wide, svg.narrow')].filter((each) => each.getBoundingClientRect().height > 100).length",
        ),
      ).toBe(1);
      const fill: unknown = await page.evaluate("getComputedStyle(document.querySelector('.fill-recipient')).fill");
      expect(fill).toBe(eyes.colorScheme === "light" ? "rgb(31, 90, 158)" : "rgb(79, 134, 198)");
      await page.close();
    }
  });

  it("prints on paper in light colours whatever the screen's, nothing cut off", async () => {
    const { page } = await openPage(browser, reportHtml(badDay()), directory, {
      width: 718,
      height: 1_000,
      colorScheme: "dark",
    });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await numberOf(page, "document.documentElement.scrollWidth")).toBeLessThanOrEqual(718);
    const printed = await page.pdf({ format: "A4" });
    expect(printed.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  it("would not run a script even if one got into it", async () => {
    const html = reportHtml(quietDay()).replace(
      "<main>",
      `<main><script>document.title = "owned"</script><img src="x" onerror="document.title = 'owned'"><p style="color:red">x</p>`,
    );
    const { page, misdeeds } = await openPage(browser, html, directory, {
      width: 375,
      height: 740,
      colorScheme: "light",
    });
    expect(await page.title()).not.toBe("owned");
    expect(misdeeds.filter((misdeed) => misdeed.includes("Content Security Policy")).length).toBeGreaterThanOrEqual(3);
    await page.close();
  });

  it.each(DAYS)("as the HTML of a mail of %s runs nothing and asks for nothing", async (_, day) => {
    const { page, misdeeds } = await openPage(browser, reportMailHtml(day()), directory, {
      width: 600,
      height: 800,
      colorScheme: "light",
    });
    expect(misdeeds).toEqual([]);
    expect(await faultsOf(page)).toEqual([]);
    expect(await numberOf(page, "document.documentElement.scrollWidth")).toBeLessThanOrEqual(600);
    await page.close();
  });
});
