import { describe, expect, it } from "vitest";
import { readWithMailparser } from "../../src/mail/fallback.js";
import { first } from "../../src/mail/fields.js";
import { limits } from "../../src/mail/limits.js";
import type { Message } from "../../src/mail/message.js";
import { readMessage } from "../../src/mail/reader.js";

const read = (text: string): Promise<Message> => readWithMailparser(Buffer.from(text, "latin1"));
const lines = (...all: readonly string[]): string => all.join("\n");

describe("readWithMailparser", () => {
  it("makes text of HTML", async () => {
    const { leaves, header } = await read(
      "From: a@example.org\nSubject: x\nContent-Type: text/html\n\n<p>Mailbox <b>full</b></p>",
    );
    expect(leaves[0]).toMatchObject({ type: "text/plain", text: "Mailbox full" });
    expect(leaves[1]?.type).toBe("text/html");
    expect(first(header, "subject")).toBe("x");
  });

  it("makes text of HTML within multiparts", async () => {
    const { leaves } = await read(
      lines(
        "Content-Type: multipart/report; boundary=b",
        "",
        "--b",
        "Content-Type: text/html",
        "",
        "<p>Mailbox full</p>",
        "--b--",
      ),
    );
    expect(leaves[0]).toMatchObject({ type: "text/plain", text: "Mailbox full" });
  });

  it("decodes a charset that Node does not know", async () => {
    const { leaves } = await read("Content-Type: text/plain; charset=cp437\n\nunzul\x84ssig");
    expect(leaves[0]?.text).toBe("unzulässig");
  });

  it("keeps report parts and attached mails as leaves, also inline ones and encoded ones", async () => {
    const attached = "From: alice@example.com\nSubject: hello\n\nbody";
    const message = await read(
      lines(
        "Content-Type: multipart/report; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "words",
        "--b",
        "Content-Type: message/delivery-status; x=y",
        "Content-Transfer-Encoding: base64",
        "",
        Buffer.from("Final-Recipient: rfc822; a@example.org\r\n").toString("base64"),
        "--b",
        "Content-Type: message/rfc822",
        "Content-Disposition: inline",
        "Content-Description: Undelivered",
        "",
        attached,
        "--b--",
      ),
    );
    expect(message.leaves.map(({ type }) => type)).toEqual(["text/plain", "message/delivery-status", "message/rfc822"]);
    expect(message.leaves.map(({ text }) => text)).toEqual([
      "words",
      "Final-Recipient: rfc822; a@example.org\n",
      attached,
    ]);
    expect(message.leaves[1]?.parameters).toEqual({ x: "y" });
    expect(first(message.leaves[2]?.header ?? [], "content-description")).toBe("Undelivered");
    expect(first(message.leaves[2]?.header ?? [], "content-type")).toBe("message/rfc822");
    expect(message.type).toBe("multipart/report");
    expect(message.defects).toEqual(["general-parser"]);
  });

  it("answers with our own reading where mailparser gives up", async () => {
    const text = `Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n${"--b\n\nx\n".repeat(limits.parts * 2)}--b--`;
    const message = await read(text);
    const own = readMessage(Buffer.from(text, "latin1"));
    expect(message.leaves.map((leaf) => leaf.text)).toEqual(own.leaves.map((leaf) => leaf.text));
    expect(message.defects).toEqual([...own.defects, "general-parser-failed"]);
    expect(message.digest).toBe(own.digest);
  });

  it("reads nothing but the first bytes, and knows the size", async () => {
    const message = await readWithMailparser(
      Buffer.concat([Buffer.from("Subject: x\n\n"), Buffer.alloc(limits.fallbackBytes * 2, "y\n")]),
    );
    expect(message.size).toBe(limits.fallbackBytes * 2 + 12);
    expect(message.leaves[0]?.text.length).toBeLessThanOrEqual(limits.fallbackBytes);
    expect(message.defects).toEqual(["size-cut", "general-parser"]);
    expect((await readWithMailparser(Buffer.from("Subject: x\n\ny"), 7_000_000)).size).toBe(7_000_000);
  });
});
