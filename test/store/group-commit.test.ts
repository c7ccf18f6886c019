import { describe, expect, it } from "vitest";
import { createGroupCommit, recordGroup } from "../../src/store/group-commit.js";
import { NewerSchemaError, TemporaryStoreError } from "../../src/store/errors.js";
import type { RecordEntry, RecordResult } from "../../src/store/open.js";
import { entryOf, readingOf } from "./readings.js";

const entry = (identity: string): RecordEntry => entryOf(readingOf({ identity }));

const resultOf = (reportId: number): RecordResult => ({
  reportId,
  isNew: true,
  newBounces: 1,
  duplicateBounces: 0,
  supersedingBounces: 0,
});

/** A store in memory that fails at mails called "poison". */
function fakeStore() {
  const groups: string[][] = [];
  const record = (entries: readonly RecordEntry[]): RecordResult[] => {
    const names = entries.map(({ reading }) => reading.identity);
    if (names.includes("poison")) throw new RangeError("poison");
    groups.push(names);
    return entries.map((_, index) => resultOf(index));
  };
  return { groups, record };
}

describe("a group", () => {
  it("is everything that came before the transaction, in one", async () => {
    const { groups, record } = fakeStore();
    const add = createGroupCommit(record);
    const all = await Promise.all([add([entry("a")]), add([entry("b"), entry("c")]), add([entry("d")])]);
    expect(groups).toEqual([["a", "b", "c", "d"]]);
    expect(all).toEqual([[resultOf(0)], [resultOf(1), resultOf(2)], [resultOf(3)]]);
  });

  it("takes what comes after the transaction into the next one", async () => {
    const { groups, record } = fakeStore();
    const add = createGroupCommit(record);
    await add([entry("a")]);
    await add([entry("b")]);
    expect(groups).toEqual([["a"], ["b"]]);
  });

  it("is not failed by one poisonous mail", async () => {
    const { groups, record } = fakeStore();
    const add = createGroupCommit(record);
    const [a, poison, b] = await Promise.all([add([entry("a")]), add([entry("poison")]), add([entry("b")])]);
    expect(groups).toEqual([["a"], ["b"]]);
    expect([a, b]).toEqual([[resultOf(0)], [resultOf(0)]]);
    expect(poison).toEqual([new RangeError("poison")]);
  });

  it.each([new TemporaryStoreError("locked"), new NewerSchemaError("newer")])(
    "fails as a whole, after one try, when the database is the reason: $message",
    async (error) => {
      let tries = 0;
      const outcomes = await recordGroup(() => {
        tries += 1;
        throw error;
      }, [entry("a"), entry("b")]);
      expect(outcomes).toEqual([error, error]);
      expect(tries).toBe(1);
    },
  );
});
