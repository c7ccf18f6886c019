/**
 * What the rules look at: the refusal's text laid out so that only the mailer's own words are left, and its codes.
 * Bounded by MAX_TEXT characters whatever the report holds; every step is linear in them.
 */
import type { Action } from "../bounce.js";
import { findStatus } from "../smtp/status.js";
import type { Evidence } from "./rule.js";

/** Characters of a refusal that are looked at. Real ones end before 1,000. */
export const MAX_TEXT = 2000;

/** A refusal as the rules see it. */
export interface Subject {
  readonly action: Action;
  /** Laid out as rule.ts says. */
  readonly text: string;
  /** As it came, white space collapsed. */
  readonly raw: string;
  /** Words of both, in lower case. */
  readonly words: ReadonlySet<string>;
  /** The refusing server's own first, then the report's (a guess of the reporting one at times), then others in the text. */
  readonly statuses: readonly string[];
  readonly replyCode: string | null;
  readonly type: string | null;
  readonly format: string;
  /** Every domain that has to do with the refusal, and all domains above each. */
  readonly domains: ReadonlySet<string>;
  /** The server itself said "try again": reply code 4yz, or status 4.y.z where there is no reply code. */
  readonly isTransient: boolean;
}

const STATUS = /(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])/g;
/** A reply code with what follows it up to the text; repeated on every line of a reply and often joined into one. */
const CODES = /(?<![\w.])#?[245]\d\d[ -]?#?[245]\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\w.])[245]\d\d-(?=\D)|\(?(?<![\w.])#?[245]\.\d{1,3}\.\d{1,3}(?![\d.])\)?/g;
const TOKEN = /[^\s<>()[\]{}"'`,;=|]+/g;
const HOST = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,12}\.(?:[a-z]{2,24}|[A-Z]{2,24})$/i;
/** "unavailable.Please": two sentences without a space, no host. */
const MIXED_CASE_END = /\.(?=[A-Za-z]*[a-z])[a-z]*[A-Z][A-Za-z]*$/;
const IPV4 = /^\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
const IPV6 = /^(?=.*:.*:)[0-9a-f:.]{3,45}$/i;
const CJK = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** A domain and all domains above it. */
function upwards(domain: string): string[] {
  const labels = domain.split(".");
  return labels.map((_, index) => labels.slice(index).join("."));
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1).toLowerCase();

/** Stands in for what names somebody or something; null when the token is the mailer's own word. */
function maskOf(token: string, recipient: string, domain: string): string | null {
  if (token.includes("://") || /^www\./i.test(token)) return "@url";
  if (token.includes("@")) return token.toLowerCase() === recipient ? "@rcpt" : "@addr";
  if (IPV4.test(token)) return "@ip";
  if (token.includes(":") && IPV6.test(token)) return "@ip";
  if (!token.includes(".") || !HOST.test(token) || MIXED_CASE_END.test(token)) return null;
  return token.toLowerCase() === domain ? "@domain" : "@host";
}

interface Masked {
  readonly text: string;
  readonly hosts: readonly string[];
}

/** Masks names, and collects the hosts among them. */
function mask(raw: string, recipient: string): Masked {
  const hosts: string[] = [];
  const domain = domainOf(recipient);
  const text = raw.replace(TOKEN, (token) => {
    const end = /[.:!?*]+$/.exec(token)?.[0] ?? "";
    const core = token.slice(0, token.length - end.length);
    const name = maskOf(core, recipient, domain);
    if (name === "@host") hosts.push(core.toLowerCase());
    return name === null ? token : name + end;
  });
  return { text, hosts };
}

/** Latin letters lose their accents, wide and half-width forms become plain ones; other scripts stay as they are. */
const plainLetters = (text: string): string =>
  text.normalize("NFKD").replace(/([a-zA-Z])[\u0300-\u036f]+/g, "$1").normalize("NFKC");

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** Lays out a masked text as rule.ts says. */
function layOut(masked: string): string {
  const text = (isAscii(masked) ? masked : plainLetters(masked.replace(/[\u2018\u2019]/g, "'"))).toLowerCase();
  return text.replace(CODES, " ").replace(/["`<>\u201c\u201d\u00ab\u00bb]/g, "")
    .replace(/\bcan(?:'t|not)\b/g, "can not").replace(/n't\b/g, " not").replace(/\s+/g, " ").trim();
}

/** Words by which rules are found: runs of letters and digits, and "cjk" for scripts without spaces. */
function wordsOf(text: string): Set<string> {
  const words = new Set(text.split(/[^a-z0-9\u0400-\u04ff]+/));
  if (CJK.test(text)) words.add("cjk");
  return words;
}

/** All statuses there are, without repetition. */
function statusesOf(evidence: Evidence, raw: string): string[] {
  const own = findStatus(raw);
  return [...new Set([...(own === null ? [] : [own]), ...((evidence.status ?? "").match(STATUS) ?? []), ...(raw.match(STATUS) ?? [])])];
}

/** The hosts that speak: the refusing one, or the reporting one where no other is named. */
const speakers = (evidence: Evidence): string[] =>
  (evidence.remoteMta ?? evidence.reportingMta ?? "").toLowerCase().split(/[^a-z0-9._-]+/).filter((host) => host.includes("."));

/** Lays out a refusal for the rules. Never throws. */
export function readSubject(evidence: Evidence): Subject {
  const raw = (evidence.diagnostic ?? "").slice(0, MAX_TEXT).replace(/\s+/g, " ").trim();
  const recipient = evidence.recipient.toLowerCase();
  const masked = mask(raw, recipient);
  const text = layOut(masked.text);
  const statuses = statusesOf(evidence, raw);
  return {
    action: evidence.action, text, raw, statuses,
    replyCode: evidence.replyCode,
    type: evidence.diagnosticType,
    format: evidence.format,
    words: wordsOf(`${text} ${raw.toLowerCase()}`),
    domains: new Set([...speakers(evidence), ...masked.hosts, domainOf(recipient)].flatMap(upwards)),
    isTransient: (evidence.replyCode ?? statuses[0] ?? "").startsWith("4"),
  };
}
