/** Readings for the store's tests: a standard report, with what a test is about put in. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Bounce, Verdict, Reading, ReportedRecipient, NotificationFacts, TrustLevel } from "../../src/bounce.js";
import { openStore, type OpenOptions, type RecordEntry, type LocalStore } from "../../src/store/open.js";

/** 2025-03-01 12:00 UTC. */
export const NOON = 1_740_830_400;
export const HOUR = 3_600;
export const DAY = 86_400;

const FACTS: NotificationFacts = {
  reportingMta: "mail.example.com",
  arrivalDate: "Sat, 1 Mar 2025 13:00:00 +0100",
  postfixQueueId: "4XYZabc1234",
  postfixSender: null,
  originalEnvelopeId: null,
  postfixNotice: null,
  feedback: null,
};

interface BounceChanges {
  readonly identity?: string;
  readonly identityTime?: number;
  readonly facts?: Partial<ReportedRecipient>;
  readonly verdict?: Partial<Verdict>;
}

/** A failure of `recipient`: unknown user, hard. */
export function bounceOf(recipient: string, { identity, identityTime, facts, verdict }: BounceChanges = {}): Bounce {
  return {
    facts: {
      recipient,
      originalRecipient: null,
      action: "failed",
      status: "5.1.1",
      replyCode: "550",
      diagnostic: `host mx.example.net[192.0.2.1] said: 550 5.1.1 <${recipient}>: Recipient address rejected: User unknown (in reply to RCPT TO command)`,
      diagnosticType: "smtp",
      remoteMta: "mx.example.net",
      phase: null,
      evidence: {},
      ...facts,
    },
    verdict: { severity: "hard", reason: "user-unknown", rule: "status-5.1.1", matched: null, ...verdict },
    identity: identity ?? `queue mail.example.com 4XYZabc1234 ${recipient} failed`,
    trust: null,
    identityTime: identityTime ?? null,
  };
}

let serial = 0;

interface ReadingChanges extends Partial<Omit<Reading, "facts" | "trust">> {
  readonly facts?: Partial<NotificationFacts>;
  readonly trust?: TrustLevel;
  /** Shorthand for one standard bounce of this address, with an identity of its own. */
  readonly to?: string;
  readonly from?: string;
}

/** A report of its own identity, of alice's mail, that passed us. */
export function readingOf({
  facts,
  trust = "known",
  to = "bob@example.net",
  ...changes
}: ReadingChanges = {}): Reading {
  serial++;
  return {
    kind: "bounce",
    format: "rfc3464",
    facts: { ...FACTS, ...facts },
    bounces: [bounceOf(to, { identity: `own ${serial} ${to}` })],
    arrival: { host: null, queueId: null, clientAddress: null, clientName: null, recipient: null },
    trust: { level: trust, why: "the returned message passed mail.example.com as 4XYZabc1234" },
    sender: { name: "alice@example.com", source: "login" },
    clientAddress: "198.51.100.7",
    returned: {
      extent: "headers",
      returnPath: "alice@example.com",
      headerFrom: "Alice <alice@example.com>",
      headerTo: to,
      messageId: "<m1@example.com>",
      subject: "Hello",
      date: null,
      isBulk: false,
      isAutomatic: false,
      script: null,
      received: [],
    },
    verp: null,
    messageId: "<report@example.net>",
    subject: "Undelivered Mail",
    from: "MAILER-DAEMON@example.net",
    identity: `report ${serial}`,
    identityTime: null,
    defects: [],
    size: 4_000,
    ...changes,
  };
}

/** An entry for a reading, received at noon unless told. */
export const entryOf = (reading: Reading, receivedAt = NOON, raw: Uint8Array | null = null): RecordEntry => ({
  reading,
  receivedAt,
  raw,
});

/** A directory for this test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "bounces-store-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A new database for this test. */
export function temporaryStore(options: OpenOptions = {}): LocalStore {
  const store = openStore(join(temporaryDirectory(), "bounces.db"), { create: true, ...options });
  onTestFinished(() => store.close());
  return store;
}
