/** All rules of ours, in the order in which they are asked. */
import type { Rule, RuleRow } from "../rule.js";
import { WIDE } from "./text/wide.js";
import { AMERICA } from "./providers/america.js";
import { ASIA } from "./providers/asia.js";
import { EUROPE } from "./providers/europe.js";
import { EXCHANGE } from "./providers/exchange.js";
import { GATEWAYS } from "./providers/gateways.js";
import { GOOGLE_ROWS } from "./providers/google.js";
import { AUTH_FAILURE, FAILED_STARTTLS, LOGIN, NO_RELAYING, RELAY_NAMED } from "./text/auth.js";
import { BLOCKED, GREYLISTED, RATE_LIMITED, REPUTATION, REQUIRE_PTR } from "./text/client.js";
import {
  CONTENT_ERROR,
  MESSAGE_TOO_BIG,
  NOT_COMPLIANT,
  SPAM_DETECTED,
  SYNTAX_ERROR,
  VIRUS_DETECTED,
} from "./text/content.js";
import { HOST_UNKNOWN, NOT_ACCEPT } from "./text/host.js";
import {
  OTHER_LANGUAGES_HOST,
  OTHER_LANGUAGES_MAILBOX,
  OTHER_LANGUAGES_SENDER,
  OTHER_LANGUAGES_SYSTEM,
} from "./text/languages.js";
import { HAS_MOVED, MAILBOX_DISABLED, MAILBOX_FULL, NOT_ALLOWED, USER_UNKNOWN } from "./text/mailbox.js";
import { EXPIRED, NETWORK_ERROR, TIMED_OUT } from "./text/queue.js";
import { SENDER_BANNED, SENDER_REJECTED } from "./text/sender.js";
import { MAILER_ERROR, MAILER_NAMED, MAIL_LOOP, SYSTEM_ERROR, SYSTEM_FULL } from "./text/system.js";

/** What a provider means by its codes and sentences. */
const PROVIDERS: readonly RuleRow[] = [...GOOGLE_ROWS, ...EXCHANGE, ...AMERICA, ...EUROPE, ...ASIA, ...GATEWAYS];

/** The mailer's words, narrow to wide. */
const TEXT: readonly RuleRow[] = [
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

/** Providers first: they redefine codes and words. Wide words last: an exact code comes before them. */
export const RULES: readonly RuleRow[] = [...PROVIDERS, ...TEXT, ...WIDE];

const WIDE_RULES: ReadonlySet<Rule> = new Set<Rule>(WIDE);

/** Whether a rule of RULES yields to an enhanced status that says one thing. */
export const isWide = (rule: Rule): boolean => WIDE_RULES.has(rule);
