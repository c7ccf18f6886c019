/**
 * Who sent a message. Mail systems write their notifications as MAILER-DAEMON or postmaster (RFC 2142), most of them with the
 * null reverse-path (RFC 5321 section 4.5.5). A person who answers, quotes or forwards a notification does neither.
 */
import { first } from "../../mail/fields.js";
import type { Header } from "../../mail/message.js";
import { memoizeLast } from "../../mail/memoize.js";

/** Local parts and display names of mail systems; `<>` as the whole address is what dma and m-FILTER write. */
const MAILER =
  /mailer[-_ ]?daemon|mail[-_]?daemon|post[-_]?master|mail deliver(?:y|er)? (?:(?:sub)?system|service)|delivery (?:sub)?system|mail (?:administrat|system|server|gateway|rout|transport)|system administrator|<>/i;
const NULL_PATH = /^<>$|^<?mailer-daemon\b/i;
/** Marks of a notification among the fields that only mailers set. */
const FAILED = "x-failed-recipients";

/** Whether the header names a mail system as its author. */
export const isMailSystem = memoizeLast((header: Header): boolean => MAILER.test(first(header, "from") ?? ""));

/**
 * Whether the header names a mail system as its author, or the message came with the null reverse-path. A message without From
 * (its header is lost, or was never there) has no other author.
 */
export const isFromMailer = memoizeLast((header: Header): boolean => {
  const from = first(header, "from");
  return (
    from === null ||
    MAILER.test(from) ||
    NULL_PATH.test(first(header, "return-path") ?? "") ||
    first(header, FAILED) !== null
  );
});
