/** Records, changes and asks everything that a store can be asked: for tests that look at all of its statements. */
import { acknowledge, noAlert } from "../../src/detect/alerts.js";
import { DEFAULT_PARAMETERS, withParameters } from "../../src/detect/parameters.js";
import { reasonHours, senderHours } from "../../src/store/activity.js";
import { decide, decisionsOf, liveAlerts, saveAlerts } from "../../src/store/alerts.js";
import { detectorFacts } from "../../src/store/detector/facts.js";
import type { LocalStore } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, keptMail, unrecognized } from "../../src/store/reports.js";
import { senderRanking } from "../../src/store/senders.js";
import type { LocalDb } from "../../src/store/sql.js";
import { bounceOf, entryOf, HOUR, NOON, readingOf } from "./readings.js";

/** A store, or an engine that looks like one. */
type Asked = LocalDb & Pick<LocalStore, "record">;

/** What is run for a message or for a question. */
export function doEverything(store: Asked): void {
  const bounces = [bounceOf("bob@example.net")];
  store.record([
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
  const [bounce] = queryBounces(store, { address: "bob@example.net", ...period });
  queryBounces(store, { domain: "example.net" });
  queryBounces(store, { sender: "alice@example.com" });
  queryBounces(store, period);
  recipientSummary(store, "bob@example.net");
  getReport(store, bounce?.id ?? 0);
  keptMail(store, bounce?.id ?? 0);
  unrecognized(store, period);
  senderRanking(store, { ...period, baselineSince: NOON - 48 * HOUR, limit: 10 });
  // As many as make every question worth asking.
  const eager = withParameters({ siblingsLeast: 0, receiverSendersFloor: 1, learningDays: 0, unfamiliarBaseline: 0 });
  store.record(Array.from({ length: 30 }, (_, index) => entryOf(readingOf({ to: `r${index}@example.net` }))));
  detectorFacts(store, NOON + HOUR, DEFAULT_PARAMETERS);
  detectorFacts(store, NOON + HOUR, { ...eager, peakFactor: 1e6, youngPeakFactor: 1e6 });
  detectorFacts(store, NOON + HOUR, eager);
  reasonHours(store, NOON, NOON + HOUR);
  senderHours(store, "alice@example.com", NOON, NOON + HOUR);
  const alert = noAlert("alice@example.com", NOON);
  saveAlerts(store, [{ before: null, after: { ...alert, status: "open" } }]);
  liveAlerts(store);
  const decision = { who: "anna", when: NOON, why: "", until: null };
  decide(
    store,
    alert.sender,
    { ...decision, action: "ack" },
    (standing) => standing && acknowledge(standing, decision),
  );
  decisionsOf(store, alert.sender);
}
