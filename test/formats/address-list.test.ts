import { describe, expect, it } from "vitest";
import { readList, readListed } from "../../src/formats/lib/address-list.js";

const addresses = (text: string): readonly string[] => readList(text).entries.map(({ address }) => address);

describe("a line that opens an entry", () => {
  it.each([
    ["kim@example.org", ""],
    ["  <kim@example.org>: 550 no", "550 no"],
    ["* kim@example.org (unknown)", "(unknown)"],
    ["12. kim@example.org", ""],
    ["Recipient: [SMTP:kim@example.org]", ""],
    ["To: mailto:kim@example.org", ""],
    ["Original Recipient: rfc822;kim@example.org", ""],
    ["'kim@example.org' on Monday", "on Monday"],
  ])("%s", (line, text) => {
    expect(readListed(line)).toEqual({ address: "kim@example.org", text });
  });

  it.each(["Please write to kim@example.org", "550 5.1.1 <kim@example.org> unknown", "no address"])(
    "is not: %s",
    (line) => {
      expect(readListed(line)).toBeNull();
    },
  );
});

describe("a list", () => {
  it("goes on over blank lines while addresses follow, and ends with the first other paragraph", () => {
    const list = readList(
      "\n<kim@example.org>\n\n<lee@example.com>:\n  no such user\n\nMailbox full\nfor all\n\n<pat@example.net>\n",
    );
    expect(list.entries).toEqual([
      { address: "kim@example.org", text: "" },
      { address: "lee@example.com", text: "no such user" },
    ]);
    expect(list.behind).toBe("Mailbox full\nfor all");
  });

  it("may have one line of words in front, not two", () => {
    expect(addresses("namely\nkim@example.org")).toEqual(["kim@example.org"]);
    expect(addresses("one\ntwo\nkim@example.org")).toEqual([]);
  });
});
