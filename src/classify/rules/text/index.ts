/**
 * All narrow text rows in the order in which they are asked. What our side did comes before what is wrong with the address, since a
 * block is often dressed as a missing mailbox and never the other way round; causes come before the time that ran out.
 */
import type { RuleRow } from "../../rule.js";
import { AUTH_FAILURE, FAILED_STARTTLS, LOGIN, NO_RELAYING, RELAY_NAMED } from "./auth.js";
import { BLOCKED, GREYLISTED, RATE_LIMITED, REPUTATION, REQUIRE_PTR } from "./client.js";
import {
  CONTENT_ERROR,
  MESSAGE_TOO_BIG,
  NOT_COMPLIANT,
  SPAM_DETECTED,
  SYNTAX_ERROR,
  VIRUS_DETECTED,
} from "./content.js";
import { HOST_UNKNOWN, NOT_ACCEPT } from "./host.js";
import {
  OTHER_LANGUAGES_HOST,
  OTHER_LANGUAGES_MAILBOX,
  OTHER_LANGUAGES_SENDER,
  OTHER_LANGUAGES_SYSTEM,
} from "./languages.js";
import { HAS_MOVED, MAILBOX_DISABLED, MAILBOX_FULL, NOT_ALLOWED, USER_UNKNOWN } from "./mailbox.js";
import { EXPIRED, NETWORK_ERROR, TIMED_OUT } from "./queue.js";
import { SENDER_BANNED, SENDER_REJECTED } from "./sender.js";
import { MAILER_ERROR, MAILER_NAMED, MAIL_LOOP, SYSTEM_ERROR, SYSTEM_FULL } from "./system.js";

/** The mailer's words, narrow to wide. */
export const TEXT: readonly RuleRow[] = [
  ...SENDER_BANNED,
  ...GREYLISTED,
  ...REQUIRE_PTR,
  ...NOT_COMPLIANT,
  ...AUTH_FAILURE,
  ...RATE_LIMITED,
  ...VIRUS_DETECTED,
  ...SENDER_REJECTED,
  ...REPUTATION,
  ...RELAY_NAMED,
  ...BLOCKED,
  ...SPAM_DETECTED,
  ...FAILED_STARTTLS,
  ...NO_RELAYING,
  ...OTHER_LANGUAGES_SENDER,
  ...MAILBOX_FULL,
  ...SYSTEM_FULL,
  ...MAILER_NAMED,
  ...MESSAGE_TOO_BIG,
  ...NOT_ALLOWED,
  ...HAS_MOVED,
  ...MAIL_LOOP,
  ...NOT_ACCEPT,
  ...HOST_UNKNOWN,
  ...OTHER_LANGUAGES_HOST,
  ...USER_UNKNOWN,
  ...MAILBOX_DISABLED,
  ...OTHER_LANGUAGES_MAILBOX,
  ...LOGIN,
  ...CONTENT_ERROR,
  ...SYNTAX_ERROR,
  ...MAILER_ERROR,
  ...TIMED_OUT,
  ...NETWORK_ERROR,
  ...EXPIRED,
  ...SYSTEM_ERROR,
  ...OTHER_LANGUAGES_SYSTEM,
];
