/**
 * The front of a line of a log: when, which host, which daemon of which Postfix. What comes after it is line.ts's. The
 * usual fronts (syslog, postlogd, RFC 3339) are read by position, since a log has millions of them; the rest (RFC 5424,
 * busybox, FreeBSD, Solaris, containers, JSON) by one anchored pattern each. Only what a log writer puts before the tag may
 * stand there: text of strangers comes after it, and must not be taken for it.
 */
import { isRecord } from "../values.js";

/** Who writes a line, as far as the reading of its text differs. `any`: the writer of the log left the daemon's name out. */
export type Writer = "smtpd" | "cleanup" | "pickup" | "qmgr" | "smtp" | "delivery" | "bounce" | "postsuper" | "any";

/** The tag of a line: `postfix/submission/smtpd`. */
export interface Tag {
  /** `syslog_name`: what stands before the first slash. Often a service's own, so it is not the instance. */
  readonly name: string;
  readonly writer: Writer;
}

/** A line whose front was understood. The text is `line` from `from` to `to`. */
export interface Front {
  /** Epoch seconds. */
  readonly at: number;
  /** As the log names it; empty where it does not. */
  readonly host: string;
  readonly tag: Tag;
  readonly line: string;
  /** Where the process id stands; -1 where it is not told. */
  readonly pidFrom: number;
  readonly from: number;
  readonly to: number;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The process id of the writer; empty where it is not told. */
export const pidOf = ({ line, pidFrom }: Front): string =>
  pidFrom < 0 ? "" : (/^\d{1,10}/.exec(line.slice(pidFrom, pidFrom + 10))?.[0] ?? "");

const WRITERS: ReadonlyMap<string, Writer> = new Map([
  ["smtpd", "smtpd"],
  ["qmqpd", "smtpd"],
  ["cleanup", "cleanup"],
  ["pickup", "pickup"],
  ["qmgr", "qmgr"],
  ["oqmgr", "qmgr"],
  ["nqmgr", "qmgr"],
  ["smtp", "smtp"],
  ["lmtp", "delivery"],
  ["local", "delivery"],
  ["virtual", "delivery"],
  ["pipe", "delivery"],
  ["error", "delivery"],
  ["retry", "delivery"],
  ["discard", "delivery"],
  ["bounce", "bounce"],
  ["defer", "bounce"],
  ["trace", "bounce"],
  ["postsuper", "postsuper"],
]);

const NO_TAG: Tag = { name: "", writer: "any" };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LEAP_DAY = { month: 1, day: 29 };
const DAY = 86_400;
/** Tags and hosts that a log can hold; more than any real one. */
const MOST_NAMES = 10_000;
/** No tag that a log writer lets through is longer. */
const LONGEST_TAG = 80;

/**
 * A text of the log, which is read byte by byte as Latin-1, as UTF-8, and as a copy of its own: a slice would hold on to the
 * whole megabyte that it is of. A byte that is no UTF-8 becomes U+FFFD.
 */
export function keep(text: string): string {
  for (let at = 0; at < text.length; at += 1)
    if (text.charCodeAt(at) > 127) return Buffer.from(text, "latin1").toString("utf8");
  return Buffer.from(text, "latin1").toString("latin1");
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

const digitsAt = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

/** `MM:SS` as seconds. */
const secondsAt = (text: string, at: number): number => digitsAt(text, at) * 60 + digitsAt(text, at + 3);

/** Whether `MM:SS` stands there. */
const isClock = (text: string, at: number): boolean =>
  isDigit(text.charCodeAt(at)) &&
  isDigit(text.charCodeAt(at + 1)) &&
  text.charCodeAt(at + 2) === 58 &&
  isDigit(text.charCodeAt(at + 3)) &&
  isDigit(text.charCodeAt(at + 4));

/** `postfix/submission/smtpd` to its parts; null for what is none of Postfix's daemons. */
function toTag(text: string): Tag | null {
  const slash = text.indexOf("/");
  if (slash < 0) return /^postfix[\w.-]*$/.test(text) ? { name: text, writer: "any" } : null;
  const writer = WRITERS.get(text.slice(text.lastIndexOf("/") + 1));
  return writer === undefined || slash === 0 ? null : { name: text.slice(0, slash), writer };
}

/** A cache of few values that recur in millions of lines. */
function cached<Value>(make: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const value = known.get(text);
    if (value !== undefined) return value;
    const copy = keep(text);
    const made = make(copy);
    if (known.size >= MOST_NAMES) known.clear();
    known.set(copy, made);
    return made;
  };
}

/**
 * Local time without a year: the newest year in which it does not lie more than a day ahead of `newest`.
 * @param newest epoch seconds
 */
function withoutYear(month: number, day: number, seconds: readonly [number, number, number], newest: number): number {
  const at = (year: number): number => new Date(year, month, day, ...seconds).getTime() / 1_000;
  let year = new Date((newest + DAY) * 1_000).getFullYear();
  if (month === LEAP_DAY.month && day === LEAP_DAY.day)
    while (new Date(year, month, day).getMonth() !== month) year -= 1;
  while (at(year) > newest + DAY) year -= month === LEAP_DAY.month && day === LEAP_DAY.day ? 4 : 1;
  return at(year);
}

const TRADITIONAL =
  /^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(\w{3})\s{1,2}(\d{1,2})(?: (\d{4}))? (\d\d):(\d\d):(\d\d)(?:[.,]\d+)?(?: (\d{4}))?$/;

/** Epoch seconds of a time stamp; NaN for what is none. */
function toTime(stamp: string, newest: number): number {
  const [, name = "", day = "", yearBefore, hour, minute, second, yearAfter] = TRADITIONAL.exec(stamp) ?? [];
  if (name === "") return Math.floor(Date.parse(stamp.replace(",", ".").replace(" ", "T")) / 1_000);
  const month = MONTHS.indexOf(name);
  if (month < 0) return Number.NaN;
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  const year = yearBefore ?? yearAfter;
  if (year === undefined) return withoutYear(month, Number(day), clock, newest);
  return new Date(Number(year), month, Number(day), ...clock).getTime() / 1_000;
}

const RFC_3339 = String.raw`\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`;
const SYSLOG = String.raw`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\s{1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: \d{4})?`;
const LEVEL = String.raw`(?:mail|local\d|daemon|user|syslog)\.[a-z]+`;
const TAG = String.raw`([\w.@:+-]{1,64}(?:/[\w.@:+-]{1,64}){1,3}|postfix[\w.-]{0,32})`;
/** Before the tag: a container's name and a bar, a priority, stamps, stdout, and one host. */
const FRONT = new RegExp(
  String.raw`^(?:\[[\w./:-]{1,120}\] |[\w.-]{1,80} *\| ?)?` +
    String.raw`(?:<\d{1,3}>)?((?:(?:${RFC_3339}|${SYSLOG}) (?:std(?:out|err) [FP] )?(?:<\d{1,3}>)?){1,3})` +
    String.raw`(?:<${LEVEL}> |${LEVEL} )?(?:([\w.:/-]{0,254}[\w.-]) )?(?:<${LEVEL}> |${LEVEL} )?` +
    String.raw`${TAG}(?:\[(\d{1,10})\])?: (?:\[ID \d+ ${LEVEL}\] )?`,
);
const RFC_5424 = new RegExp(
  String.raw`^(?:<\d{1,3}>)?1 (${RFC_3339}) (\S{1,255}) ${TAG} (\d{1,10}|-) \S{1,32} (?:-|(?:\[(?:[^\]\\"]|"(?:[^"\\]|\\.)*")*\])+) (?:\u00ef\u00bb\u00bf)?`,
);
const STAMPS = new RegExp(`${RFC_3339}|${SYSLOG}`, "g");
/** Where the front ends at the latest. */
const LONGEST_FRONT = 400;

const hasZone = (stamp: string): boolean => /(?:Z|[+-]\d\d:?\d\d)$/.test(stamp);

type Fields = Readonly<Record<string, unknown>>;

const textIn = (fields: Fields, names: readonly string[]): string | null => {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "string") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
};

/** Seconds, milliseconds, micro- or nanoseconds since the epoch, or a stamp. */
function jsonTime(text: string, newest: number): number {
  if (!/^\d{9,19}(?:\.\d+)?$/.test(text)) return toTime(text, newest);
  const number = Number(text);
  const digits = text.split(".", 1)[0]?.length ?? 0;
  return Math.floor(number / 10 ** Math.max(0, Math.ceil((digits - 10) / 3) * 3));
}

/** As Latin-1 characters, one a byte, like the lines that do not come as JSON. */
const toBytes = (text: string): string =>
  Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[\r\n]+$/, "");

/** What a log writer's JSON says, as a line with another front; null where it is none. */
function fromJson(text: string, newest: number): { readonly line: string; readonly at: number } | null {
  let fields: unknown;
  try {
    fields = JSON.parse(Buffer.from(text, "latin1").toString("utf8"));
  } catch {
    return null;
  }
  if (!isRecord(fields)) return null;
  const time = textIn(fields, ["@timestamp", "timestamp", "time", "ts"]);
  const at = time === null ? Number.NaN : jsonTime(time, newest);
  const whole = textIn(fields, ["log"]);
  if (whole !== null) return { line: toBytes(whole), at };
  const message = textIn(fields, ["message", "msg"]);
  const program = textIn(fields, ["program", "ident", "tag", "syslog_program", "appname", "app_name"]);
  if (message === null || program === null || Number.isNaN(at)) return null;
  const host = textIn(fields, ["host", "hostname"]) ?? "";
  const pid = textIn(fields, ["pid", "procid"]) ?? /\[(\d+)\]/.exec(program)?.[1] ?? "0";
  const tag = program.replace(/\[\d+\]:?$/, "");
  const stamp = new Date(at * 1_000).toISOString();
  return { line: toBytes(`${stamp} ${host === "" ? "" : `${host} `}${tag}[${pid}]: ${message}`), at };
}

/** Reads the fronts of one log. */
export class FrontReader {
  private readonly newest: number;
  private readonly tagOf = cached(toTag);
  private readonly hostOf = cached((host) => host.toLowerCase());
  private stamp = "\0";
  private stampAt = 0;
  private hour = "\0";
  private hourAt = 0;
  // One object for all lines: another for each of millions costs a third of the time.
  private readonly front: Mutable<Front> = { at: 0, host: "", tag: NO_TAG, line: "", pidFrom: -1, from: 0, to: 0 };

  /**
   * @param newest epoch seconds: no line is younger, but for a day's grace. Of a file that is not written to any more the
   *   time of its last change, so that a stamp without a year gets the right one.
   */
  constructor(newest: number) {
    this.newest = newest;
  }

  private toFront(at: number, host: string, tag: Tag, line: string, pidFrom: number, from: number, to: number): Front {
    const { front } = this;
    front.at = at;
    front.host = host;
    front.tag = tag;
    front.line = line;
    front.pidFrom = pidFrom;
    front.from = from;
    front.to = to;
    return front;
  }

  private timeOf(line: string, from: number, to: number): number {
    if (to - from === this.stamp.length && line.startsWith(this.stamp, from)) return this.stampAt;
    // "Nov  3 05:06:07": within the hour only minutes and seconds differ.
    const isWithinHour = to - from === 15 && line.startsWith(this.hour, from) && isClock(line, from + 10);
    this.stamp = keep(line.slice(from, to));
    if (isWithinHour) return (this.stampAt = this.hourAt + secondsAt(this.stamp, 10));
    this.stampAt = toTime(this.stamp, this.newest);
    this.hour = this.stamp.length === 15 && isClock(this.stamp, 10) ? this.stamp.slice(0, 10) : "\0";
    this.hourAt = this.stampAt - secondsAt(this.stamp, 10);
    return this.stampAt;
  }

  private readOdd(line: string, from: number, to: number, jsonAt: number): Front | null {
    const head = line.slice(from, Math.min(to, from + LONGEST_FRONT));
    const standard = RFC_5424.exec(head);
    const match = standard ?? FRONT.exec(head);
    if (match === null) return null;
    const [matched, time = "", host = "", name = ""] = match;
    const tag = this.tagOf(name);
    if (tag === null) return null;
    const stamps = time.match(STAMPS) ?? [];
    const at = toTime(stamps.find(hasZone) ?? stamps[0] ?? "", this.newest);
    const chosen = Number.isNaN(jsonAt) || stamps.some(hasZone) ? at : jsonAt;
    if (Number.isNaN(chosen)) return null;
    return this.toFront(
      chosen,
      this.hostOf(host),
      tag,
      line,
      matched.lastIndexOf("[") + 1 + from,
      from + matched.length,
      to,
    );
  }

  private readTagOnly(line: string, at: number): Front | null {
    const match = /^([\w./@:+-]{1,80})\[(\d{1,10})\]: /.exec(line.slice(0, LONGEST_TAG * 2));
    const tag = match === null ? null : this.tagOf(match[1] ?? "");
    if (match === null || tag === null || Number.isNaN(at)) return null;
    return this.toFront(at, "", tag, line, match[0].lastIndexOf("[") + 1, match[0].length, line.length);
  }

  private readJson(line: string, from: number, to: number): Front | null {
    const found = fromJson(line.slice(from, to), this.newest);
    if (found === null) return null;
    return this.readOdd(found.line, 0, found.line.length, found.at) ?? this.readTagOnly(found.line, found.at);
  }

  /** @returns null for a line of somebody else, or one that is not understood; else an object that the next call changes */
  read(line: string, from: number, end: number): Front | null {
    const to = line.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (to - from < 24) return null;
    if (line.charCodeAt(from) === 123) return this.readJson(line, from, to);
    // "Nov  3 05:06:07 " or "2026-11-03T05:06:07.626402+00:00 "
    const isStandard = line.charCodeAt(from + 4) === 45;
    const afterTime = isStandard ? line.indexOf(" ", from + 19) : from + 15;
    const host = afterTime > 0 && line.charCodeAt(afterTime) === 32 ? line.indexOf(" ", afterTime + 1) : -1;
    const bracket = host < 0 ? -1 : line.indexOf("[", host + 1);
    if (bracket < 0 || bracket > to || bracket - host > LONGEST_TAG) return this.readOdd(line, from, to, Number.NaN);
    let closing = bracket + 1;
    while (isDigit(line.charCodeAt(closing))) closing += 1;
    const isTag =
      line.charCodeAt(closing) === 93 && line.charCodeAt(closing + 1) === 58 && line.charCodeAt(closing + 2) === 32;
    const blank = line.indexOf(" ", host + 1);
    if (!isTag || blank < bracket || line.charCodeAt(closing + 3) === 91)
      return this.readOdd(line, from, to, Number.NaN);
    const tag = this.tagOf(line.slice(host + 1, bracket));
    if (tag === null) return null;
    const at = this.timeOf(line, from, afterTime);
    if (Number.isNaN(at)) return this.readOdd(line, from, to, Number.NaN);
    const name = this.hostOf(line.slice(afterTime + 1, host));
    return this.toFront(at, name, tag, line, bracket + 1, closing + 3, to);
  }
}
