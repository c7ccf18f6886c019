/** What the rules look at: a refusal's words laid out, its codes, and the hosts that have to do with it. */
import type { Action, Phase } from "../bounce.js";
import { phaseIn } from "../smtp/phase.js";
import { findStatus } from "../smtp/status.js";
import { plainText } from "./plain-text.js";
import type { Evidence } from "./rule.js";

/** Characters of a refusal that are looked at. Real ones end before 1,000. */
export const MAX_TEXT = 2000;

/** A refusal as the rules see it. */
export interface Subject {
  readonly action: Action;
  /** Laid out as rule.ts says, a space at either end; "cjk" is its last word where there is Chinese, Japanese or Korean. */
  readonly text: string;
  /** As it came. */
  readonly raw: string;
  /** The refusing server's own first, then the report's (a guess of the reporting one at times). */
  readonly statuses: readonly string[];
  /** The refusing server's own status, null where it gave none; where nobody replied, the notification's. */
  readonly ownStatus: string | null;
  readonly replyCode: string | null;
  readonly phase: Phase | null;
  readonly type: string | null;
  readonly format: string;
  /** Every domain that has to do with the refusal, and all domains above each. */
  readonly domains: readonly string[];
  /** The server refused before it was told the recipient, or with a status that speaks of the sender (RFC 3463 section 3.2). */
  readonly isAboutSender: boolean;
  /** The server itself said "try again": reply code 4yz, or status 4.y.z where there is no reply code. */
  readonly isTransient: boolean;
}

/** A code and a word or two, as in "(last transfail: 451 4.3.0 temporary)", is not what the refusal is about. */
const SHORTEST_REPLY = 24;
const INTRODUCTION = /(?:[:>]|\b(?:said|was|error|got))['" ]{0,3}(?=[45]\d\d[ -])/i;
/** Mailers' words in front of the other side's reply; their own "error" and "server" say nothing of it. */
const QUOTATION = /\bsaid:|\berror from remote\b|\breplied\b/i;
const CJK = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;

/** Domains above a host that are looked at. */
const MOST_LABELS = 12;

/** Hosts named in a refusal that are looked at. */
const MOST_HOSTS = 50;

/** Adds a domain and all domains above it; those above one that is there are there too. */
function addUpwards(domain: string, domains: string[]): void {
  let rest = domain;
  for (let label = 0; label < MOST_LABELS && !domains.includes(rest); label += 1) {
    domains.push(rest);
    const dot = rest.indexOf(".");
    if (dot < 0) return;
    rest = rest.slice(dot + 1);
  }
}

function domainsOf(names: readonly string[]): readonly string[] {
  const domains: string[] = [];
  for (const name of names) addUpwards(name, domains);
  return domains;
}

/** What the refusing server said: behind "host mx.example.com said:", "The error that the other server returned was:" ... */
function replyOf(raw: string, replyCode: string | null): string {
  if (replyCode === null || raw.startsWith(replyCode)) return raw;
  const introduction = INTRODUCTION.exec(raw);
  if (introduction === null) return raw;
  const at = introduction.index + introduction[0].length;
  const reply = raw.slice(at);
  const isQuoted = QUOTATION.test(raw.slice(0, at)) && /[a-z]{3}/i.test(reply);
  return reply.length < SHORTEST_REPLY && !isQuoted ? raw : reply;
}

/** Postfix's words for "refused at RCPT TO", "recipient address rejected", gone where its reason follows: that speaks for itself. */
function withoutPrefix(words: readonly string[]): readonly string[] {
  const at = words.findIndex(
    (word, index) => word === "recipient" && words[index + 1] === "address" && words[index + 2] === "rejected",
  );
  const reason = at < 0 ? undefined : words[at + 3];
  if (reason === undefined || reason.startsWith("@")) return words;
  const isAddressBefore = words[at - 1]?.startsWith("@") === true;
  return [...words.slice(0, isAddressBefore ? at - 1 : at), ...words.slice(at + 3)];
}

/** The refusing server's own status, then the report's. */
function statusesOf({ status }: Evidence, raw: string): readonly string[] {
  const replied = findStatus(raw);
  if (replied === null) return status === null ? [] : [status];
  return status === null || status === replied ? [replied] : [replied, status];
}

/** Phases before the recipient is named. */
const BEFORE_RECIPIENT: readonly (Phase | null)[] = ["connect", "helo", "starttls", "auth", "mail-from"];
/** Bad sender's mailbox address syntax, bad sender's system address, sender address has null MX. */
const ABOUT_SENDER = /^[45]\.(?:1\.[78]|7\.27)$/;

const NOT_IN_HOST = /[^a-z0-9._-]+/;

/** The host that speaks: the refusing one, or the reporting one where no other is named. */
function speakers({ remoteMta, reportingMta }: Evidence): readonly string[] {
  const named = (remoteMta ?? reportingMta ?? "").toLowerCase();
  return (NOT_IN_HOST.test(named) ? named.split(NOT_IN_HOST) : [named]).filter((host) => host.includes("."));
}

/** Lays out a refusal for the rules. Never throws. */
export function readSubject(evidence: Evidence): Subject {
  const raw = (evidence.diagnostic ?? "").slice(0, MAX_TEXT);
  const recipient = evidence.recipient.toLowerCase();
  const plain = plainText(replyOf(raw, evidence.replyCode), recipient);
  const words = withoutPrefix(CJK.test(raw) ? [...plain.words, "cjk"] : plain.words);
  const statuses = statusesOf(evidence, raw);
  const phase = evidence.phase ?? phaseIn(raw);
  const named = [
    ...speakers(evidence),
    ...plain.hosts.slice(0, MOST_HOSTS),
    recipient.slice(recipient.lastIndexOf("@") + 1),
  ];
  return {
    action: evidence.action,
    text: ` ${words.join(" ")} `,
    raw,
    statuses,
    ownStatus: evidence.replyCode === null || findStatus(raw) !== null ? (statuses[0] ?? null) : null,
    replyCode: evidence.replyCode,
    phase,
    type: evidence.diagnosticType,
    format: evidence.format,
    domains: domainsOf(named),
    isAboutSender: BEFORE_RECIPIENT.includes(phase) || statuses.some((status) => ABOUT_SENDER.test(status)),
    isTransient: (evidence.replyCode ?? statuses[0] ?? "").startsWith("4"),
  };
}
