/**
 * A process that records mails as told, for parallel.test.ts: `writer DATABASE FIRST LAST MODE HALF`. It answers each number
 * with a line once its mail is on disk. Mail HALF + n tells of the same failure as mail n, and is trusted more. MODE "each": open and close for every mail, as under pipe(8); "held": keep open.
 */
import { writeSync } from "node:fs";
import type { Reading } from "../../src/bounce.js";
import { openStore } from "../../src/store/open.js";

const [path = "", first = "0", last = "0", mode = "each", half = "0"] = process.argv.slice(2);

const readingOf = (number: number, bounce: number): Reading => ({
  kind: "bounce",
  format: "rfc3464",
  facts: {
    reportingMta: null,
    arrivalDate: null,
    postfixQueueId: null,
    postfixSender: null,
    originalEnvelopeId: null,
    postfixNotice: null,
    feedback: null,
  },
  bounces: [
    {
      facts: {
        recipient: `r${bounce}@d${bounce % 7}.example`,
        originalRecipient: null,
        action: "failed",
        status: "5.1.1",
        replyCode: "550",
        diagnostic: "550 5.1.1 User unknown",
        diagnosticType: "smtp",
        remoteMta: null,
        phase: null,
        evidence: {},
      },
      verdict: { severity: "hard", reason: "user-unknown", rule: "test", matched: null },
      identity: `bounce ${bounce}`,
      trust: null,
      identityTime: bounce,
    },
  ],
  arrival: { host: null, queueId: null, clientAddress: null, clientName: null, recipient: null },
  trust: { level: number !== bounce ? "own-notice" : "known", why: "test" },
  sender: { name: `s${bounce % 5}@example.com`, source: "login" },
  clientAddress: null,
  returned: null,
  verp: null,
  messageId: null,
  subject: null,
  from: null,
  identity: `report ${number}`,
  identityTime: number,
  defects: [],
  size: 1,
});

const open = (): ReturnType<typeof openStore> => openStore(path, { create: true });
const held = mode === "held" ? open() : null;
for (let number = Number(first); number <= Number(last); number++) {
  const store = held ?? open();
  store.record([{ reading: readingOf(number, number % Number(half)), receivedAt: 1_740_000_000 + number, raw: null }]);
  writeSync(1, `${number}\n`);
  if (held === null) store.close();
}
held?.close();
