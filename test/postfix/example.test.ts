/** What a machine can check of master.cf.example without Postfix. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveSettings } from "../../src/config/load.js";
import { examplePart } from "./example.js";

/** Services of Postfix's own master.cf that a transport must not replace. */
const POSTFIX_SERVICES = [
  "bounce",
  "defer",
  "trace",
  "error",
  "retry",
  "discard",
  "local",
  "virtual",
  "lmtp",
  "smtp",
  "relay",
];

/** Parameters of a part with `name = value` lines. */
function parameters(part: string): Map<string, string> {
  return new Map(
    examplePart(part)
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [name = "", ...value] = line.split(" = ");
        return [name, value.join(" = ")];
      }),
  );
}

describe("master.cf.example", () => {
  const stanza = examplePart("master.cf");
  const mainCf = parameters("main.cf");
  const transport = stanza.split(" ")[0] ?? "";

  it("does not replace a service of Postfix", () => {
    expect(POSTFIX_SERVICES).not.toContain(transport);
  });

  it("has an LMTP transport of its own name too, which keeps what it cannot deliver", () => {
    const [name = "", , , , chroot, , , command, ...options] = examplePart("lmtp master.cf").trim().split(/\s+/);
    expect(POSTFIX_SERVICES).not.toContain(name);
    expect([chroot, command]).toEqual(["n", "lmtp"]);
    expect(options).toEqual(["-o", "soft_bounce=yes", "flags=RX"]);
    const socket = readFileSync(new URL("../../packaging/bounces.socket", import.meta.url), "utf8");
    const [, path = ""] = /^ListenStream=\/var\/spool\/postfix\/(.*)$/m.exec(socket) ?? [];
    expect(examplePart("lmtp transport")).toBe(`bounce@example.com      ${name}:unix:${path}\n`);
  });

  it("limits its own transport, not another", () => {
    const limited = [...mainCf.keys()].filter((name) => /_(?:destination_recipient|time)_limit$/.test(name));
    expect(limited).toEqual([`${transport}_destination_recipient_limit`, `${transport}_time_limit`]);
    expect(mainCf.get(`${transport}_destination_recipient_limit`)).toBe("1");
  });

  it("leaves the program more time than its own deadline", () => {
    const { deadlineMs } = resolveSettings({
      flags: {},
      environment: {},
      fileText: null,
      fileName: "/none",
      directory: "/",
    }).settings;
    expect(Number.parseInt(mainCf.get(`${transport}_time_limit`) ?? "", 10) * 1000).toBeGreaterThanOrEqual(
      2 * deadlineMs,
    );
  });

  it("ends the arguments with the extension, in the form that is no option", () => {
    expect(stanza.trimEnd().split(/\s+/).at(-1)).toBe("--extension=${extension}");
  });

  it("sends undeliverable bounces to a person, not to the program", () => {
    const address = examplePart("transport").split(/[@\s]/)[0] ?? "";
    expect(mainCf.get("bounce_notice_recipient")).toMatch(new RegExp(`^${address}\\+`));
    expect(mainCf.get("2bounce_notice_recipient")).not.toMatch(new RegExp(`^${address}\\b`));
  });
});
