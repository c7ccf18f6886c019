/** Hostile sender names do nothing in any form of a report; test/browser tries the page and the message in Chromium. */
import { describe, expect, it } from "vitest";
import { reportJson } from "../../src/report/json.js";
import { reportPrometheus } from "../../src/report/prometheus.js";
import { newsText, reportText } from "../../src/report/text.js";
import { senderCsv, senderCsvHeader, senderText } from "../../src/output/senders.js";
import type { ReportData } from "../../src/report/data.js";
import { jsonLines } from "../support/cli.js";
import { HOSTILE, hostileDay } from "./sample.js";

const csv = ({ ranking, period }: ReportData): string =>
  `${senderCsvHeader()}${ranking.map((row) => senderCsv(row, period)).join("")}`;
const ranking = (data: ReportData): string => senderText(data.ranking, data.period);

const FORMS: readonly (readonly [string, (data: ReportData) => string])[] = [
  ["news", newsText],
  ["report", reportText],
  ["ranking", ranking],
  ["CSV", csv],
  ["JSON", reportJson],
  ["Prometheus", reportPrometheus],
];

/** Controls but line ends, and what turns or hides text. */
const ACTIVE = /[\0-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069]|\r(?!\n)/;

describe.each(FORMS)("%s", (name, form) => {
  it("holds no character that a terminal or an editor acts on", () => {
    expect(ACTIVE.exec(form(hostileDay()))).toBeNull();
  });

  it("has no line that begins as another's would", () => {
    if (name !== "CSV") expect(form(hostileDay())).not.toMatch(/^(?:Bcc:|<h1>|bounces_owned)/m);
  });
});

it("the CSV has no cell that a spreadsheet takes for a formula", () => {
  const cells = csv(hostileDay())
    .split("\r\n")
    .flatMap((line) => line.match(/"(?:[^"]|"")*"|[^,]+/g) ?? []);
  expect(cells.length).toBeGreaterThan(HOSTILE.length);
  expect(cells.filter((cell) => /^"?\s*[=+@]/.test(cell) || /^"?\s*-(?!\d)/.test(cell))).toEqual([]);
});

it("the JSON gives every name back as it was", () => {
  const lines = jsonLines(reportJson(hostileDay()));
  const senders = new Set(lines.filter(({ type }) => type === "finding").map(({ sender }) => sender));
  expect([...senders].sort()).toEqual([...HOSTILE].sort());
});
