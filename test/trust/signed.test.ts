/** What a signed address makes of a message: its sender, its recipient, its level. Over bounces that real mailers wrote. */
import { describe, expect, it } from "vitest";
import type { Reading } from "../../src/bounce.js";
import { interpret } from "../../src/interpret.js";
import { readMessage } from "../../src/mail/reader.js";
import { splitExtension } from "../../src/verp/encode.js";
import { createVerifier, signVerp } from "../../src/verp/token.js";
import { fixture } from "../support/cli.js";

const NOW = Date.UTC(2026, 10, 22, 19) / 1000;
const DAY = 86_400;
const KEY = { id: 0, secret: Buffer.alloc(32, 5), until: null };
const tokens = createVerifier([KEY], 30 * DAY, () => NOW);

interface Case {
  readonly sender?: string;
  readonly recipient?: string;
  /** Days ago that the token was made. */
  readonly age?: number;
  readonly edit?: (text: string) => string;
  readonly hosts?: readonly string[];
  /** Applied to the address. */
  readonly forge?: (path: string) => string;
}

function read(
  name: string,
  { sender = "sender@sender.test", recipient = "rcpt-550-5.1.1@remote.test", age = 0, edit, hosts, forge }: Case = {},
): Reading {
  const address = "bounce@sender.test";
  const path = signVerp(KEY, { address, sender, recipient, at: NOW - age * DAY, delimiter: "+" }) ?? "";
  const to = forge?.(path) ?? path;
  const text = fixture(`real/${name}.eml`).toString("latin1");
  return interpret(
    readMessage(Buffer.from(edit?.(text) ?? text, "latin1")),
    {
      extension: splitExtension(to, "+").extension,
      sender: "",
      recipient: to,
      queueId: null,
      clientAddress: null,
      login: null,
    },
    {
      hosts: hosts ?? ["mx.elsewhere.test"],
      domains: [],
      networks: [],
      filters: [],
      noticeSecret: null,
      delimiters: "+",
      rules: [],
      tokens,
    },
  );
}

const recipients = ({ bounces }: Reading): readonly string[] => bounces.map(({ facts }) => facts.recipient);

describe("a message to a signed address", () => {
  it("is signed, whatever hosts its Received fields name", () => {
    expect(read("exim-rcpt550").trust).toEqual({
      level: "signed",
      why: "the address that it came to was made for rcpt-550-5.1.1@remote.test on 2026-11-22",
    });
  });

  it("is of the sender that the token is for, wherever the message names it", () => {
    expect(read("exim-rcpt550").sender).toEqual({ name: "sender@sender.test", source: "header-from" });
    expect(read("exim-rcpt550", { sender: "alice" }).sender).toEqual({
      name: `verp:${tokens.tagOf("alice")}`,
      source: "verp",
    });
  });

  it("is of its recipient although the message names none", () => {
    const nameless = (text: string): string =>
      text
        .replace(/^(X-Failed-Recipients|Final-Recipient):.*\n/gm, "")
        .replaceAll("rcpt-550-5.1.1@remote.test", "them");
    const reading = read("exim-rcpt550", { edit: nameless });
    expect(reading.trust.level).toBe("signed");
    expect(recipients(reading)).toEqual(["rcpt-550-5.1.1@remote.test"]);
  });

  it("is of its recipient where the message was forwarded to somebody else", () => {
    const reading = read("exim-rcpt550", { recipient: "bob@forwarder.test" });
    expect(reading.trust.level).toBe("signed");
    expect(recipients(reading)).toEqual(["bob@forwarder.test"]);
    expect(reading.bounces[0]?.facts).toMatchObject({ status: "5.1.1", evidence: { recipient: "signed VERP token" } });
  });

  it("is disproved where it names more recipients than the token was made for", () => {
    const reading = read("exim-three");
    expect(recipients(reading).length).toBeGreaterThan(1);
    expect(reading.trust).toMatchObject({
      level: "disproved",
      why: "the token in the address that it came to was made for another recipient than the notification names",
    });
  });

  it("is disproved where the token is too old", () => {
    expect(read("exim-rcpt550", { age: 31 }).trust).toMatchObject({
      level: "disproved",
      why: "the token in the address that it came to is too old",
    });
  });

  it("is disproved where the token is for somebody else", () => {
    const { trust, sender } = read("exim-rcpt550", { forge: (path) => path.replace("+rcpt-550-5.1.1=", "+victim=") });
    expect(trust).toMatchObject({
      level: "disproved",
      why: "the token in the address that it came to was not made by us",
    });
    expect(sender?.name).not.toMatch(/^verp:/);
  });

  it("stays our own Postfix's notice where the token is wrong, so that no account can hide behind one", () => {
    const wrong = (path: string): string => path.replace("+rcpt-550-5.1.1=", "+victim=");
    expect(read("postfix-n1-rcpt-n1", { forge: wrong, hosts: ["mx.local.test"] }).trust.level).toBe("own-notice");
    expect(read("postfix-n1-rcpt-n1", { hosts: ["mx.local.test"] }).trust.level).toBe("signed");
  });

  it("is judged by the rest where the address has no token", () => {
    const plain = (): string => "bounce+rcpt-550-5.1.1=remote.test@sender.test";
    expect(read("exim-rcpt550", { forge: plain }).verp).toMatchObject({
      recipient: "rcpt-550-5.1.1@remote.test",
      token: null,
    });
    expect(read("exim-rcpt550", { forge: plain, hosts: ["exim.sender.test"] }).trust.level).not.toMatch(
      /signed|disproved/,
    );
  });
});
