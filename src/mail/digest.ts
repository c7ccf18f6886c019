/**
 * Tells messages apart by SHA-256 (FIPS 180-4). A process that reads one message digests three or four short texts, and to load
 * node:crypto costs it a sixth of its start: as long as little is digested, our own code does it.
 */

/** Bytes that a process digests by itself; what comes after is node:crypto's. */
const OWN_BYTES = 12_288;
const BLOCK = 64;

const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0;

const isPrime = (value: number): boolean => {
  for (let divisor = 2; divisor * divisor <= value; divisor += 1) if (value % divisor === 0) return false;
  return true;
};

/** FIPS 180-4 sections 4.2.2 and 5.3.3: fractions of the cube roots of the first 64 primes, of the square roots of the first 8. */
function constants(): { readonly rounds: Int32Array; readonly initial: Int32Array } {
  const primes: number[] = [];
  for (let value = 2; primes.length < BLOCK; value += 1) if (isPrime(value)) primes.push(value);
  return {
    rounds: Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    initial: Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
  };
}

/** The bytes with a one bit, zeros, and their length in bits behind them, in whole blocks (section 5.1.1). */
function padded(bytes: Buffer): Buffer {
  const whole = Buffer.alloc(Math.ceil((bytes.length + 9) / BLOCK) * BLOCK);
  bytes.copy(whole);
  whole[bytes.length] = 0x80;
  whole.writeUInt32BE(bytes.length * 8, whole.length - 4);
  return whole;
}

/** The message schedule of a block (section 6.2.2, step 1). */
function schedule(bytes: Buffer, from: number, words: Int32Array): void {
  for (let at = 0; at < 16; at += 1) words[at] = bytes.readInt32BE(from + at * 4);
  for (let at = 16; at < 64; at += 1) {
    const [old, recent] = [words[at - 15] ?? 0, words[at - 2] ?? 0];
    const one = ((old >>> 7) | (old << 25)) ^ ((old >>> 18) | (old << 14)) ^ (old >>> 3);
    const two = ((recent >>> 17) | (recent << 15)) ^ ((recent >>> 19) | (recent << 13)) ^ (recent >>> 10);
    words[at] = ((words[at - 16] ?? 0) + one + (words[at - 7] ?? 0) + two) | 0;
  }
}

/** Steps 2 to 4: works a block into the state. */
function compress(state: Int32Array, words: Int32Array, rounds: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const sumE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const first = (h + sumE + ((e & f) ^ (~e & g)) + (rounds[at] ?? 0) + (words[at] ?? 0)) | 0;
    const sumA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const second = (sumA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => {
    state[at] = ((state[at] ?? 0) + value) | 0;
  });
}

/** SHA-256 of some bytes, in hexadecimal digits. */
export function sha256(bytes: Buffer): string {
  const { rounds, initial } = constants();
  const state = Int32Array.from(initial);
  const words = new Int32Array(64);
  const whole = padded(bytes);
  for (let from = 0; from < whole.length; from += BLOCK) {
    schedule(whole, from, words);
    compress(state, words, rounds);
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

let digested = 0;

/** Digest of a text: 32 hexadecimal digits, the first half of SHA-256 of its UTF-8. */
export function digestOf(text: string): string {
  digested += text.length;
  const digest =
    digested <= OWN_BYTES ? sha256(Buffer.from(text)) : process.getBuiltinModule("node:crypto").hash("sha256", text);
  return digest.slice(0, 32);
}
