import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIngestArguments } from "../../src/intake/pipe-arguments.js";

describe("parseIngestArguments", () => {
  it("takes a lone positional argument for the extension, whatever it looks like", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 1500 }),
          fc.constantFrom("--db=/tmp/evil.db", "--", "-h", "--extension=x", "--dry-run"),
        ),
        (argument) => {
          const { extensions, ...options } = parseIngestArguments([argument]);
          expect(options).toEqual({});
          expect(extensions.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it.each([
    [["user=example.com"], ["user=example.com"]],
    [[""], []],
    [[], []],
    [["--db=/tmp/evil.db"], ["--db=/tmp/evil.db"]],
    [
      ["b", "", "--config=/tmp/x", "a"],
      ["b", "--config=/tmp/x", "a"],
    ],
    [["--extension=--db=/tmp/evil.db"], ["--db=/tmp/evil.db"]],
    [["--extension="], []],
    [
      ["--extension=a", "--extension=b"],
      ["a", "b"],
    ],
    [["--", "--db=/tmp/evil.db"], ["--db=/tmp/evil.db"]],
  ])("reads no option from %j", (argv, extensions) => {
    expect(parseIngestArguments(argv)).toEqual({ extensions });
  });

  it("reads options before --extension=", () => {
    expect(
      parseIngestArguments([
        "--db=/var/lib/bounces/b.db",
        "--sender",
        "",
        "--dry-run",
        "--queue-id=4ABC",
        "--extension=--db=/tmp/evil.db",
      ]),
    ).toEqual({
      db: "/var/lib/bounces/b.db",
      sender: "",
      "dry-run": true,
      "queue-id": "4ABC",
      extensions: ["--db=/tmp/evil.db"],
    });
  });

  it("reads options before --", () => {
    expect(parseIngestArguments(["--db", "x.db", "--", "a", "--db=/tmp/evil.db"])).toEqual({
      db: "x.db",
      extensions: ["a", "--db=/tmp/evil.db"],
    });
  });

  it.each([[["--nonsense", "--extension=x"]], [["stray", "--extension=x"]], [["--db", "--extension=x"]]])(
    "refuses %j",
    (argv) => {
      expect(() => parseIngestArguments(argv)).toThrow();
    },
  );
});
