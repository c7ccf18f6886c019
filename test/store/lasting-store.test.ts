import { renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openLasting } from "../../src/store/lasting-store.js";
import { MissingStoreError, TemporaryStoreError } from "../../src/store/errors.js";
import { openStore, type LocalStore } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { entryOf, readingOf, temporaryDirectory } from "./readings.js";

const recipientsIn = (path: string): string[] => {
  const store = openStore(path, { readOnly: true });
  onTestFinished(() => store.close());
  return queryBounces(store, {})
    .map(({ recipient }) => recipient)
    .sort();
};

const to = (address: string) => entryOf(readingOf({ to: address }));

function lasting(path: string, open: () => LocalStore = () => openStore(path, { create: true })) {
  const store = openLasting(path, open);
  onTestFinished(store.close);
  return store;
}

describe("a database that stays open", () => {
  it("is opened anew when another file lies at its path", () => {
    const path = join(temporaryDirectory(), "b.db");
    const store = lasting(path);
    store.record([to("one@example.net")]);
    renameSync(path, `${path}.old`);
    store.record([to("two@example.net")]);
    expect(recipientsIn(path)).toEqual(["two@example.net"]);
  });

  it("is opened anew after the database failed, and not after a mail did", () => {
    const path = join(temporaryDirectory(), "b.db");
    const errors: Error[] = [new TemporaryStoreError("disk full"), new RangeError("poison")];
    let opened = 0;
    const store = lasting(path, () => {
      opened += 1;
      const real = openStore(path, { create: true });
      return {
        ...real,
        record: (entries) => {
          const error = errors.shift();
          if (error !== undefined) throw error;
          return real.record(entries);
        },
      };
    });
    expect(() => store.record([to("one@example.net")])).toThrow("disk full");
    expect(() => store.record([to("one@example.net")])).toThrow("poison");
    expect(opened).toBe(2);
    store.record([to("one@example.net")]);
    expect(opened).toBe(2);
    expect(recipientsIn(path)).toEqual(["one@example.net"]);
  });

  it("fails to begin when it cannot be opened", () => {
    const path = join(temporaryDirectory(), "none", "b.db");
    expect(() => lasting(path)).toThrow(MissingStoreError);
  });
});
