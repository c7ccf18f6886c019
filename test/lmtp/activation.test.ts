import { describe, expect, it } from "vitest";
import { activatedDescriptors } from "../../src/lmtp/listen.js";

describe("sockets handed over by systemd", () => {
  it.each([
    ["two", { LISTEN_PID: "42", LISTEN_FDS: "2" }, [3, 4]],
    ["none without the variables", {}, []],
    ["none that are another process's", { LISTEN_PID: "41", LISTEN_FDS: "1" }, []],
    ["none where the number is no number", { LISTEN_PID: "42", LISTEN_FDS: "-1" }, []],
    ["a bounded number", { LISTEN_PID: "42", LISTEN_FDS: "999" }, Array.from({ length: 16 }, (_, index) => index + 3)],
  ] as const)("%s", (_, environment, descriptors) => {
    expect(activatedDescriptors(environment, 42)).toEqual(descriptors);
  });
});
