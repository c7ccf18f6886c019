/**
 * A fast digest to tell mails apart: MurmurHash3, the x86 form of 128 bits (A. Appleby, public domain). Not for
 * security. Hand-written because loading node:crypto costs a tenth of a process start.
 */

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const scramble1 = (word: number): number => Math.imul(rotate(Math.imul(word, 0x239b961b), 15), 0xab0e9789);
const scramble2 = (word: number): number => Math.imul(rotate(Math.imul(word, 0xab0e9789), 16), 0x38b34ae5);
const scramble3 = (word: number): number => Math.imul(rotate(Math.imul(word, 0x38b34ae5), 17), 0xa1e38b93);
const scramble4 = (word: number): number => Math.imul(rotate(Math.imul(word, 0xa1e38b93), 18), 0x239b961b);

const avalanche = (lane: number): number => {
  const first = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
};

/** Words are read from memory some times as fast as characters from a string; one piece of memory serves all texts. */
const CHUNK = 8_192;
const scratch = Buffer.alloc(CHUNK + 16);
const words = new DataView(scratch.buffer, scratch.byteOffset, scratch.length);
const wordAt = (at: number): number => words.getInt32(at, true);

/** Digest of a string of octets (each character 0 to 255): 32 hexadecimal digits. */
export const digestOf = (octets: string): string => {
  const length = octets.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let at = 0;
  for (let from = 0; from <= length; from += CHUNK) {
    const filled = scratch.write(from === 0 && length <= CHUNK ? octets : octets.slice(from, from + CHUNK), "latin1");
    for (at = 0; at + 16 <= filled; at += 16) {
      a = (Math.imul(rotate(a ^ scramble1(wordAt(at)), 19) + b, 5) + 0x561ccd1b) | 0;
      b = (Math.imul(rotate(b ^ scramble2(wordAt(at + 4)), 17) + c, 5) + 0x0bcaa747) | 0;
      c = (Math.imul(rotate(c ^ scramble3(wordAt(at + 8)), 15) + d, 5) + 0x96cd1c35) | 0;
      d = (Math.imul(rotate(d ^ scramble4(wordAt(at + 12)), 13) + a, 5) + 0x32ac3b17) | 0;
    }
    for (let behind = filled; behind < at + 16; behind += 1) scratch[behind] = 0;
  }
  // The last, unfinished block, with zeros behind the end.
  a ^= scramble1(wordAt(at)) ^ length;
  b ^= scramble2(wordAt(at + 4)) ^ length;
  c ^= scramble3(wordAt(at + 8)) ^ length;
  d ^= scramble4(wordAt(at + 12)) ^ length;
  a = (a + b + c + d) | 0;
  [a, b, c, d] = [avalanche(a), avalanche((b + a) | 0), avalanche((c + a) | 0), avalanche((d + a) | 0)];
  a = (a + b + c + d) | 0;
  [a, b + a, c + a, d + a].forEach((lane, index) => words.setInt32(4 * index, lane));
  return scratch.toString("hex", 0, 16);
};
