import { expect, it } from "vitest";
import { reportPrometheus } from "../../src/report/prometheus.js";
import { REASONS } from "../../src/reason.js";
import { badDay, firstDay, HOSTILE, hostileDay } from "./sample.js";

/** A line of the text format (version 0.0.4): name, labels with escaped values, number. */
const SAMPLE = /^([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d+(?:\.\d+)?)$/;

interface Sample {
  readonly name: string;
  readonly labels: string;
  readonly value: number;
}

/** Reads the format, strictly. Throws on a line that is none of it. */
function samplesOf(text: string): Sample[] {
  expect(text.endsWith("\n")).toBe(true);
  return text
    .slice(0, -1)
    .split("\n")
    .filter((line) => !/^# (?:HELP [a-z_]+ \S.*|TYPE [a-z_]+ gauge)$/.test(line))
    .map((line) => {
      const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
      if (name === undefined) throw new Error(`no sample: ${line}`);
      return { name, labels, value: Number(value) };
    });
}

const value = (samples: readonly Sample[], name: string, labels: string): number | undefined =>
  samples.find((sample) => sample.name === name && sample.labels === labels)?.value;

it("tells the levels, the points, the reasons and the receivers in trouble", () => {
  const samples = samplesOf(reportPrometheus(badDay()));
  expect(value(samples, "bounces_suspects", 'level="alert",status="open"')).toBe(1);
  expect(value(samples, "bounces_suspects", 'level="alert",status="acknowledged"')).toBe(1);
  expect(value(samples, "bounces_suspect_points", 'sender="carl@customer.example",level="alert"')).toBe(13);
  expect(value(samples, "bounces_period_bounces", 'reason="blocked",class="sender",severity="soft"')).toBe(31);
  expect(value(samples, "bounces_receiver_trouble_senders", 'receiver="freemail.example",class="temporary"')).toBe(84);
  expect(value(samples, "bounces_forged_bounces", "")).toBe(221);
  expect(value(samples, "bounces_report_last_run_timestamp_seconds", "")).toBe(badDay().now);
});

it("says 0 where there is nothing, so that a series does not come and go", () => {
  const samples = samplesOf(reportPrometheus(firstDay()));
  expect(value(samples, "bounces_suspects", 'level="alert",status="open"')).toBe(0);
  expect(samples.filter(({ name }) => name === "bounces_period_bounces")).toHaveLength(
    2 * Object.values(REASONS).filter((reason) => reason.class !== "none").length,
  );
  expect(value(samples, "bounces_detector_learning", "")).toBe(1);
});

it("stays well formed and without two equal series, whatever a sender is called", () => {
  const samples = samplesOf(reportPrometheus(hostileDay()));
  const series = samples.map(({ name, labels }) => `${name}{${labels}}`);
  expect(new Set(series).size).toBe(series.length);
  expect(samples.filter(({ name }) => name === "bounces_suspect_points")).toHaveLength(HOSTILE.length);
  expect(samples.map(({ name }) => name)).not.toContain("bounces_owned");
  expect(reportPrometheus(hostileDay())).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
});

it("has a bounded number of series and bounded labels", () => {
  const [one] = badDay().standings;
  if (one === undefined) throw new Error("nobody stands out");
  const standings = Array.from({ length: 5_000 }, (_, index) => ({
    ...one,
    finding: { ...one.finding, sender: `${index}${"x".repeat(1_000)}` },
  }));
  const text = reportPrometheus({ ...badDay(), standings });
  expect(samplesOf(text).length).toBeLessThan(130);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(450);
});

it("counts names that look alike once they are cut as one", () => {
  const [one] = badDay().standings;
  if (one === undefined) throw new Error("nobody stands out");
  const standings = ["a", "b"].map((end) => ({ ...one, finding: { ...one.finding, sender: "x".repeat(400) + end } }));
  expect(
    samplesOf(reportPrometheus({ ...badDay(), standings })).filter(({ name }) => name === "bounces_suspect_points"),
  ).toHaveLength(1);
});
