import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine } from "../../src/text/csv.js";

/** Reads RFC 4180 strictly, throws on anything else. */
const parseCsv = (text: string): string[][] => {
  const records: string[][] = [];
  let record: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error(`not RFC 4180: ${JSON.stringify(text)}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === ",") continue;
    records.push(record);
    record = [];
  }
  return records;
};

/** Text that needs no making safe: no controls or invisible characters, and no formula. */
const tame = fc
  .string({ unit: fc.constantFrom(...Array.from("abcXYZ019 ,;\"'.<>@=+-éß日本")) })
  .filter((text) => !/^\s*[=+\-@]/.test(text));

describe("csvLine", () => {
  it("is given back by a strict parser", () => {
    fc.assert(
      fc.property(fc.array(fc.array(tame, { minLength: 1 })), (rows) => {
        expect(parseCsv(rows.map(csvLine).join(""))).toEqual(rows);
      }),
    );
  });

  it("stays one record of as many cells and begins no formula, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({
            unit: fc.oneof(fc.constantFrom(...Array.from('=+-@\t\r\n ",;＝')), fc.string({ unit: "binary" })),
          }),
          { minLength: 1 },
        ),
        (row) => {
          const records = parseCsv(csvLine(row));
          expect(records).toHaveLength(1);
          expect(records[0]).toHaveLength(row.length);
          expect(records[0]?.filter((text) => /^\s*[=+\-@＝＋－＠]|[\p{Cc}\u202a-\u202e]/u.test(text))).toEqual([]);
        },
      ),
    );
  });

  it("marks formulas and leaves numbers", () => {
    expect(csvLine(["=1+1", "+49", "-x", "@SUM(A1)", "\t=1", "a=1", -5, true, null])).toBe(
      "'=1+1,'+49,'-x,'@SUM(A1),' =1,a=1,-5,true,\r\n",
    );
  });
});
