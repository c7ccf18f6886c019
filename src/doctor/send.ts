/** A bounce of our own, mailed through the running Postfix: the last proof that what arrives is recorded. */
import { formatTime } from "../time.js";
import { ok, problem, type Finding } from "./finding.js";
import type { Host } from "./host.js";
import { firstLine, settingOf, type Postfix } from "./postconf.js";
import { deferredIn } from "./queue.js";
import { EXTENSION, extended } from "./route.js";

/** Who the test's bounce is about: nobody, for .invalid has no servers (RFC 2606). */
export const TEST_RECIPIENT = "bounces-doctor@test.invalid";

/** A delay notice, which counts against no recipient. */
const testMessage = (
  to: string,
  host: string,
  id: string,
  now: number,
): string => `From: MAILER-DAEMON@${host} (bounces doctor)
To: ${to}
Subject: Delayed Mail (a test by bounces doctor)
Date: ${new Date(now * 1000).toUTCString().replace("GMT", "+0000")}
Message-ID: <notice.${id}@${host}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="doctor"

--doctor
Content-Type: text/plain

A test by bounces doctor. Nothing is wrong, and nobody needs to do anything.

--doctor
Content-Type: message/delivery-status

Reporting-MTA: dns; ${host}

Final-Recipient: rfc822; ${TEST_RECIPIENT}
Action: delayed
Status: 4.0.0
Diagnostic-Code: smtp; 450 4.0.0 a test by bounces doctor

--doctor
Content-Type: text/rfc822-headers

From: bounces-doctor@${host}
To: ${TEST_RECIPIENT}
Subject: A test by bounces doctor
Message-ID: <${id}@${host}>

--doctor--
`;

/** What sending a test takes. */
export interface Sending {
  readonly host: Host;
  readonly postfix: Postfix;
  /** The bounce address. */
  readonly address: string;
  /** Something that no other test has. */
  readonly id: string;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Resolves a second later. */
  readonly pause: () => Promise<void>;
  /** Whether a bounce of {@link TEST_RECIPIENT} is recorded whose message has this id in its Message-ID. */
  readonly isRecorded: (id: string) => Promise<boolean>;
}

const WHAT = "test message";
const LIMIT = 60;

/** Why Postfix keeps the message; null while it does not. */
function delayReason(host: Host, to: string): string | null {
  const { stdout } = host.run("postqueue", ["-j"]);
  return deferredIn(stdout, (recipient) => recipient === to).map(({ reason }) => reason)[0] ?? null;
}

/** Mails a test to the bounce address, with an extension, and waits until it is recorded. */
export async function sendTest({ host, postfix, address, id, now, pause, isRecorded }: Sending): Promise<Finding> {
  const name = settingOf(postfix, "myhostname");
  const to = extended(address, EXTENSION, postfix);
  const start = now();
  const sent = host.run("sendmail", ["-i", "-f", "<>", to], { input: testMessage(to, name, id, start) });
  if (sent.status !== 0)
    return problem(WHAT, `sendmail does not take it: ${firstLine(sent.stderr)}`, { command: "postfix check" });
  while (now() - start < LIMIT) {
    if (await isRecorded(id))
      return ok(WHAT, `sent to ${to} at ${formatTime(start)}, recorded ${now() - start} s later`);
    const reason = delayReason(host, to);
    if (reason !== null)
      return problem(WHAT, `Postfix defers it: ${reason}`, {
        command: "postqueue -f",
        advice: "when the other lines are put right",
      });
    await pause();
  }
  return problem(WHAT, `sent to ${to}, and not recorded within ${LIMIT} s`, `look for ${to} in Postfix's log`);
}
