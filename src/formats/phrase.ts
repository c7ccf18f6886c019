/** The contract of a row of the long tail (phrases.ts). Types only. */
import type { Action } from "../bounce.js";

/** What one mailer writes before, around and behind the addresses of its report. */
export interface Phrase {
  /** Stable id, unique; it stands in the evidence of what the row found. */
  readonly id: string;
  /** Format id of the report: the mailer, or "undeliverable" for words that many use. */
  readonly format: string;
  /** The sentence that introduces the addresses. A list of them stands behind it, unless `address` says otherwise. */
  readonly opening: RegExp;
  /**
   * Where the addresses stand when not in a list: searched from the opening's own start on, every match counts. Group
   * `address` (or what stands within it that is one), and, where the form has them, `text` (the refusal) and `original`
   * (the address as the sender wrote it).
   */
  readonly address?: RegExp;
  /** Where the refusal stands when not beside the address: group `text`, searched in the whole text. */
  readonly text?: RegExp;
  /** What became of the addresses; by default failed, or delayed where the subject or the opening speaks of a delay. */
  readonly action?: Action;
  /** A text of this form about kim@example.org, decided by this row alone. */
  readonly example: string;
}
