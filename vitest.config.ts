/**
 * Two projects. `unit` runs in the test's own process and needs no build; `system` starts processes: the built executable,
 * a package manager, Postfix, Chromium.
 */
import { defineConfig } from "vitest/config";

const SYSTEM = ["test/{browser,exit,faults,library,packaging,postfix}/**/*.test.ts", "test/**/*.system.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 30_000,
    projects: [
      // Modules are loaded once a worker: what they keep between calls must not matter to any test.
      { extends: true, test: { name: "unit", include: ["test/**/*.test.ts"], exclude: SYSTEM, isolate: false } },
      { extends: true, test: { name: "system", include: SYSTEM } },
    ],
  },
});
