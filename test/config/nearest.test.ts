import { describe, expect, it } from "vitest";
import { nearest } from "../../src/config/error.js";

const KNOWN = ["database", "hosts", "busy_timeout_ms", "log.level", "log.file"];

describe("nearest", () => {
  it.each([
    ["databse", "database"],
    ["Hosts", "hosts"],
    ["host", "hosts"],
    ["busy_timeout", "busy_timeout_ms"],
    ["logs.level", "log.level"],
    ["level", "log.level"],
    ["file", "log.file"],
  ])("%s is meant to be %s", (name, meant) => {
    expect(nearest(name, KNOWN)).toBe(meant);
  });

  it.each(["", "x", "colour", "d".repeat(10_000)])("%j is like nothing known", (name) => {
    expect(nearest(name, KNOWN)).toBeNull();
  });
});
