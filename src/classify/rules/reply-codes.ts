/**
 * SMTP reply codes, where nothing else is known (RFC 5321 section 4.2, RFC 3207, 4954, 5248, 7504, 7505). Three digits say
 * little: only the two codes that were made for it are hard.
 */
import type { Severity } from "../../bounce.js";
import type { Reason } from "../../reason.js";

/** What a reply code means, and a severity where the reason's own says too much. */
export interface ReplyRow {
  readonly reason: Reason;
  readonly severity?: Severity;
}

/** Reply code -> meaning. */
export const REPLY_CODES: Readonly<Record<string, ReplyRow>> = {
  "421": { reason: "system-error" },
  "432": { reason: "security-error" },
  "450": { reason: "undefined" },
  "451": { reason: "system-error" },
  "452": { reason: "system-full" },
  "453": { reason: "system-error" },
  "454": { reason: "security-error" },
  "455": { reason: "syntax-error" },
  "458": { reason: "system-error" },
  "459": { reason: "system-error" },
  "500": { reason: "syntax-error" },
  "501": { reason: "syntax-error" },
  "502": { reason: "syntax-error" },
  "503": { reason: "syntax-error" },
  "504": { reason: "syntax-error" },
  // RFC 7504: takes no mail at all. Some providers write it for a block, hence soft without words.
  "521": { reason: "not-accept", severity: "soft" },
  "523": { reason: "failed-starttls" },
  "524": { reason: "failed-starttls" },
  "525": { reason: "security-error" },
  "530": { reason: "security-error" },
  "534": { reason: "security-error" },
  "535": { reason: "security-error" },
  "538": { reason: "failed-starttls" },
  "541": { reason: "filtered" },
  "550": { reason: "undefined" },
  "551": { reason: "has-moved", severity: "soft" },
  "552": { reason: "mailbox-full" },
  "553": { reason: "user-unknown", severity: "soft" },
  "554": { reason: "undefined" },
  "555": { reason: "syntax-error" },
  // RFC 7504 and 7505: the domain takes no mail, told by the server that was to forward it.
  "556": { reason: "not-accept" },
};
