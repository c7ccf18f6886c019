/** No report is ours once a person has answered it, forwarded it in the text or as an attachment. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readNotification } from "../../src/formats/index.js";
import { humanText } from "../../src/formats/lib/text.js";
import { readMessage } from "../../src/mail/reader.js";

const ROOT = new URL("../../fixtures/", import.meta.url).pathname;
const FORMATS = ["qmail", "exim", "sendmail", "postfix", "real"];

const mails = FORMATS.flatMap((directory) =>
  readdirSync(join(ROOT, directory))
    .filter((name) => name.endsWith(".eml"))
    .map((name) => [`${directory}/${name}`, readFileSync(join(ROOT, directory, name))] as const),
);

const header = (subject: string, more = ""): string =>
  `Return-Path: <pat@example.com>\nFrom: Pat Summer <pat@example.com>\nTo: robin@example.net\nSubject: ${subject}\n${more}\n`;

const kindOf = (mail: string): string => readNotification(readMessage(Buffer.from(mail)))?.kind ?? "unrecognized";

describe.each(mails)("%s", (_, mail) => {
  const text = humanText(readMessage(mail));

  it("quoted in an answer", () => {
    expect(kindOf(`${header("What is this?")}Do you know more?\n\n${text.replace(/^/gm, "> ")}`)).not.toMatch(
      /bounce|delivered/,
    );
  });

  it("copied into a mail", () => {
    expect(kindOf(`${header("What is this?")}${text}`)).not.toMatch(/bounce|delivered/);
  });

  it("attached to a mail", () => {
    const parts = `--b1\nContent-Type: text/plain\n\nHave a look.\n\n--b1\nContent-Type: message/rfc822\n\n${mail.toString("latin1").replaceAll("\r\n", "\n")}\n--b1--\n`;
    expect(
      kindOf(header("A report", 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b1"\n') + parts),
    ).not.toMatch(/bounce|delivered/);
  });
});
