/**
 * What to do about a sender that looks compromised, as command lines for Postfix (postqueue(1), postsuper(1), postconf(5),
 * access(5)). They are printed and never run. An attacker can write anything into
 * the envelope, so a login's messages are found by Postfix's log, which names the login beside each queue id.
 */
import { printable } from "../text/escape.js";

const HARMLESS = /^[A-Za-z0-9@%+:,./][A-Za-z0-9@%+=:,./_-]*$/;

/** An argument quoted for the shell (POSIX, Shell Command Language, section 2.2.2). The caller keeps control characters out. */
export const shellWord = (text: string): string => (HARMLESS.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** A command of ours about one sender. A name that begins with a dash is told from an option by `--`, behind the options. */
export const reportCommand = (action: "show" | "ack", sender: string, options = ""): string => {
  const words = sender.startsWith("-") ? [options, "--", shellWord(sender)] : [shellWord(sender), options];
  return ["bounces report", action, ...words.filter((word) => word !== "")].join(" ");
};

/** One step. */
export interface Remedy {
  readonly title: string;
  readonly commands: readonly string[];
}

/** How a sender's messages are found in the queue, and which table blocks it. */
interface Lookup {
  readonly queueIds: string;
  readonly list: readonly string[];
  readonly map: string;
  readonly restriction: string;
}

const LOG = "/var/log/mail.log";

const asPattern = (text: string): string => text.replace(/[.[\\*^$+?(){|]/g, "\\$&");

function loginLookup(login: string): Lookup {
  const found = `grep -hE -- ${shellWord(`sasl_username=${asPattern(login)}(,|$)`)} ${LOG}`;
  return {
    queueIds: `${found} | sed -nE 's/.*\\]: ([0-9A-Za-z]+): client=.*/\\1/p' | sort -u`,
    list: [`${found} | tail -n 20`],
    map: "/etc/postfix/locked_logins",
    restriction: "check_sasl_access",
  };
}

function addressLookup(address: string): Lookup {
  const select = (what: string): string =>
    `postqueue -j | jq -r --arg sender ${shellWord(address)} 'select(.sender == $sender) | ${what}'`;
  return {
    queueIds: select(".queue_id"),
    list: [select(`"\\(.queue_id) \\(.queue_name) \\(.recipients | length) recipients"`)],
    map: "/etc/postfix/locked_senders",
    restriction: "check_sender_access",
  };
}

/** A key of a Postfix table: no blanks, and nothing that begins a comment or a quotation (postmap(1)). */
const isKey = (text: string): boolean => /^[^\s#"]\S*$/.test(text);

const lockLines = (sender: string, { map }: Lookup): readonly string[] => [
  `printf '%s %s\\n' ${shellWord(sender)} 'REJECT This account is locked, ask your postmaster' >> ${map}`,
  `postmap ${map}`,
];

const onceLines = ({ map, restriction }: Lookup): readonly string[] => [
  `postconf -e "smtpd_sender_restrictions = ${restriction} \\$default_database_type:${map}, $(postconf -h smtpd_sender_restrictions)"`,
  "postfix reload",
];

/**
 * The steps in their order; none for a name that is unsafe on a command line (control characters and the like, see
 * text/escape.ts).
 * @param isLogin the sender is a login (SASL), not an address of an envelope
 */
export function remediesFor(sender: string, isLogin: boolean): readonly Remedy[] {
  if (printable(sender) !== sender) return [];
  const lookup = isLogin ? loginLookup(sender) : addressLookup(sender);
  const lock: readonly Remedy[] = isKey(sender)
    ? [
        { title: isLogin ? "Block its login" : "Refuse mail from it", commands: lockLines(sender, lookup) },
        {
          title:
            "Once: make Postfix consult that table (in master.cf too, if submission has its own smtpd_sender_restrictions)",
          commands: onceLines(lookup),
        },
      ]
    : [];
  return [
    { title: isLogin ? "Find out where it sends from" : "List its messages in the queue", commands: lookup.list },
    ...lock,
    { title: "Put its queued messages on hold", commands: [`${lookup.queueIds} | postsuper -h -`] },
    {
      title: "Change its password, then inspect the held messages (postcat -q ID) and delete them",
      commands: [`${lookup.queueIds} | postsuper -d - hold`],
    },
    {
      title: "Acknowledge the alert: no further notifications until it closes or grows",
      commands: [reportCommand("ack", sender, `--reason ${shellWord("password changed")}`)],
    },
  ];
}
