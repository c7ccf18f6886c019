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

/**
 * Most notifications are read by the first format. The others are loaded for what it does not know: they are a third of all
 * code. To read the message and to ask the first format is one piece of guarded work, since each costs a thread.
 */
async function judgeOwn(
  read: () => Message,
  envelope: Envelope,
  context: Context,
  guard: Guard,
): Promise<readonly [Message, Reading]> {
  const [message, reading] = guard(() => {
    const own = read();
    const notification = rfc3464Labelled.read(own);
    return [own, notification === null ? null : judgeNotification(notification, own, envelope, context)] as const;
  });
  if (reading !== null) return [message, reading];
  const { readWithCarried } = await import("../formats/index.js");
  const judged = guard(() => {
    const { notification, source } = readWithCarried(message);
    return judgeNotification(notification, message, envelope, context, source);
  });
  return [message, judged];
}

/** The context with what checks signed VERP, where the extension looks like a token. */
async function withTokens(context: Context, extension: string | null): Promise<Context> {
  if (context.loadTokens === undefined || extension === null || !isTokenShaped(withoutSignature(extension)))
    return context;
  return { ...context, tokens: await context.loadTokens() };
}

/** See {@link judgeMail}. */
async function judgeRead(
  read: () => Message,
  bytes: Buffer,
  envelope: Envelope,
  given: Context,
  guard: Guard,
): Promise<Reading> {
  const context = await withTokens(given, envelope.extension);
  const [message, reading] = await judgeOwn(read, envelope, context, guard);
  if (!isUnfinished(reading) || !needsFallback(message)) return reading;
  const { readWithMailparser } = await import("../mail/fallback.js");
  const parsed = await readWithMailparser(bytes);
  const [, judged] = await judgeOwn(() => parsed, envelope, context, guard);
  return judged;
}

/**
 * Judges a message that our own reader has read. What that one did not fully understand, and so could not make a notification
 * of, is read again with mailparser. That is loaded only then: it costs five starts of the program.
 * @param bytes the message, or its head
 */
export const judgeMail = (
  message: Message,
  bytes: Buffer,
  envelope: Envelope,
  context: Context,
  guard: Guard = unguarded,
): Promise<Reading> => judgeRead(() => message, bytes, envelope, context, guard);

/**
 * Reads and judges one message, see {@link judgeMail}.
 * @param bytes the message, or its head
 * @param size bytes of the whole message
 * @param guard bounds the time that our own readers take
 */
export const readMail = (
  bytes: Buffer,
  size: number,
  envelope: Envelope,
  context: Context,
  guard: Guard = unguarded,
): Promise<Reading> => judgeRead(() => readMessage(bytes, size), bytes, envelope, context, guard);
