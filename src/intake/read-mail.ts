/** From bytes to a reading: our own reader first, the general parser where that is not enough. */
import type { Envelope, Reading } from "../bounce.js";
import { rfc3464Labelled } from "../formats/standard/rfc3464.js";
import { judgeNotification, type Context } from "../interpret.js";
import type { Message } from "../mail/message.js";
import { needsFallback, readMessage } from "../mail/reader.js";
import { isTokenShaped, withoutSignature } from "../verp/shape.js";
import type { Guard } from "./time-limit.js";

export { NO_ENVELOPE } from "./envelope.js";

const unguarded: Guard = (work) => work();

/** Whether nothing was understood, or nobody was named. */
const isUnfinished = ({ kind, bounces }: Reading): boolean =>
  kind === "unrecognized" || (kind === "bounce" && bounces.length === 0);

/** Most notifications are read by the first format. The others are loaded for what it does not know: they are a third of all code. */
async function judgeOwn(message: Message, envelope: Envelope, context: Context, guard: Guard): Promise<Reading> {
  const reading = guard(() => {
    const read = rfc3464Labelled.read(message);
    return read === null ? null : judgeNotification(read, message, envelope, context);
  });
  if (reading !== null) return reading;
  const { readWithCarried } = await import("../formats/index.js");
  return guard(() => {
    const { notification, source } = readWithCarried(message);
    return judgeNotification(notification, message, envelope, context, source);
  });
}

/** The context with what checks signed VERP, where the extension looks like a token. */
async function withTokens(context: Context, extension: string | null): Promise<Context> {
  if (context.loadTokens === undefined || extension === null || !isTokenShaped(withoutSignature(extension)))
    return context;
  return { ...context, tokens: await context.loadTokens() };
}

/**
 * Judges a message that our own reader has read. What that one did not fully understand, and so could not make a notification
 * of, is read again with mailparser. That is loaded only then: it costs five starts of the program.
 * @param bytes the message, or its head
 */
export async function judgeMail(
  message: Message,
  bytes: Buffer,
  envelope: Envelope,
  given: Context,
  guard: Guard = unguarded,
): Promise<Reading> {
  const context = await withTokens(given, envelope.extension);
  const reading = await judgeOwn(message, envelope, context, guard);
  if (!isUnfinished(reading) || !needsFallback(message)) return reading;
  const { readWithMailparser } = await import("../mail/fallback.js");
  return judgeOwn(await readWithMailparser(bytes), envelope, context, guard);
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
