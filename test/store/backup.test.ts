import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { backUp } from "../../src/store/backup.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import { entryOf, readingOf, temporaryDirectory, temporaryStore } from "./readings.js";

const count = (store: LocalStore, table: string): number =>
  store.database.prepare(`SELECT * FROM ${table}`).all().length;

function filled(): LocalStore {
  const store = temporaryStore();
  store.record(Array.from({ length: 10 }, (_, index) => entryOf(readingOf({ to: `r${index}@example.net` }))));
  return store;
}

describe("a backup", () => {
  it("is the database as of its beginning, though others write all the while", async () => {
    const store = filled();
    store.record(Array.from({ length: 2_000 }, (_, index) => entryOf(readingOf({ to: `more${index}@example.net` }))));
    const writer = openStore(store.path);
    const file = join(temporaryDirectory(), "copy.db");
    let written = 0;
    const before = count(store, "bounce");
    const timer = setInterval(() => {
      writer.record([entryOf(readingOf())]);
      written += 1;
    }, 1);
    await backUp(store, file, () => {
      writer.record([entryOf(readingOf())]);
      written += 1;
    });
    clearInterval(timer);
    writer.close();
    const copy = openStore(file);
    expect(written).toBeGreaterThan(0);
    expect(count(copy, "bounce")).toBe(before);
    expect(count(store, "bounce")).toBe(before + written);
    copy.record([entryOf(readingOf())]);
    copy.close();
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it("leaves nothing behind where it cannot be made, and the file that was there alone", async () => {
    const store = filled();
    const directory = temporaryDirectory();
    await expect(backUp(store, join(directory, "missing", "copy.db"), () => undefined)).rejects.toThrow(/missing/);
    const file = join(directory, "copy.db");
    await backUp(store, file, () => undefined);
    await expect(
      backUp(store, file, () => {
        throw new Error("stopped");
      }),
    ).rejects.toThrow("stopped");
    expect(existsSync(`${file}.partial`)).toBe(false);
    expect(existsSync(file)).toBe(true);
    expect(store.database.inTransaction).toBe(false);
  });
});
