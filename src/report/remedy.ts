/**
 * What to do about a sender that looks stolen, as command lines for Postfix (postqueue(1), postsuper(1), postconf(5),
 * access(5)). They are printed and never run. A login is told from an address: a thief writes what he likes into the
 * envelope, so a login's mails are found by Postfix's log, which names it beside each queue id.
 */
import { printable } from "../text/escape.js";
import { shellWord } from "./shell.js";

/** One step. */
export interface Remedy {
  readonly title: string;
  readonly commands: readonly string[];
}

/** How a login's mails are found among all others, and where it is refused. */
interface Way {
  readonly queueIds: string;
  readonly look: readonly string[];
  readonly map: string;
  readonly restriction: string;
}

const LOG = "/var/log/mail.log";

const asPattern = (text: string): string => text.replace(/[.[\\*^$+?(){|]/g, "\\$&");

function loginWay(login: string): Way {
  const found = `grep -hE -- ${shellWord(`sasl_username=${asPattern(login)}(,|$)`)} ${LOG}`;
  return {
    queueIds: `${found} | sed -nE 's/.*\\]: ([0-9A-Za-z]+): client=.*/\\1/p' | sort -u`,
    look: [`${found} | tail -n 20`],
    map: "/etc/postfix/locked_logins",
    restriction: "check_sasl_access",
  };
}

function addressWay(address: string): Way {
  const select = (what: string): string =>
    `postqueue -j | jq -r --arg sender ${shellWord(address)} 'select(.sender == $sender) | ${what}'`;
  return {
    queueIds: select(".queue_id"),
    look: [select(`"\\(.queue_id) \\(.queue_name) \\(.recipients | length) recipients"`)],
    map: "/etc/postfix/locked_senders",
    restriction: "check_sender_access",
  };
}

/** A key of a Postfix table: no blanks, and nothing that begins a comment or a quotation (postmap(1)). */
const isKey = (text: string): boolean => /^[^\s#"]\S*$/.test(text);

const lockLines = (sender: string, { map }: Way): readonly string[] => [
  `printf '%s %s\\n' ${shellWord(sender)} 'REJECT This account is locked, ask your postmaster' >> ${map}`,
  `postmap ${map}`,
];

const onceLines = ({ map, restriction }: Way): readonly string[] => [
  `postconf -e "smtpd_sender_restrictions = ${restriction} \\$default_database_type:${map}, $(postconf -h smtpd_sender_restrictions)"`,
  "postfix reload",
];

/**
 * The steps, the first one first; none for a name that cannot be written into a command line as it is (control
 * characters and the like, see escape.ts).
 * @param isLogin the sender is a login (SASL), not an address of an envelope
 */
export function remediesFor(sender: string, isLogin: boolean): readonly Remedy[] {
  if (printable(sender) !== sender) return [];
  const way = isLogin ? loginWay(sender) : addressWay(sender);
  const lock: readonly Remedy[] = isKey(sender)
    ? [
        { title: isLogin ? "Block its login" : "Refuse mail from it", commands: lockLines(sender, way) },
        {
          title: `Once, so that Postfix looks there (and into master.cf, where submission has a smtpd_sender_restrictions of its own)`,
          commands: onceLines(way),
        },
      ]
    : [];
  return [
    { title: isLogin ? "Look where it sends from" : "Look at its mails in the queue", commands: way.look },
    ...lock,
    { title: "Hold its mails in the queue", commands: [`${way.queueIds} | postsuper -h -`] },
    {
      title: "Then change its password. Delete what is held, once you have looked at it (postcat -q ID)",
      commands: [`${way.queueIds} | postsuper -d - hold`],
    },
    {
      title: "Known and in hand: no more of it until it grows",
      commands: [`bounces report ack ${shellWord(sender)} --reason ${shellWord("password changed")}`],
    },
  ];
}
