/** The readers for complaints, in the order they are asked. */
import { feedback } from "./feedback.js";
import type { Format } from "./format.js";
import { junkReport } from "./junk-report.js";
import { optOut } from "./opt-out.js";
import { spamcop } from "./spamcop.js";
import { xArf } from "./x-arf.js";

/** Complaints: the standard form, and those of reporters that are older or go their own way. */
export const COMPLAINTS: readonly Format[] = [feedback, junkReport, xArf, spamcop, optOut];
