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

  const SECRET = "AGFsaWNlQGN1c3RvbWVyLmV4YW1wbGUuY29tAENvcnJlY3QtSG9yc2UtQmF0dGVyeS1TdGFwbGUtMjAyNiE=";
  it.each([
    ["wrapped to a line of its own", ` In:  AUTH PLAIN\n     ${SECRET}\n Out: 535 5.7.8 Error`],
    ["behind many blanks", ` In:  AUTH PLAIN${" ".repeat(300)}${SECRET}\n Out: 535 5.7.8 Error`],
    ["behind tabs", ` In:  AUTH\tPLAIN\t${SECRET}\n Out: 535 5.7.8 Error`],
    ["in lower case", ` In:  auth plain ${SECRET}\n Out: 535 5.7.8 Error`],
    ["behind an empty challenge", ` In:  AUTH PLAIN\n Out: 334 \n In:  ${SECRET}\n Out: 535 5.7.8 Error`],
    ["behind an empty challenge, wrapped", ` In:  AUTH PLAIN\n Out: 334\n In:\n     ${SECRET}\n Out: 535 5.7.8 Error`],
    [
      "in a client's transcript",
      ` Out: AUTH LOGIN\n In:  334 VXNlcm5hbWU6\n Out: dXNlcg==\n In:  334 UGFz\n Out: ${SECRET}\n In:  535 x`,
    ],
    ["in another mailer's transcript", `>>> AUTH XOAUTH2\n<<< 334 \n>>> ${SECRET}\n<<< 535 x`],
    ["of a client called C", `S: 250-AUTH PLAIN\nC: AUTH PLAIN\nS: 334 \nC: ${SECRET}\nS: 535 x`],
    ["quoted", `> In:  AUTH PLAIN\n>     ${SECRET}\n> Out: 535 x`],
    ["in quoted-printable", ` In:  AUTH PLAIN ${SECRET.slice(0, 40)}=\n${SECRET.slice(40)}\n Out: 535 x`],
    ["with line ends of CR and LF", ` In:  AUTH PLAIN\r\n     ${SECRET}\r\n Out: 535 x\r\n`],
    ["in a line of the log", `improper command pipelining after EHLO from x[192.0.2.1]: AUTH PLAIN ${SECRET}`],
    ["as a bearer token", `user=alice auth=Bearer ${SECRET}`],
    ["of a mechanism with digits", ` In:  AUTH SCRAM-SHA-256-PLUS\n     ${SECRET}\n Out: 334 x`],
  ])("masks an answer %s", (_, transcript) => {
    const masked = maskSecrets(transcript);
    expect(masked).not.toContain(SECRET.slice(0, 12));
    expect(masked).not.toContain(SECRET.slice(-20));
    expect(masked).toContain("[masked]");
    expect(masked.split("\n")).toHaveLength(transcript.split("\n").length);
  });

  it("masks what is encoded in base64", () => {
    const transcript = `Transcript of session follows.\n\n In:  AUTH PLAIN\n     ${SECRET}\n Out: 535 5.7.8 Error\n`;
    const encode = (text: string): string => Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\n");
    const masked = maskSecrets(`Content-Transfer-Encoding: base64\n\n${encode(transcript)}\n\n--b--\n`);
    const body = masked.split("\n\n")[1] ?? "";
    expect(Buffer.from(body, "base64").toString()).toBe(transcript.replace(SECRET, "[masked]"));
    const other = `x\n\n${encode("Nothing here needs to be hidden, it is an ordinary text of some length.")}\n`;
    expect(maskSecrets(other)).toBe(other);
  });

  it("leaves a bounce that speaks of authentication as it is", () => {
    const text = "Auth failed for this host\n<bob@example.org>:\n550 5.7.1 relaying denied\n334\nGoodbye, and thanks\n";
    expect(maskSecrets(text)).toBe(text);
  });
});
