/** What a queue id of Postfix tells by itself. */

const DIGITS = "0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
/** enable_long_queue_ids: seconds in base 52, four digits of microseconds, `z`, the inode in base 51. */
const LONG =
  /^([0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{6,8})[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{4}z[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-y]+$/;

/** When a message with a long queue id came into the queue, epoch seconds; null for a short one, which comes again. */
export function timeOfQueueId(queueId: string): number | null {
  const digits = LONG.exec(queueId)?.[1];
  if (digits === undefined) return null;
  let seconds = 0;
  for (const digit of digits) seconds = seconds * 52 + DIGITS.indexOf(digit);
  return seconds;
}
