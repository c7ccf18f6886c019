import { describe, expect, it } from "vitest";
import { bounces, jsonLines, withDirectory } from "../support/cli.js";
import { databaseIn } from "../support/daemon.js";
import { bounceMail } from "../support/mails.js";

const dated = (number: number, date: string): string =>
  bounceMail(number).replace(/^Received: /m, `Received: by x.example; ${date}\nReceived: `);

describe("bounces stats", () => {
  it("counts what is recorded, and says since when and how fast it grows", () => {
    withDirectory((directory) => {
      const mails = [
        dated(1, "Sat, 1 Mar 2025 12:00:00 +0000"),
        dated(2, "Sun, 2 Mar 2025 12:00:00 +0000"),
        "Received: by x.example; Mon, 3 Mar 2025 12:00:00 +0000\nSubject: lunch\n\nAt noon?\n",
      ];
      for (const mail of mails)
        expect(
          bounces(["import", "--db", databaseIn(directory), "-"], { input: Buffer.from(mail, "latin1") }).status,
        ).toBe(0);
      const [statistics] = jsonLines(bounces(["stats", "--json", "--db", databaseIn(directory)]).stdout);
      expect(statistics).toMatchObject({
        reports: 3,
        bounces: 2,
        unrecognized: 1,
        unrecognizedShare: 0.3333,
        kept: 1,
        recipients: 2,
        oldest: "2025-03-01T12:00:00Z",
        newest: "2025-03-03T12:00:00Z",
        mailsPerDay: 1.5,
      });
      expect(bounces(["stats", "--db", databaseIn(directory)]).stdout).toMatch(
        /^messages {6}3, 1\.5 per day\nbounces {7}2\n[^]*unrecognized {2}1 \(33\.33 %\), 1 kept raw\nfile /,
      );
    });
  });

  it("ends in 66 when there is no database", () => {
    withDirectory((directory) => expect(bounces(["stats", "--db", databaseIn(directory)]).status).toBe(66));
  });
});
