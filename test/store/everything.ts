/** Records, changes and asks everything that a store can be asked: for tests that look at all of its statements. */
import { acknowledge, noAlert } from "../../src/detect/alerts.js";
import { DEFAULT_PARAMETERS, withParameters } from "../../src/detect/parameters.js";
import { reasonHours, senderHours } from "../../src/store/activity.js";
import { decide, decisionsOf, liveAlerts, saveAlerts } from "../../src/store/alerts.js";
import { detectorFacts } from "../../src/store/detector/facts.js";
import type { Store } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, keptMail, unrecognized } from "../../src/store/reports.js";
import { senderRanking } from "../../src/store/senders.js";
import { bounceOf, entryOf, HOUR, NOON, readingOf } from "./readings.js";

/** What is run for a message or for a question. */
export async function doEverything(store: Store): Promise<void> {
  const bounces = [bounceOf("bob@example.net")];
  await store.record([
    entryOf(readingOf({ bounces, trust: "unproven" })),
    entryOf(readingOf({ bounces })),
    entryOf(readingOf({ trust: "unproven" })),
    entryOf(readingOf({ kind: "unrecognized", bounces: [] }), NOON, Buffer.from("x")),
    entryOf(
      readingOf({
        kind: "delivered",
        bounces: [
          bounceOf("bob@example.net", {
            identity: "d",
            facts: { action: "delivered" },
            verdict: { severity: null, reason: "delivered" },
          }),
        ],
      }),
    ),
  ]);
  const period = { since: NOON, until: NOON + HOUR };
  const [bounce] = await queryBounces(store, { address: "bob@example.net", ...period });
  await queryBounces(store, { domain: "example.net" });
  await queryBounces(store, { sender: "alice@example.com" });
  await queryBounces(store, period);
  await recipientSummary(store, "bob@example.net");
  await getReport(store, bounce?.id ?? 0);
  await keptMail(store, bounce?.id ?? 0);
  await unrecognized(store, period);
  await senderRanking(store, { ...period, baselineSince: NOON - 48 * HOUR, limit: 10 });
  // As many as make every question worth asking.
  const eager = withParameters({ siblingsLeast: 0, receiverSendersFloor: 1, learningDays: 0, unfamiliarBaseline: 0 });
  await store.record(Array.from({ length: 30 }, (_, index) => entryOf(readingOf({ to: `r${index}@example.net` }))));
  await detectorFacts(store, NOON + HOUR, DEFAULT_PARAMETERS);
  await detectorFacts(store, NOON + HOUR, { ...eager, peakFactor: 1e6, youngPeakFactor: 1e6 });
  await detectorFacts(store, NOON + HOUR, eager);
  await reasonHours(store, NOON, NOON + HOUR);
  await senderHours(store, "alice@example.com", NOON, NOON + HOUR);
  const alert = noAlert("alice@example.com", NOON);
  await saveAlerts(store, [{ before: null, after: { ...alert, status: "open" } }]);
  await liveAlerts(store);
  const decision = { who: "anna", when: NOON, why: "", until: null };
  await decide(
    store,
    alert.sender,
    { ...decision, action: "ack" },
    (standing) => standing && acknowledge(standing, decision),
  );
  await decisionsOf(store, alert.sender);
}
