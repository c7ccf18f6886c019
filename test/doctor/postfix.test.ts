import { describe, expect, it } from "vitest";
import { resolveSettings, type Settings } from "../../src/config/load.js";
import type { Place } from "../../src/doctor/address.js";
import type { Answer, Entry, Host } from "../../src/doctor/host.js";
import { parseAssignments, parseServices } from "../../src/doctor/postconf.js";
import { checkPostfix } from "../../src/doctor/postfix.js";

const settings: Settings = resolveSettings({
  flags: {},
  environment: { BOUNCES_HOSTS: "mail.example.com" },
  fileText: null,
  fileName: "/etc/bounces/bounces.toml",
  directory: "/",
}).settings;

const SERVICES = `smtp       inet  n       -       y       -       -       smtpd
bounce     unix  -       -       y       -       0       bounce
local      unix  -       n       n       -       -       local
bounce-intake unix -     n       n       -       4       pipe -o soft_bounce=yes flags=RX user=bounces:bounces null_sender= argv=/usr/bin/node /usr/lib/node_modules/postfix-bounces/bin/bounces.cjs ingest --sender=\${sender} --recipient=\${recipient} --queue-id=\${queue_id} --client-address=\${client_address} --extension=\${extension}
bounce-lmtp unix -       -       n       -       10      lmtp -o soft_bounce=yes flags=RX
`;
const MAIN = `myhostname = mail.example.com
mydomain = example.com
myorigin = example.com
mydestination = example.com, localhost
local_transport = local:example.com
config_directory = /etc/postfix
queue_directory = /var/spool/postfix
mail_owner = postfix
setgid_group = postdrop
mail_name = Postfix
compatibility_level = 3.6
alias_maps = hash:/etc/aliases
local_recipient_maps = proxy:unix:passwd.byname hash:/etc/aliases
transport_maps = texthash:/etc/postfix/transport
recipient_delimiter = +
default_verp_delimiters = +=
notify_classes = resource, software, bounce, 2bounce
bounce_notice_recipient = bounce+copy@example.com
2bounce_notice_recipient = postmaster@example.com
smtpd_sasl_authenticated_header = yes
bounce-intake_destination_recipient_limit = 1
bounce-intake_time_limit = 120s
`;

type Maps = Readonly<Record<string, Readonly<Record<string, string>>>>;
const MAPS: Maps = {
  "texthash:/etc/postfix/transport": { "bounce@example.com": "bounce-intake:" },
  "hash:/etc/aliases": { bounce: "postmaster", postmaster: "root", root: "alice" },
  "unix:passwd.byname": { alice: "alice:x" },
};

/** What a test changes of a Postfix set up by the example. */
interface Change {
  readonly main?: string;
  readonly services?: string;
  readonly overrides?: string;
  readonly maps?: Maps;
  /** What `postqueue -j` prints. */
  readonly queue?: string;
  /** Places where an LMTP server answers, and what it says. */
  readonly servers?: Readonly<Record<string, string>>;
  readonly lmtp?: Partial<Settings["lmtp"]>;
  readonly settings?: Partial<Settings>;
  readonly users?: readonly string[];
  readonly missing?: readonly string[];
}

const answer = (stdout: string, status = 0): Answer => ({ status, stdout, stderr: "" });

function askMap(maps: Maps, [option = "", ...rest]: readonly string[]): Answer {
  const [map = "", key = ""] = rest.reverse();
  const entries = maps[map] ?? {};
  if (option === "-s")
    return answer(
      Object.entries(entries)
        .map((entry) => `${entry.join("\t")}\n`)
        .join(""),
    );
  const value =
    entries[key] ?? (map.startsWith("regexp:") && key.startsWith("Received:") ? entries.Received : undefined);
  return value === undefined ? answer("", 1) : answer(`${value}\n`);
}

const entry = (name: string): Entry => ({
  name,
  uid: 1,
  gid: 1,
  owner: "bounces",
  group: "bounces",
  mode: 0o100755,
  isDirectory: false,
  size: 1,
  changedAt: 1,
});
const USERS = ["root", "bounces", "postfix", "nobody"];

/** A machine on which nothing can be tried as another user. */
function hostWith({ maps = MAPS, queue = "", users = USERS, missing = [] }: Change): Host {
  const id = (name: string): number => users.indexOf(name);
  const user = (name: string) => (users.includes(name) ? { name, uid: id(name), gid: id(name) } : null);
  return {
    run: (program, args) => (program === "postmap" ? askMap(maps, args) : answer(queue)),
    find: (program) => program,
    entryAt: (path) => (missing.includes(path) || !path.startsWith("/usr") ? null : entry(path)),
    readText: () => null,
    user,
    group: (name) => user(/^\d+$/.test(name) ? (users[Number(name)] ?? "") : name),
    mayRunAs: () => false,
    node: "/usr/bin/node",
    program: "/usr/lib/node_modules/postfix-bounces/bin/bounces.cjs",
  };
}

/** What is said of it but `ok`. */
async function complaints(change: Change = {}): Promise<string[]> {
  const { main = MAIN, services = SERVICES, overrides = "", servers = {}, lmtp = {} } = change;
  const { findings } = await checkPostfix(
    { main: parseAssignments(main), services: parseServices(services), overrides: parseAssignments(overrides) },
    {
      settings: { ...settings, ...change.settings, lmtp: { ...settings.lmtp, ...lmtp } },
      file: { name: "/etc/bounces/bounces.toml", text: 'hosts = ["mail.example.com"]\n' },
      directory: entry("/var/lib/bounces"),
      isDatabaseFine: true,
    },
    {
      host: hostWith(change),
      address: null,
      greet: (place: Place) => {
        const greeting = servers["socket" in place ? place.socket : String(place.port)];
        return greeting === undefined ? Promise.reject(new Error("ENOENT")) : Promise.resolve(greeting);
      },
    },
  );
  return findings.filter(({ level }) => level !== "ok").map(({ level, what, why }) => `${level}: ${what}: ${why}`);
}

const set = (name: string, value: string): Change => ({ main: `${MAIN}${name} = ${value}\n` });
const edit = (from: string | RegExp, to: string): Change => ({ services: SERVICES.replace(from, () => to) });
const maps = (changed: Maps, change: Change = {}): Change => ({ ...change, maps: { ...MAPS, ...changed } });
const TRANSPORT = "texthash:/etc/postfix/transport";

it("a Postfix set up by the example has no fault", async () => {
  expect(await complaints()).toEqual([]);
});

describe("what an administrator gets wrong in Postfix", () => {
  it.each<readonly [string, Change, readonly string[]]>([
    [
      "a transport with the name of Postfix's own",
      { ...edit(/^bounce-intake/m, "bounce"), maps: { ...MAPS, [TRANSPORT]: { "bounce@example.com": "bounce:" } } },
      [
        "problem: master.cf: bounce: is Postfix's own",
        "problem: main.cf: bounce_destination_recipient_limit: is not set",
      ],
    ],
    [
      "several recipients in one process",
      set("bounce-intake_destination_recipient_limit", "50"),
      ["problem: main.cf: bounce-intake_destination_recipient_limit: is 50"],
    ],
    [
      "a time limit below our own",
      set("bounce-intake_time_limit", "1m"),
      ["problem: main.cf: bounce-intake_time_limit: 1m is not more"],
    ],
    [
      "options that do not count",
      edit("--extension=${extension}", "${extension}"),
      ["problem: master.cf: bounce-intake: its last argument is"],
    ],
    ["no null sender", edit("null_sender= ", ""), ["warning: master.cf: bounce-intake: has no null_sender"]],
    [
      "no safety net",
      edit("-o soft_bounce=yes flags=RX user", "flags=RX user"),
      ["warning: master.cf: bounce-intake: has no safety net"],
    ],
    [
      "flags that change the message",
      edit("flags=RX user", "flags=DRu user"),
      ["problem: master.cf: bounce-intake: flags=DRu: D "],
    ],
    [
      "a chroot",
      edit(/^(bounce-intake unix -     n       )n/m, "bounce-intake unix - n y"),
      ["problem: master.cf: bounce-intake: runs in a chroot"],
    ],
    ["hundreds of processes", edit(/-       4 /, "- 500 "), ["warning: master.cf: bounce-intake: may start 500"]],
    [
      "a user that is not there",
      { users: ["root", "postfix"] },
      ["problem: master.cf: bounce-intake: user=bounces:bounces: no such user"],
    ],
    [
      "a user that pipe(8) refuses",
      edit("user=bounces:bounces", "user=postfix"),
      ["problem: master.cf: bounce-intake: user=postfix: pipe(8) runs nothing as Postfix's own"],
    ],
    [
      "root",
      edit("user=bounces:bounces", "user=root"),
      ["problem: master.cf: bounce-intake: user=root: pipe(8) runs nothing as root"],
    ],
    [
      "a node that is not there",
      { missing: ["/usr/bin/node"] },
      ["problem: master.cf: bounce-intake: argv: /usr/bin/node is not there"],
    ],
    [
      "a relative path",
      edit("argv=/usr/bin/node", "argv=node"),
      ["problem: master.cf: bounce-intake: argv: node is not absolute"],
    ],
    [
      "no transport at all",
      { ...edit(/^bounce-intake.*\n/m, ""), ...maps({ [TRANSPORT]: {} }) },
      ["problem: master.cf: no service runs"],
    ],
    [
      "no line in the transport map",
      maps({ [TRANSPORT]: {} }),
      ["problem: mail to bounce@example.com: goes to local:example.com, for no transport map"],
    ],
    [
      "a misspelt transport",
      maps({ [TRANSPORT]: { "bounce@example.com": "bounce-intke:" } }),
      ["problem: mail to bounce@example.com: goes to the transport bounce-intke, which master.cf does not have"],
    ],
    [
      "a line that takes extensions elsewhere",
      maps({ [TRANSPORT]: { "bounce@example.com": "bounce-intake:", "bounce+doctor@example.com": "local:" } }),
      ["problem: mail to bounce+doctor@example.com: goes to local:"],
    ],
    [
      "no alias",
      maps({ "hash:/etc/aliases": { postmaster: "root" } }),
      ["problem: mail to bounce@example.com: the address does not exist"],
    ],
    [
      "a domain of nobody's",
      set("mydestination", "localhost"),
      ["problem: mail to bounce@example.com: this Postfix takes no mail for example.com"],
    ],
    [
      "a postmaster who is the program",
      maps({ "hash:/etc/aliases": { ...MAPS["hash:/etc/aliases"], root: "bounce" } }),
      ["problem: main.cf: 2bounce_notice_recipient: postmaster@example.com is an alias"],
    ],
    ["no delimiter", set("recipient_delimiter", ""), ["problem: main.cf: recipient_delimiter: is empty"]],
    [
      "another delimiter",
      {
        main: `${MAIN}recipient_delimiter = -\ndefault_verp_delimiters = -=\nbounce_notice_recipient = bounce@example.com\n`,
      },
      ['problem: main.cf: recipient_delimiter: is "-", ours is "+"'],
    ],
    [
      "a VERP delimiter that is none",
      set("default_verp_delimiters", "-="),
      ['problem: main.cf: default_verp_delimiters: begins with "-"'],
    ],
    ["no copies", set("notify_classes", "resource, software"), ["warning: main.cf: notify_classes: lacks bounce"]],
    [
      "copies to a person",
      set("bounce_notice_recipient", "postmaster"),
      ["warning: main.cf: bounce_notice_recipient: is postmaster"],
    ],
    [
      "nobody told of what got stuck",
      set("notify_classes", "bounce resource software"),
      ["warning: main.cf: notify_classes: lacks 2bounce"],
    ],
    [
      "delay notices that are never written",
      { main: `${MAIN}notify_classes = bounce, 2bounce, delay\ndelay_warning_time = 0h\n` },
      ["warning: main.cf: delay_warning_time: is 0"],
    ],
    [
      "what got stuck handed to the program",
      set("2bounce_notice_recipient", "bounce+stuck@EXAMPLE.com"),
      ["problem: main.cf: 2bounce_notice_recipient: bounce+stuck@EXAMPLE.com is the program's own"],
    ],
    [
      "no login in the header",
      set("smtpd_sasl_authenticated_header", "no"),
      ["warning: main.cf: smtpd_sasl_authenticated_header: is not set"],
    ],
    ["another host name", set("myhostname", "mx2.example.com"), ["problem: hosts: lacks mx2.example.com"]],
    ["another mail name", set("mail_name", "Mailer"), ['warning: main.cf: mail_name: is "Mailer"']],
    [
      "bounces that wait in the queue",
      {
        queue:
          '{"queue_name":"deferred","arrival_time":1772355600,"recipients":[{"address":"bounce+x@example.com","delay_reason":"mail transport unavailable"}]}\n',
      },
      [
        "warning: Postfix's queue: 1 bounce waits there, the oldest since 2026-03-01T09:00:00Z: mail transport unavailable",
      ],
    ],
  ])("%s", async (_name, change, expected) => {
    const said = await complaints(change);
    expect(said.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected);
  });

  it("is header checks that take our own Received field away", async () => {
    const headers = "regexp:/etc/postfix/headers";
    const change = maps({ [headers]: { Received: "IGNORE" } }, set("header_checks", headers));
    expect(await complaints(change)).toEqual([
      expect.stringContaining(`warning: main.cf: header_checks: ${headers} removes`),
    ]);
    expect(await complaints(maps({ [headers]: { Received: "INFO" } }, change))).toEqual([]);
  });

  it("is a content filter that our settings do not name", async () => {
    const filtered = set("content_filter", "smtp-amavis:[127.0.0.1]:10024");
    expect(await complaints(filtered)).toEqual([expect.stringContaining("warning: filters: ")]);
    expect(await complaints({ ...filtered, settings: { filters: ["127.0.0.1"] } })).toEqual([]);
  });

  it("is a notice recipient without the secret of our settings", async () => {
    const settings = { noticeSecret: "s3cret" };
    expect(await complaints({ settings })).toEqual([
      expect.stringContaining("problem: main.cf: bounce_notice_recipient: has not"),
    ]);
    expect(await complaints({ ...set("bounce_notice_recipient", "bounce+copy.s3cret@example.com"), settings })).toEqual(
      [],
    );
  });

  it("is not a login written for one service", async () => {
    const overrides = "submission/inet/smtpd_sasl_authenticated_header = yes\n";
    expect(await complaints({ main: MAIN.replace(/^smtpd_sasl.*\n/m, ""), overrides })).toEqual([]);
  });

  it("is not a positional extension without options, nor options before two dashes", async () => {
    expect(await complaints(edit(/ingest .*/, "ingest ${extension}"))).toEqual([]);
    expect(await complaints(edit(/ingest .*/, "ingest --db=/tmp/b.db -- ${extension}"))).toEqual([]);
  });
});

describe("a bounce address in a domain of another class", () => {
  const virtual = {
    main: `${MAIN}mydestination = localhost\nvirtual_mailbox_domains = example.com\nvirtual_mailbox_maps = hash:/etc/postfix/boxes\nvirtual_alias_maps = hash:/etc/postfix/virtual\nvirtual_transport = lmtp:unix:dovecot\n`,
  };

  it("must stand in the virtual maps", async () => {
    const boxes = { "hash:/etc/postfix/boxes": { "bounce@example.com": "bounces/" } };
    expect(await complaints(maps(boxes, virtual))).toEqual([]);
    const alias = { "hash:/etc/postfix/virtual": { "bounce@example.com": "bounce@example.com" } };
    expect(await complaints(maps(alias, virtual))).toEqual([]);
    expect(await complaints(virtual)).toEqual([expect.stringContaining("the address does not exist")]);
  });

  it("may be an alias of the address that the transport map names", async () => {
    const change = maps(
      { "hash:/etc/postfix/virtual": { "bounces@example.com": "bounce@example.com" } },
      {
        main: `${MAIN}virtual_alias_maps = hash:/etc/postfix/virtual\nbounce_notice_recipient = bounces+copy@example.com\n`,
      },
    );
    expect(await complaints(change)).toEqual([]);
  });
});

describe("mail that goes to bounces serve", () => {
  const served = (value: string, change: Change = {}): Change =>
    maps({ [TRANSPORT]: { "bounce@example.com": value } }, { ...edit(/^bounce-intake.*\n/m, ""), ...change });
  const systemd = "bounce-lmtp:unix:private/bounces-lmtp";
  const socket = "/var/spool/postfix/private/bounces-lmtp";

  it("is no fault where systemd listens, with nothing in the configuration", async () => {
    expect(await complaints(served(systemd, { servers: { [socket]: "220 mail.example.com LMTP bounces" } }))).toEqual(
      [],
    );
  });

  it("is no fault on a port, nor where nothing in the path tells whose the server is", async () => {
    expect(
      await complaints(
        served("bounce-lmtp:inet:127.0.0.1:2400", { servers: { 2400: "220 mail.example.com LMTP bounces" } }),
      ),
    ).toEqual([]);
    expect(
      await complaints(
        served("bounce-lmtp:unix:/run/x", { servers: { "/run/x": "220 mail.example.com LMTP bounces" } }),
      ),
    ).toEqual([]);
  });

  it("is deferred where nobody answers", async () => {
    expect(await complaints(served(systemd))).toEqual([
      `problem: LMTP server ${socket}: does not answer (ENOENT): Postfix defers the bounces`,
    ]);
    expect(await complaints({ lmtp: { port: 2400 } })).toEqual([
      expect.stringContaining("problem: LMTP server 2400: does not answer"),
    ]);
  });

  it("is lost to another server, whose mailbox it fills", async () => {
    expect(
      await complaints(
        served("bounce-lmtp:unix:/run/dovecot/lmtp", {
          servers: { "/run/dovecot/lmtp": "220 mail Dovecot ready" },
          lmtp: { port: 2400 },
        }),
      ),
    ).toContainEqual(
      expect.stringContaining("problem: mail to bounce@example.com: goes to bounce-lmtp:unix:/run/dovecot/lmtp"),
    );
  });

  it("is not ours because it is LMTP: Dovecot's server alone records nothing", async () => {
    const dovecot = served("bounce-lmtp:unix:/run/dovecot/lmtp", {
      servers: { "/run/dovecot/lmtp": "220 mail Dovecot ready" },
    });
    expect(await complaints(dovecot)).toEqual([
      expect.stringContaining("problem: master.cf: no service runs bounces ingest"),
    ]);
  });
});
