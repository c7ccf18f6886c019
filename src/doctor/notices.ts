/** What main.cf says of notices, delimiters and logins: which bounces are seen here, and what they say. */
import type { Settings } from "../config/load.js";
import { setMain, setSetting } from "./commands.js";
import { ok, problem, warning, type Finding, type Fix } from "./finding.js";
import { mapsIn, settingOf, wordsOf, type Ask, type Postfix } from "./postconf.js";
import { extended } from "./route.js";
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
  readonly classes: readonly string[];
}

function checkCopies({ postfix, classes }: Classes, address: string): Finding[] {
  const copies = settingOf(postfix, "bounce_notice_recipient");
  const own = `bounce_notice_recipient = ${extended(address, "copy", postfix)}`;
  if (!classes.includes("bounce"))
    return [
      warning("main.cf: notify_classes", "lacks bounce: bounces of your users' own mail are not seen here", {
        command: setMain(`notify_classes = ${[...classes, "bounce"].join(", ")}`, own),
      }),
    ];
  return /^postmaster(?:@|$)/i.test(copies)
    ? [
        warning(
          "main.cf: bounce_notice_recipient",
          `is ${copies}: the notifications go to a person and are not recorded`,
          { command: setMain(own) },
        ),
      ]
    : [ok("main.cf: bounce_notice_recipient", copies)];
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

/** Checks the notices and what is written into messages. `address`: the bounce address. */
export function checkNotices(
  postfix: Postfix,
  settings: Settings,
  { ask, file, address }: { readonly ask: Ask; readonly file: ConfigFile; readonly address: string },
): Finding[] {
  const found = { postfix, classes: wordsOf(settingOf(postfix, "notify_classes").toLowerCase()) };
  return [
    checkDelimiter(postfix, settings, file),
    ...checkVerp(postfix),
    ...checkCopies(found, address),
    ...checkClasses(found),
    checkLogin(postfix),
    ...checkHostName(postfix, settings, file),
    ...checkHeaderChecks(postfix, ask),
    ...checkMailName(postfix),
  ];
}
