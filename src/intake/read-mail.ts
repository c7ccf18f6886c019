/** From bytes to a reading: our own reader first, the general parser where that is not enough. */
import type { Envelope, Reading } from "../bounce.js";
import { interpret, type Context } from "../interpret.js";
import type { Message } from "../mail/message.js";
import { needsFallback, readMessage } from "../mail/reader.js";
import type { Guard } from "./time-limit.js";

export { NO_ENVELOPE } from "./envelope.js";

const unguarded: Guard = (work) => work();

/**
 * Judges a message that our own reader has read. What that one did not fully understand, and so could not make a notification
 * of, is read again with mailparser. That is loaded only then: it costs five starts of the program.
 * @param bytes the message, or its head
 */
export async function judgeMail(
  message: Message,
  bytes: Buffer,
  envelope: Envelope,
  context: Context,
  guard: Guard = unguarded,
): Promise<Reading> {
  const reading = guard(() => interpret(message, envelope, context));
  if (reading.kind !== "unrecognized" || !needsFallback(message)) return reading;
  const { readWithMailparser } = await import("../mail/fallback.js");
  const again = await readWithMailparser(bytes);
  return guard(() => interpret(again, envelope, context));
}

/**
 * Reads and judges one message, see {@link judgeMail}.
 * @param bytes the message, or its head
 * @param size bytes of the whole message
 * @param guard bounds the time that our own readers take
 */
export const readMail = async (
  bytes: Buffer,
  size: number,
  envelope: Envelope,
  context: Context,
  guard: Guard = unguarded,
): Promise<Reading> =>
  judgeMail(
    guard(() => readMessage(bytes, size)),
    bytes,
    envelope,
    context,
    guard,
  );
