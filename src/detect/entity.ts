/**
 * Who counts as one sender. Rewritten senders (SRS, the Sender Rewriting Scheme) carry another address for every message
 * that is forwarded; all of a domain's are one forwarder.
 */
import { domainOf } from "../mail/address.js";

const REWRITTEN = /^SRS[01][=+-]/i;

/** The sender under which a bounce is counted: `SRS0=...@example.org` and `SRS1=...@example.org` become `SRS@example.org`. */
export const foldSender = (sender: string): string => {
  const domain = domainOf(sender);
  return domain !== null && REWRITTEN.test(sender) ? `SRS@${domain}` : sender;
};

const isWithin = (domain: string, other: string): boolean => domain === other || domain.endsWith(`.${other}`);

/**
 * Whether a message's From address is of another domain than its sender. A login without a domain, or a message whose
 * From nobody returned, says nothing: false. Subdomains either way are the same house.
 */
export function isForeignFrom(sender: string, from: string | null): boolean {
  const own = domainOf(sender);
  const shown = from === null ? null : domainOf(from);
  return own !== null && shown !== null && !isWithin(own, shown) && !isWithin(shown, own);
}
