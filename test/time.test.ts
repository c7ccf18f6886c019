import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DAY,
  dayOf,
  HOUR,
  hourOf,
  TimeError,
  formatAge,
  formatDuration,
  formatTime,
  parseDuration,
  parseMoment,
} from "../src/time.js";

/** 2025-01-31T08:30:15Z, a Friday. */
const NOW = 1_738_312_215;

describe("parseMoment", () => {
  it.each([
    ["now", "2025-01-31T08:30:15Z"],
    ["today", "2025-01-31T00:00:00Z"],
    ["Yesterday", "2025-01-30T00:00:00Z"],
    ["90m", "2025-01-31T07:00:15Z"],
    ["24h", "2025-01-30T08:30:15Z"],
    ["2d", "2025-01-29T08:30:15Z"],
    [" 2 w ", "2025-01-17T08:30:15Z"],
    ["30s", "2025-01-31T08:29:45Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["2025-01-31 08:00", "2025-01-31T08:00:00Z"],
    ["2025-01-31T08:00:01", "2025-01-31T08:00:01Z"],
    ["2025-01-31T08:00:00Z", "2025-01-31T08:00:00Z"],
    ["2025-01-31t08:00:00.25z", "2025-01-31T08:00:00Z"],
    ["2025-01-31T08:00:00+01:30", "2025-01-31T06:30:00Z"],
    ["2025-01-31 08:00-05:00", "2025-01-31T13:00:00Z"],
    ["@1738312215", "2025-01-31T08:30:15Z"],
    ["999999999w", "1970-01-01T00:00:00Z"],
  ])("reads %s as %s", (text, time) => {
    expect(formatTime(parseMoment(text, NOW))).toBe(time);
  });

  it.each([
    "",
    "24",
    "h",
    "-1h",
    "1.5h",
    "2025-02-30",
    "2025-13-01",
    "2025-01-31 24:00",
    "2025-01-31T08:00:00+24:00",
    "1969-12-31",
    "31.01.2025",
    "tomorrow",
    "@",
    "@-1",
  ])("refuses %j and says what it takes", (text) => {
    expect(() => parseMoment(text, NOW)).toThrow(TimeError);
    expect(() => parseMoment(text, NOW)).toThrow(/expected .*24h.*2025-01-31/);
  });

  it("reads back every moment that formatTime prints", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 253_402_300_799 }),
        (moment) => parseMoment(formatTime(moment), NOW) === moment,
      ),
    );
  });
});

describe("durations", () => {
  it("are read back as printed", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        (seconds) => parseDuration(formatDuration(seconds)) === seconds,
      ),
    );
  });

  it.each([
    [86_400, "1d"],
    [5400, "90m"],
    [1_209_600, "2w"],
    [61, "61s"],
    [0, "0s"],
  ])("%i seconds are %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it("are refused without a unit", () => {
    expect(() => parseDuration("24")).toThrow(/invalid duration "24"; expected .*24h/);
  });
});

describe("formatTime", () => {
  it("drops fractions and survives nonsense", () => {
    expect(formatTime(NOW + 0.999)).toBe("2025-01-31T08:30:15Z");
    expect(formatTime(Number.NaN)).toBe("unknown");
    expect(formatTime(1e18)).toBe("unknown");
  });
});

describe("formatAge", () => {
  it.each([
    [0, "now"],
    [59, "59 s ago"],
    [60, "1 min ago"],
    [7199, "119 min ago"],
    [3 * 3600, "3 h ago"],
    [47 * 3600, "47 h ago"],
    [48 * 3600, "2 d ago"],
    [-300, "in 5 min"],
  ])("%i seconds before now is %s", (seconds, words) => {
    expect(formatAge(NOW - seconds, NOW)).toBe(words);
  });
});

describe("hours and days", () => {
  it("are whole ones since 1970, UTC", () => {
    const moment = Date.UTC(2025, 0, 31, 8, 59, 59) / 1000;
    expect(hourOf(moment) * HOUR).toBe(Date.UTC(2025, 0, 31, 8) / 1000);
    expect(dayOf(moment) * DAY).toBe(Date.UTC(2025, 0, 31) / 1000);
  });
});
