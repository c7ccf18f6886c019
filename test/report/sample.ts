/** Reports for the tests of their forms: one of a bad day on an ordinary server, one of a quiet day, one with hostile names. */
import type { Alert } from "../../src/detect/alerts.js";
import { detect, type Detection } from "../../src/detect/detect.js";
import type { ReceiverFacts, FirstFailure, SenderFacts } from "../../src/detect/facts.js";
import type { Finding } from "../../src/detect/judge.js";
import { DEFAULT_PARAMETERS } from "../../src/detect/parameters.js";
import type { HourCount, ReasonCount, ReportData, SenderHour, Standing } from "../../src/report/data.js";
import { REASONS, type Reason } from "../../src/reason.js";
import type { SenderRow } from "../../src/store/senders.js";
import { bounces, BOTNET, DAY, facts, baseline, HOUR, NOW, sender, SPAMMY, TODAY } from "../detect/build.js";

const RECEIVERS = ["gmx.example", "web.example", "outlook.example", "mail.example", "freenet.example"] as const;
const NOW_HOUR = Math.floor(NOW / HOUR);

const atReceivers = (index: number): Partial<FirstFailure> => ({
  receiver: RECEIVERS[(index * index) % RECEIVERS.length] ?? "mail.example",
});

/** A compromised account, a slower one in the same company, a newsletter to an old list, and somebody who gave up on a full address book. */
export const SUSPECTS: readonly SenderFacts[] = [
  sender({
    sender: "carl@customer.example",
    complaints: 3,
    bounces: bounces(96, 5 * HOUR, (index) => ({
      ...SPAMMY(index),
      ...BOTNET(index),
      ...atReceivers(index),
      hasForeignFrom: true,
    })),
  }),
  sender({
    sender: "info@bakery.example",
    days: [{ day: TODAY - 9, count: 4, busiestHour: 3 }],
    bounces: bounces(34, 20 * HOUR, (index) => ({
      ...SPAMMY(index + 4),
      ...atReceivers(index),
      client: "203.0.113.9",
      network: "203.0.113",
    })),
  }),
  sender({
    sender: "erika.mustermann-lange@department-of-natural-sciences.university.example",
    bounces: bounces(18, 9 * HOUR, (index) => ({ cause: index % 5 === 0 ? "other" : "dead", ...atReceivers(index) })),
  }),
  sender({
    sender: "newsletter@shop.example",
    days: [{ day: TODAY - 12, count: 6, busiestHour: 6 }],
    bounces: bounces(60, 3 * HOUR, (index) => ({ cause: "dead", isBulk: true, ...atReceivers(index) })),
  }),
];

/** A provider that answered nobody since this morning. */
const TROUBLE: readonly ReceiverFacts[] = [
  {
    receiver: "freemail.example",
    class: "temporary",
    hours: new Map([
      ...Array.from({ length: 14 }, (_, day): [number, number] => [NOW_HOUR - 24 * (day + 1), 6]),
      [NOW_HOUR - 3, 61],
      [NOW_HOUR - 2, 84],
      [NOW_HOUR - 1, 72],
    ]),
  },
  {
    receiver: "corp.example",
    class: "refused",
    hours: new Map([
      ...Array.from({ length: 14 }, (_, day): [number, number] => [NOW_HOUR - 24 * (day + 1), 2]),
      [NOW_HOUR - 40, 23],
    ]),
  },
];

/** What the detector finds of all this. */
export const detected = (suspects = SUSPECTS): Detection =>
  detect(
    facts(suspects, {
      receivers: TROUBLE,
      forged: [
        { sender: "ceo@customer.example", count: 212 },
        { sender: "postmaster@bakery.example", count: 9 },
      ],
    }),
    DEFAULT_PARAMETERS,
  );

/** Where ordinary mail stands by the hour of the day, from 0 to 1. */
const daylight = (hour: number): number => Math.max(0, Math.sin((((hour % 24) - 6) / 14) * Math.PI));

const ordinaryHour = (hour: number): HourCount["classes"] => {
  const busy = daylight(hour) + 0.1;
  const ripple = (hour * 7919) % 11;
  return {
    recipient: Math.round(14 * busy + ripple / 2),
    system: Math.round(6 * busy + ((hour * 31) % 4)),
    unclear: ripple % 3,
    message: Math.round(2 * busy),
    sender: ripple % 2,
  };
};

/** Seven days of everybody, with this morning's blast and the provider that failed. */
function weekHours(): readonly HourCount[] {
  return Array.from({ length: 168 }, (_, index) => {
    const hour = NOW_HOUR - 167 + index;
    const classes = ordinaryHour(hour);
    const isBlast = index >= 163;
    const isOutage = index >= 164;
    return {
      hour,
      classes: {
        ...classes,
        recipient: (classes.recipient ?? 0) + (isBlast ? 11 : 0),
        message: (classes.message ?? 0) + (isBlast ? 9 : 0),
        system: (classes.system ?? 0) + (isOutage ? 34 : 0),
      },
    };
  });
}

/** A sender's week: now and then one bounce, then those of the finding. */
function senderHours({ bounces: found }: Finding): readonly SenderHour[] {
  const counts = new Map<number, SenderHour>();
  for (let hour = NOW_HOUR - 160; hour < NOW_HOUR - 30; hour += 29)
    counts.set(hour, { hour, bounces: 1, hard: 1, refused: 0 });
  for (const { time, cause } of found) {
    const hour = Math.floor(time / HOUR);
    const before = counts.get(hour) ?? { hour, bounces: 0, hard: 0, refused: 0 };
    const isRefused = cause === "spam" || cause === "policy";
    counts.set(hour, {
      hour,
      bounces: before.bounces + 1,
      hard: before.hard + (isRefused ? 0 : 1),
      refused: before.refused + (isRefused ? 1 : 0),
    });
  }
  return [...counts.values()].sort((one, other) => one.hour - other.hour);
}

const alertOf = ({ sender: name, level, since, dayCount }: Finding): Alert | null =>
  level === "list"
    ? null
    : {
        sender: name,
        status: "open",
        level,
        opened: since + HOUR,
        seen: NOW,
        notified: NOW,
        notifiedCount: dayCount,
        until: null,
        decision: null,
      };

/** The findings with their alerts, all of them new. */
export const standingsOf = ({ findings }: Detection): readonly Standing[] =>
  findings.map((finding) => ({
    finding,
    alert: alertOf(finding),
    news: finding.level === "list" ? null : "opened",
    hours: senderHours(finding),
  }));

const reason = (name: Reason, hard: number, soft: number): ReasonCount => ({
  reason: name,
  class: REASONS[name].class,
  hard,
  soft,
});

const row = (
  name: string | null,
  counts: number,
  hard: number,
  refused: number,
  average: number,
  reasons: SenderRow["reasons"],
): SenderRow => ({
  sender: name,
  bounces: counts,
  hard,
  soft: counts - hard,
  delayed: 0,
  dead: hard,
  refused,
  unproven: 0,
  disproved: 0,
  complaints: name === "carl@customer.example" ? 3 : 0,
  fresh: counts,
  recipients: counts,
  domains: 5,
  reasons,
  clients: [{ name: "192.0.2.1", count: counts }],
  isComplete: true,
  daily: { average, maximum: Math.ceil(average * 3), days: 7 },
});

const RANKING: readonly SenderRow[] = [
  row("list-owner@lists.example", 1_204, 311, 14, 1_090, [
    { name: "mailbox-full", count: 702 },
    { name: "user-unknown", count: 311 },
  ]),
  row("carl@customer.example", 99, 46, 48, 0.4, [
    { name: "user-unknown", count: 46 },
    { name: "spam-detected", count: 38 },
    { name: "blocked", count: 10 },
  ]),
  row("newsletter@shop.example", 60, 60, 0, 1.3, [{ name: "user-unknown", count: 60 }]),
  row("info@bakery.example", 34, 17, 15, 0.6, [
    { name: "user-unknown", count: 17 },
    { name: "spam-detected", count: 14 },
  ]),
  row(null, 21, 3, 2, 18, [{ name: "expired", count: 16 }]),
  row("erika.mustermann-lange@department-of-natural-sciences.university.example", 18, 14, 0, 0.2, [
    { name: "user-unknown", count: 14 },
    { name: "undefined", count: 4 },
  ]),
];

const inHand = (standing: Standing): Standing =>
  standing.alert === null
    ? standing
    : {
        ...standing,
        news: null,
        alert: {
          ...standing.alert,
          status: "acknowledged",
          decision: { who: "root", when: NOW - 2 * HOUR, why: "password changed, customer called" },
        },
      };

/** A bad day: one alert is new, another known. */
export function badDay(): ReportData {
  const detection = detected();
  return {
    now: NOW,
    detection,
    standings: standingsOf(detection).map((standing) =>
      standing.finding.sender === "info@bakery.example" ? inHand(standing) : standing,
    ),
    hours: weekHours(),
    reasons: [
      reason("mailbox-full", 0, 722),
      reason("user-unknown", 445, 0),
      reason("expired", 0, 187),
      reason("spam-detected", 0, 52),
      reason("blocked", 0, 31),
      reason("undefined", 0, 12),
      reason("host-unknown", 7, 0),
    ],
    period: { since: NOW - DAY, until: NOW },
    ranking: RANKING,
  };
}

/** A day on which nobody stands out. */
export const quietDay = (): ReportData => ({
  ...badDay(),
  standings: [],
  detection: { now: NOW, learning: null, findings: [], receivers: [], ours: [], forged: [] },
});

/** The first report of a new server: nothing at all. */
export const firstDay = (): ReportData => ({
  now: NOW,
  detection: { now: NOW, learning: { day: 1, of: 7 }, findings: [], receivers: [], ours: [], forged: [] },
  standings: [],
  hours: [],
  reasons: [],
  period: { since: NOW - DAY, until: NOW },
  ranking: [],
});

/** Texts that try to do something in a page, a terminal, a spreadsheet or a file of metrics. */
export const HOSTILE = [
  `"><script>document.title="owned"</script>@evil.example`,
  `<svg/onload=document.title="owned">@evil.example`,
  `'><img src=//evil.example/x onerror=document.title="owned">@evil.example`,
  `</style></title></textarea><script>document.title="owned"</script>@evil.example`,
  "\u202Emoc.elpmaxe@knab\u2066\u200B@evil.example",
  "\u001B]0;owned\u0007\u001B[2J\u001B[31mred@evil.example",
  `=HYPERLINK("http://evil.example";"click")@evil.example`,
  "@SUM(1+1)*cmd|' /C calc'!A0",
  `a"} 1\nbounces_owned{x="1@evil.example`,
  "a\r\nBcc: everybody@example.org\r\n\r\n<h1>owned</h1>@evil.example",
  `javascript:alert(1)//&quot;onmouseover=alert(1) style=display:none@evil.example`,
  "=?utf-8?q?=0D=0ABcc:_everybody=40example.org=E2=80=AE?=@evil.example",
  "$(touch /tmp/owned)`touch /tmp/owned`';touch /tmp/owned;'@evil.example",
] as const;

/** A report in which every text that comes from a mail or a name server is hostile. */
export function hostileDay(): ReportData {
  const at = (index: number): string => HOSTILE[index % HOSTILE.length] ?? "";
  const suspects = HOSTILE.map((name, index) =>
    sender({
      sender: name,
      baseline: baseline({ networks: new Set() }),
      bounces: bounces(40, 3 * HOUR, (each) => ({
        ...SPAMMY(each),
        receiver: at(index + (each % 3)),
        client: at(index + 3 + (each % 4)),
        network: "198.51.100",
        hasForeignFrom: true,
      })),
    }),
  );
  const found = detected(suspects);
  const detection: Detection = {
    ...found,
    forged: HOSTILE.map((name) => ({ sender: name, count: 7 })),
    receivers: HOSTILE.map((receiver, index) => ({
      receiver,
      class: "refused",
      from: NOW - (index + 2) * HOUR,
      until: NOW - index * HOUR,
      senders: 30,
      usual: 2,
    })),
  };
  const standings = standingsOf(detection).map((standing, index): Standing => ({
    ...standing,
    alert:
      standing.alert === null
        ? null
        : {
            ...standing.alert,
            status: index % 3 === 1 ? "muted" : index % 3 === 2 ? "acknowledged" : "open",
            decision: { who: at(index), when: NOW - HOUR, why: at(index + 5) },
          },
  }));
  const ranking = HOSTILE.map((name, index) => row(name, 40, 20, 20, 1, [{ name: at(index + 1), count: 3 }]));
  return { ...badDay(), detection, standings, ranking };
}
