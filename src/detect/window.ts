/** The windows in which a sender's bounces are counted. */
import { DAY, HOUR } from "../time.js";

/** A window that ends now. */
export interface Window {
  readonly id: "hour" | "day" | "burst";
  readonly seconds: number;
  /** As it stands in sentences: "within an hour". */
  readonly words: string;
}

/** For blasts. */
export const HOUR_WINDOW: Window = { id: "hour", seconds: HOUR, words: "within an hour" };
/** For everything else. */
export const DAY_WINDOW: Window = { id: "day", seconds: DAY, words: "within 24 hours" };
/** For the slow: a few bounces a day. */
export const BURST_WINDOW: Window = { id: "burst", seconds: 3 * DAY, words: "within three days" };

/** Seconds of the longest window: how far back the detector needs single bounces. */
export const LONGEST_WINDOW = BURST_WINDOW.seconds;
