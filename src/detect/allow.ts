/**
 * Senders that an administrator expects to bounce: "news@example.org", "*@lists.example.org", each up to so many first
 * failures a day. Up to that many there is no finding; with more, the sender is judged as any other.
 */

/** One entry of the allow list. */
export interface Allowance {
  /** Sender; `*` stands for any characters. ASCII case aside. */
  readonly pattern: string;
  /** First failures within 24 hours; null for any number. */
  readonly upTo: number | null;
}

/** Whether a text matches a pattern. Compared piece by piece, so that no pattern costs more than its length times the text's. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [head = "", ...pieces] = pattern.toLowerCase().split("*");
  const subject = text.toLowerCase();
  const tail = pieces.pop();
  if (tail === undefined) return subject === head;
  if (!subject.startsWith(head)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = subject.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return subject.length - tail.length >= at && subject.endsWith(tail);
}

/** Whether one of the entries covers so many bounces of this sender. */
export const isAllowed = (allowances: readonly Allowance[], sender: string, count: number): boolean =>
  allowances.some(({ pattern, upTo }) => (upTo === null || count <= upTo) && matchesPattern(pattern, sender));
