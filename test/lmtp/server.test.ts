import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { listenAt } from "../../src/lmtp/listen.js";
import { createLmtpServer, type ServerOptions } from "../../src/lmtp/server.js";
import { begin, onTheWire, openClient, send, type Client } from "../support/lmtp.js";

type Delivery = Parameters<ServerOptions["deliver"]>[0];

interface Changes extends Partial<ServerOptions> {
  /** Called before each mail is answered. */
  readonly wait?: () => Promise<unknown>;
}

/** A server on a unix socket that accepts every mail whose bytes stand until it is answered, and remembers it. */
async function startServer({ wait = () => Promise.resolve(), ...changes }: Changes = {}) {
  const directory = mkdtempSync(join(tmpdir(), "bounces-lmtp-"));
  const mails: Delivery[] = [];
  const server = createLmtpServer({
    maxConnections: 50,
    idleTimeout: 60,
    keep: 1 << 20,
    onError: () => undefined,
    deliver: async (delivery) => {
      const head = Buffer.from(delivery.head);
      mails.push({ ...delivery, head });
      await wait();
      if (!head.equals(delivery.head)) throw new Error("another message was written over this one");
      return delivery.recipients.map((recipient) => ({ kind: "accepted", text: `took ${recipient}` }));
    },
    ...changes,
  });
  const path = join(directory, "lmtp");
  await listenAt(server.net, { socket: path });
  onTestFinished(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });
  const client = async (options = {}): Promise<Client> => {
    const opened = await openClient({ path }, options);
    onTestFinished(opened.close);
    return opened;
  };
  return { server, mails, client };
}

const MAIL = "Subject: x\r\n\r\n.\r\n..\r\nA line.\r\n.dot\r\n";

describe("a session", () => {
  it("announces 8-bit mail and UTF-8 addresses, and a size without a limit", async () => {
    const { client } = await startServer();
    const session = await client({ greets: false });
    expect(await session.reply()).toMatch(/^220 \S+ LMTP bounces$/);
    expect((await session.say("LHLO x"))?.split("\n").slice(1)).toEqual([
      "250-PIPELINING",
      "250-8BITMIME",
      "250-SMTPUTF8",
      "250-ENHANCEDSTATUSCODES",
      "250 SIZE",
    ]);
  });

  it("takes one mail after the other, with a reply for each recipient", async () => {
    const { client, mails } = await startServer();
    const session = await client();
    expect(await send(session, MAIL, ["a+1@example.com", "b+2@example.com"])).toEqual([
      "250 2.6.0 took a+1@example.com",
      "250 2.6.0 took b+2@example.com",
    ]);
    expect(await send(session, "Subject: y\r\n\r\n", ["c@example.com"], "alice@example.com")).toEqual([
      "250 2.6.0 took c@example.com",
    ]);
    expect(mails.map(({ sender, recipients }) => [sender, ...recipients])).toEqual([
      ["", "a+1@example.com", "b+2@example.com"],
      ["alice@example.com", "c@example.com"],
    ]);
    expect(mails[0]).toMatchObject({ head: Buffer.from(MAIL), size: MAIL.length });
    expect(await session.say("QUIT")).toMatch(/^221 /);
    expect(await session.reply()).toBeNull();
  });

  it("owes a reply to each of two recipients that differ in case only, or not at all", async () => {
    const { client, mails } = await startServer();
    const recipients = ["b+x@example.com", "B+X@example.com", "b+x@example.com"];
    expect(await send(await client(), MAIL, recipients)).toEqual(
      recipients.map((recipient) => `250 2.6.0 took ${recipient}`),
    );
    expect(mails[0]?.recipients).toEqual(recipients);
  });

  it.each([
    '"bounce+a b@c=example.org"@example.com',
    "bounce+..x.@example.com",
    `bounce+${"x".repeat(1500)}@example.com`,
    "bounce+\u00fc@example.com",
    "bounce+[\u200b]@example..com",
    "bounce@[192.0.2.1]",
    "bounce",
  ])("takes mail to %s", async (recipient) => {
    const { client } = await startServer();
    const [reply] = await send(await client(), MAIL, [Buffer.from(recipient).toString("latin1")]);
    expect(reply).toMatch(/^250 /);
  });

  it.each([
    "MAIL FROM:nobody",
    "RCPT TO:<>",
    "RCPT TO:<x@example.com>",
    "DATA",
    "EHLO x",
    "NONSENSE",
    "AUTH PLAIN AAAA",
    "STARTTLS",
    "XCLIENT NAME=x",
    "GET / HTTP/1.1",
  ])("never answers 5xx: %s", async (line) => {
    const { client } = await startServer();
    expect(await (await client()).say(line)).toMatch(/^4/);
  });

  it("does not mind parameters, ORCPT in xtext among them", async () => {
    const { client } = await startServer();
    const session = await client();
    expect(await session.say("MAIL FROM:<> SIZE=99999999999 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=q+3Dd")).toMatch(
      /^250 /,
    );
    expect(
      await session.say("RCPT TO:<b@example.com> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;b+2Bx+40example.com"),
    ).toMatch(/^250 /);
  });
});

describe("a client in a hurry", () => {
  it("may send everything at once, and gets its replies in order", async () => {
    const { client, mails } = await startServer();
    const session = await client();
    const transaction = `MAIL FROM:<>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n${onTheWire(MAIL)}`;
    session.write(`${transaction}NOOP\r\n${transaction}${transaction}QUIT\r\n`);
    const codes: string[] = [];
    for (let reply = await session.reply(); reply !== null; reply = await session.reply())
      codes.push(reply.slice(0, 3));
    expect(codes).toEqual([
      "250",
      "250",
      "354",
      "250",
      "250",
      "250",
      "250",
      "354",
      "250",
      "250",
      "250",
      "354",
      "250",
      "221",
    ]);
    expect(mails.map(({ head }) => head.toString())).toEqual([MAIL, MAIL, MAIL]);
  });

  it("may run ahead with mail after mail, and is not read from while it does", async () => {
    let answer = (): void => undefined;
    const recorded = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { client, mails } = await startServer({ wait: () => recorded });
    const session = await client();
    const one = (name: string): string =>
      `MAIL FROM:<>\r\nRCPT TO:<${name}@example.com>\r\nDATA\r\nSubject: ${name}\r\n\r\n${name.repeat(20_000)}\r\n.\r\n`;
    const names = Array.from({ length: 100 }, (_, index) => `m${String(index)}`);
    session.write(names.map(one).join(""));
    await expect.poll(() => mails.length).toBe(1);
    answer();
    for (const name of names)
      for (const reply of [/^250 /, /^250 /, /^354 /, new RegExp(`^250 2\\.6\\.0 took ${name}@`)])
        expect(await session.reply()).toMatch(reply);
    expect(mails.map(({ head }) => head.toString("latin1").slice(9, 12).trim())).toEqual(names);
  });

  it("is hung up on when it says too many things that are no LMTP, or a line without an end", async () => {
    const { client } = await startServer();
    const babbler = await client();
    const replies: (string | null)[] = [];
    for (let count = 0; count < 10; count += 1) replies.push(await babbler.say(`X-NONSENSE ${count}`));
    expect(replies.map((reply) => reply?.slice(0, 3))).toEqual([...Array.from({ length: 9 }, () => "451"), "421"]);
    expect(await babbler.reply()).toBeNull();
    const endless = await client();
    endless.write("MAIL FROM:<".padEnd(20_000, "x"));
    expect(await endless.reply()).toMatch(/^421 /);
    expect(await endless.reply()).toBeNull();
  });

  it("gets one line for a reply, whatever is in it", async () => {
    const { client } = await startServer({
      deliver: () =>
        Promise.resolve([
          { kind: "accepted", text: "took\r\n250 and more" },
          { kind: "try again", text: "not\r\n250 taken" },
        ]),
    });
    expect(await send(await client(), MAIL, ["a@example.com", "b@example.com"])).toEqual([
      "250 2.6.0 took  250 and more",
      "451 4.3.0 not  250 taken",
    ]);
  });
});

describe("the text of a mail", () => {
  it("is the same wherever the network cuts it", async () => {
    const { client, mails } = await startServer();
    const session = await client();
    const wire = onTheWire(MAIL);
    for (let cut = 1; cut < wire.length; cut += 1) {
      expect(await begin(session, ["b@example.com"])).toBeNull();
      session.write(wire.slice(0, cut));
      await new Promise(setImmediate);
      session.write(wire.slice(cut));
      expect(await session.reply()).toMatch(/^250 /);
    }
    expect(new Set(mails.map(({ head }) => head.toString()))).toEqual(new Set([MAIL]));
    expect(mails).toHaveLength(wire.length - 1);
  });

  it("is kept up to a limit, counted to its end and accepted all the same", async () => {
    const { client, mails } = await startServer({ keep: 5000 });
    const large = `Subject: large\r\n\r\n${"0123456789abcdef\r\n".repeat(200_000)}`;
    expect(await send(await client(), large, ["b@example.com"])).toEqual(["250 2.6.0 took b@example.com"]);
    expect(mails[0]?.size).toBe(large.length);
    expect(mails[0]?.head.toString()).toBe(large.slice(0, 5000));
  });

  it.each([
    ["", ""],
    ["\r\n", "\r\n"],
    ["..\r\n", ".\r\n"],
    ["...x\r\n", "..x\r\n"],
    ["\r\n..\r\n", "\r\n.\r\n"],
    ["\r", "\r\r\n"],
  ])("may begin with anything: %j", async (wire, text) => {
    const { client, mails } = await startServer();
    const session = await client();
    for (const cut of [0, 1, wire.length]) {
      expect(await begin(session, ["b@example.com"])).toBeNull();
      session.write(wire.slice(0, cut));
      await new Promise(setImmediate);
      session.write(`${wire.slice(cut)}${wire === "\r" ? "\r\n" : ""}.\r\n`);
      expect(await session.reply()).toMatch(/^250 /);
    }
    expect(mails.map(({ head }) => head.toString("latin1"))).toEqual([text, text, text]);
  });

  it("that breaks off is no mail", async () => {
    const { client, mails, server } = await startServer();
    const session = await client();
    expect(await begin(session, ["b@example.com"])).toBeNull();
    session.write("Subject: half");
    session.close();
    await expect.poll(() => server.connections()).toBe(0);
    expect(mails).toEqual([]);
  });
});

describe("limits", () => {
  it("refuses, for now, one connection too many, and takes it when another has gone", async () => {
    const { client, server } = await startServer({ maxConnections: 2 });
    const first = await client();
    await client();
    expect(await (await client({ greets: false })).reply()).toMatch(/^421 /);
    first.close();
    await expect.poll(() => server.connections()).toBe(1);
    expect(await (await client({ greets: false })).reply()).toMatch(/^220 /);
  });

  it("closes connections that say nothing", async () => {
    const { client } = await startServer({ idleTimeout: 0.2 });
    const session = await client();
    expect(await session.reply()).toMatch(/^421 /);
    expect(await session.reply()).toBeNull();
  });

  it("gives further recipients a reply that means: in another transaction", async () => {
    const { client } = await startServer();
    const session = await client();
    await session.say("MAIL FROM:<>");
    const replies: (string | null)[] = [];
    for (let count = 0; count < 101; count += 1) replies.push(await session.say(`RCPT TO:<b+${count}@example.com>`));
    expect(replies.slice(99)).toEqual(["250 2.1.5 Accepted", expect.stringMatching(/^452 /)]);
  });

  it("lets a slow client hold up nobody", async () => {
    const { client } = await startServer();
    const slow = await client();
    expect(await begin(slow, ["slow@example.com"])).toBeNull();
    slow.write("Subject: slo");
    for (let count = 0; count < 10; count += 1)
      expect(await send(await client(), MAIL, ["quick@example.com"])).toEqual(["250 2.6.0 took quick@example.com"]);
    slow.write("w\r\n\r\n.\r\n");
    expect(await slow.reply()).toBe("250 2.6.0 took slow@example.com");
  });
});

describe("closing", () => {
  it("finishes a mail that is on its way and one that is being recorded, and refuses the next", async () => {
    let release = (): void => undefined;
    const { client, mails, server } = await startServer({
      wait: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    });
    const [idle, sending, recording] = [await client(), await client(), await client()];
    const recorded = send(recording, MAIL, ["recording@example.com"]);
    expect(await begin(sending, ["sending@example.com"])).toBeNull();
    sending.write("Subject: x\r\n");
    await expect.poll(() => mails.length).toBe(1);
    const closed = server.close();
    expect(await idle.reply()).toMatch(/^421 /);
    release();
    expect(await recorded).toEqual(["250 2.6.0 took recording@example.com"]);
    sending.write("\r\n.\r\n");
    await expect.poll(() => mails.length).toBe(2);
    release();
    expect(await sending.reply()).toBe("250 2.6.0 took sending@example.com");
    expect(await sending.reply()).toMatch(/^421 /);
    for (const session of [idle, sending, recording]) session.close();
    await closed;
  });
});
