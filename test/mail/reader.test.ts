import { describe, expect, it } from "vitest";
import { first } from "../../src/mail/fields.js";
import { limits } from "../../src/mail/limits.js";
import type { Message } from "../../src/mail/message.js";
import { readMessage } from "../../src/mail/reader.js";

const read = (text: string): Message => readMessage(Buffer.from(text, "latin1"));
const lines = (...all: readonly string[]): string => all.join("\n");
const shape = (message: Message): readonly string[] => message.leaves.map(({ type, text }) => `${type}|${text.trim()}`);

const status = lines(
  "Reporting-MTA: dns; mx.example.net",
  "",
  "Final-Recipient: rfc822; gone@example.org",
  "Action: failed",
  "Status: 5.1.1",
);

const report = lines(
  "From: MAILER-DAEMON@mx.example.net",
  "Subject: Undelivered Mail",
  'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
  "",
  "preamble",
  "--b1",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "It failed.",
  "",
  "--b1",
  "Content-Type: message/delivery-status",
  "",
  status,
  "",
  "--b1",
  "Content-Type: message/rfc822",
  "",
  "From: alice@example.com",
  "Subject: hello",
  "",
  "body",
  "",
  "--b1--",
  "epilogue",
);

const reportShape = [
  "text/plain|It failed.",
  `message/delivery-status|${status}`,
  "message/rfc822|From: alice@example.com\nSubject: hello\n\nbody",
];

describe("readMessage", () => {
  it("reads a report into header and leaves, without preamble and epilogue", () => {
    const message = read(report);
    expect(shape(message)).toEqual(reportShape);
    expect(message.type).toBe("multipart/report");
    expect(message.parameters["report-type"]).toBe("delivery-status");
    expect(first(message.header, "subject")).toBe("Undelivered Mail");
    expect(message.leaves[0]?.parameters).toEqual({ charset: "utf-8" });
    expect(message.defects).toEqual([]);
    expect(message.size).toBe(report.length);
  });

  it.each([
    ["CRLF", report.replaceAll("\n", "\r\n")],
    ["CR alone", report.replaceAll("\n", "\r")],
    ["CR CR LF", report.replaceAll("\n", "\r\r\n")],
    ["mixed", report.replaceAll("\n--b1\n", "\r\n--b1\r\n").replace("\n\nIt", "\r\rIt")],
    ["a blank line in front", `\r\n\n${report}`],
    ["an mbox line in front", `From MAILER-DAEMON Thu Jan  1 00:00:00 2026\n${report}`],
  ])("reads the same with line ends or head: %s", (_, text) => {
    const message = read(text);
    expect(shape(message)).toEqual(reportShape);
    expect(first(message.header, "from")).toBe("MAILER-DAEMON@mx.example.net");
    expect(message.defects).toEqual([]);
  });

  it.each([
    ["another boundary than the body's", report.replace('boundary="b1"', 'boundary="other"'), "boundary-mismatch"],
    ["no boundary", report.replace('; boundary="b1"', ""), "boundary-mismatch"],
    ["no final delimiter", report.replace("\n--b1--\nepilogue", ""), "final-delimiter-missing"],
    ["Content-Type twice", report.replace("Subject:", "Content-Type: text/plain\nSubject:"), "content-type-repeated"],
    [
      "no MIME header",
      report.replace(/Content-Type: multipart[^\n]*\n/, "").replace("preamble", "This is a MIME message."),
      "mime-header-missing",
    ],
  ])("finds the parts with %s", (_, text, defect) => {
    const message = read(text);
    expect(shape(message)).toEqual(reportShape);
    expect(message.defects).toEqual([defect]);
  });

  it.each([
    ["RFC 2231 pieces", "boundary*0=b; boundary*1=1"],
    ["RFC 2231 charset", "boundary*=us-ascii'en'%621"],
    ["no quotes", "boundary=b1"],
    ["an open quote", 'boundary="b1'],
    ["blanks around the sign", 'boundary = "b1" '],
    ["a comment", '(a comment; with "b2") boundary="b1" (another)'],
    ["capitals", 'BOUNDARY="b1"'],
    ["a fold that lost its blank", '\nboundary="b1"'],
    ["a fold", '\n\tboundary="b1"'],
  ])("reads the boundary with %s", (_, parameter) => {
    const message = read(report.replace('boundary="b1"', parameter));
    expect(shape(message)).toEqual(reportShape);
    expect(message.defects).toEqual([]);
  });

  it("reads a parameter whose semicolon was forgotten", () => {
    const message = read("Content-Type: text/plain charset=iso-2022-jp\n\n\x1b$BF|K\\\x1b(B");
    expect(message.leaves[0]).toMatchObject({
      type: "text/plain",
      parameters: { charset: "iso-2022-jp" },
      text: "日本",
    });
  });

  it("takes a blank before the colon, folded fields and 8-bit values", () => {
    const message = read("Subject : a\n\t b\nX-A: \xc3\xa4 \xe4\nX-B:\n c\n\nbody");
    expect(message.header).toEqual([
      { name: "subject", value: "a b" },
      { name: "x-a", value: "ä ä" },
      { name: "x-b", value: "c" },
    ]);
  });

  it("does not mistake a longer boundary for the one that is asked for", () => {
    const inner = lines(
      "Content-Type: multipart/alternative; boundary=b11",
      "",
      "--b11",
      "",
      "plain",
      "--b11",
      "Content-Type: text/html",
      "",
      "<p>",
      "--b11--",
    );
    const message = read(
      lines("Content-Type: multipart/mixed; boundary=b1", "", "--b1", inner, "--b1", "", "second", "--b1--"),
    );
    expect(shape(message)).toEqual(["text/plain|plain", "text/html|<p>", "text/plain|second"]);
  });

  it.each([
    ["delivery-status", "message/delivery-status"],
    ["a returned message", "message/rfc822"],
    ["an internationalized report", "message/global-delivery-status"],
    ["an internationalized message", "message/global"],
    ["returned headers", "text/rfc822-headers"],
    ["text", "text/plain"],
  ])("undoes the transfer encodings of %s", (_, type) => {
    const content = "Final-Recipient: rfc822; ü=x@example.org\r\nAction: failed\r\n";
    const expected = content.replaceAll("\r\n", "\n");
    const base64 = Buffer.from(content).toString("base64").replace(/.{20}/g, "$&\n");
    const quoted = "Final-Recipient: rfc822; =C3=BC=3Dx=\n@example.org=0D=0AAction: fai=  \nled=0D=0A";
    const leaf = (encoding: string, body: string): string | undefined =>
      read(lines(`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, "", body)).leaves[0]?.text;
    expect(leaf("base64", base64)).toBe(expected);
    expect(leaf("Quoted-Printable (comment)", quoted)).toBe(expected);
    expect(leaf("8bit", Buffer.from(expected).toString("latin1"))).toBe(expected);
  });

  it("leaves content alone that is only labelled base64", () => {
    const message = read(
      lines("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", "Subject: not base64", "", "x"),
    );
    expect(message.leaves[0]?.text).toBe("Subject: not base64\n\nx");
  });

  it("puts up with a text part that is base64 of a picture", () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0xff]).toString("base64");
    const message = read(lines("Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", picture));
    expect(message.leaves[0]?.text).toContain("PNG");
  });

  it("keeps attached mails whole, flattens multiparts, and keeps a digest's parts as messages", () => {
    const attached = lines("Content-Type: multipart/mixed; boundary=x", "", "--x", "", "inner", "--x--");
    const digest = lines("Content-Type: multipart/digest; boundary=d", "", "--d", "", "Subject: one", "", "1", "--d--");
    const message = read(
      lines(
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: message/rfc822",
        "",
        attached,
        "--b",
        digest,
        "--b--",
      ),
    );
    expect(shape(message)).toEqual([`message/rfc822|${attached}`, "message/rfc822|Subject: one\n\n1"]);
  });

  it("tells parts without a header, or with a lost one, by their fields", () => {
    const message = read(
      lines(
        "Content-Type: multipart/report; boundary=b",
        "",
        "--b",
        "",
        "words",
        "--b",
        status,
        "--b",
        "",
        "Received: x",
        "Subject: y",
        "--b--",
      ),
    );
    expect(shape(message)).toEqual([
      "text/plain|words",
      `message/delivery-status|${status}`,
      "message/rfc822|Received: x\nSubject: y",
    ]);
    expect(message.defects).toEqual(["part-header-missing"]);
  });

  it("tells the parts of a report whose delimiters are lost by their fields", () => {
    const message = read(
      lines(
        "Content-Type: multipart/report; boundary=b",
        "",
        "words",
        "",
        status,
        "",
        "Received: x",
        "Subject: y",
        "",
        "body",
      ),
    );
    expect(shape(message)).toEqual([
      "text/plain|words",
      `message/delivery-status|${status}`,
      "message/rfc822|Received: x\nSubject: y\n\nbody",
    ]);
    expect(message.defects).toEqual(["boundary-missing"]);
  });

  it("does not take the parts of a message quoted in a text bounce for its own", () => {
    const quoted = lines(
      "Content-Type: multipart/mixed; boundary=q",
      "",
      "--q",
      "Content-Type: text/plain",
      "",
      "x",
      "--q--",
    );
    const message = read(
      lines(
        "Subject: failure notice",
        "",
        "Hi. <a@example.org>: no mailbox here.",
        "",
        "Return-Path: <b@example.com>",
        quoted,
      ),
    );
    expect(message.leaves).toHaveLength(1);
    expect(message.type).toBe("text/plain");
    expect(message.defects).toEqual([]);
  });

  it("takes a body that no blank line sets off from the header as the body", () => {
    const message = read("Subject: x\nThis is the mail system.\n\nMore.");
    expect(message.header).toEqual([{ name: "subject", value: "x" }]);
    expect(message.leaves[0]?.text).toBe("This is the mail system.\n\nMore.");
  });

  it("takes a header line that lost its leading blank as a continuation", () => {
    const message = read("Received: from a\nby b; today\nSubject: x\n\nbody");
    expect(message.header).toEqual([
      { name: "received", value: "from a by b; today" },
      { name: "subject", value: "x" },
    ]);
  });

  it("takes what begins with no field as a body", () => {
    const message = read("no header at all");
    expect(message.header).toEqual([]);
    expect(message.leaves[0]?.text).toBe("no header at all");
    expect(message.defects).toEqual(["header-missing"]);
    expect(readMessage(Buffer.alloc(0)).leaves[0]?.text).toBe("");
  });

  it("decodes a leaf once", () => {
    const leaf = read("Subject: x\n\n\xe4").leaves[0];
    expect(leaf?.text).toBe("ä");
    expect(leaf?.text).toBe(leaf?.text);
  });
});

describe("limits of readMessage", () => {
  it("reads the first bytes only, and says so", () => {
    const long = Buffer.concat([Buffer.from(report), Buffer.alloc(limits.bytes, "x")]);
    const message = readMessage(long);
    expect(shape(message)).toEqual(reportShape);
    expect(message.defects).toEqual(["size-cut"]);
    expect(message.size).toBe(long.length);
    expect(readMessage(Buffer.from(report), 5_000_000)).toMatchObject({ defects: ["size-cut"], size: 5_000_000 });
  });

  it("bounds the number of parts", () => {
    const message = read(`Content-Type: multipart/mixed; boundary=b\n\n${"--b\n\nx\n".repeat(limits.parts * 3)}--b--`);
    expect(message.leaves).toHaveLength(limits.parts);
    expect(message.defects).toContain("part-limit");
  });

  it("bounds the depth", () => {
    const level = (depth: number): string => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`;
    const message = read(Array.from({ length: limits.depth * 3 }, (_, depth) => level(depth)).join(""));
    expect(message.defects).toContain("depth-limit");
    expect(message.leaves).toHaveLength(1);
  });

  it("bounds the header: fields, bytes of a field, bytes of the block", () => {
    const many = read(`${"A: b\n".repeat(limits.headerFields * 2)}\nbody`);
    expect(many.header).toHaveLength(limits.headerFields);
    expect(many.defects).toEqual(["header-limit"]);
    expect(many.leaves[0]?.text).toBe("body");
    const long = read(`Subject: ${"x".repeat(limits.fieldBytes * 2)}\n\nbody`);
    expect(first(long.header, "subject")?.length).toBeLessThanOrEqual(limits.fieldBytes);
    expect(long.defects).toEqual(["header-limit"]);
    const wide = read(`${`X: ${"y".repeat(1_000)}\n`.repeat(600)}\nbody`);
    expect(wide.header.length * 1_000).toBeLessThanOrEqual(limits.headerBytes);
    expect(wide.defects).toEqual(["header-limit"]);
    expect(wide.leaves[0]?.text).toBe("body");
  });
});

describe("digest", () => {
  it("is the same for the same mail whatever its line ends, and differs for another", () => {
    expect(read(report).digest).toMatch(/^[0-9a-f]{32}$/);
    expect(read(report.replaceAll("\n", "\r\n")).digest).toBe(read(report).digest);
    expect(read(`${report}.`).digest).not.toBe(read(report).digest);
  });
});

describe("lines of blanks in front of the header", () => {
  it("are passed over, however long", () => {
    const message = readMessage(
      Buffer.from(`${" ".repeat(300)}\n\t\nSubject: report\nContent-Type: text/plain\n\nbody\n`),
    );
    expect(first(message.header, "subject")).toBe("report");
    expect(message.leaves[0]?.text).toBe("body\n");
  });
});
