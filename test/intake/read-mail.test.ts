import { expect, it } from "vitest";
import { FORMATS } from "../../src/formats/index.js";
import { rfc3464Labelled } from "../../src/formats/standard/rfc3464.js";

it("the format that intake asks before it loads the others is the first of them", () => {
  expect(FORMATS[0]).toBe(rfc3464Labelled);
});
