/** The classes of reasons (reason.ts) as the page shows them: cold colours for what others are to blame for, warm ones for us. */
import type { ReasonClass } from "../../reason.js";

/** A class that something failed for. */
export type FailureClass = Exclude<ReasonClass, "none">;

/** From the bottom of a column to its top. */
export const CLASSES = [
  "recipient",
  "system",
  "unclear",
  "message",
  "sender",
] as const satisfies readonly FailureClass[];

/** What failed, in a word or two, and for example. */
export const CLASS_WORDS: Readonly<Record<FailureClass, { readonly name: string; readonly example: string }>> = {
  recipient: { name: "Address", example: "gone, moved, disabled" },
  system: { name: "Receiver", example: "full, down, too slow" },
  unclear: { name: "Not said", example: "no reason given" },
  message: { name: "Message", example: "spam, too big" },
  sender: { name: "Our side", example: "blocked, login, rate" },
};
