/** Seeded chance: the same seed gives the same world on every machine. Distributions by textbook methods. */

/** A source of chance. */
export interface Random {
  /** Evenly in [0, 1). */
  readonly uniform: () => number;
  /** Evenly in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** A whole number in [0, count). */
  readonly integer: (count: number) => number;
  readonly chance: (probability: number) => boolean;
  /** Lognormal with this median. */
  readonly logNormal: (median: number, sigma: number) => number;
  /** Gamma with scale 1. */
  readonly gamma: (shape: number) => number;
  readonly beta: (a: number, b: number) => number;
  readonly poisson: (mean: number) => number;
  readonly binomial: (count: number, probability: number) => number;
  /** A key by its weight. */
  readonly weighted: <Key extends string>(weights: Readonly<Record<Key, number>>) => Key;
  readonly shuffled: <Value>(values: readonly Value[]) => Value[];
}

/** sfc32, seeded by a few rounds of itself. */
function generator(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 16; round += 1) next();
  return next;
}

/** Marsaglia and Tsang (2000), for shapes of 1 and more; smaller ones by the usual power of a uniform. */
function gammaOf(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return gammaOf(shape + 1, uniform, normal) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Knuth's product for small means, the normal limit for large ones. */
function poissonOf(mean: number, uniform: () => number, normal: () => number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count += 1;
  return count;
}

function binomialOf(count: number, probability: number, uniform: () => number, normal: () => number): number {
  const variance = count * probability * (1 - probability);
  if (variance > 60)
    return Math.min(count, Math.max(0, Math.round(count * probability + Math.sqrt(variance) * normal())));
  let hits = 0;
  for (let trial = 0; trial < count; trial += 1) if (uniform() < probability) hits += 1;
  return hits;
}

/** Chance from a seed. */
export function seeded(seed: number): Random {
  const uniform = generator(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const gamma = (shape: number): number => gammaOf(shape, uniform, normal);
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    integer: (count) => Math.floor(uniform() * count),
    chance: (probability) => uniform() < probability,
    logNormal: (median, sigma) => median * Math.exp(sigma * normal()),
    gamma,
    beta: (a, b) => {
      const [one, other] = [gamma(a), gamma(b)];
      return one / (one + other);
    },
    poisson: (mean) => (mean <= 0 ? 0 : poissonOf(mean, uniform, normal)),
    binomial: (count, probability) => binomialOf(count, probability, uniform, normal),
    weighted: (weights) => pickWeighted(weights, uniform()),
    shuffled: (values) => shuffle(values, uniform),
  };
}

function keysOf<Key extends string>(record: Readonly<Record<Key, number>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

function pickWeighted<Key extends string>(weights: Readonly<Record<Key, number>>, uniform: number): Key {
  const keys = keysOf(weights);
  let left = uniform * keys.reduce((sum, key) => sum + weights[key], 0);
  const found = keys.find((key) => (left -= weights[key]) < 0) ?? keys.at(-1);
  if (found === undefined) throw new RangeError("nothing to pick from");
  return found;
}

function shuffle<Value>(values: readonly Value[], uniform: () => number): Value[] {
  return values
    .map((value) => ({ value, place: uniform() }))
    .sort((one, other) => one.place - other.place)
    .map(({ value }) => value);
}
