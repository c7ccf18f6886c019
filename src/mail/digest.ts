/**
 * Tells messages apart: MurmurHash3 (x86, 128 bits) by Austin Appleby, public domain. node:crypto would do, but to load it costs
 * a process that reads one message a twelfth of its time. Nothing rests on a digest that nobody can forge: whoever wants a message
 * taken for another one may claim its queue id and recipient in plain text, and of two reports of one failure the better
 * trusted stands.
 */
const MULTIPLIERS = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93, 0x239b961b];
const ADDENDS = [0x561ccd1b, 0x0bcaa747, 0x96cd1c35, 0x32ac3b17];
/** Bits by which the words of the state are rotated; those of a block by 15, 16, 17 and 18. */
const ROTATIONS = [19, 17, 15, 13];
const WORDS = 4;
const BLOCK = WORDS * 4;

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The word at this place of a block, as it goes into the state. */
const scramble = (word: number, place: number): number =>
  Math.imul(rotate(Math.imul(word, MULTIPLIERS[place] ?? 0), 15 + place), MULTIPLIERS[place + 1] ?? 0);

/** Makes every bit of a word depend on all of them. */
function avalanche(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

function addUp(state: Int32Array): void {
  const sum = state.reduce((total, word) => total + word, 0);
  state[0] = sum;
  for (let place = 1; place < WORDS; place += 1) state[place] = (state[place] ?? 0) + sum;
}

/** Digest of a text's UTF-8: 32 hexadecimal digits. */
export function digestOf(text: string): string {
  const bytes = Buffer.from(text);
  const blocks = Buffer.alloc(Math.ceil(bytes.length / BLOCK) * BLOCK);
  bytes.copy(blocks);
  const state = new Int32Array(WORDS);
  for (let from = 0; from < blocks.length; from += BLOCK) {
    const isWhole = from + BLOCK <= bytes.length;
    for (let place = 0; place < WORDS; place += 1) {
      const word = (state[place] ?? 0) ^ scramble(blocks.readInt32LE(from + place * 4), place);
      const next = state[(place + 1) % WORDS] ?? 0;
      state[place] = isWhole ? Math.imul(rotate(word, ROTATIONS[place] ?? 0) + next, 5) + (ADDENDS[place] ?? 0) : word;
    }
  }
  for (let place = 0; place < WORDS; place += 1) state[place] = (state[place] ?? 0) ^ bytes.length;
  addUp(state);
  for (let place = 0; place < WORDS; place += 1) state[place] = avalanche(state[place] ?? 0);
  addUp(state);
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
