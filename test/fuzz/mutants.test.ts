/** Many spoilt fixtures, the same in each run; bench/fuzz.mjs reads as many as one likes and measures them. */
import { describe, expect, it } from "vitest";
import { mutate, MUTATIONS, type Mutant } from "./mutations.js";
import { originalsIn } from "./originals.js";
import { problemsWith } from "./outcome.js";
import { randomFrom } from "./random.js";

const originals = originalsIn();
/** Far above what they take, so that only a reader that hangs fails. */
const HANG_GUARD_MS = 240_000;
const BATCH = 500;

const mutantsOf = (seed: number, count: number): Mutant[] => {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => mutate(originals, random));
};

interface Finding extends Omit<Mutant, "mail"> {
  readonly problems: readonly string[];
}

const findingsOf = (mutants: readonly Mutant[]): Finding[] =>
  mutants
    .map(({ mail, from, done }) => ({ from, done, problems: problemsWith(Buffer.from(mail, "latin1")) }))
    .filter(({ problems }) => problems.length > 0);

describe("a spoilt mail is read without a fault", () => {
  it("when it is not spoilt at all", () => {
    expect(findingsOf(originals.map(({ name, bytes }) => ({ mail: bytes, from: name, done: [] })))).toEqual([]);
  });

  it.each(Array.from({ length: 3 }, (_, index) => [index * BATCH, (index + 1) * BATCH]))(
    "mutants %i to %i",
    (seed) => {
      expect(findingsOf(mutantsOf(seed + 1, BATCH))).toEqual([]);
    },
    HANG_GUARD_MS,
  );
});

describe("the mutations", () => {
  const some = originals.filter((_, index) => index % 6 === 0);

  it.each(Object.entries(MUTATIONS))("%s changes many mails, and the same way each time", (_name, mutation) => {
    const apply = (seed: number): string[] => {
      const random = randomFrom(seed);
      return some.map(({ bytes }) => mutation(bytes, random, () => random.pick(originals).bytes));
    };
    const once = apply(3);
    expect(apply(3)).toEqual(once);
    expect(once.filter((mail, index) => mail !== some[index]?.bytes).length).toBeGreaterThan(10);
  });
});
