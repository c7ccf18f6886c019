import { describe, expect, it } from "vitest";
import { NO_ENVELOPE, readMail } from "../../src/intake/read-mail.js";
import { MESSAGES } from "./messages.js";

const CONTEXT = {
  hosts: ["mail.example.net"],
  domains: [],
  networks: [],
  filters: [],
  noticeSecret: null,
  delimiters: "+",
  rules: [],
};

describe("messages written down before the readers saw them", () => {
  it.each(MESSAGES)("%s", async (_name, message, { kind, recipients, severity, reasons, action }) => {
    const bytes = Buffer.from(message);
    const reading = await readMail(bytes, bytes.length, NO_ENVELOPE, CONTEXT);
    expect(kind).toContain(reading.kind);
    if (recipients !== undefined) expect(reading.bounces.map(({ facts }) => facts.recipient)).toEqual(recipients);
    const first = reading.bounces.at(0);
    if (severity !== undefined) expect(first?.verdict.severity).toBe(severity);
    if (reasons !== undefined) expect(reasons).toContain(first?.verdict.reason);
    if (action !== undefined) expect(first?.facts.action).toBe(action);
  });
});
