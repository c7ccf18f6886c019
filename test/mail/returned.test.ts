import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ReturnedMessage } from "../../src/bounce.js";
import { limits } from "../../src/mail/limits.js";
import { readMessage } from "../../src/mail/reader.js";
import { readReturned } from "../../src/mail/returned.js";

const lines = (...all: readonly string[]): string => all.join("\n");
const returnedOf = (text: string): ReturnedMessage | null => readReturned(readMessage(Buffer.from(text)));
const ofFixture = (name: string): ReturnedMessage | null =>
  readReturned(readMessage(readFileSync(new URL(`../../fixtures/real/${name}.eml`, import.meta.url))));

const header = lines(
  "Return-Path: <alice@example.com>",
  "Received: from pc (dsl.example.com [192.0.2.7])",
  "\tby mx.example.net (Postfix) with ESMTPSA id 4A; today",
  "Received: from b by c id d; yesterday",
  "From: =?utf-8?Q?=C3=84lice?= <alice@example.com>",
  "To: bob@example.org",
  "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
  "Message-ID: <1@example.com>",
  "Date: Sun, 22 Nov 2026 18:04:41 +0000",
);

const facts = {
  returnPath: "<alice@example.com>",
  headerFrom: "Älice <alice@example.com>",
  headerTo: "bob@example.org",
  messageId: "<1@example.com>",
  subject: "Grüße",
  date: "Sun, 22 Nov 2026 18:04:41 +0000",
  isBulk: false,
};

const report = (type: string, body: string): string =>
  lines(
    "Content-Type: multipart/report; boundary=b",
    "",
    "--b",
    "",
    "It failed.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: x",
    "--b",
    `Content-Type: ${type}`,
    "",
    body,
    "--b--",
  );

describe("readReturned", () => {
  it.each([
    ["message/rfc822", "full"],
    ["message/global", "full"],
    ["text/rfc822-headers", "headers"],
    ["message/global-headers", "headers"],
    ["text/plain", "text"],
    ["application/octet-stream", "text"],
  ])("reads %s", (type, extent) => {
    const returned = returnedOf(report(type, `${header}\n\nSubject: in the body`));
    expect(returned).toMatchObject({ ...facts, extent });
    expect(returned?.received).toHaveLength(2);
    expect(returned?.received[0]).toMatchObject({
      clientAddress: "192.0.2.7",
      byHost: "mx.example.net",
      queueId: "4A",
    });
  });

  it.each([
    [
      "behind a marker",
      lines(
        "Hi.",
        "<bob@example.org>: no",
        "",
        "--- Below this line is a copy of the message.",
        "",
        header,
        "",
        "body",
      ),
    ],
    ["without a marker", lines("It failed.", "", header, "", "body")],
    ["right behind the words", lines("Message headers follow:", header)],
    ["quoted", lines("It failed.", "", ...header.split("\n").map((line) => `> ${line}`), ">", "> body")],
  ])("finds a header in a plain text bounce, %s", (_, body) => {
    expect(returnedOf(`Subject: failure notice\n\n${body}`)).toMatchObject({ ...facts, extent: "text" });
  });

  it("takes the message behind the report, not one before it", () => {
    const text = lines(
      "Content-Type: multipart/report; boundary=b",
      "",
      "--b",
      "Content-Type: message/rfc822",
      "",
      "Subject: other",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: x",
      "--b",
      "Content-Type: message/rfc822",
      "",
      header,
      "--b--",
    );
    expect(returnedOf(text)).toMatchObject(facts);
  });

  it("tells bulk mail", () => {
    for (const field of [
      "List-Id: <l.example.com>",
      "List-Unsubscribe: <mailto:x@example.com>",
      "Precedence: Bulk",
      "Precedence: list",
    ]) {
      expect(returnedOf(report("message/rfc822", `${field}\n${header}`))?.isBulk).toBe(true);
    }
    expect(returnedOf(report("message/rfc822", `Precedence: first-class\n${header}`))?.isBulk).toBe(false);
  });

  it.each([
    ["an empty attachment", report("message/rfc822", "")],
    ["no header in the text", "Subject: x\n\nFrom: here\n\nto there\n\nDate: none"],
    ["sentences with colons", "Subject: x\n\nNote: one\nHint: two\nTo: whom it may concern"],
    ["no body", "Subject: x\n\n"],
  ])("is null for %s", (_, text) => {
    expect(returnedOf(text)).toBeNull();
  });

  it("reads a bounded number of Received fields", () => {
    const many = "Received: from a by b id c; d\n".repeat(limits.receivedFields * 2);
    expect(returnedOf(report("message/rfc822", `${many}${header}`))?.received).toHaveLength(limits.receivedFields);
  });

  it("reads what real mailers return", () => {
    expect(ofFixture("postfix-f3-sasl-forged-copy")).toMatchObject({
      extent: "headers",
      returnPath: "<forged@victim.test>",
      received: [{ byHost: "mx.local.test", login: "carol@local.test", clientAddress: "127.0.0.1", clientName: null }],
    });
    expect(ofFixture("exim-rcpt550")).toMatchObject({
      extent: "full",
      subject: "original rcpt550",
      received: [{ byHost: "exim.sender.test", clientAddress: "127.0.0.1" }],
    });
    expect(ofFixture("dma-rcpt550")).toMatchObject({ extent: "text", subject: "original rcpt550" });
    expect(ofFixture("opensmtpd-rcpt550")).toMatchObject({ extent: "headers", subject: "original rcpt550" });
    expect(ofFixture("postfix-n5-utf8-n5")).toMatchObject({
      extent: "full",
      received: [{ login: "alice", queueId: "571135623C3" }],
    });
    expect(ofFixture("dovecot-vacation")).toBeNull();
  });
});
