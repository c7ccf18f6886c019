import { describe, expect, it } from "vitest";
import type { Envelope } from "../../src/bounce.js";
import { deliver, type Answer } from "../../src/intake/receive.js";
import type { Outcome } from "../../src/store/group-commit.js";
import type { RecordEntry } from "../../src/store/open.js";
import { entryOf, readingOf } from "../store/readings.js";

const matching = (form: RegExp): unknown => expect.stringMatching(form);

const DELIVERY = { head: Buffer.from("Subject: x\n\n"), size: 12, sender: "" };
const RESULT = { reportId: 1, isNew: true, newBounces: 1, duplicateBounces: 0, supersedingBounces: 0 };

/** A recorder that fails to read, or to record, messages to the extensions of these names. */
function recorder() {
  const seen: Envelope[] = [];
  const answers: Answer[] = [];
  return {
    seen,
    answers,
    delimiters: "+-",
    read: (_: unknown, envelope: Envelope): Promise<RecordEntry> => {
      seen.push(envelope);
      if (envelope.extension === "unreadable") return Promise.reject(new Error("unreadable\r\n250 ok"));
      return Promise.resolve(entryOf(readingOf({ identity: envelope.extension ?? "" })));
    },
    record: (entries: readonly RecordEntry[]): Promise<readonly Outcome[]> =>
      Promise.resolve(
        entries.map(({ reading }) =>
          reading.identity === "full" ? new Error("disk full") : { ...RESULT, isNew: reading.identity !== "known" },
        ),
      ),
    onAnswer: (answer: Answer) => void answers.push(answer),
  };
}

describe("a delivery", () => {
  it("is one reading for each recipient's extension", async () => {
    const into = recorder();
    await deliver(
      {
        ...DELIVERY,
        sender: "alice@example.com",
        recipients: [
          "bounce+one@example.com",
          "bounce-two+three@example.com",
          "bounce@example.com",
          "bounce+@example.com",
        ],
      },
      into,
    );
    expect(into.seen.map(({ extension }) => extension)).toEqual(["one", "two+three", null]);
    expect(into.seen[0]).toEqual({
      extension: "one",
      sender: "alice@example.com",
      recipient: "bounce+one@example.com",
      queueId: null,
      clientAddress: null,
      login: null,
    });
  });

  it("answers each recipient by what became of its own reading", async () => {
    const into = recorder();
    const replies = await deliver(
      {
        ...DELIVERY,
        recipients: ["b+new@example.com", "b+unreadable@example.com", "b+full@example.com", "b+known@example.com"],
      },
      into,
    );
    expect(replies).toMatchObject([
      { kind: "accepted", text: matching(/^recorded: hard user-unknown/) },
      { kind: "try again", text: "not recorded: unreadable\r\n250 ok" },
      { kind: "try again", text: "not recorded: disk full" },
      { kind: "accepted", text: matching(/^already known: /) },
    ]);
    expect(into.answers.map(({ kind }) => kind)).toEqual(["recorded", "failed", "failed", "recorded"]);
  });
});

describe("a message to many recipients", () => {
  const many = Array.from({ length: 100 }, (_, at) => `bounce+x${String(at)}@example.com`);

  it("is read a few times, and every recipient is answered", async () => {
    const into = recorder();
    const replies = await deliver({ ...DELIVERY, recipients: many }, into);
    expect(into.seen.length).toBeLessThan(10);
    expect(replies).toHaveLength(100);
    expect(replies.every(({ kind }) => kind === "accepted")).toBe(true);
  });

  it("is read once for recipients with one extension", async () => {
    const into = recorder();
    await deliver(
      { ...DELIVERY, recipients: ["bounce+a@example.com", "bounce@example.com", "bounce+a@example.net"] },
      into,
    );
    expect(into.seen.map(({ extension }) => extension)).toEqual(["a", null]);
  });
});
