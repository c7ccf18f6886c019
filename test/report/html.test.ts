import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { ReportData } from "../../src/report/data.js";
import { reportHtml, reportMailHtml } from "../../src/report/html.js";
import { markup } from "../../src/report/markup.js";
import { countScale, stackedPaths } from "../../src/report/plot.js";
import { SCHEMES } from "../../src/report/style.js";
import { conclude } from "../../src/report/summary.js";
import { counted, grouped, lengthWords, momentWords } from "../../src/report/wording.js";
import { badDay, firstDay, HOSTILE, hostileDay, quietDay } from "./sample.js";

/** Element names that the page is made of; nothing that runs, loads or sends. */
const ELEMENTS = new Set(
  "html head meta title style body header main section footer h1 h2 h3 p ul li article span strong dl dt dd div code table caption thead tbody tr th td details summary figure figcaption svg desc path line text rect".split(
    " ",
  ),
);

const tagsOf = (page: string): string[] =>
  [...page.replace(/<style>[^]*?<\/style>/, "<style></style>").matchAll(/<\/?([^\s>/]+)/g)]
    .map(([, name = ""]) => name)
    .filter((name) => name !== "!doctype");
const attributesOf = (page: string): string[] =>
  [...page.matchAll(/<[a-z][a-z0-9]*((?:\s+[a-z0-9-]+(?:="[^"]*")?)*)\s*\/?>/gi)].flatMap(([, all = ""]) =>
    [...all.matchAll(/\s([a-zA-Z-]+)="[^"]*"/g)].map(([, name = ""]) => name),
  );

const DAYS: readonly (readonly [string, () => ReportData])[] = [
  ["a bad day", badDay],
  ["a quiet day", quietDay],
  ["the first day", firstDay],
  ["a hostile day", hostileDay],
];

describe.each([
  ["page", reportHtml],
  ["mail", reportMailHtml],
] as const)("the %s", (_, form) => {
  it.each(DAYS)("of %s is made of harmless elements alone, each closed", (_name, day) => {
    const page = form(day());
    expect([...new Set(tagsOf(page))].filter((name) => !ELEMENTS.has(name))).toEqual([]);
    expect(attributesOf(page).filter((name) => /^(?:on|style$|href$|src$|xlink)/i.test(name))).toEqual([]);
    for (const name of ["section", "article", "table", "ul", "svg", "details", "figure"])
      expect(page.split(`<${name}`).length, name).toBe(page.split(`</${name}>`).length);
  });

  it("says the same of a report as often as it is asked", () => {
    expect(form(badDay())).toBe(form(badDay()));
  });

  it("names every sender that stands out, once as its own card", () => {
    const page = form(badDay());
    for (const { finding } of badDay().standings.filter(({ finding: { level } }) => level !== "list"))
      expect(page).toContain(`">${finding.sender}</h3>`);
    expect(page).toContain("96 of 96 were sent from 40 client addresses");
    expect(page).toContain("acknowledged by root, 2 h ago: password changed, customer called");
  });

  it("shows no hostile text as it is", () => {
    const page = form(hostileDay());
    expect(page).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]/);
    for (const text of HOSTILE.filter((each) => /[<"]/.test(each))) expect(page).not.toContain(text);
  });
});

describe("the page", () => {
  it("lets in its own style sheet by its digest and nothing else", () => {
    const page = reportHtml(quietDay());
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const digest = `sha256-${createHash("sha256").update(style).digest("base64")}`;
    expect(page).toContain(`content="default-src &#39;none&#39;; style-src &#39;${digest}&#39;; base-uri`);
  });

  it("gives each picture a name, and no two elements the same id", () => {
    const page = reportHtml(badDay());
    const pictures = [...page.matchAll(/<svg[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes("aria-hidden"));
    expect(pictures.length).toBeGreaterThan(4);
    for (const tag of pictures) expect(tag).toMatch(/role="img" aria-label(?:ledby)?="/);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, names = ""] of page.matchAll(/aria-labelledby="([^"]*)"/g))
      for (const name of names.split(" ")) expect(ids).toContain(name);
  });

  it("holds a table of the hours' figures that adds up to the pictures", () => {
    const total = badDay().hours.reduce(
      (sum, { classes }) => sum + Object.values(classes).reduce((all, count) => all + count, 0),
      0,
    );
    const table = /Bounces per day[^]*?<tbody>([^]*?)<\/tbody>/.exec(reportHtml(badDay()))?.[1] ?? "";
    const cells = [...table.matchAll(/<td>([\d,]+)<\/td>/g)].map(([, cell = ""]) => Number(cell.replace(",", "")));
    expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(total);
  });

  it("stays small enough for a phone when hundreds were broken into", () => {
    const one = badDay().standings[0];
    if (one === undefined) throw new Error("nobody stands out");
    const many = { ...badDay(), standings: Array.from({ length: 500 }, () => one) };
    expect(reportHtml(many)).toContain("And 460 senders more");
    expect(reportHtml(many).length).toBeLessThan(2 << 20);
  });
});

describe("the conclusion", () => {
  it.each([
    ["a bad day", badDay, "alert", "carl@customer.example looks compromised"],
    ["a quiet day", quietDay, "quiet", "No sender looks compromised"],
    ["the first day", firstDay, "quiet", "No sender looks compromised"],
  ] as const)("of %s", (_name, day, level, words) => {
    expect(conclude(day())).toEqual({ level, words });
  });

  it("is no alert when all alerts are acknowledged", () => {
    const day = badDay();
    const standings = day.standings.flatMap((standing) =>
      standing.alert === null ? [] : [{ ...standing, alert: { ...standing.alert, status: "acknowledged" } as const }],
    );
    expect(conclude({ ...day, standings })).toEqual({ level: "notice", words: "2 acknowledged alerts" });
  });
});

/** Relative luminance (WCAG 2.2) of #rgb or #rrggbb. */
function luminance(colour: string): number {
  const digits =
    colour.length === 4
      ? (colour.slice(1).match(/./g) ?? []).map((digit) => digit + digit)
      : (colour.slice(1).match(/../g) ?? []);
  const [red = 0, green = 0, blue = 0] = digits
    .map((pair) => parseInt(pair, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

describe.each(Object.entries(SCHEMES))("the colours of the %s scheme", (_, scheme) => {
  const colour = new Map(
    [...scheme.matchAll(/--([a-z]+):(#[0-9a-f]+)/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const of = (name: string): string => colour.get(name) ?? "";

  it.each(["ink", "soft", "alert", "notice", "quiet"])("%s can be read", (name) => {
    expect(contrast(of(name), of("card"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(name), of("page"))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["recipient", "system", "unclear", "message", "sender", "other", "refused"])("%s can be seen", (name) => {
    expect(contrast(of(name), of("card"))).toBeGreaterThanOrEqual(3);
  });

  it.each([
    ["recipient", "system"],
    ["system", "unclear"],
    ["unclear", "message"],
    ["message", "sender"],
    ["refused", "other"],
  ])("%s and %s, which touch, differ in lightness", (one, other) => {
    expect(contrast(of(one), of(other))).toBeGreaterThanOrEqual(1.2);
  });
});

describe("parts", () => {
  it("a template escapes what is put in, but for markup and lists of it", () => {
    expect(markup`<p title="${'"&<'}">${[markup`<b>${"<i>"}</b>`, null, 3]}</p>`.markup).toBe(
      '<p title="&quot;&amp;&lt;"><b>&lt;i&gt;</b>3</p>',
    );
  });

  it("a scale of counts begins at nothing and has whole ticks", () => {
    const scale = countScale(3, [100, 0], 5);
    expect([scale.at(0), scale.at(3)]).toEqual([100, 0]);
    expect(scale.ticks).toEqual([0, 1, 2, 3]);
    expect(countScale(0, [100, 0], 5).ticks).toEqual([0, 1]);
  });

  it("stacked layers lie on one another, and an empty one has no shape", () => {
    const paths = stackedPaths({
      layers: ["low", "high", "none"],
      columns: [{ low: 1, high: 2 }],
      x: (index) => index * 10,
      y: (value) => 10 - value,
    });
    expect(paths.get("low")).toBe("M0,9L10,9L10,9L10,10L10,10L0,10Z");
    expect(paths.get("high")).toBe("M0,7L10,7L10,7L10,9L10,9L0,9Z");
    expect(paths.get("none")).toBe("");
  });

  it("words", () => {
    expect([
      counted(1, "bounce"),
      counted(1_234_567, "bounce"),
      grouped(999),
      lengthWords(2_700),
      lengthWords(18_000),
      lengthWords(259_200),
    ]).toEqual(["1 bounce", "1,234,567 bounces", "999", "45 min", "5 h", "3 d"]);
    expect(momentWords(0)).toBe("Thu 1 Jan 00:00");
    expect(momentWords(Date.UTC(2025, 2, 12, 12, 4) / 1000)).toBe("Wed 12 Mar 12:04");
  });
});
