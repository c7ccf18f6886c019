import { describe, expect, it } from "vitest";
import { maskSecrets } from "../../src/intake/input.js";

describe("maskSecrets", () => {
  it("masks an initial response, whatever the mechanism, the case and the mark of the line", () => {
    expect(maskSecrets(" In:  AUTH PLAIN AGFsaWNlAHNlY3JldA==\n Out: 235 2.7.0 ok")).toBe(
      " In:  AUTH PLAIN [masked]\n Out: 235 2.7.0 ok",
    );
    expect(maskSecrets(">>> auth xoauth2 dXNlcj1hbGljZQ==")).toBe(">>> auth xoauth2 [masked]");
  });

  it("masks the answers to challenges", () => {
    const transcript = [
      " In:  AUTH LOGIN",
      " Out: 334 VXNlcm5hbWU6",
      " In:  YWxpY2U=",
      " Out: 334 UGFzc3dvcmQ6",
      " In:  c2VjcmV0",
      " Out: 235 2.7.0 ok",
      " In:  QUIT",
    ].join("\n");
    const masked = maskSecrets(transcript);
    expect(masked).not.toMatch(/YWxpY2U|c2VjcmV0/);
    expect(masked.split("\n")).toHaveLength(7);
    expect(masked).toContain(" In:  QUIT");
  });

  it("leaves what the server offers and ordinary words alone", () => {
    const text = " Out: 250-AUTH PLAIN LOGIN\n Out: 250 8BITMIME\nThe author said 334 things\nVerlag\n";
    expect(maskSecrets(text)).toContain("The author said 334 things");
    expect(maskSecrets("no secrets here\nAGFsaWNl\n")).toBe("no secrets here\nAGFsaWNl\n");
  });
});
