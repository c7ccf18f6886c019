/**
 * One mail of each format with a run of half a megabyte in it: what costs the square of its length never ends here. (How
 * long each pattern takes by itself shows bench/patterns.mjs.)
 */
import { describe, expect, it } from "vitest";
import { maskSecrets } from "../../src/intake/input.js";
import { originalsIn } from "./originals.js";
import { problemsWith } from "./outcome.js";
import { randomFrom } from "./random.js";

const RUN = 1 << 19;
/** Thousands of times what one of these takes. */
const HANG_GUARD_MS = 60_000;
const PIECES = [" ", "\n", "\t", "a", "<", "@ ", "a@b ", "-", "(", "550 "] as const;

/** One mail a directory. */
const byDirectory = new Map(originalsIn().map((original) => [original.name.split("/")[0] ?? "", original]));

/** Places where a run hurts most: a value in the header, the first line of the body, the middle of a line. */
const placesOf = (mail: string, random: ReturnType<typeof randomFrom>): number[] => {
  const body = mail.indexOf("\n\n") + 2;
  return [mail.search(/^subject:/im) + 8, body, body + random.below(Math.max(1, Math.min(2_000, mail.length - body)))];
};

describe("a long run in a mail costs its length", () => {
  it.each([...byDirectory])(
    "%s",
    (_folder, { bytes }) => {
      const random = randomFrom(bytes.length);
      for (const at of placesOf(bytes, random)) {
        const piece = random.pick(PIECES);
        const mail = bytes.slice(0, at) + piece.repeat(RUN / piece.length) + bytes.slice(at);
        expect(problemsWith(Buffer.from(mail, "latin1"))).toEqual([]);
      }
    },
    HANG_GUARD_MS,
  );
});

describe("what is kept of a mail is masked in the time of its length", () => {
  it.each([" ", "\t", "A", "=", "In:", "\r", "AUTH PLAIN "])(
    "a line of %j behind a challenge",
    (piece) => {
      const masked = maskSecrets(`AUTH LOGIN\n334 \n${piece.repeat(RUN / piece.length)}!\n`);
      expect(masked.startsWith("AUTH LOGIN\n334 \n")).toBe(true);
    },
    HANG_GUARD_MS,
  );

  it(
    "session notices are told from others",
    () => {
      const subject =
        "From: MAILER-DAEMON@mail.example.com (Mail Delivery System)\nSubject: Postfix SMTP server: errors from unknown[192.0.2.1]\n\n";
      expect(problemsWith(Buffer.from(`${subject}${"\n".repeat(RUN)}x\n`))).toEqual([]);
    },
    HANG_GUARD_MS,
  );

  it(
    "Sendmail's remarks are found in a line of blanks",
    () => {
      const report =
        "From: MAILER-DAEMON@mail.example.com\n\n   ----- The following addresses had permanent fatal errors -----\n<bob@example.net>\n    (reason: 550 no";
      expect(problemsWith(Buffer.from(`${report}${" ".repeat(RUN)})\n`))).toEqual([]);
    },
    HANG_GUARD_MS,
  );
});
