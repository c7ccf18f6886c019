/**
 * The parts of master.cf.example, made ready for a private Postfix: the transport as it stands there, and two variants
 * of it, so that the program is also tried without the net under it and in the form without options.
 *
 *     bounce@example.com      bounce-intake      as in the example
 *     bare@example.com        bounce-bare        without soft_bounce: only the exit status keeps the mail
 *     positional@example.com  bounce-positional  `ingest ${extension}`
 */
import { examplePart, substitute } from "./example.js";
import type { Additions } from "./instance.js";

/** What stands for the example's names in a private Postfix. */
export interface Names {
  /** Configuration directory, for /etc/postfix. */
  readonly config: string;
  /** Absolute path of node. */
  readonly node: string;
  /** Directory of the installed program. */
  readonly program: string;
  /** User and group that run the program. */
  readonly user: string;
  /** Configuration file of the program. */
  readonly settings: string;
  /** Port of the remote server, which also takes the mail of people at example.com. */
  readonly remotePort: number;
}

const VARIANTS = ["bare", "positional"] as const;
const PEOPLE = ["postmaster", "alice", "carol"] as const;

function replaced(text: string, what: string | RegExp, by: string): string {
  const changed = text.replace(what, () => by);
  if (changed === text) throw new Error(`master.cf.example does not say ${String(what)}`);
  return changed;
}

function transports(stanza: string): string {
  const named = (variant: string): string => substitute(stanza, { "bounce-intake": `bounce-${variant}` });
  return [
    stanza,
    replaced(named("bare"), "  -o soft_bounce=yes\n", ""),
    replaced(named("positional"), / ingest\n[^]*--extension=\$\{extension\}\n/, " ingest ${extension}\n"),
  ].join("");
}

/** The parameters of the example's transport, for its variants too. */
function variantParameters(mainCf: string): string {
  const own = mainCf.split("\n").filter((line) => line.startsWith("bounce-intake_"));
  return VARIANTS.flatMap((variant) => own.map((line) => line.replace("intake", variant)))
    .join("\n")
    .concat("\n");
}

/** Everything of master.cf.example but its optional parts. */
export function intake(names: Names): Additions {
  const mainCf = substitute(examplePart("main.cf"), { "/etc/postfix": names.config });
  const masterCf = substitute(examplePart("master.cf"), {
    "/usr/bin/node": names.node,
    "/usr/lib/node_modules/postfix-bounces": names.program,
    "user=bounces:bounces": `user=${names.user}`,
  });
  return {
    mainCf: `${mainCf}${variantParameters(mainCf)}export_environment = TZ MAIL_CONFIG LANG BOUNCES_CONFIG=${names.settings}\n`,
    masterCf: transports(masterCf),
    files: {
      transport: [
        examplePart("transport"),
        ...VARIANTS.map((variant) => `${variant}@example.com bounce-${variant}:\n`),
        ...PEOPLE.map((person) => `${person}@example.com smtp:[127.0.0.1]:${names.remotePort}\n`),
      ].join(""),
      aliases: [examplePart("aliases"), ...[...VARIANTS, ...PEOPLE].map((name) => `${name}: root\n`)].join(""),
    },
  };
}

/** The optional parts of master.cf.example: VERP on everything that comes in at `port`. */
export function verpOnAllMail(config: string, port: number): Additions {
  return {
    mainCf: substitute(examplePart("verp main.cf"), { "/etc/postfix": config }),
    masterCf: substitute(examplePart("verp master.cf"), {
      "submission inet": `127.0.0.1:${port} inet`,
      "/etc/postfix": config,
    }),
    files: Object.fromEntries(
      ["bounces-verp-command", "bounces-verp-sender", "bounces-verp-fork"].map((name) => [name, examplePart(name)]),
    ),
  };
}

/** Both, one after the other. */
export function together(first: Additions, second: Additions): Additions {
  return {
    mainCf: first.mainCf + second.mainCf,
    masterCf: first.masterCf + second.masterCf,
    files: { ...first.files, ...second.files },
  };
}
