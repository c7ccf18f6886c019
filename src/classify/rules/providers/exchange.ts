/**
 * Exchange Online (Microsoft 365), which gives registered codes meanings of its own and adds hundreds.
 * https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online/non-delivery-reports-in-exchange-online
 */
import type { RuleRow } from "../../rule.js";

/** "5.7.", 606, 649 -> "5.7.606" ... "5.7.649". */
const range = (start: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => `${start}${first + index}`);

const either = (detail: string): string[] => [`4.${detail}`, `5.${detail}`];

/** Its own codes, and registered ones that mean something else there. */
export const EXCHANGE: readonly RuleRow[] = [
  {
    // Our own account or tenant, shut off. 5.1.8 is "sender's domain unknown" in the registry, hence the words.
    id: "exchange-sender-banned",
    status: [
      "5.7.501",
      "5.7.502",
      "5.7.503",
      ...range("5.7.", 700, 702),
      ...range("5.7.", 704, 707),
      ...range("5.7.", 709, 750),
    ],
    reason: "sender-banned",
    example: "550 5.7.501 Access denied, spam abuse detected",
  },
  {
    id: "exchange-bad-outbound-sender",
    says: "invalid outbound sender",
    reason: "sender-banned",
    example: "550 5.1.8 Access denied, bad outbound sender",
  },
  {
    id: "exchange-own-limit",
    status: ["5.1.90", "5.7.232", "5.7.233", "5.2.121", "5.2.122", "4.2.121", "4.2.122", "5.7.508"],
    reason: "rate-limited",
    example: "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
  },
  {
    // Directory-based edge blocking: the tenant knows all its addresses, and this is none of them.
    id: "exchange-edge-blocking",
    status: ["5.4.1"],
    says: "recipient rejected, recipient address rejected, access denied",
    reason: "user-unknown",
    example:
      "550 5.4.1 Recipient address rejected: Access denied. [AM5EUR02FT013.eop-EUR02.prod.protection.outlook.com]",
  },
  {
    id: "exchange-recipient-not-found",
    status: ["5.1.10", "5.7.504"],
    says: "recipientnotfound, recipient not found, recipient @rcpt not found, access denied",
    reason: "user-unknown",
    example: "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
  },
  {
    id: "exchange-domain-does-not-exist",
    status: ["5.4.310"],
    reason: "host-unknown",
    example: "550 5.4.310 DNS domain nowhere.example does not exist [Message=InfoDomainNonexistent]",
  },
  {
    id: "exchange-restricted-recipient",
    status: ["5.7.12", "5.7.124", "5.7.129", "5.7.133", "5.7.134", "5.7.135", "5.7.136", "5.7.505"],
    reason: "not-allowed",
    example: "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
  },
  {
    // Our own tenant's block list names the recipient.
    id: "exchange-own-block-list",
    status: ["5.7.703", "5.7.520"],
    reason: "policy-violation",
    example:
      "550 5.7.703 Your message can't be delivered because messages to user@example.com are blocked by your organization",
  },
  {
    id: "exchange-ip-blocked",
    status: ["5.7.506", "5.7.507", "5.7.511", "5.7.513", "5.7.708", ...range("5.7.", 606, 649)],
    reason: "blocked",
    example: "550 5.7.606 Access denied, banned sending IP [192.0.2.1]",
  },
  {
    id: "exchange-ip-throttled",
    status: ["4.7.500", "4.7.501", "4.7.502", "4.7.550", "4.7.600"],
    reason: "rate-limited",
    example: {
      diagnostic: "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77712)",
      action: "delayed",
    },
  },
  {
    id: "exchange-authentication",
    status: ["5.7.509", "5.7.515"],
    reason: "auth-failure",
    example: "550 5.7.515 Access denied, sending domain example.org doesn't meet the required authentication level",
  },
  {
    id: "exchange-ipv6",
    status: ["5.7.510"],
    reason: "policy-violation",
    example: "550 5.7.510 Access denied, contoso.example does not accept email over IPv6",
  },
  {
    id: "exchange-from-header",
    status: ["5.7.512", "5.1.20"],
    reason: "not-compliant-rfc",
    example:
      "550 5.7.512 Access denied, message must be RFC 5322 section 3.6.2 compliant and include a valid From address",
  },
  {
    id: "exchange-tls",
    status: ["320", "321", "322", "323", "324", "325"].flatMap((detail) => either(`7.${detail}`)),
    reason: "failed-starttls",
    example: { diagnostic: "450 4.7.323 tlsa-invalid: The domain failed DANE validation", action: "delayed" },
  },
  {
    id: "exchange-store",
    says: "storedrv deliver, storedrv submission",
    unless:
      "quota, mailbox full, disabled, too large, thread limit, recipient, mapiexceptionshutoffquotaexceeded, quotaexceededexception, not found",
    reason: "system-error",
    example:
      "550 5.2.0 STOREDRV.Deliver.Exception:StorageTransientException; Failed to process message due to a transient exception",
  },
];
