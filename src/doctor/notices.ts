/** What main.cf says of notices, delimiters and logins: which bounces are seen here, and what they say. */
import type { Settings } from "../config/load.js";
import { setMain, setSetting } from "./commands.js";
import { ok, problem, warning, type Finding, type Fix } from "./finding.js";
import { mapsIn, settingOf, wordsOf, type Ask, type Postfix } from "./postconf.js";
import type { Host } from "./host.js";
import { splitExtension } from "../verp/encode.js";
import { extended, splitTransport } from "./route.js";
import { secondsOf } from "./pipe.js";

/** The configuration file, for the commands that change it. */
export interface ConfigFile {
  readonly name: string;
  /** Null when there is none. */
  readonly text: string | null;
}

const isYes = (value: string | undefined): boolean => value?.toLowerCase() === "yes";

/** A command that sets a key of ours, or a sentence where none can. */
export function settingFix({ name, text }: ConfigFile, key: string, value: string): Fix {
  const command = setSetting(name, text, key, value);
  return command === null ? `set ${key} = ${value} in ${name}` : { command };
}

function checkDelimiter(postfix: Postfix, { recipientDelimiter }: Settings, file: ConfigFile): Finding {
  const what = "main.cf: recipient_delimiter";
  const value = settingOf(postfix, "recipient_delimiter");
  if (value === "")
    return problem(what, "is empty: bounce+anything@ does not exist, so no VERP bounce arrives", {
      command: setMain(`recipient_delimiter = ${recipientDelimiter}`),
    });
  if (value !== recipientDelimiter)
    return problem(
      what,
      `is "${value}", ours is "${recipientDelimiter}": extensions are split elsewhere`,
      settingFix(file, "recipient_delimiter", JSON.stringify(value)),
    );
  return ok(what, value);
}

/** XVERP writes the first of these before the recipient; Postfix must find it again. */
function checkVerp(postfix: Postfix): Finding[] {
  const what = "main.cf: default_verp_delimiters";
  const [first = "", second = "="] = settingOf(postfix, "default_verp_delimiters");
  const delimiters = settingOf(postfix, "recipient_delimiter");
  if (delimiters === "" || delimiters.includes(first)) return [];
  return [
    problem(
      what,
      `begins with "${first}", which is not in recipient_delimiter: the return paths that XVERP makes do not exist here`,
      { command: setMain(`default_verp_delimiters = ${delimiters.charAt(0)}${second}`) },
    ),
  ];
}

interface Classes {
  readonly postfix: Postfix;
  /** Last part of the extension by which our own notices are known; null for none. */
  readonly secret: string | null;
  readonly classes: readonly string[];
}

function checkCopies({ postfix, classes, secret }: Classes, address: string): Finding[] {
  const copies = settingOf(postfix, "bounce_notice_recipient");
  const extension = secret === null ? "copy" : `copy.${secret}`;
  const own = `bounce_notice_recipient = ${extended(address, extension, postfix)}`;
  if (!classes.includes("bounce"))
    return [
      warning("main.cf: notify_classes", "lacks bounce: bounces of your users' own mail are not seen here", {
        command: setMain(`notify_classes = ${[...classes, "bounce"].join(", ")}`, own),
      }),
    ];
  if (/^postmaster(?:@|$)/i.test(copies))
    return [
      warning(
        "main.cf: bounce_notice_recipient",
        `is ${copies}: the notifications go to a person and are not recorded`,
        { command: setMain(own) },
      ),
    ];
  const { extension: theirs } = splitExtension(copies, settingOf(postfix, "recipient_delimiter"));
  if (secret !== null && theirs !== secret && theirs?.endsWith(`.${secret}`) !== true)
    return [
      problem(
        "main.cf: bounce_notice_recipient",
        "has not the notice_secret of our configuration at its end: the notices of this Postfix are taken for forgeries",
        { command: setMain(own) },
      ),
    ];
  return [ok("main.cf: bounce_notice_recipient", secret === null ? copies : "ends in notice_secret")];
}

function checkClasses({ postfix, classes }: Classes): Finding[] {
  const missing = classes.includes("bounce") && !classes.includes("2bounce");
  const isDelayUnset = classes.includes("delay") && secondsOf(settingOf(postfix, "delay_warning_time")) === 0;
  return [
    ...(missing
      ? [
          warning(
            "main.cf: notify_classes",
            "lacks 2bounce: a bounce that could not be delivered to the program for five days is discarded unseen",
            { command: setMain(`notify_classes = ${[...classes, "2bounce"].join(", ")}`) },
          ),
        ]
      : []),
    ...(isDelayUnset
      ? [
          warning(
            "main.cf: delay_warning_time",
            "is 0, so Postfix writes none of the delay notices that notify_classes asks for",
            { command: setMain("delay_warning_time = 4h") },
          ),
        ]
      : []),
  ];
}

function checkLogin(postfix: Postfix): Finding {
  const name = "smtpd_sasl_authenticated_header";
  const isSet =
    isYes(settingOf(postfix, name)) ||
    [...postfix.overrides].some(([place, value]) => place.endsWith(`/${name}`) && isYes(value));
  return isSet
    ? ok(`main.cf: ${name}`, "yes")
    : warning(`main.cf: ${name}`, "is not set: a compromised account that forges its sender address is not named", {
        command: setMain(`${name} = yes`),
      });
}

function checkHostName(postfix: Postfix, { hosts }: Settings, file: ConfigFile): Finding[] {
  const name = settingOf(postfix, "myhostname").toLowerCase();
  if (hosts.length === 0 || name === "" || hosts.some((host) => host.toLowerCase() === name)) return [];
  return [
    problem(
      "hosts",
      `lacks ${name}, the name of this Postfix: bounces of messages that passed it count as forged`,
      settingFix(file, "hosts", JSON.stringify([...hosts, name])),
    ),
  ];
}

/** A field as this Postfix writes it for a client that logged in. */
const receivedBy = (name: string): string =>
  `Received: from client.example (client.example [192.0.2.1]) (Authenticated sender: doctor) by ${name} (Postfix) with ESMTPSA id 4ABC1234 for <doctor@example.com>; Thu,  1 Jan 2026 00:00:00 +0000 (UTC)`;
const CHECKS = ["header_checks", "mime_header_checks", "nested_header_checks", "smtp_header_checks"] as const;
const REMOVES = /^(?:IGNORE|STRIP|REPLACE)\b/i;

/** Header checks of main.cf and of single services that take our own Received field away. */
function checkHeaderChecks(postfix: Postfix, ask: Ask): Finding[] {
  const field = receivedBy(settingOf(postfix, "myhostname"));
  const lists = [
    ...CHECKS.map((name) => [`main.cf: ${name}`, settingOf(postfix, name)] as const),
    ...[...postfix.overrides]
      .filter(([place]) => CHECKS.some((name) => place.endsWith(`/${name}`)))
      .map(([place, value]) => [`master.cf: ${place}`, value] as const),
  ];
  return lists.flatMap(([what, list]) =>
    mapsIn(list)
      .filter((map) => REMOVES.test(ask(map, field).value ?? ""))
      .map((map) =>
        warning(
          what,
          `${map} removes or rewrites Received: other servers' bounces then carry no proof that the message was yours, and no login`,
          "keep the fields that this Postfix wrote, or let the log make up for them (docs/postfix.md)",
        ),
      ),
  );
}

/** What `filters` must name for a content filter: the address that it hands messages back from, or its user. */
function filterName(value: string, { services }: Postfix, { user }: Pick<Host, "user">): string | null {
  const { transport, nextHop } = splitTransport(value);
  const [, address] = /\[?(\d+\.\d+\.\d+\.\d+|localhost)\]?:/.exec(`${nextHop}:`) ?? [];
  if (address !== undefined) return address === "localhost" ? "127.0.0.1" : address;
  const words = services.find(({ name, command }) => name === transport && command === "pipe")?.arguments ?? [];
  const [name = ""] = (words.find((word) => word.startsWith("user=")) ?? "").slice("user=".length).split(":");
  const found = name === "" ? null : user(name);
  return found === null ? null : `uid:${found.uid}`;
}

/** Filters behind the queue: below what they hand back, the login that our own smtpd wrote counts only where they are named. */
function checkFilters(postfix: Postfix, { filters }: Settings, file: ConfigFile, host: Pick<Host, "user">): Finding[] {
  const values = [
    settingOf(postfix, "content_filter"),
    ...[...postfix.overrides].filter(([place]) => place.endsWith("/content_filter")).map(([, value]) => value),
  ];
  const names = values.filter((value) => value !== "").map((value) => filterName(value, postfix, host));
  const [missing] = names.filter((name) => name === null || !filters.includes(name));
  if (missing === undefined || filters.length > 0) return [];
  const what = "filters";
  const why =
    "Postfix has a content filter (content_filter) that is not named: the login of filtered messages is a claim only";
  if (missing === null) return [warning(what, why, `add what it hands messages back from to filters in ${file.name}`)];
  const fix = settingFix(file, "filters", JSON.stringify([missing]));
  const advice = "if nothing else sends from there (docs/trust.md)";
  return [warning(what, why, typeof fix === "string" ? fix : { ...fix, advice })];
}

function checkMailName(postfix: Postfix): Finding[] {
  const name = settingOf(postfix, "mail_name");
  if (name === "Postfix") return [];
  return [
    warning(
      "main.cf: mail_name",
      `is "${name}": the notices of this Postfix are not recognised as its own by their name`,
      { command: setMain("mail_name = Postfix") },
    ),
  ];
}

interface NoticeSources {
  readonly ask: Ask;
  readonly file: ConfigFile;
  readonly host: Pick<Host, "user">;
  /** The bounce address. */
  readonly address: string;
}

/** Checks the notices and what is written into messages. */
export function checkNotices(
  postfix: Postfix,
  settings: Settings,
  { ask, file, address, host }: NoticeSources,
): Finding[] {
  const { noticeSecret } = settings;
  const secret = noticeSecret === "" ? null : noticeSecret;
  const found = { postfix, secret, classes: wordsOf(settingOf(postfix, "notify_classes").toLowerCase()) };
  return [
    checkDelimiter(postfix, settings, file),
    ...checkVerp(postfix),
    ...checkCopies(found, address),
    ...checkClasses(found),
    checkLogin(postfix),
    ...checkHostName(postfix, settings, file),
    ...checkHeaderChecks(postfix, ask),
    ...checkFilters(postfix, settings, file, host),
    ...checkMailName(postfix),
  ];
}
