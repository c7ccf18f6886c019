import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderTable, type Column, clip, displayWidth, pad } from "../../src/text/table.js";

interface Row {
  readonly who: string;
  readonly count: number;
  readonly text: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { title: "RECIPIENT", value: (row) => row.who },
  { title: "COUNT", value: (row) => row.count, align: "right", priority: 2 },
  { title: "DIAGNOSTIC", value: (row) => row.text, priority: 3 },
];

const ROWS: readonly Row[] = [
  { who: "alice@example.com", count: 7, text: "550 5.1.1 no such user here" },
  { who: "bob@example.net", count: 120, text: "452 4.2.2 over quota" },
];

describe("renderTable", () => {
  it("aligns whole texts where nobody says how wide", () => {
    expect(renderTable(COLUMNS, ROWS, null)).toBe(
      [
        "RECIPIENT          COUNT  DIAGNOSTIC",
        "alice@example.com      7  550 5.1.1 no such user here",
        "bob@example.net      120  452 4.2.2 over quota",
        "",
      ].join("\n"),
    );
  });

  it("narrows the least important column first", () => {
    expect(renderTable(COLUMNS, ROWS, 40)).toBe(
      [
        "RECIPIENT          COUNT  DIAGNOSTIC",
        "alice@example.com      7  550 5.1.1 no …",
        "bob@example.net      120  452 4.2.2 ove…",
        "",
      ].join("\n"),
    );
  });

  it("leaves out the least important column where there is no room, then narrows the rest", () => {
    expect(renderTable(COLUMNS, ROWS, 20)).toBe(
      ["RECIPIENT      COUNT", "alice@exampl…      7", "bob@example.…    120", ""].join("\n"),
    );
  });

  it("prints nothing for no rows", () => {
    expect(renderTable(COLUMNS, [], 80)).toBe("");
  });

  it("makes hostile texts safe", () => {
    expect(renderTable(COLUMNS, [{ who: "\u001b]0;x\u0007", count: 1, text: "a\nb" }], null)).toContain(
      "\\x1b]0;x\\x07      1  a b",
    );
  });

  it("is never wider than the terminal and never loses a row", () => {
    const row = fc.record({
      who: fc.string({ unit: "binary" }),
      count: fc.nat(),
      text: fc.string({ unit: "grapheme", maxLength: 60 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 90 }), (rows, width) => {
        const lines = renderTable(COLUMNS, rows, width).split("\n");
        expect(lines).toHaveLength(rows.length + 2);
        expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
      }),
    );
  });
});

describe("displayWidth", () => {
  it.each([
    ["", 0],
    ["abc", 3],
    ["日本語", 6],
    ["한글", 4],
    ["ｱｲｳ", 3],
    ["Ｆｕｌｌ", 8],
    ["e\u0301", 1],
    ["👍", 2],
    ["…—±", 3],
  ])("%s takes %i columns", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe("clip", () => {
  it("cuts between characters, never through one", () => {
    expect(clip("日本語", 5)).toBe("日本…");
    expect(clip("日本語", 4)).toBe("日…");
    expect(clip("abc", 3)).toBe("abc");
    expect(clip("abc", 1)).toBe("…");
    expect(clip("e\u0301e\u0301e\u0301", 2)).toBe("e\u0301…");
  });
});

describe("pad", () => {
  it("counts columns", () => {
    expect(pad("日本", 6, "left")).toBe("日本  ");
    expect(pad("7", 3, "right")).toBe("  7");
  });
});
