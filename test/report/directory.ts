/** A directory of a test's own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes one, and takes it away when the test is over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "bounces-report-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
