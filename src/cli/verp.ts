/** `bounces verp`: keys of signed VERP, and addresses made and read with them. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync, chownSync } from "node:fs";
import { ConfigError } from "../config/error.js";
import type { Settings } from "../config/settings.js";
import { EXIT, UsageError } from "../exit.js";
import type { Io } from "../io.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { MOMENT_FORMS, parseMoment } from "../time.js";
import { errorMessage } from "../values.js";
import { decodeVerp } from "../verp/decode.js";
import { encodeVerp, splitExtension } from "../verp/encode.js";
import { formatKeys, KeyFileError, parseKeys, rotated, SECRET_BYTES } from "../verp/keys.js";
import { createVerifier, signVerp, type TokenVerifier, type VerpKey } from "../verp/token.js";
import { defineCommand, type Parsed } from "./command.js";

const ACTIONS = ["keygen", "encode", "decode", "verify"] as const;

const POSITIONALS = {
  action: {
    choices: ACTIONS,
    demandOption: true,
    describe:
      "keygen: put a new key in front; encode: return paths for recipients; decode: read addresses; verify: check signed ones",
  },
  addresses: {
    type: "string",
    array: true,
    default: [],
    describe: "Recipients to encode, or bounce addresses to read",
  },
} as const;

const OPTIONS = {
  "key-file": { type: "string", describe: "File with the keys (default: verp.key_file)", requiresArg: true },
  address: { type: "string", describe: "encode: the address that bounces come to", requiresArg: true },
  sender: { type: "string", describe: "encode: login, address or list that sends", requiresArg: true },
  plain: { type: "boolean", default: false, describe: "encode: without a key, as Postfix's XVERP" },
  reported: {
    type: "string",
    array: true,
    nargs: 1,
    default: [],
    describe: "decode, verify: an address that the bounce names",
  },
  at: { type: "string", describe: `encode, verify: the time (default: now): ${MOMENT_FORMS}`, requiresArg: true },
  json: { type: "boolean", default: false, describe: "One JSON object per address" },
} as const;

type Given = Parsed<typeof POSITIONALS, typeof OPTIONS>;

/** A job of the command: its options, what they say with the settings, and the world. */
interface Job {
  readonly options: Given;
  readonly settings: Settings;
  readonly io: Io;
  readonly at: number;
}

/** @throws UsageError */
function keyFile({ options, settings }: Job): string {
  const file = options.keyFile ?? settings.verp.keyFile;
  if (file === null) throw new UsageError("no key file: set verp.key_file, or name one with --key-file");
  return file;
}

/** @throws ConfigError naming the file */
function readKeys(file: string): readonly [VerpKey, ...VerpKey[]] {
  try {
    return parseKeys(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ConfigError(printable(`${file}: ${errorMessage(error)}`));
  }
}

/** Written aside and renamed, so that nobody reads half of it. A new file is its maker's alone; an old one keeps owner and mode. */
function writeKeys(file: string, keys: readonly VerpKey[]): void {
  const aside = `${file}.new`;
  const before = existsSync(file) ? statSync(file) : null;
  writeFileSync(aside, formatKeys(keys), { mode: 0o600, flush: true });
  if (before !== null) chownSync(aside, before.uid, before.gid);
  renameSync(aside, file);
}

function keygen(job: Job): number {
  const file = keyFile(job);
  const known = existsSync(file) ? readKeys(file) : [];
  try {
    const keys = rotated(known, randomBytes(SECRET_BYTES), job.settings.verp.maxAge, job.at);
    writeKeys(file, keys);
    const [{ id } = { id: 0 }, ...old] = keys;
    job.io.stdout(`${printable(file)}: key ${id} signs${old.length === 0 ? "" : `, ${old.length} older verify`}\n`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof KeyFileError) throw new ConfigError(printable(`${file}: ${error.message}`));
    throw error;
  }
}

function encode(job: Job): number {
  const { options, settings, io, at } = job;
  const { address, sender, plain, addresses } = options;
  if (address === undefined) throw new UsageError("encode needs --address, such as bounce@example.com");
  const delimiter = settings.recipientDelimiter.charAt(0);
  if (delimiter === "") throw new UsageError("recipient_delimiter is empty: an address can have no extension");
  if (!plain && sender === undefined) throw new UsageError("encode needs --sender, or --plain");
  const [key] = plain ? [null] : readKeys(keyFile(job));
  for (const recipient of addresses) {
    const path =
      key === null
        ? encodeVerp(address, recipient, `${delimiter}=`)
        : signVerp(key, { address, sender: sender ?? "", recipient, at, delimiter });
    if (path === null)
      throw new UsageError(`${printable(recipient)}: must be an address, and leave room for a token in --address`);
    io.stdout(options.json ? jsonLine({ recipient, returnPath: path }) : `${printable(path)}\n`);
  }
  return EXIT.ok;
}

const extensionOf = (address: string, { settings }: Job): string | null =>
  address.includes("@") ? splitExtension(address, settings.recipientDelimiter).extension : address;

function decode(job: Job): number {
  for (const address of job.options.addresses) {
    const reading = decodeVerp(extensionOf(address, job), job.options.reported);
    if (job.options.json) job.io.stdout(jsonLine({ address, ...reading }));
    else job.io.stdout(`${printable(reading?.recipient ?? "no address in it")}\n`);
  }
  return EXIT.ok;
}

/** What an address proves, for a person. */
function verifyText(reading: ReturnType<TokenVerifier["verify"]>): string {
  if (reading === null) return "no token of these keys";
  const { state, recipient, senderTag, madeOn } = reading;
  const made = `made on ${madeOn} for ${printable(recipient ?? "somebody else")}, sender tag ${senderTag}`;
  return state === "valid" ? `valid: ${made}` : state === "expired" ? `expired: ${made}` : state;
}

function verify(job: Job): number {
  const { options, settings, io, at } = job;
  const verifier = createVerifier(readKeys(keyFile(job)), settings.verp.maxAge, () => at);
  const readings = options.addresses.map((address) => {
    const { extension, domain } = splitExtension(address, settings.recipientDelimiter);
    return { address, reading: verifier.verify(extension ?? "", domain, options.reported, at) };
  });
  for (const { address, reading } of readings)
    io.stdout(options.json ? jsonLine({ address, token: reading }) : `${verifyText(reading)}\n`);
  return readings.every(({ reading }) => reading?.state === "valid") ? EXIT.ok : EXIT.found;
}

const RUN = { keygen, encode, decode, verify } as const;

export const verp = defineCommand({
  usage: "verp <action> [addresses..]",
  describe: "Make and read return paths that nobody can forge; verify exits 1 unless all are valid",
  positionals: POSITIONALS,
  options: OPTIONS,
  examples: [
    ["$0 verp keygen --key-file /etc/bounces/verp.keys", "A first key, or the next one: the old ones still verify"],
    ["$0 verp encode bob@example.org --address bounce@example.com --sender alice", "The return path of a message"],
  ],
  run: ({ options, settings, io }) => {
    const at = options.at === undefined ? io.now() : parseMoment(options.at, io.now());
    return RUN[options.action]({ options, settings, io, at });
  },
});
