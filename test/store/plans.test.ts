import { expect, it, vi } from "vitest";
import { acknowledge, noAlert } from "../../src/detect/alerts.js";
import { DEFAULT_PARAMETERS, withParameters } from "../../src/detect/parameters.js";
import { reasonHours, senderHours } from "../../src/store/activity.js";
import { decide, decisionsOf, liveAlerts, saveAlerts } from "../../src/store/alerts.js";
import { detectorFacts } from "../../src/store/detector/facts.js";
import { openStore } from "../../src/store/open.js";
import { queryBounces } from "../../src/store/query.js";
import { recipientSummary } from "../../src/store/recipients.js";
import { getReport, keptMail, unrecognized } from "../../src/store/reports.js";
import { senderRanking } from "../../src/store/senders.js";
import { bounceOf, entryOf, HOUR, NOON, readingOf, temporaryStore } from "./readings.js";

/** Everything that is prepared while the store records and is asked, each once. */
function statementsOf(path: string): string[] {
  const store = openStore(path);
  const prepare = vi.spyOn(store.database, "prepare");
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
  const statements = prepare.mock.calls.map(([sql]) => sql);
  store.close();
  return [...new Set(statements)];
}

it("nothing that is run for a mail or for a question reads a whole table or index", () => {
  const store = temporaryStore();
  const statements = statementsOf(store.path);
  expect(statements.length).toBeGreaterThan(50);
  const scans = statements.flatMap((sql) => {
    const named: Record<string, number> = Object.fromEntries(
      [...sql.matchAll(/@(\w+)/g)].map(([, name = ""]) => [name, 1] as const),
    );
    const values: unknown[] = [...sql.matchAll(/\?/g)].map(() => "1");
    const plan = store.database
      .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...(values.length > 0 ? values : [named]));
    return plan
      .map(({ detail }) => detail)
      .filter((detail) => detail.startsWith("SCAN"))
      .map((detail) => `${detail} in ${sql}`);
  });
  // Rows that the statement itself has made: the days of a period, the top of a ranking, the newest of a pair. Beside them the
  // one row of ids, and the alerts that are live.
  const ofTables = scans.filter(
    (scan) =>
      !/^SCAN (?:CONSTANT ROW|days|hours|top|newest|parts|hours_in_trouble|next_id|json_each[^\n]*|a USING INDEX alert_live|\(subquery-\d+\)) in/.test(
        scan,
      ),
  );
  expect(ofTables).toEqual([]);
});
