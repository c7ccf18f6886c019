/**
 * The half of bench/fuzz.mjs that reads: as a worker, mails `from` to `to`, telling what is wrong and what took long; as a
 * program, one mail, measured. Each mail is made from the seed and its number alone, so that any of them can be had again.
 */
import { parentPort } from "node:worker_threads";
import { readMail } from "../../src/intake/read-mail.js";
import { mutate, type Mutant, type Original } from "../../test/fuzz/mutations.js";
import { originalsIn } from "../../test/fuzz/originals.js";
import { CONTEXT, ENVELOPE, problemsOf } from "../../test/fuzz/outcome.js";
import { randomFrom } from "../../test/fuzz/random.js";

type Originals = readonly [Original, ...Original[]];

interface Job {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

/** Milliseconds of CPU above which a mail is told of, and bytes of heap. */
const SLOW = 30;
const LARGE = 30 << 20;
/** Mails between signs of life. */
const BEAT = 100;

const mutantOf = (originals: Originals, seed: number, number: number): Mutant =>
  mutate(originals, randomFrom(seed * 1_000_003 + number));

const cpuMilliseconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

const bytesOf = ({ mail }: Mutant): Buffer => Buffer.from(mail, "latin1");

/** What was made of a mail, or what was thrown. */
type Outcome = { readonly made: Awaited<ReturnType<typeof readMail>> } | { readonly thrown: string };

/** Reads and judges, no more: what looks at the outcome is not part of what a mail costs. */
async function read(bytes: Buffer): Promise<Outcome> {
  try {
    return { made: await readMail(bytes, bytes.length, ENVELOPE, CONTEXT) };
  } catch (error) {
    return { thrown: `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` };
  }
}

const problemsIn = (outcome: Outcome, size: number): readonly string[] =>
  "made" in outcome ? problemsOf(outcome.made, size) : [outcome.thrown];

async function readMany(originals: Originals, { seed, from, to }: Job): Promise<void> {
  for (let number = from; number < to; number++) {
    if (number % BEAT === 0) parentPort?.postMessage({ type: "beat", number });
    const mutant = mutantOf(originals, seed, number);
    const bytes = bytesOf(mutant);
    const heapBefore = process.memoryUsage().heapUsed;
    const before = process.cpuUsage();
    const outcome = await read(bytes);
    const cpu = cpuMilliseconds(before);
    const heap = process.memoryUsage().heapUsed - heapBefore;
    const problems = problemsIn(outcome, bytes.length);
    if (problems.length > 0) parentPort?.postMessage({ type: "finding", number, ...mutant, problems });
    if (cpu > SLOW || heap > LARGE) parentPort?.postMessage({ type: "slow", number, cpu, heap });
  }
}

/** One mail, read in a process that has read one before. */
async function measure(
  mutant: Mutant,
  originals: Originals,
): Promise<{ readonly cpu: number; readonly memory: number }> {
  await read(Buffer.from(originals[0].bytes, "latin1"));
  const bytes = bytesOf(mutant);
  const peakBefore = process.resourceUsage().maxRSS;
  const before = process.cpuUsage();
  await read(bytes);
  return { cpu: cpuMilliseconds(before), memory: (process.resourceUsage().maxRSS - peakBefore) * 1_024 };
}

/** Arguments: `many FOLDER SEED FROM TO`; `measure FOLDER SEED NUMBER`; `make FOLDER SEED NUMBER`, which only tells the mail. */
const [what, directory, seed, number, to] = process.argv.slice(2);
const originals = originalsIn(directory);
if (what === "many") await readMany(originals, { seed: Number(seed), from: Number(number), to: Number(to) });
else {
  const mutant = mutantOf(originals, Number(seed), Number(number));
  process.stdout.write(JSON.stringify({ ...mutant, ...(what === "measure" ? await measure(mutant, originals) : {}) }));
}
