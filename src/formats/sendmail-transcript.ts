/**
 * Sendmail's "Transcript of session": commands behind `>>>`, the other side's replies behind `<<<`, and Sendmail's own
 * verdict on an address as `550 5.1.1 <a@b>... User unknown`.
 */
import { parseAddress } from "../message/address.js";
import { sectionOf } from "./text-report.js";

const OPENING = /^[ \t]{0,12}-{3,8} ?(?:Transcript of session|SMTP transcript) follows? ?-{3,8}[ \t]*\n/im;
/** A dashed heading, which ends the section before it. */
export const DASHED_HEADING = /^[ \t]{0,12}-{3,8} ?[A-Za-z]/m;

/** The transcript in a report's human part, null when there is none. */
export const transcriptIn = (text: string): string | null => sectionOf(text, OPENING, DASHED_HEADING);

/** What the transcript says of one address. */
export interface Verdict {
  readonly address: string;
  /** The remote replies that led to it, else Sendmail's own words; lines kept. */
  readonly text: string;
  /** Sendmail goes on trying. */
  readonly isDeferred: boolean;
  /** The host the session was held with. */
  readonly host: string | null;
}

/** Reply code and status are there or not; blanks and dots as all versions write them. */
const VERDICT = /^(?:([2-5]\d\d) )?(?:[245]\.\d{1,3}\.\d{1,3} )?<?([^\s<>]{1,320}@[^\s<>]{1,255}?)>?\.\.\. ?(.*)$/;
const RECIPIENT = /^>>> RCPT TO: ?<([^<>\s]{1,320})>/i;
const HOST = /^(?:\.\.\. )?while talking to (\S{1,255}?)\.?:$/i;
const REFUSAL = /^<<< ?([45]\d\d.*)$/;

const isDeferred = (code: string | undefined, words: string): boolean => code?.startsWith("2") === true || /^(?:[45]\d\d )?Deferred\b/i.test(words);

/** A transcript without a verdict on an address (DATA was refused) has one remote reply that led to the end of it: the first. */
export const firstRefusal = (transcript: string): string | null => /^<<< ?(5\d\d.*)$/m.exec(transcript)?.[1] ?? /^<<< ?(4\d\d.*)$/m.exec(transcript)?.[1] ?? null;

/** One verdict for each address (in lower case): the last that is final, else the last. */
export function lastVerdicts(verdicts: readonly Verdict[]): ReadonlyMap<string, Verdict> {
  const last = new Map<string, Verdict>();
  for (const verdict of verdicts) {
    const key = verdict.address.toLowerCase();
    if (!verdict.isDeferred || last.get(key)?.isDeferred !== false) last.set(key, verdict);
  }
  return last;
}

/** What the transcript in a human part says of an address, null when nothing. */
export function transcriptAbout(address: string, text: string): string | null {
  const transcript = transcriptIn(text);
  if (transcript === null) return null;
  const verdicts = lastVerdicts(readTranscript(transcript));
  return verdicts.size === 0 ? firstRefusal(transcript) : verdicts.get(address.toLowerCase())?.text ?? null;
}

/** The verdicts in the order of the transcript; one that only the dialogue shows (RCPT TO refused) has the reply's words. */
export function readTranscript(transcript: string): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  let host: string | null = null;
  let asked: string | null = null;
  let replies: string[] = [];
  for (const line of transcript.split("\n")) {
    const reply = REFUSAL.exec(line)?.[1];
    const [, code, written = "", words = ""] = VERDICT.exec(line) ?? [];
    const address = parseAddress(written);
    if (reply !== undefined) {
      replies.push(reply);
      if (asked !== null) verdicts.push({ address: asked, text: reply, isDeferred: reply.startsWith("4"), host });
    } else if (address !== null && address !== "") {
      verdicts.push({ address, text: replies.length > 0 ? replies.join("\n") : [code ?? "", words].join(" ").trim(), isDeferred: isDeferred(code, words), host });
      replies = [];
    }
    host = HOST.exec(line)?.[1] ?? host;
    if (line.startsWith(">>>")) {
      asked = parseAddress(RECIPIENT.exec(line)?.[1] ?? "");
      replies = [];
    }
  }
  return verdicts;
}
