/**
 * When a mail from an archive arrived: as the topmost Received field says, which our own server wrote (RFC 5321 section
 * 4.4), else as its Date field says. Without either, the caller's guess.
 */
import { first } from "../../mail/fields.js";
import type { Header } from "../../mail/message.js";

/** Before this, 1990-01-01, nobody ran this program's mail servers: such a date is a clock that was never set. */
const EARLIEST = 631_152_000;

function secondsOf(date: string | undefined): number | null {
  const seconds = Math.floor(Date.parse(date ?? "") / 1000);
  return seconds >= EARLIEST ? seconds : null;
}

/**
 * Seconds since 1970, never later than `now`: an archive does not come from the future.
 * @param otherwise the time where the mail says none, for example when its file was written
 */
export function receivedTime(header: Header, otherwise: number, now: number): number {
  const received = first(header, "received");
  const told =
    secondsOf(received?.slice(received.lastIndexOf(";") + 1)) ?? secondsOf(first(header, "date") ?? undefined);
  return Math.min(told ?? otherwise, now);
}
