/** Every row of the long tail decides its own example; no row and no reader before it does. */
import { describe, expect, it } from "vitest";
import { readNotification } from "../../src/formats/index.js";
import { PHRASES } from "../../src/formats/mailers/phrases.js";
import { readMessage } from "../../src/mail/reader.js";

const HEADER =
  "From: Mail Delivery System <MAILER-DAEMON@relay.example.net>\nTo: robin@example.net\nSubject: Undeliverable\n\n";

describe("rows of the long tail", () => {
  it("have ids of their own", () => {
    expect(new Set(PHRASES.map(({ id }) => id)).size).toBe(PHRASES.length);
  });

  it.each(PHRASES.map((row) => [row.id, row] as const))("%s reads its example", (id, row) => {
    const report = readNotification(readMessage(Buffer.from(HEADER + row.example)));
    expect(report?.recipients.map(({ recipient }) => recipient)).toEqual(["kim@example.org"]);
    expect(report?.recipients[0]?.evidence.recipient).toBe(`text (${id})`);
    expect(report?.format).toBe(row.format);
    expect(report?.recipients[0]?.action).toBe(row.action ?? "failed");
    expect(report?.recipients[0]?.diagnostic).toMatch(/\w/);
  });
});
