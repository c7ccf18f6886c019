/** Trouble of the systems that carry mail: loops, space, faults, delivery programs. */
import type { RuleRow } from "../../rule.js";

/** In a circle. */
export const MAIL_LOOP: readonly RuleRow[] = [
  {
    id: "loop-hops", words: ["hops", "hop", "hopcount"],
    match: /\b(?:too many|maximum|max|exceed\w{0,4}|excessive) (?:\w{1,10} ){0,3}?hops?\b|\bhop ?count\b|\bhops?\b.{0,20}\b(?:exceeded|limit|too many)/,
    reason: "mail-loop", example: "554 5.4.6 Too many hops",
  },
  {
    id: "loop", words: ["loop", "loops", "looping", "looped"],
    match: /\b(?:mail|message|routing|forwarding|forward|delivery|alias|mx|address|infinite|possible|relay|e-?mail|redirect\w{0,3})(?: forwarding| routing)? ?-?loop(?:s|ing|ed)?\b|\bloops? (?:back|detected|found)\b|\blooping\b|\bin a loop\b|\bloop \(/,
    reason: "mail-loop", example: "554 5.4.0 Mail forwarding loop for user@example.com",
  },
  {
    id: "loop-received", words: ["received", "mx", "back"],
    match: /\btoo many received\b|\bmx list for \S{1,80} points back\b|\bpoints? back to (?:myself|me|itself|us|this)\b|\breceived headers? (?:count )?(?:exceed|limit)/,
    reason: "mail-loop", example: "554 5.3.5 Local configuration error: MX list for example.com points back to mail.example.net",
  },
];

/** The whole system is out of space, not one mailbox. */
export const SYSTEM_FULL: readonly RuleRow[] = [
  {
    id: "system-full", words: ["storage", "space", "disk", "resources", "memory", "device", "filesystem", "full"],
    match: /\b(?:insufficient|not enough|no|out of|lack of|low on|low) (?:system |server |free |disk |spool |queue |available |swap ){1,3}(?:storage|space|resources|memory|disk)\b|\b(?:insufficient|not enough|out of|low on) (?:resources|memory|disk|swap)\b|\bno space left\b|\b(?:file ?system|disk|spool|partition|system|mail system|queue)s? (?:is |are )?full\b|\bsystem storage\b/,
    reason: "system-full", example: "452 4.3.1 Insufficient system storage",
  },
];

/** The program that puts mail into the mailbox. */
export const MAILER_ERROR: readonly RuleRow[] = [
  {
    id: "mailer-unix-no-user", type: ["x-unix"], words: ["67"],
    match: /^67$/,
    reason: "user-unknown", example: { diagnostic: "67", diagnosticType: "x-unix" },
  },
  {
    id: "mailer-program", words: ["procmail", "maildrop", "pipe", "mailer", "deliver", "dovecot", "sieve", "lda", "vdelivermail", "child", "command", "exit", "script", "transport", "exited", "died", "process", "status", "cyrus", "lmtpd"],
    match: /\b(?:procmail|maildrop|vdelivermail|dovecot-lda|dovecot\/deliver|cyrdeliver)\b|\bpipe to \||\bunknown mailer error\b|\bmailer (?:error|died|failed|exited)\b|\b(?:command|process|script|program|child|filter|mailer) (?:\S{1,60} )?(?:died|exited|failed|crashed|killed|returned|terminated|time limit|timed out)\b|\bchild (?:process|status)\b|\bexit (?:status|code|value) \d|\bcommand output\b|\blocal delivery (?:failed|error|agent)|\btransport returned\b|\bsieve (?:script|error|filter)/,
    reason: "mailer-error", example: { diagnostic: "Command died with status 1: \"/usr/local/bin/sort-mail\"", diagnosticType: "x-unix", status: "5.3.0" },
  },
  {
    id: "mailer-file", words: ["create", "open", "write", "append", "maildir", "chdir", "forward", "permission", "permissions", "directory", "output", "read"],
    match: /\b(?:can not|could not|unable to|not|error|failed to|can't|failure) (?:create|open|write|append|chdir|access|lock|stat|read|update)(?:ing)?\b.{0,40}\b(?:file|mailbox|maildir|directory|output|spool|folder|tmp|inbox|mail ?drop|user)|\bunable to chdir\b|\.forward\b|\b(?:bad|wrong|insecure) (?:file )?(?:permissions|ownership)\b|\bopening output file\b|\bmaildir (?:delivery|write|error)/,
    reason: "mailer-error", example: { diagnostic: "can't create user output file", diagnosticType: "x-unix", status: "5.2.0" },
  },
  {
    id: "mailer-local", type: ["x-unix"],
    reason: "mailer-error", words: ["temporary", "failure", "error", "75", "failed", "70", "71", "73", "74", "69"],
    example: { diagnostic: "temporary failure", diagnosticType: "x-unix", status: "4.3.0" },
  },
];

/** The server says that something is wrong with itself. */
export const SYSTEM_ERROR: readonly RuleRow[] = [
  {
    id: "system-internal", words: ["internal", "error", "errors", "failure", "bug", "fault"],
    match: /\binternal (?:\w{1,12} )?(?:error|failure|problem|fault|resource)|\b(?:system|server|software|local|processing|configuration|database|db|ldap|mysql|sql|directory|backend|application|general|unexpected|fatal|scanner|filter|content filter|i\/o|disk|queue file write|storage|lookup|table|map|resource|milter|engine|script|runtime|critical|unspecified|temporary|transient|system config|policy server|recoverable) (?:\w{1,10} )?(?:errors?|failure|fault)\b|\berror (?:in|while|during) (?:local |server )?(?:processing|delivery|config|handling)|\bsoftware bug\b/,
    reason: "system-error", example: "554 5.3.0 Internal system error",
  },
  {
    id: "system-config", words: ["configured", "misconfigured", "configuration", "misconfiguration", "config", "loaded", "load"],
    match: /\bmis-?configur\w{2,6}\b|\b(?:incorrectly|wrongly|badly|not (?:correctly|properly)) configured\b|\bconfig(?:uration)? (?:error|problem)\b|\bcould not (?:be )?load(?:ed)?\b|\bserver configuration\b/,
    reason: "system-error", example: "451 Could not load the settings of that domain",
  },
  {
    id: "system-unavailable", words: ["unavailable", "available", "maintenance", "busy", "overloaded", "overload", "shutting", "shutdown", "offline", "service", "down", "load", "inoperable", "unable"],
    match: /\b(?:service|system|server|host|resource|resources|scanner|backend|storage|database|mail store|message store|mailstore|delivery|queue|directory|smtp|site|filter|ldap|gateway|mail server|mailhost|process)(?: is| are| was)?(?: temporarily| currently| not| now| momentarily| presently)* (?:unavailable|available|busy|overloaded|offline|inoperable|down|shutting down)\b|\bshutting down\b|\b(?:under|for|scheduled) maintenance\b|\bmaintenance (?:mode|window)\b|\b(?:too|very) busy\b|\boverload(?:ed)?\b|\bload (?:average |is )?(?:too )?high\b|\btemporarily (?:unable|unavailable|not available|down|offline|inoperable)\b|\bunable to (?:process|accept|handle|service|complete) (?:\w{1,12} ){0,3}?(?:at this time|now|command|request|connection|moment|mail|message)\b|\bservice not available\b/,
    reason: "system-error", example: "421 4.3.2 Service currently unavailable",
  },
  {
    id: "system-transaction", words: ["transaction", "processing", "aborted", "action"],
    match: /\btransaction failed\b|\berror in processing\b|\baction aborted\b|\b(?:message|mail) processing (?:failed|error)|\bcan not process\b/,
    reason: "system-error", example: "554 Transaction failed",
  },
  {
    id: "system-again", words: ["temporary", "temporarily", "again", "later", "retry", "transient"],
    match: /\btemporary (?:\w{1,12} )?(?:problem|condition|trouble|issue|system|local|rejection|lookup|deferral)\b|\b(?:try|retry|come back|attempt)(?: \w{1,10}){0,3}? (?:again|later)\b|\btemporarily (?:deferred|rejected|refused|delayed)\b/,
    reason: "system-error", example: "451 Please try again later",
  },
];
