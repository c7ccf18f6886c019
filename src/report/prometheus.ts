/**
 * A report as metrics, in the text format of Prometheus (version 0.0.4) for the textfile collector of its node exporter.
 * The series are bounded: reasons and classes are closed lists, senders and receivers are those at the top. Labels
 * are attacker-controlled: one line, cut, escaped. A series that can be zero is written as 0, so that rates and alarms hold.
 */
import { REASONS, isReason } from "../reason.js";
import { printable } from "../text/escape.js";
import type { ReportData } from "./data.js";

/** Senders and receivers with a series of their own. */
const MOST = 20;
/** Letters of a label; the longest address (RFC 5321, 4.5.3.1) fits in. */
const LONGEST = 320;

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };

const labelValue = (text: string): string =>
  printable(text)
    .slice(0, LONGEST)
    .replace(/[\\"\n]/g, (character) => ESCAPES[character] ?? "");

const labelled = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${labelValue(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};

const metricLines = ({ name, help, samples }: Metric): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${samples.map(({ labels, value }) => `${name}${labelled(labels)} ${value}\n`).join("")}`;

const single = (value: number): readonly Sample[] => [{ labels: {}, value }];

const LEVELS = ["alert", "notice", "list"] as const;
const STATUSES = ["open", "acknowledged", "muted"] as const;

/** Two series with the same labels make the whole file invalid: names that look alike once they are cut and escaped count once. */
function distinct(samples: readonly Sample[]): readonly Sample[] {
  const seen = new Set<string>();
  return samples.filter(({ labels }) => {
    const key = labelled(labels);
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

const suspects = ({ standings }: ReportData): readonly Sample[] =>
  LEVELS.flatMap((level) =>
    STATUSES.map((status) => ({
      labels: { level, status },
      value: standings.filter(({ finding, alert }) => finding.level === level && (alert?.status ?? "open") === status)
        .length,
    })),
  );

const points = ({ standings }: ReportData): readonly Sample[] =>
  distinct(
    standings
      .slice(0, MOST)
      .map(({ finding }) => ({ labels: { sender: finding.sender, level: finding.level }, value: finding.points })),
  );

function bounces({ reasons }: ReportData): readonly Sample[] {
  const counts = new Map(reasons.map((count) => [count.reason, count]));
  return Object.keys(REASONS)
    .filter(isReason)
    .filter((reason) => REASONS[reason].class !== "none")
    .flatMap((reason) =>
      (["hard", "soft"] as const).map((severity) => ({
        labels: { reason, class: REASONS[reason].class, severity },
        value: counts.get(reason)?.[severity] ?? 0,
      })),
    );
}

const incidents = ({ detection }: ReportData): readonly Sample[] =>
  distinct(
    detection.receivers
      .slice(0, MOST)
      .map((incident) => ({ labels: { receiver: incident.receiver, class: incident.class }, value: incident.senders })),
  );

/** The metrics of a report. */
export function reportPrometheus(data: ReportData): string {
  const { now, period, detection } = data;
  const metrics: readonly Metric[] = [
    { name: "bounces_report_last_run_timestamp_seconds", help: "Time of the report.", samples: single(now) },
    {
      name: "bounces_report_period_seconds",
      help: "Length of the period of bounces_period_bounces.",
      samples: single(period.until - period.since),
    },
    { name: "bounces_period_bounces", help: "Bounces in the period by reason.", samples: bounces(data) },
    {
      name: "bounces_suspects",
      help: "Senders over their peak, by level and by status of their alert.",
      samples: suspects(data),
    },
    {
      name: "bounces_suspect_points",
      help: `Points of the first ${MOST} senders over their peak.`,
      samples: points(data),
    },
    {
      name: "bounces_own_trouble_receivers",
      help: "Receivers that fail at once because of our own side.",
      samples: single(Math.max(0, ...detection.ours.map(({ receivers }) => receivers.length))),
    },
    {
      name: "bounces_receivers_in_trouble",
      help: "Receivers failing for many senders at once.",
      samples: single(detection.receivers.length),
    },
    {
      name: "bounces_receiver_trouble_senders",
      help: `Senders that a receiver in trouble failed for in its worst hour, first ${MOST} receivers.`,
      samples: incidents(data),
    },
    {
      name: "bounces_forged_bounces",
      help: "Bounces within 24 hours for mail that was never ours.",
      samples: single(detection.forged.reduce((sum, { count }) => sum + count, 0)),
    },
    {
      name: "bounces_detector_learning",
      help: "1 while there is too little history to compare with.",
      samples: single(detection.learning === null ? 0 : 1),
    },
  ];
  return metrics.map(metricLines).join("");
}
