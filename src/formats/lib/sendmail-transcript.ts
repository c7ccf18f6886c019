/**
 * Sendmail's "Transcript of session": commands behind `>>>`, the other side's replies behind `<<<`, and Sendmail's own
 * verdict on an address as `550 5.1.1 <a@b>... User unknown`.
 */
import { parseAddress } from "../../mail/address.js";
import { memoizeLast } from "../../mail/memoize.js";
import type { Message } from "../../mail/message.js";
import { humanText, sectionOf } from "./text.js";

const OPENING = /^[ \t]{0,12}-{3,8} ?(?:Transcript of session|SMTP transcript) follows? ?-{3,8}[ \t]*\n/im;
/** A dashed heading, which ends the section before it. */
export const DASHED_HEADING = /^[ \t]{0,12}-{3,8} ?[A-Za-z]/m;

/** The transcript in a notification's human part, null when there is none. */
export const transcriptIn = (text: string): string | null => sectionOf(text, OPENING, DASHED_HEADING);

/** What the transcript says of one address. */
export interface Verdict {
  readonly address: string;
  /** The remote replies that led to it, else what a delivery program printed and Sendmail's own words; lines kept. */
  readonly text: string;
  /** Sendmail goes on trying. */
  readonly isDeferred: boolean;
  /** The host the session was held with. */
  readonly host: string | null;
}

/** Reply code and status are there or not; blanks and dots as all versions write them. */
const VERDICT = /^((?:[2-5]\d\d )?(?:[245]\.\d{1,3}\.\d{1,3} )?)<?([^\s<>]{1,320}@[^\s<>]{1,255}?)>?\.\.\. ?(.*)$/;
const RECIPIENT = /^>>> RCPT TO: ?<([^<>\s]{1,320})>/i;
const HOST = /^(?:\.\.\. )?while talking to (\S{1,255}?)\.?:$/i;
/** Version 5's word on a host or program, which it repeats for the address. */
const HOST_VERDICT = /^[2-5]\d\d [^@\n]{1,300}\.\.\. /;
const REPLY = /^<<< ?(.*)$/;
const REFUSAL = /^[45]\d\d/;

const isDeferred = (codes: string, words: string): boolean =>
  codes.startsWith("2") || /^(?:[45]\d\d )?Deferred\b/i.test(words);

/** What Sendmail writes behind every delay: no cause. */
const BOILERPLATE = /^(?:Warning: message still undelivered after|Will keep trying until message is)[^\n]*$/gm;

/** A transcript without a verdict (DATA was refused, or the message grew too old) has one reply, or is itself the reason. */
export function reasonOf(transcript: string): string {
  const said = transcript.replace(BOILERPLATE, "").trim();
  const refusals = said
    .split("\n")
    .flatMap((line) => REPLY.exec(line)?.[1] ?? [])
    .filter((reply) => REFUSAL.test(reply));
  return refusals.find((reply) => reply.startsWith("5")) ?? refusals.at(0) ?? said;
}

/** One verdict for each address (in lower case): the last that is final, else the last. */
export function lastVerdicts(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  const last = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const key = verdict.address.toLowerCase();
    if (!verdict.isDeferred || last.get(key)?.isDeferred !== false) last.set(key, verdict);
  }
  return last;
}

/** Characters of a transcript without verdicts that are kept: all of it is then the reason. */
const LONGEST_REASON = 1_000;

/** What the human part's transcript says, once for all recipients of a notification; null when there is none. */
const transcriptOf = memoizeLast((message: Message) => {
  const transcript = transcriptIn(humanText(message))?.trim() ?? "";
  if (transcript === "") return null;
  return { verdicts: lastVerdicts(readTranscript(transcript)), reason: reasonOf(transcript).slice(0, LONGEST_REASON) };
});

/** What the transcript in a human part says of an address, null when nothing. */
export function transcriptAbout(address: string, message: Message): string | null {
  const said = transcriptOf(message);
  if (said === null) return null;
  return said.verdicts.size === 0 ? said.reason : (said.verdicts.get(address.toLowerCase())?.text ?? null);
}

/** What was read since the last command. */
interface Session {
  readonly host: string | null;
  /** The recipient that the command named. */
  readonly asked: string | null;
  readonly replies: readonly string[];
  /** Lines of a delivery program. */
  readonly output: readonly string[];
}

const NEW_SESSION: Session = { host: null, asked: null, replies: [], output: [] };

/** Sendmail's own words follow a code, unless they quote one (version 5). */
const ownWords = (codes: string, words: string): string => (REFUSAL.test(words) ? words : codes + words);

function verdictIn(line: string, session: Session): Verdict | null {
  const [, codes = "", written = "", words = ""] = VERDICT.exec(line) ?? [];
  const address = parseAddress(written);
  if (address === null || address === "") return null;
  const said = session.replies.length > 0 ? session.replies : [...session.output, ownWords(codes, words)];
  return { address, text: said.join("\n"), isDeferred: isDeferred(codes, words), host: session.host };
}

/** The session after a line that is no verdict. */
function follow(line: string, session: Session): Session {
  const host = HOST.exec(line)?.[1];
  const reply = REPLY.exec(line)?.[1];
  if (host !== undefined) return { ...NEW_SESSION, host };
  if (line.startsWith(">>>"))
    return { ...session, asked: parseAddress(RECIPIENT.exec(line)?.[1] ?? ""), replies: [], output: [] };
  if (reply !== undefined)
    return REFUSAL.test(reply) ? { ...session, replies: [...session.replies.slice(-MOST_LINES), reply] } : session;
  return HOST_VERDICT.test(line) ? session : { ...session, output: [...session.output.slice(-MOST_LINES), line] };
}

/** Lines kept of a reply or of a program's output. */
const MOST_LINES = 20;

/** The verdicts in the order of the transcript; one that only the dialogue shows (RCPT TO refused) has the reply's words. */
export function readTranscript(transcript: string): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let session = NEW_SESSION;
  for (const line of transcript.split("\n")) {
    const verdict = verdictIn(line, session);
    session = verdict === null ? follow(line, session) : { ...session, replies: [], output: [] };
    const reply = verdict === null && line.startsWith("<<<") ? session.replies.at(-1) : undefined;
    if (verdict !== null) verdicts.push(verdict);
    else if (reply !== undefined && session.asked !== null)
      verdicts.push({ address: session.asked, text: reply, isDeferred: reply.startsWith("4"), host: session.host });
  }
  return verdicts;
}
