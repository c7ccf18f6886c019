/** Each mailer's reader is needed: without it one of its fixtures is read otherwise. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FORMATS } from "../../src/formats/index.js";
import { exim } from "../../src/formats/mailers/exim.js";
import { fml } from "../../src/formats/mailers/fml.js";
import { longTail } from "../../src/formats/mailers/long-tail.js";
import { postfix } from "../../src/formats/mailers/postfix.js";
import { qmail } from "../../src/formats/mailers/qmail.js";
import { sendmail } from "../../src/formats/mailers/sendmail.js";
import { undeliverable } from "../../src/formats/mailers/undeliverable.js";
import { rfc3464Nameless } from "../../src/formats/standard/rfc3464.js";
import { sieveReject } from "../../src/formats/standard/sieve-reject.js";
import type { Format } from "../../src/formats/lib/notification.js";
import type { Message } from "../../src/mail/message.js";
import { readMessage } from "../../src/mail/reader.js";

const ROOT = new URL("../../fixtures/", import.meta.url).pathname;
const DIRECTORIES = ["qmail", "exim", "sendmail", "postfix", "fml", "undeliverable", "rfc5429", "real"];

const mails = DIRECTORIES.flatMap((directory) =>
  readdirSync(join(ROOT, directory))
    .filter((name) => name.endsWith(".eml"))
    .map((name) => readMessage(readFileSync(join(ROOT, directory, name)))),
);

const readWith = (formats: readonly Format[], message: Message): string => {
  for (const format of formats) {
    const report = format.read(message);
    if (report !== null) return JSON.stringify(report);
  }
  return "";
};

describe("readers that something would be lost without", () => {
  it.each(
    [qmail, exim, sendmail, postfix, fml, longTail, undeliverable, rfc3464Nameless, sieveReject].map(
      (format) => [format.id, format] as const,
    ),
  )("%s", (_, format) => {
    const others = FORMATS.filter((other) => other !== format);
    expect(mails.some((mail) => readWith(FORMATS, mail) !== readWith(others, mail))).toBe(true);
  });
});
