import { userInfo } from "node:os";
import { expect, it } from "vitest";
import { whoRuns } from "../../src/report/actions.js";

it("is who became root by sudo, else the user", () => {
  expect(whoRuns({ environment: { SUDO_USER: "anna" } })).toBe("anna");
  expect(whoRuns({ environment: {} })).toBe(userInfo().username);
  expect(whoRuns({ environment: { SUDO_USER: "" } })).toBe(userInfo().username);
});
