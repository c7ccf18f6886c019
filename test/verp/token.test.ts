/** Signed VERP: a hundred thousand addresses there and back, and what must not hold. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { splitExtension } from "../../src/verp/encode.js";
import { parseKeys } from "../../src/verp/keys.js";
import { isTokenShaped } from "../../src/verp/shape.js";
import { createVerifier, signVerp, type SignedPath, type TokenVerifier, type VerpKey } from "../../src/verp/token.js";
import { ROOT } from "../support/cli.js";

const DAY = 86_400;
const NOW = 20_785 * DAY + 43_200;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

const key = (id: number, until: number | null = null): VerpKey => ({ id, secret: Buffer.alloc(32, 7 * id + 1), until });
const KEYS = [key(3), key(2)] as const;
const verifier = createVerifier(KEYS, 30 * DAY, () => NOW);

const PATH: SignedPath = {
  address: "bounce@example.com",
  sender: "alice",
  recipient: "bob@example.org",
  at: NOW,
  delimiter: "+",
};

const sign = (change: Partial<SignedPath> = {}, with_: VerpKey = KEYS[0]): string => {
  const path = signVerp(with_, { ...PATH, ...change });
  if (path === null) throw new Error("not signed");
  return path;
};

const check = (
  path: string,
  { by = verifier, reported = [], at = NOW }: { by?: TokenVerifier; reported?: readonly string[]; at?: number } = {},
): ReturnType<TokenVerifier["verify"]> => {
  const { extension, domain } = splitExtension(path, "+");
  return by.verify(extension ?? "", domain, reported, at);
};

/** Numbers from 0 to below `limit`, the same in each run. */
function createRandom(): (limit: number) => number {
  let state = 7;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_+=!#$%&'*/?^{|}~";
const ODD = `${PLAIN}ÄÖÜäöüÉéİıΣσςЖж日本 "@\\`;
const HOST = "abcdefghijklmnopqrstuvwxyz0123456789-";

function word(random: (limit: number) => number, letters: string, length: number): string {
  const all = Array.from(letters);
  return Array.from({ length }, () => all[random(all.length)] ?? "").join("");
}

function someRecipient(random: (limit: number) => number): string {
  const isOdd = random(10) === 0;
  const local = word(random, isOdd ? ODD : PLAIN, 1 + random(isOdd || random(10) === 0 ? 64 : 30));
  return `${local}@${word(random, HOST, 1 + random(30))}.example`;
}

describe("a hundred thousand signed addresses, in lower case when they come back", () => {
  const random = createRandom();
  const longest = { local: 0 };
  const wrong: string[] = [];
  const accepted: string[] = [];
  let clear = 0;
  let changed = 0;
  for (let count = 0; count < 100_000; count += 1) {
    const recipient = someRecipient(random);
    const sender = `${word(random, ODD, 1 + random(64))}@x.example`;
    const path = sign({ recipient, sender, at: NOW - random(20) * DAY }, KEYS[random(2)] ?? KEYS[0]);
    const extension = splitExtension(path, "+").extension ?? "";
    longest.local = Math.max(longest.local, Buffer.byteLength(path.slice(0, path.lastIndexOf("@"))));
    if (extension.includes("+")) clear += 1;
    const reported = [recipient.toLowerCase()];
    const token = check(path.toLowerCase(), { reported });
    const isRight = token?.state === "valid" && token.senderTag === verifier.tagOf(sender.toLowerCase());
    if (!isRight || token.recipient?.toLowerCase() !== recipient.toLowerCase()) wrong.push(path);
    const at = random(extension.length);
    const letter = ALPHABET.charAt(random(32));
    if (extension.toLowerCase().charAt(at) === letter) continue;
    changed += 1;
    const other = `${extension.slice(0, at)}${letter}${extension.slice(at + 1)}`;
    if (verifier.verify(other, "example.com", reported, NOW)?.state === "valid") accepted.push(other);
  }

  it("all verify, for their recipient and their sender", () => expect(wrong).toEqual([]));
  it("do not with any character changed", () => {
    expect(changed).toBeGreaterThan(90_000);
    expect(accepted).toEqual([]);
  });
  it("have local parts of at most 64 octets, many with the recipient in clear", () => {
    expect(longest.local).toBeLessThanOrEqual(64);
    expect(clear).toBeGreaterThan(25_000);
  });
});

describe("a signed address", () => {
  it("names its recipient, its day and the tag of its sender", () => {
    const path = sign();
    expect(path).toMatch(/^bounce\+[a-z2-7]{21}\+bob=example\.org@example\.com$/);
    expect(check(path)).toEqual({
      state: "valid",
      recipient: "bob@example.org",
      senderTag: verifier.tagOf("Alice"),
      madeOn: "2026-11-28",
    });
  });

  it("is the same all day, and another one for another day, sender, recipient, domain and key", () => {
    expect(sign({ at: NOW + 3600 })).toBe(sign());
    const others = [
      sign({ at: NOW + DAY }),
      sign({ sender: "carol" }),
      sign({ recipient: "eve@example.org" }),
      sign({ address: "bounce@example.net" }),
      sign({}, KEYS[1]),
    ];
    expect(new Set([sign(), ...others]).size).toBe(6);
  });

  it("holds for its bounce domain only, whatever its case", () => {
    expect(check(sign().replace(/example\.com$/, "EXAMPLE.com"))?.state).toBe("valid");
    expect(check(sign().replace(/example\.com$/, "example.net"))?.state).toBe("forged");
  });

  it("holds for its recipient only", () => {
    expect(check(sign().replace("bob=", "eve="))).toMatchObject({ state: "forged", recipient: null });
  });

  it("holds for so many days, and a day early for clocks that differ", () => {
    const states = [-2, -1, 0, 30, 31].map((days) => check(sign(), { at: NOW + days * DAY })?.state);
    expect(states).toEqual(["forged", "valid", "valid", "valid", "expired"]);
  });

  it("is none of these keys where its key is gone, and expired after its key's last day", () => {
    expect(check(sign(), { by: createVerifier([KEYS[1]], 30 * DAY, () => NOW) })).toBeNull();
    const today = NOW / DAY;
    const old = createVerifier([KEYS[1], key(3, Math.floor(today) - 1)], 30 * DAY, () => NOW);
    expect(check(sign(), { by: old })?.state).toBe("expired");
  });

  it("of a long recipient needs the bounce to name it", () => {
    const recipient = `${"long.".repeat(11)}name@mail.example.org`;
    const path = sign({ recipient });
    expect(path).toMatch(/^bounce\+[a-z2-7]{21}-[a-z2-7]{8}@example\.com$/);
    expect(check(path, { reported: ["eve@example.org", recipient.toUpperCase()] })).toMatchObject({
      state: "valid",
      recipient: recipient.toUpperCase(),
    });
    expect(check(path, { reported: ["eve@example.org"] })).toMatchObject({ state: "other-recipient", recipient: null });
    expect(check(path)).toBeNull();
  });

  it("takes a domain's U-labels for its A-labels", () => {
    const path = sign({ recipient: "bob@Bücher.example" });
    expect(path).toContain("+bob=xn--bcher-kva.example@");
    expect(check(path)?.state).toBe("valid");
  });

  it("is null for what is no address, and where the bounce address leaves no room", () => {
    expect(signVerp(KEYS[0], { ...PATH, recipient: "bob" })).toBeNull();
    expect(signVerp(KEYS[0], { ...PATH, address: "bounce" })).toBeNull();
    expect(signVerp(KEYS[0], { ...PATH, address: `${"b".repeat(40)}@example.com` })).toBeNull();
  });

  it("is told from names and plain VERP by its shape", () => {
    expect(isTokenShaped(splitExtension(sign(), "+").extension ?? "")).toBe(true);
    const plain = ["alice+bob=example.org", "campaign7", "bob=example.org", "christophermontgomery+bob=example.org"];
    expect(plain.filter(isTokenShaped)).toEqual([]);
  });
});

interface Vectors {
  readonly keys: string;
  readonly days: number;
  readonly signed: readonly (SignedPath & { readonly day: string; readonly key: number; readonly path: string })[];
  readonly tags: Readonly<Record<string, string>>;
}

const isVectors = (value: unknown): value is Vectors =>
  typeof value === "object" && value !== null && "signed" in value && "keys" in value && "tags" in value;

describe("the test vectors", () => {
  const read: unknown = JSON.parse(readFileSync(join(ROOT, "fixtures/verp/vectors.json"), "utf8"));
  if (!isVectors(read)) throw new Error("vectors.json");
  const keys = parseKeys(read.keys);

  it.each(read.signed)("$recipient by $sender is $path", ({ path, day, key: id, ...given }) => {
    const at = Date.parse(day) / 1000;
    const signing = keys.find((one) => one.id === id) ?? keys[0];
    expect(signVerp(signing, { ...given, at, delimiter: "+" })).toBe(path);
    const token = check(path, { by: createVerifier(keys, 30 * DAY, () => at), reported: [given.recipient], at });
    expect(token).toMatchObject({ state: "valid", madeOn: day });
  });

  it("hold the tags of senders", () => {
    expect(Object.entries(read.tags)).toEqual(Object.keys(read.tags).map((name) => [name, verifier.tagOf(name)]));
  });
});
