/** From bytes to a reading: the strict reader first, the general parser where that is not enough. */
import type { Envelope, Reading } from "../bounce.js";
import { interpret, type Context } from "../interpret.js";
import type { Message } from "../mail/message.js";
import { needsFallback, readMessage } from "../mail/reader.js";

/** Nothing told beside the mail. */
export const NO_ENVELOPE: Envelope = {
  extension: null,
  sender: null,
  recipient: null,
  queueId: null,
  clientAddress: null,
};

/**
 * Judges a mail that the strict reader has read; what that one did not fully understand and so could not make a report
 * of is read again with mailparser. That is loaded only then: it costs five starts of the program.
 * @param bytes the mail, or its head
 */
export async function judgeMail(
  message: Message,
  bytes: Buffer,
  envelope: Envelope,
  context: Context,
): Promise<Reading> {
  const reading = interpret(message, envelope, context);
  if (reading.kind !== "unrecognized" || !needsFallback(message)) return reading;
  const { readWithMailparser } = await import("../mail/fallback.js");
  return interpret(await readWithMailparser(bytes), envelope, context);
}

/**
 * Reads and judges one mail, see {@link judgeMail}.
 * @param bytes the mail, or its head
 * @param size bytes of the whole mail
 */
export const readMail = async (bytes: Buffer, size: number, envelope: Envelope, context: Context): Promise<Reading> =>
  judgeMail(readMessage(bytes, size), bytes, envelope, context);
