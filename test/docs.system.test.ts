/** The examples in README and docs/ are what the program prints, and their generated pages what its tables say. */
import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { ROOT } from "./support/cli.js";

const node = (...args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  return stdout + stderr;
};

it("each example prints what stands beside it", { timeout: 240_000 }, () => {
  expect(node("docs/examples/refresh.mjs", "--check")).toBe("");
});

it("the generated pages are as the tables say", { timeout: 60_000 }, () => {
  expect(node("docs/generate.mjs", "--check")).toBe("");
});
