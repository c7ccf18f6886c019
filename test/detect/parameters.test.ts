import { describe, expect, it } from "vitest";
import { DEFAULT_PARAMETERS, parameterRows, withParameters } from "../../src/detect/parameters.js";

describe("the parameters", () => {
  it("have a row each, with the default and a reason", () => {
    const rows = parameterRows();
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual(DEFAULT_PARAMETERS);
    expect(rows.filter(({ why }) => !/^[A-Z].{15,}\.$/.test(why))).toEqual([]);
  });

  it("can be replaced one by one", () => {
    expect(withParameters({ alertPoints: 6 })).toEqual({ ...DEFAULT_PARAMETERS, alertPoints: 6 });
  });
});
