import { describe, expect, it } from "vitest";
import { checkPostfix } from "../../src/doctor/postfix.js";
import { parseAssignments, parseServices, type Postfix } from "../../src/doctor/postconf.js";
import { resolveSettings, type Settings } from "../../src/config/load.js";

const settings: Settings = resolveSettings({
  flags: {},
  environment: { BOUNCES_HOSTS: "mail.example.com" },
  fileText: null,
  fileName: "/etc/bounces/bounces.toml",
  directory: "/",
}).settings;

const SERVICES = `smtp       inet  n       -       y       -       -       smtpd
bounce     unix  -       -       y       -       0       bounce
bounce-intake unix -     n       n       -       4       pipe -o soft_bounce=yes flags=RX user=bounces:bounces null_sender= argv=/usr/bin/node /usr/lib/node_modules/postfix-bounces/bin/bounces.cjs ingest --sender=\${sender} --recipient=\${recipient} --queue-id=\${queue_id} --client-address=\${client_address} --extension=\${extension}
`;
const MAIN = `myhostname = mail.example.com
recipient_delimiter = +
notify_classes = resource, software, bounce, 2bounce
bounce_notice_recipient = bounce+copy@example.com
2bounce_notice_recipient = postmaster@example.com
smtpd_sasl_authenticated_header = yes
bounce-intake_destination_recipient_limit = 1
bounce-intake_time_limit = 120s
`;

const postfixOf = (main: string, services = SERVICES, overrides = ""): Postfix => ({
  main: parseAssignments(main),
  services: parseServices(services),
  overrides: parseAssignments(overrides),
});
const withSetting = (name: string, value: string): Postfix => postfixOf(`${MAIN}${name} = ${value}\n`);
const withServices = (from: string | RegExp, to: string): Postfix =>
  postfixOf(
    MAIN,
    SERVICES.replace(from, () => to),
  );
const complaints = (postfix: Postfix, ours = settings): string[] =>
  checkPostfix(postfix, ours)
    .filter(({ level }) => level !== "ok")
    .map(({ level, what }) => `${level}: ${what}`);

it("a Postfix set up by the example has no fault", () => {
  expect(complaints(postfixOf(MAIN))).toEqual([]);
});

describe("what an admin gets wrong in Postfix", () => {
  it.each<readonly [string, Postfix, readonly string[]]>([
    [
      "a transport with the name of Postfix's own",
      withServices(/^bounce-intake/m, "bounce"),
      ["problem: master.cf: bounce", "problem: main.cf: bounce_destination_recipient_limit"],
    ],
    [
      "several recipients in one process",
      withSetting("bounce-intake_destination_recipient_limit", "50"),
      ["problem: main.cf: bounce-intake_destination_recipient_limit"],
    ],
    [
      "a time limit below our own",
      withSetting("bounce-intake_time_limit", "1m"),
      ["problem: main.cf: bounce-intake_time_limit"],
    ],
    [
      "options that do not count",
      withServices("--extension=${extension}", "${extension}"),
      ["problem: master.cf: bounce-intake"],
    ],
    ["no null sender", withServices("null_sender= ", ""), ["warning: master.cf: bounce-intake"]],
    ["no safety net", withServices("-o soft_bounce=yes ", ""), ["warning: master.cf: bounce-intake"]],
    ["no transport at all", withServices(/^bounce-intake.*\n/m, ""), ["warning: master.cf"]],
    ["no delimiter", withSetting("recipient_delimiter", ""), ["problem: main.cf: recipient_delimiter"]],
    ["another delimiter", withSetting("recipient_delimiter", "-"), ["problem: main.cf: recipient_delimiter"]],
    ["no copies", withSetting("notify_classes", "resource, software"), ["warning: main.cf: notify_classes"]],
    [
      "copies to a person",
      withSetting("bounce_notice_recipient", "postmaster"),
      ["warning: main.cf: bounce_notice_recipient"],
    ],
    [
      "nobody told of what got stuck",
      withSetting("notify_classes", "bounce resource software"),
      ["warning: main.cf: notify_classes"],
    ],
    [
      "what got stuck handed to the program",
      withSetting("2bounce_notice_recipient", "bounce+stuck@EXAMPLE.com"),
      ["problem: main.cf: 2bounce_notice_recipient"],
    ],
    [
      "no login in the header",
      withSetting("smtpd_sasl_authenticated_header", "no"),
      ["warning: main.cf: smtpd_sasl_authenticated_header"],
    ],
    ["another host name", withSetting("myhostname", "mx2.example.com"), ["warning: hosts"]],
  ])("%s", (_name, postfix, expected) => {
    expect(complaints(postfix)).toEqual(expected);
  });

  it("is not a login written for one service", () => {
    const overrides = "submission/inet/smtpd_sasl_authenticated_header = yes\n";
    expect(complaints(postfixOf(MAIN.replace(/^smtpd_sasl.*\n/m, ""), SERVICES, overrides))).toEqual([]);
  });

  it("is not a missing pipe where an LMTP socket is configured", () => {
    const served = { ...settings, lmtp: { ...settings.lmtp, port: 2_400 } };
    expect(complaints(withServices(/^bounce-intake.*\n/m, ""), served)).toEqual([]);
  });

  it("is not a positional extension without options, nor options before two dashes", () => {
    expect(complaints(withServices(/ingest .*/, "ingest ${extension}"))).toEqual([]);
    expect(complaints(withServices(/ingest .*/, "ingest --db=/tmp/b.db -- ${extension}"))).toEqual([]);
  });
});
