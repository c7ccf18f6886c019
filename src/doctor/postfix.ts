/** Checks a Postfix's settings for what loses bounces or keeps them from us; see the comments of master.cf.example. */
import type { Settings } from "../config/load.js";
import { splitExtension } from "../verp/encode.js";
import { ok, problem, warning, type Finding } from "./finding.js";
import type { Postfix, Service } from "./postconf.js";
import { DAY, HOUR, WEEK } from "../time.js";

/** Postfix's own, which write the bounces and the delay warnings. */
const OWN_SERVICES: readonly string[] = ["bounce", "defer", "trace"];
const EXTENSION = "--extension=${extension}";

const settingOf = ({ main }: Postfix, name: string): string => main.get(name) ?? "";
const wordsOf = (value: string): string[] =>
  value
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
const isYes = (value: string | undefined): boolean => value?.toLowerCase() === "yes";

/** Whether a service is a pipe to `bounces ingest`. */
const isOurs = ({ command, arguments: rest }: Service): boolean =>
  command === "pipe" && rest.includes("ingest") && rest.some((word) => /(?:^|[/=])bounces(?:\.cjs)?$/.test(word));

function checkServiceNames({ services }: Postfix): Finding[] {
  return services
    .filter(({ name, type, command }) => type === "unix" && OWN_SERVICES.includes(name) && command !== "bounce")
    .map(({ name }) =>
      problem(
        `master.cf: ${name}`,
        "is Postfix's own service; with another program under that name no bounces are written any more, and postfix check does not complain",
        "rename the transport, for example to bounce-intake, and restore the stock line",
      ),
    );
}

function checkLimit(postfix: Postfix, { name }: Service): Finding {
  const setting = `${name}_destination_recipient_limit`;
  const value = settingOf(postfix, setting);
  return value === "1"
    ? ok(`main.cf: ${setting}`, "1")
    : problem(
        `main.cf: ${setting}`,
        `is ${value === "" ? "not set" : value}: one process gets the extensions of several recipients, all of them attacker-controlled`,
        `postconf -e ${setting}=1`,
      );
}

/** Seconds of a time value of Postfix's, by default in seconds. */
function secondsOf(value: string): number {
  const [, number = "", unit = "s"] = /^(\d+)\s*([smhdw]?)$/.exec(value) ?? [];
  return Number(number) * ({ s: 1, m: 60, h: HOUR, d: DAY, w: WEEK }[unit] ?? 1);
}

function checkTime(postfix: Postfix, { name }: Service, { deadlineMs }: Settings): Finding[] {
  const setting = `${name}_time_limit`;
  const value = settingOf(postfix, setting);
  return value === "" || secondsOf(value) * 1_000 > deadlineMs
    ? []
    : [
        problem(
          `main.cf: ${setting}`,
          `${value} is not more than deadline_ms (${deadlineMs}): Postfix kills the program before it can defer the message, and the message is lost`,
          `postconf -e ${setting}=120s`,
        ),
      ];
}

function checkArguments({ name, arguments: rest }: Service): Finding[] {
  const own = rest.slice(rest.indexOf("ingest") + 1);
  const last = own.at(-1);
  const what = `master.cf: ${name}`;
  if (last !== EXTENSION && !own.includes("--") && own.length > 1)
    return [
      problem(
        what,
        `its last argument is "${last ?? ""}", so all arguments count as extensions and no option takes effect`,
        `make ${EXTENSION} the last argument`,
      ),
    ];
  return [
    ...(rest.some((word) => word.startsWith("null_sender="))
      ? []
      : [
          warning(
            what,
            "has no null_sender=, so the sender of every bounce appears as MAILER-DAEMON",
            "add null_sender= (empty)",
          ),
        ]),
    ...(rest.includes("soft_bounce=yes")
      ? []
      : [
          warning(
            what,
            "has no safety net: if the program is killed from outside, Postfix discards the message",
            "add -o soft_bounce=yes",
          ),
        ]),
  ];
}

function checkIntake(postfix: Postfix, settings: Settings): Finding[] {
  const ours = postfix.services.filter(isOurs);
  if (ours.length > 0)
    return ours.flatMap((service) => [
      checkLimit(postfix, service),
      ...checkTime(postfix, service, settings),
      ...checkArguments(service),
    ]);
  const isServed = settings.lmtp.socket !== null || settings.lmtp.port !== 0;
  return isServed
    ? []
    : [
        warning(
          "master.cf",
          "no pipe service runs `bounces ingest`, and no LMTP socket is configured: nothing is recorded",
          "add the parts of master.cf.example",
        ),
      ];
}

function checkDelimiter(postfix: Postfix, { recipientDelimiter }: Settings): Finding {
  const what = "main.cf: recipient_delimiter";
  const value = settingOf(postfix, "recipient_delimiter");
  if (value === "")
    return problem(
      what,
      "is empty: bounce+anything@ does not exist, so no VERP bounce arrives",
      "postconf -e recipient_delimiter=+",
    );
  if (value !== recipientDelimiter)
    return problem(
      what,
      `is "${value}", ours is "${recipientDelimiter}": extensions are split elsewhere`,
      `set recipient_delimiter = "${value}" in the configuration of bounces`,
    );
  return ok(what, value);
}

function checkNotices(postfix: Postfix): Finding[] {
  const classes = wordsOf(settingOf(postfix, "notify_classes"));
  const copies = settingOf(postfix, "bounce_notice_recipient");
  if (!classes.includes("bounce"))
    return [
      warning(
        "main.cf: notify_classes",
        "lacks bounce: bounces of your users' own mail are not seen here",
        "add bounce, and bounce_notice_recipient = bounce+copy@$mydomain",
      ),
    ];
  return [
    /^postmaster(?:@|$)/i.test(copies)
      ? warning(
          "main.cf: bounce_notice_recipient",
          `is ${copies}: the notifications go to a person and are not recorded`,
          "bounce_notice_recipient = bounce+copy@$mydomain",
        )
      : ok("main.cf: bounce_notice_recipient", copies),
    ...(classes.includes("2bounce")
      ? []
      : [
          warning(
            "main.cf: notify_classes",
            "lacks 2bounce: a bounce that could not be delivered to the program for five days is discarded unseen",
            "add 2bounce",
          ),
        ]),
  ];
}

/** An address without its extension, in lower case, for comparison. */
function baseOf(address: string, delimiters: string): string {
  const { base, domain } = splitExtension(address, delimiters);
  return `${base}@${domain}`.toLowerCase();
}

function checkDoubleBounces(postfix: Postfix): Finding {
  const what = "main.cf: 2bounce_notice_recipient";
  const [last, copies] = [
    settingOf(postfix, "2bounce_notice_recipient"),
    settingOf(postfix, "bounce_notice_recipient"),
  ];
  const delimiters = settingOf(postfix, "recipient_delimiter");
  const isProgram = !/^postmaster(?:@|$)/i.test(copies) && baseOf(last, delimiters) === baseOf(copies, delimiters);
  return isProgram
    ? problem(
        what,
        `${last} is the program's own address: a bounce that it could not take is sent to it again, and lost`,
        "2bounce_notice_recipient = postmaster@$mydomain",
      )
    : ok(what, last);
}

function checkLogin(postfix: Postfix): Finding {
  const name = "smtpd_sasl_authenticated_header";
  const isSet =
    isYes(settingOf(postfix, name)) ||
    [...postfix.overrides].some(([place, value]) => place.endsWith(`/${name}`) && isYes(value));
  return isSet
    ? ok(`main.cf: ${name}`, "yes")
    : warning(
        `main.cf: ${name}`,
        "is not set: a compromised account that forges its sender address is not named",
        `postconf -e ${name}=yes`,
      );
}

function checkHostName(postfix: Postfix, { hosts }: Settings): Finding[] {
  const name = settingOf(postfix, "myhostname").toLowerCase();
  if (hosts.length === 0 || name === "" || hosts.some((host) => host.toLowerCase() === name)) return [];
  return [
    warning(
      "hosts",
      `lacks ${name}, the name of this Postfix: messages that passed it count as forged`,
      `add "${name}" to hosts`,
    ),
  ];
}

/** Checks everything that an admin sets in Postfix. */
export const checkPostfix = (postfix: Postfix, settings: Settings): Finding[] => [
  ...checkServiceNames(postfix),
  ...checkIntake(postfix, settings),
  checkDelimiter(postfix, settings),
  ...checkNotices(postfix),
  checkDoubleBounces(postfix),
  checkLogin(postfix),
  ...checkHostName(postfix, settings),
];
