/** A reading in one line, for Postfix's log. */
import type { Bounce, Reading } from "../bounce.js";
import { printable } from "../text/escape.js";

/** Severity or action, reason and status, as far as they are known. */
export const verdictText = ({ facts, verdict }: Bounce): string =>
  [verdict.severity ?? facts.action, verdict.reason, facts.status].filter((word) => word !== null).join(" ");

/** What was recorded, in at most 100 characters: Postfix logs that much of what a pipe target prints. */
export function readingLine({ kind, bounces, sender }: Reading, isNew: boolean): string {
  const [bounce] = bounces;
  const more = bounces.length > 1 ? ` (+${String(bounces.length - 1)})` : "";
  const what = bounce === undefined ? kind : `${verdictText(bounce)}${more} ${bounce.facts.recipient}`;
  const by = sender === null ? "" : ` from ${sender.name}`;
  return printable(`${isNew ? "recorded" : "known already"}: ${what}${by}`).slice(0, 100);
}
