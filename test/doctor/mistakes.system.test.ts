/**
 * The mistakes that an administrator makes, planted in a private Postfix and around it: `bounces doctor` finds each, and the
 * commands that it prints put it right. Mistakes that do not touch each other are planted together, for each look takes seconds.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isLeftOut } from "../postfix/requirements.js";
import { startDoctorSite, type DoctorSite, type Finding } from "./site.js";

/** What is planted, and what the doctor must say of it. */
interface Mistake {
  /** A line for sh(1), run in the site's directory. */
  readonly plant: string;
  /** What is found: a pattern for "what: why". */
  readonly finds: RegExp;
}

const LOOKS = 4;
const LIMIT_MS = 180_000;

const main = (...assignments: readonly string[]): string =>
  `postconf -e ${assignments.map((assignment) => `'${assignment}'`).join(" ")}`;
/** Changes the transport's line in master.cf. */
const pipe = (from: string, to: string): string => `sed -i 's|${from}|${to}|' etc/master.cf`;
const field = (name: string, value: string): string => `postconf -F 'bounce-intake/unix/${name}=${value}'`;
const settings = (line: string): string => `sed -i '1i ${line}' bounces.toml`;
const sql = (statement: string): string => `sqlite3 var/bounces.db "${statement}"`;

/** Sets of mistakes that can be made at the same time. */
const SETS: readonly (readonly [title: string, mistakes: readonly Mistake[]])[] = [
  [
    "limits and notices in main.cf",
    [
      {
        plant: main("bounce-intake_destination_recipient_limit ="),
        finds: /recipient_limit: is not set|recipient_limit: is 50/,
      },
      { plant: main("bounce-intake_time_limit = 20s"), finds: /time_limit: 20s is not more than/ },
      { plant: main("notify_classes = resource, software"), finds: /notify_classes: lacks bounce/ },
      { plant: main("smtpd_sasl_authenticated_header = no"), finds: /authenticated_header: is not set/ },
      { plant: main("default_verp_delimiters = -="), finds: /default_verp_delimiters: begins with "-"/ },
    ],
  ],
  [
    "notices to the wrong place, and settings that are wrong",
    [
      { plant: main("2bounce_notice_recipient = bounce@example.com"), finds: /2bounce.*the program's own address/ },
      { plant: main("notify_classes = bounce, delay"), finds: /delay_warning_time: is 0/ },
      { plant: "true", finds: /notify_classes: lacks 2bounce/ },
      { plant: main("mail_name = Mailer"), finds: /mail_name: is "Mailer"/ },
      {
        plant: "sed -i 's/^hosts.*/hosts = [\"old.example.com\"]/' bounces.toml",
        finds: /hosts: lacks mx\.example\.com/,
      },
      {
        plant: `printf '[report]\nsendmail = "/nowhere/sendmail"\n' >> bounces.toml`,
        finds: /report\.sendmail: \/nowhere/,
      },
      { plant: field("process_limit", "500"), finds: /may start 500 processes/ },
    ],
  ],
  [
    "an empty delimiter, and no hosts",
    [
      { plant: main("recipient_delimiter ="), finds: /recipient_delimiter: is empty/ },
      { plant: "sed -i '/^hosts/d' bounces.toml", finds: /hosts: none is configured/ },
      { plant: main("bounce_notice_recipient = postmaster"), finds: /bounce_notice_recipient: is postmaster/ },
      { plant: field("chroot", "y"), finds: /runs in a chroot/ },
    ],
  ],
  [
    "another delimiter than ours",
    [
      {
        plant: main("recipient_delimiter = -", "default_verp_delimiters = -="),
        finds: /recipient_delimiter: is "-", ours is "\+"/,
      },
      { plant: pipe("null_sender=", ""), finds: /has no null_sender/ },
    ],
  ],
  [
    "a delimiter in our settings that Postfix does not have",
    [
      { plant: settings('recipient_delimiter = "="'), finds: /recipient_delimiter: is "\+", ours is "="/ },
      {
        plant: pipe("--extension=\\${extension}", "--extension=\\${extension} --db=x"),
        finds: /its last argument is "--db=x"/,
      },
    ],
  ],
  [
    "a key that is misspelt",
    [
      { plant: "sed -i 's/^hosts/hsots/' bounces.toml", finds: /configuration: .*unknown key "hsots"/ },
      { plant: pipe("flags=RX", "flags=DRhu"), finds: /flags=DRhu: D .*loop.*; u folds/ },
    ],
  ],
  [
    "a configuration that is no TOML",
    [
      { plant: settings("[[[ hosts"), finds: /configuration: .*line 1/ },
      { plant: pipe("-o soft_bounce=yes", ""), finds: /has no safety net/ },
    ],
  ],
  [
    "a transport with the name of Postfix's own service",
    [
      {
        plant: "sed -i 's/^bounce-intake /bounce /' etc/master.cf && sed -i 's/bounce-intake:/bounce:/' etc/transport",
        finds: /master\.cf: bounce: is Postfix's own service/,
      },
    ],
  ],
  [
    "a database that is root's",
    [{ plant: "chown root:root var/bounces.db && chmod 600 var/bounces.db", finds: /file .*mail cannot write it/ }],
  ],
  [
    "a directory that is root's",
    [
      {
        plant: "chown root:root var && chmod 755 var",
        finds: /directory .*only root can write there \(owner root, group root, mode 2?0?755\)/,
      },
    ],
  ],
  [
    "a directory that its owner may not write",
    [{ plant: "chmod 2550 var", finds: /directory .*its owner may not write there/ }],
  ],
  [
    "a directory without setgid, and a user that the database does not belong to",
    [
      { plant: "chmod 0770 var && chmod g-s var", finds: /directory .*do not get its group/ },
      { plant: pipe("user=mail:mail", "user=nobody"), finds: /as nobody: cannot write/ },
    ],
  ],
  [
    "a user that pipe(8) refuses, and no line in the transport map",
    [
      { plant: pipe("user=mail:mail", "user=postfix"), finds: /user=postfix: pipe\(8\) runs nothing as Postfix's own/ },
      { plant: ": > etc/transport", finds: /mail to bounce@example\.com: goes to local:.*no transport map names/ },
    ],
  ],
  [
    "a user that does not exist, and no transport map",
    [
      { plant: pipe("user=mail:mail", "user=bouncer"), finds: /user=bouncer: no such user/ },
      { plant: "postconf -X transport_maps", finds: /mail to bounce@example\.com: goes to local:/ },
    ],
  ],
  [
    "a wrong path of node, and a map that was not built",
    [
      {
        plant: pipe("argv=[^ ]*", "argv=/usr/local/bin/nodejs"),
        finds: /argv: \/usr\/local\/bin\/nodejs is not there/,
      },
      {
        plant: main("transport_maps = hash:$config_directory/transport"),
        finds: /transport_maps: hash:.*cannot read it/,
      },
    ],
  ],
  [
    "a wrong path of the program, and a map that is older than its source",
    [
      { plant: pipe("bounces.cjs", "bounce.cjs"), finds: /argv: .*bounce\.cjs is not there/ },
      {
        plant: `${main("transport_maps = lmdb:$config_directory/transport")} && postmap lmdb:etc/transport && touch -d '1 hour ago' etc/transport.lmdb`,
        finds: /transport_maps: lmdb:.*its compiled form was not/,
      },
    ],
  ],
  [
    "a relative path, and an alias that is missing",
    [
      { plant: pipe("argv=[^ ]*", "argv=bin/node"), finds: /argv: bin\/node is not absolute/ },
      { plant: "sed -i '/^bounce:/d' etc/aliases && postalias etc/aliases", finds: /the address does not exist/ },
    ],
  ],
  [
    "a configuration that the pipe's user may not read, and a domain that Postfix takes no mail for",
    [
      {
        plant: "chown root:root bounces.toml && chmod 600 bounces.toml",
        finds: /as mail: cannot read .*bounces\.toml/,
      },
      { plant: main("mydestination = localhost"), finds: /takes no mail for example\.com/ },
    ],
  ],
  [
    "another database than ours, and a postmaster that is an alias of the bounce address",
    [
      { plant: pipe("ingest", "ingest --db=/tmp/other.db"), finds: /records into \/tmp\/other\.db/ },
      {
        plant: "sed -i 's/^postmaster:.*/postmaster: bounce/' etc/aliases && postalias etc/aliases",
        finds: /2bounce.*is an alias of the program's own/,
      },
    ],
  ],
  [
    "a Node that is too old, and messages that nobody has read",
    [
      {
        plant: `printf '#!/bin/sh\\necho v16.20.2\\n' > bin/old-node && chmod 755 bin/old-node && ${pipe("argv=[^ ]*", "argv='$PWD'/bin/old-node")}`,
        finds: /is Node v16\.20\.2; bounces needs 20\.19/,
      },
      {
        plant: sql(
          "INSERT INTO spool (received_at, size, extensions, tries, claimed_at, claimed_by, raw) VALUES (unixepoch() - 9000, 20, '[]', 0, 0, 0, CAST('Subject: x' AS BLOB))",
        ),
        finds: /spool: 1 message waits to be read since/,
      },
    ],
  ],
  [
    "a damaged database",
    [
      {
        plant: "dd if=/dev/urandom of=var/bounces.db bs=4096 seek=3 count=2 conv=notrunc 2>/dev/null",
        finds: /database .*(?:damaged|malformed)/,
      },
    ],
  ],
];

/** Not `ok`. */
const wrong = (findings: readonly Finding[]): Finding[] => findings.filter(({ level }) => level !== "ok");
const saying = ({ what, why }: Finding): string => `${what}: ${why}`;

/** Runs each command that the doctor printed. */
async function runCommands(site: DoctorSite, findings: readonly Finding[]): Promise<void> {
  for (const command of new Set(findings.map((finding) => finding.command)))
    if (command !== null) await site.sh(command);
}

/** Runs what the doctor prints until it has nothing more to print. */
async function follow(site: DoctorSite, first: readonly Finding[]): Promise<Finding[]> {
  let found = wrong(first);
  for (let look = 1; look < LOOKS && found.length > 0; look += 1) {
    await runCommands(site, found);
    found = wrong(await site.doctor());
  }
  return found;
}

describe.skipIf(isLeftOut("doctor's mistakes"))("bounces doctor, on a real Postfix", () => {
  let site: DoctorSite;
  beforeAll(async () => {
    site = await startDoctorSite();
  }, LIMIT_MS);
  afterAll(() => site.stop(), LIMIT_MS);
  afterEach(() => site.restore(), LIMIT_MS);

  it("has nothing to say of the set-up of master.cf.example but ok", async () => {
    expect(wrong(await site.doctor())).toEqual([]);
  });

  it.each(SETS)(
    "finds, and puts right: %s",
    async (_title, mistakes) => {
      for (const { plant } of mistakes) await site.sh(`cd ${site.root} && ${plant}`);
      const found = await site.doctor();
      for (const { finds } of mistakes) {
        const finding = wrong(found).find((each) => finds.test(saying(each)));
        expect(finding, `${String(finds)} in ${JSON.stringify(wrong(found), null, 1)}`).toBeDefined();
        expect(finding?.command, String(finds)).not.toBeNull();
      }
      expect(await follow(site, found)).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    "says what is needed where better-sqlite3's native half is missing",
    async () => {
      const native = join(site.program, "../../node_modules/better-sqlite3/build");
      await site.sh(`mv ${native} ${native}.away`);
      // What npm does here, it does without a network.
      writeFileSync(
        join(site.root, "bin/npm"),
        `#!/bin/sh -e\n[ "$*" = "rebuild better-sqlite3" ]\nmv ${native}.away ${native}\n`,
        { mode: 0o755 },
      );
      const found = await site.doctor();
      const [rebuild] = wrong(found).filter(({ what }) => what === "better-sqlite3");
      expect(rebuild?.command).toBe(`cd ${join(site.root, "lib/bounces")} && npm rebuild better-sqlite3`);
      await runCommands(site, wrong(found));
      expect(wrong(await site.doctor())).toEqual([]);
    },
    LIMIT_MS,
  );

  it(
    "sends a test through Postfix and sees it recorded, or says why Postfix keeps it, and then that it is kept",
    async () => {
      const sent = async (): Promise<string> => {
        const found = (await site.doctor("--send")).find(({ what }) => what === "test message");
        return `${found?.level ?? "not"}: ${found?.why ?? "sent"}`;
      };
      expect(await sent()).toMatch(/^ok: sent to bounce\+doctor@example\.com at .*, recorded/);
      await site.sh(`cd ${site.root} && ${pipe("argv=[^ ]*", "argv=/nowhere/node")} && postfix reload`);
      expect(await sent()).toMatch(/^problem: Postfix defers it/);
      await site.restore();
      const kept = wrong(await site.doctor());
      expect(kept.map(saying)).toEqual([expect.stringMatching(/^Postfix's queue: 1 bounce waits there/)]);
      await runCommands(site, kept);
      await site.postfix.settle();
      expect(wrong(await site.doctor())).toEqual([]);
    },
    LIMIT_MS,
  );
});
