/**
 * How the words of a refusal are evened out before the rules look at them, so that a rule need not list every form: words that
 * say nothing are left out, and forms, spellings and plain synonyms of one word become one.
 */

/** Words that carry no meaning here: articles, forms of "be", "have", "do", "can", fillers. */
const EMPTY =
  "a an the this that these those is are was were be been being am has have had having do does did can could will would shall " +
  "should may might must it its s please sorry currently presently now already just also very there any yet permanently ca ve re ll";

/** Form that the rules use -> the others. */
const FORMS = {
  accept: "accepts accepting accepted acceptable",
  account: "accounts",
  address: "addresses addres adress",
  allowed: "allow allows permitted permit permits",
  attachment: "attachments",
  attempt: "attempts tries",
  authorized: "authorised authorize authorise",
  blacklist:
    "blacklisted blacklists blacklisting blocklist blocklisted blocklists denylist denylisted blackholed blackhole",
  blocked: "block blocks blocking",
  certificate: "certificates",
  command: "commands",
  connection: "connections",
  content: "contents",
  denied: "deny denies denying",
  disabled: "disable deactivated",
  domain: "domains",
  duplicate: "duplicated duplicates",
  email: "emails mails mail e-mail e-mails",
  error: "errors",
  exceeded: "exceed exceeds exceeding excedded",
  exist: "exists existing existant existent exsist exsists",
  failed: "fail fails failing failure failures",
  file: "files",
  found: "find finds locate located",
  greylisted: "greylist greylisting graylist graylisted graylisting postgrey",
  header: "headers",
  host: "hosts",
  invalid: "illegal bad incorrect wrong improper bogus",
  ip: "ips",
  large: "big bigger larger oversized oversize",
  limit: "limits limitation",
  link: "links url urls uri uris hyperlink hyperlinks",
  list: "lists",
  loop: "loops looping looped",
  mailbox: "mailboxes inbox mailfolder postbox mbox mailaccount",
  member: "members",
  message: "messages msg letter",
  nonexistent: "non-existent non-existant non-existing nonexistant inexistent nonexisting",
  not: "cannot",
  permission: "permissions",
  policy: "policies",
  prohibited: "prohibit prohibits prohibiting prohibition forbidden forbid forbids disallowed disallow disallows",
  recipient: "recipients addressee addressees rcpt recip",
  recognized: "recognised recognize recognise",
  refused: "refuse refuses refusing",
  rejected: "reject rejects rejecting rejection",
  request: "requests",
  required: "require requires needed mandatory",
  resolve: "resolves resolved resolving resolvable",
  sender: "senders originator",
  server: "servers mailserver mailservers",
  session: "sessions",
  spam: "spams",
  subscriber: "subscribers subscribed",
  suspended: "suspend suspension",
  suspicious: "suspected suspicion suspect",
  temporary: "temporarily transient",
  throttled: "throttle throttling",
  unauthorized: "unauthorised",
  unknown: "unkown unknow unkonwn",
  unroutable: "unrouteable",
  user: "users username userid usernames",
  violation: "violations violates violated violate violating",
  virus: "viruses malware trojan worm ransomware",
} as const;

/** Words that programs run together -> the words. */
const RUN_TOGETHER = {
  nosuchuser: "no such user",
  nosuchmailbox: "no such mailbox",
  nosuchrecipient: "no such recipient",
  usernotfound: "user not found",
  mailboxnotfound: "mailbox not found",
  userunknown: "user unknown",
  unknownuser: "unknown user",
  unknownrecipient: "unknown recipient",
  invalidrecipient: "invalid recipient",
  mailboxfull: "mailbox full",
  mailboxunavailable: "mailbox unavailable",
} as const;

/** Words that are left out. */
export const DROPPED: ReadonlySet<string> = new Set(EMPTY.split(" "));

function fold(): Map<string, string> {
  const folded = new Map<string, string>();
  for (const [form, others] of Object.entries(FORMS)) for (const other of others.split(" ")) folded.set(other, form);
  return folded;
}

/** Every form -> the one that rules use. */
export const FOLDED: ReadonlyMap<string, string> = fold();

/** Words run together -> the words that rules use. */
export const PARTED: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(RUN_TOGETHER).map(([word, words]) => [word, words.split(" ")]),
);
