/**
 * The account or list behind an envelope sender. Signatures, VERP, list software and extensions make many addresses of one
 * sender; a detector that counts by sender must see one. BATV: draft-levine-smtp-batv; SRS: the Sender Rewriting Scheme.
 */
import { readForwarder } from "../mail/address.js";
import { decodeVerp } from "../verp/decode.js";
import { splitExtension } from "../verp/encode.js";
import { isTokenShaped } from "../verp/shape.js";

/** What tells a return path's account from the rest of it. */
export interface ReturnPathForm {
  /** Addresses that the notification names; they tell a VERP address from an ordinary one with an extension. */
  readonly reported: readonly string[];
  /** Postfix's recipient_delimiter. */
  readonly delimiters: string;
  /** The address bounces go to; an account that stands in its extension is what sent the message. */
  readonly bounceAddress: string | null;
  /** The bounced message was a list's, as it says: a list's owner address stands for the list then. */
  readonly isBulk: boolean;
}

/** Mailers, not accounts: their mail is a notification itself. */
const MAILER = /^(?:mailer-daemon|double-bounce|)$/i;

/** Tags of BATV and its kin, in front of the local part or behind it: `prvs=TAG=alice`, `prvs=alice/TAG`, `btv1==TAG==alice`, `msprvs1=TAG=alice`. */
const SIGNED: readonly RegExp[] = [
  /^prvs=\d[0-9a-f]{9}[=/](?<local>.+)$/i,
  /^prvs=(?<local>.+)[=/]\d[0-9a-f]{9}$/i,
  /^btv1==[0-9a-f]{6,20}==(?<local>.+)$/i,
  /^btv1==(?<local>.+)==[0-9a-f]{6,20}$/i,
  /^[a-z]{0,4}prvs\d?=[0-9a-z_-]{6,24}=(?<local>.+)$/i,
];

/** Forms in which list software writes the return path of a list's messages. */
const LISTS: readonly RegExp[] = [
  // ezmlm: mylist-return-123-user=example.org, mylist-return-probe.123..., mylist-digest-return-...
  /^(?<local>.+?)(?:-digest|-allow)?-return-(?:[^@]*)$/i,
  // Mailman: mylist-bounces, mylist-bounces+user=example.org
  /^(?<local>.+)-bounces(?:[+-].*)?$/i,
  // Sympa: bounce+user==a==example.org==mylist, with the operation or an id behind
  /^[^+]*\+[^+]*==a==[^=]+==(?<local>[^=]+)(?:==.*)?$/i,
  // LISTSERV: owner-mylist*user**example.org
  /^owner-(?<local>[^*]+)\*.*$/i,
];

/** The address of whoever looks after a list, which Sympa, Majordomo and aliases use as return path; a person's as well. */
const OWNERS: readonly RegExp[] = [/^(?<local>.+)-(?:owner|request|errors|admin)$/i, /^owner-(?<local>.+)$/i];

const ANY = "*";

function firstLocal(local: string, forms: readonly RegExp[]): string | null {
  for (const form of forms) {
    const found = form.exec(local)?.groups?.local;
    if (found !== undefined) return found;
  }
  return null;
}

/** A signature may stand around another one. */
const withoutSignature = (local: string): string => {
  if (!local.includes("=")) return local;
  const once = firstLocal(local, SIGNED) ?? local;
  return firstLocal(once, SIGNED) ?? once;
};

const lettersAndDigits = (text: string): boolean => /[a-z]/i.test(text) && /\d/.test(text);

/** How often letters and digits take turns: in names once or twice, in tokens all the time. */
const turns = (text: string): number => (text.match(/\d[a-z]|[a-z]\d/gi) ?? []).length;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** A part of a local part that nobody chose: hexadecimal, or letters and digits mixed, or a number that is longer than a telephone's. */
const isToken = (part: string): boolean =>
  (/^[0-9a-f]{12,}$/i.test(part) && lettersAndDigits(part)) ||
  (part.length >= 16 && /^[0-9a-z]+$/i.test(part) && turns(part) >= 4) ||
  /^\d{16,}$/.test(part);

/** Words that programs begin the return path of one message with, followed by a number. */
const NUMBERED =
  /^(?:bounces?|returns?|reply|b|r|rp|verp|delivery|dsn|msg|mailing|campaign)[._=-](?:[a-z]{0,10}[._=-])?\d+/i;

/** Whether a local part was made for one message. */
const isForOneMessage = (local: string): boolean =>
  UUID.test(local) || NUMBERED.test(local) || local.split(/[^0-9a-z]+/i).some(isToken);

const fold = (text: string): string => text.toLowerCase();

/** What stands before a recipient that the notification names: `news-4711-user=example.org` is of news. Null where none is in it. */
function beforeRecipient(local: string, reported: readonly string[]): string | null {
  const lower = fold(local);
  for (const address of reported) {
    const at = address.lastIndexOf("@");
    const user = fold(address.slice(0, at));
    const domain = fold(address.slice(at + 1));
    const found = ["=", "-at-", "_at_", ".", "-", "#", "%"].find((mark) => lower.endsWith(`${user}${mark}${domain}`));
    if (at < 1 || found === undefined) continue;
    const rest = local.slice(0, local.length - user.length - found.length - domain.length);
    return rest.replace(/(?:[-+._=]+[0-9a-f]*\d[0-9a-f]*)*[-+._=]*$/i, "");
  }
  return null;
}

/** What list software puts between a list and the recipient: no account. */
const ROLE = /^(?:bounces?|returns?|owner|request|errors)$/i;

const isAccount = (text: string): boolean => !isForOneMessage(text) && !ROLE.test(text);

/** `bounce+alice+user=host`, where the notification names user@host, or `bounce+alice` at the bounce address itself: alice. */
function accountInExtension(
  base: string,
  extension: string | null,
  { reported, delimiters, bounceAddress }: ReturnPathForm,
): string | null {
  const verp = decodeVerp(extension, reported);
  if (verp?.agrees === true && verp.prefix !== null && isAccount(verp.prefix)) return verp.prefix;
  const isOurs = bounceAddress !== null && fold(splitExtension(bounceAddress, delimiters).base) === fold(base);
  return isOurs && verp?.form === "token" && !isTokenShaped(verp.extension) && isAccount(verp.extension)
    ? verp.extension
    : null;
}

/** A local part without what was added for one message; ANY where nothing is left. */
function localAccount(local: string, form: ReturnPathForm): string {
  const list = firstLocal(local, LISTS) ?? (form.isBulk ? firstLocal(local, OWNERS) : null);
  if (list !== null) return list;
  const { base, extension } = splitExtension(local, form.delimiters);
  const account = accountInExtension(base, extension, form);
  if (account !== null) return account;
  const before = beforeRecipient(local, form.reported);
  if (before !== null)
    return before === "" || isForOneMessage(before) ? ANY : splitExtension(before, form.delimiters).base;
  return isForOneMessage(base) ? ANY : base;
}

/**
 * The account or list behind an envelope sender; `*@example.com` where a local part was made for one message; forwarded mail
 * gathered under `srs@` and the forwarder's domain.
 * @returns null for the null sender and for mailers
 */
export function accountOf(address: string | null, form: ReturnPathForm): string | null {
  if (address === null) return null;
  const at = address.lastIndexOf("@");
  const written = at < 0 ? address : address.slice(0, at);
  const local = withoutSignature(written);
  if (MAILER.test(splitExtension(local, form.delimiters).base)) return null;
  if (at < 0) return splitExtension(local, form.delimiters).base;
  const domain = fold(address.slice(at + 1));
  return readForwarder(`${local}@${domain}`) ?? `${localAccount(local, form)}@${domain}`;
}
