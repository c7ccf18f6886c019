/**
 * Joins lines to messages: which of several Postfixes a line is of, which message became which behind filters and aliases,
 * which is a notice of which. Lines come in the order of the log, which is nearly that of events: a child's lines may stand
 * before the line that names it, an outcome behind `removed`, and short queue ids come again.
 *
 * Messages stay in memory while they are young; what is told of another one is recalled from the store.
 */
import { keep, pidOf, type Front } from "./front.js";
import { readLine, type Entry, type OutcomeEntry } from "./line.js";
import { isLoopback, isNear, startMessage, type LoggedMessage, type LoggedRecipient, type Origin } from "./message.js";

/** What of the settings the joining needs, and where older messages are found. */
export interface JoinOptions {
  /** Whether an address is a filter of ours (setting `filters`). */
  readonly isFilter: (address: string) => boolean;
  /** Users that filters run as. */
  readonly filterUids: ReadonlySet<number>;
  /** The newest message of this queue id in the store. */
  readonly recall: (queueId: string, host: string) => LoggedMessage | null;
}

/** Hours (their first second) of which lines are missing, and how many messages tell so. */
type Missing = ReadonlyMap<number, number>;

/** What has changed since it was asked last. */
export interface Changes {
  readonly messages: readonly LoggedMessage[];
  readonly missing: Missing;
}

const HOUR = 3_600;
/** Seconds that a finished message stays in memory: outcomes may stand behind `removed`, children before their parent's line. */
const LINGER = 60;
const MOST_FINISHED = 20_000;
const MOST_OPEN = 30_000;
/** Seconds after which a transaction that never came into the queue was given up. */
const ABANDONED = HOUR;
const MOST_SESSIONS = 2_000;
/** A notice is made within moments; an older message of that queue id is another one. */
const NOTICE_AGE = HOUR;
const LONGEST_CHAIN = 10;
const MANY = 16;

/** A message in memory. */
interface Held {
  readonly message: LoggedMessage;
  isChanged: boolean;
  /** Another message of the same queue id, on another host or in another instance. */
  next: Held | null;
  /** What was made of it. */
  children: Held[] | null;
  /** Place of each recipient, once there are many. */
  places: Map<string, number> | null;
}

const hasEnded = ({ message: { endedAt } }: Held): boolean => endedAt !== null;

const recipientKey = (address: string, originalAddress: string | null): string =>
  `${address}\n${originalAddress ?? ""}`;

function placeOf(held: Held, address: string, originalAddress: string | null): number {
  const { recipients } = held.message;
  // The store may have put what it knows of before them.
  if (held.places?.size !== recipients.length) held.places = null;
  if (recipients.length < MANY)
    return recipients.findIndex((one) => one.address === address && one.originalAddress === originalAddress);
  held.places ??= new Map(recipients.map((one, place) => [recipientKey(one.address, one.originalAddress), place]));
  return held.places.get(recipientKey(address, originalAddress)) ?? -1;
}

function setRecipient(held: Held, recipient: LoggedRecipient): void {
  const { address, originalAddress } = recipient;
  const { recipients } = held.message;
  const place = placeOf(held, address, originalAddress);
  if (place >= 0) recipients[place] = recipient;
  else {
    held.places?.set(recipientKey(address, originalAddress), recipients.length);
    recipients.push(recipient);
  }
}

/** Whether a message is the other one, as a filter hands it back. */
const isSameContent = (child: LoggedMessage, parent: LoggedMessage, at: number): boolean =>
  parent.messageId === null
    ? child.mailFrom === parent.mailFrom && child.at >= parent.at && child.at <= at
    : child.messageId === parent.messageId;

/** Joins the lines of one log after another. */
export class Joiner {
  private readonly byId = new Map<string, Held>();
  /** Names that a queue manager has: each is an instance. */
  private readonly instances = new Set<string>();
  /** Servers that were seen to hand messages back to us. */
  private readonly filters = new Set<string>();
  private readonly sessions = new Map<string, string | null>();
  private readonly byMessageId = new Map<string, Held>();
  private finished: Held[] = [];
  private changed: Held[] = [];
  private missing = new Map<number, number>();
  private newest = 0;
  private oldest = Infinity;

  private readonly options: JoinOptions;

  constructor(options: JoinOptions) {
    this.options = options;
  }

  private isOf({ message }: Held, host: string, name: string): boolean {
    if (message.host !== host) return false;
    return message.instance === name || !this.instances.has(name) || !this.instances.has(message.instance);
  }

  private held(queueId: string, host: string, name: string): Held | null {
    for (let one = this.byId.get(queueId) ?? null; one !== null; one = one.next)
      if (this.isOf(one, host, name)) return one;
    return null;
  }

  private change(one: Held): LoggedMessage {
    if (!one.isChanged) {
      one.isChanged = true;
      this.changed.push(one);
    }
    return one.message;
  }

  private remove(one: Held): void {
    const { queueId } = one.message;
    const first = this.byId.get(queueId);
    if (first === one) {
      if (one.next === null) this.byId.delete(queueId);
      else this.byId.set(queueId, one.next);
      return;
    }
    let before: Held | null = first ?? null;
    while (before !== null && before.next !== one) before = before.next;
    if (before !== null) before.next = one.next;
  }

  private hold(message: LoggedMessage): Held {
    const one: Held = {
      message,
      isChanged: false,
      next: this.byId.get(message.queueId) ?? null,
      children: null,
      places: null,
    };
    this.byId.set(message.queueId, one);
    return one;
  }

  private begin(queueId: string, { host, tag }: Front, at: number, origin: Origin): Held {
    const one = this.hold(startMessage({ host, instance: tag.name, queueId: keep(queueId), at, origin }));
    this.change(one);
    return one;
  }

  /** From memory, else from the store. */
  private known(queueId: string, { host, tag }: Front): Held | null {
    const one = this.held(queueId, host, tag.name);
    if (one !== null) return one;
    const stored = this.options.recall(queueId, host);
    return stored === null ? null : this.hold(stored);
  }

  private lack(at: number): void {
    const hour = Math.floor(at / HOUR) * HOUR;
    this.missing.set(hour, (this.missing.get(hour) ?? 0) + 1);
  }

  /** A message that must be there. Where its beginning is not, lines are missing, unless it is older than the log. */
  private needed(queueId: string, front: Front, delay: number): Held {
    const one = this.known(queueId, front);
    if (one !== null) return one;
    const began = Math.floor(front.at - delay);
    if (delay > 0 && began > this.oldest) this.lack(began);
    return this.begin(queueId, front, began, "unknown");
  }

  /** A queue id that begins again is another message: short ones come back, and a transaction may end without a word. */
  private fresh(queueId: string, front: Front, origin: Origin): Held {
    const one = this.held(queueId, front.host, front.tag.name);
    if (one === null) return this.begin(queueId, front, front.at, origin);
    const isBegun = one.message.origin !== "unknown" || one.message.endedAt !== null;
    if (!isBegun) {
      this.change(one).origin = origin;
      return one;
    }
    this.remove(one);
    return this.begin(queueId, front, front.at, origin);
  }

  /** Who sent it: from parent to child, and on to what was made of that. */
  private inherit(child: Held, parent: LoggedMessage, depth = 0): void {
    const { message } = child;
    if (depth > LONGEST_CHAIN || message.queueId === parent.rootQueueId) return;
    this.change(child);
    message.rootQueueId = parent.rootQueueId;
    message.login = parent.login ?? message.login;
    if (message.login === null || parent.login !== null) {
      message.uid = parent.uid;
      message.client = parent.client;
    }
    message.isResent ||= parent.isResent;
    for (const one of child.children ?? []) this.inherit(one, message, depth + 1);
  }

  private join(child: Held, parent: Held): void {
    if (child === parent || parent.children?.includes(child) === true) return;
    (parent.children ??= []).push(child);
    this.inherit(child, parent.message);
  }

  /** Whether the server that took a message is one that hands messages back to us: no stranger's word makes a link. */
  private isWayBack(relay: string, client: string | null): boolean {
    return (
      client !== null &&
      ((isLoopback(relay) && isLoopback(client)) ||
        (relay === client && (isNear(relay) || this.options.isFilter(relay))) ||
        (this.options.isFilter(relay) && (this.options.isFilter(client) || isLoopback(client))))
    );
  }

  /** Links a message to what a filter or local(8) made of it. @returns whether the queue id is one of ours */
  private follow(parent: Held, entry: OutcomeEntry, front: Front): boolean {
    const { acceptedAs, acceptedBy, relay } = entry;
    const isPossible =
      acceptedBy === "local" ||
      (relay.address !== null && (isNear(relay.address) || this.options.isFilter(relay.address)));
    if (acceptedAs === null || !isPossible) return false;
    const child = this.known(acceptedAs, front);
    if (child === null || child === parent) return false;
    const { message } = child;
    if (!isSameContent(message, parent.message, front.at))
      return acceptedBy === "local" || isLoopback(relay.address ?? "");
    if (acceptedBy === "local") {
      if (message.client !== null || message.uid !== null) return true;
      message.origin = "forward";
      message.isResent = true;
      this.join(child, parent);
    } else if (relay.address !== null && this.isWayBack(relay.address, message.client)) {
      this.filters.add(`${relay.address}:${relay.port ?? ""}`);
      this.join(child, parent);
    }
    return true;
  }

  /** Whether a server outside has it or refused it, as far as its address and words tell. */
  private isOutside({ isSmtp, relay, outcome, text, acceptedAs }: OutcomeEntry, isOurs: boolean): boolean {
    if (!isSmtp || relay.address === null || isOurs) return false;
    if (this.options.isFilter(relay.address) || this.filters.has(`${relay.address}:${relay.port ?? ""}`)) return false;
    if (!isLoopback(relay.address)) return true;
    return outcome === "sent" ? acceptedAs !== null : !(text ?? "").includes("(in reply to end of DATA command");
  }

  private outcome(queueId: string, entry: OutcomeEntry, front: Front): void {
    const one = this.needed(queueId, front, entry.delay ?? 0);
    const message = this.change(one);
    if (entry.outcome === "probed") return;
    const isOurs = entry.outcome === "sent" && this.follow(one, entry, front);
    const outside = this.isOutside(entry, isOurs);
    if (entry.outcome === "sent" || entry.outcome === "bounced") message.finals += 1;
    const { relay, outcome: logged } = entry;
    setRecipient(one, {
      address: entry.address,
      originalAddress: entry.originalAddress,
      relay,
      isOutside: outside,
      isRefusal:
        (logged === "bounced" || logged === "soft-bounced") && entry.isSmtp && (outside || relay.address === null),
      outcome: logged === "soft-bounced" ? "deferred" : logged === "sent" || logged === "bounced" ? logged : "deferred",
      status: entry.status,
      text: entry.text,
      at: front.at,
    });
  }

  private client(queueId: string, entry: Extract<Entry, { kind: "client" }>, front: Front): void {
    const one = this.fresh(queueId, front, "smtp");
    const { message } = one;
    message.client = entry.address;
    message.login = entry.login;
    if (entry.originalQueueId === null) return;
    const parent = this.known(entry.originalQueueId, front);
    if (parent !== null && !hasEnded(parent)) this.join(one, parent);
  }

  private pickup(queueId: string, entry: Extract<Entry, { kind: "pickup" }>, front: Front): void {
    const one = this.fresh(queueId, front, "sendmail");
    one.message.uid = entry.uid;
    const parent = entry.requeuedFrom === null ? null : this.known(entry.requeuedFrom, front);
    if (parent !== null) this.join(one, parent);
  }

  private messageId(queueId: string, value: string | null, front: Front): void {
    let one = this.known(queueId, front);
    if (one !== null && hasEnded(one) && one.message.messageId !== null) {
      this.remove(one);
      one = null;
    }
    const { message } = one ?? this.begin(queueId, front, front.at, "unknown");
    if (message.messageId !== null || value === null) return;
    message.messageId = value;
    if (one !== null) this.change(one);
  }

  /** A pipe filter gives the message to sendmail(1): same sender and Message-ID, by the filter's user, while the other is open. */
  private followPipe(one: Held): void {
    const { message } = one;
    if (message.messageId === null) return;
    const parent = this.byMessageId.get(message.messageId);
    if (message.uid !== null && this.options.filterUids.has(message.uid)) {
      if (parent !== undefined && !hasEnded(parent) && parent.message.mailFrom === message.mailFrom)
        this.join(one, parent);
    } else if (this.byMessageId.size < MOST_OPEN) this.byMessageId.set(message.messageId, one);
    else this.byMessageId.clear();
  }

  private queued(queueId: string, entry: Extract<Entry, { kind: "queued" }>, front: Front): void {
    this.instances.add(front.tag.name);
    const one = this.needed(queueId, front, 0);
    const message = this.change(one);
    const isFirst = message.mailFrom === null;
    message.instance = front.tag.name;
    message.mailFrom = entry.mailFrom;
    message.expected = Math.max(message.expected, entry.recipients);
    if (isFirst && this.options.filterUids.size > 0) this.followPipe(one);
  }

  private expired(queueId: string, front: Front): void {
    const one = this.needed(queueId, front, 0);
    const message = this.change(one);
    message.recipients = message.recipients.map((recipient) => {
      if (recipient.outcome !== "deferred") return recipient;
      message.finals += 1;
      return { ...recipient, outcome: "expired", at: front.at };
    });
  }

  private notice(queueId: string, noticeId: string, front: Front): void {
    let one = this.known(noticeId, front);
    if (one !== null && front.at - one.message.at > NOTICE_AGE) {
      this.remove(one);
      one = null;
    }
    const message = this.change(one ?? this.begin(noticeId, front, front.at, "notice"));
    message.origin = "notice";
    message.noticeOf = keep(queueId);
    message.login = null;
    message.uid = null;
    message.client = null;
  }

  private end(queueId: string, how: NonNullable<LoggedMessage["end"]>, front: Front): void {
    const one = this.known(queueId, front);
    if (one === null || hasEnded(one)) return;
    const message = this.change(one);
    message.endedAt = front.at;
    message.end = how;
    this.finished.push(one);
    if (how !== "removed" || front.tag.writer === "postsuper" || message.mailFrom === null) return;
    if (message.finals < message.expected && message.at >= this.oldest) {
      this.lack(message.at);
      if (front.at - message.at >= HOUR) this.lack(front.at);
    }
  }

  private proxied(queueId: string, login: string | null, front: Front): void {
    const name = login ?? this.sessions.get(`${front.tag.name}[${pidOf(front)}]`) ?? null;
    const one = this.known(queueId, front);
    if (name !== null && one !== null) this.change(one).login ??= name;
  }

  private session(login: string | null, front: Front): void {
    if (this.sessions.size > MOST_SESSIONS) this.sessions.clear();
    this.sessions.set(`${front.tag.name}[${pidOf(front)}]`, login);
  }

  private apply(queueId: string, entry: Entry, front: Front): void {
    if (entry.kind === "client") this.client(queueId, entry, front);
    else if (entry.kind === "pickup") this.pickup(queueId, entry, front);
    else if (entry.kind === "message-id") this.messageId(queueId, entry.value, front);
    else if (entry.kind === "queued") this.queued(queueId, entry, front);
    else if (entry.kind === "outcome") this.outcome(queueId, entry, front);
    else if (entry.kind === "expired") this.expired(queueId, front);
    else if (entry.kind === "notice") this.notice(queueId, entry.queueId, front);
    else if (entry.kind === "end") this.end(queueId, entry.end, front);
    else if (entry.kind === "proxied") this.proxied(queueId, entry.login, front);
    else this.session(entry.login, front);
  }

  /** @returns whether the line tells of a message */
  take(front: Front): boolean {
    const read = readLine(front);
    if (read === null) return false;
    if (front.at > this.newest) this.newest = front.at;
    if (front.at < this.oldest) this.oldest = front.at;
    this.apply(read.queueId, read.entry, front);
    return true;
  }

  /** What has this.changed since it was asked last. */
  changes(): Changes {
    const now = { messages: this.changed.map(({ message }) => message), missing: this.missing };
    for (const one of this.changed) one.isChanged = false;
    this.changed = [];
    this.missing = new Map();
    return now;
  }

  /** Lets go of what is old. Everything must have been written before. */
  forget(): void {
    const keepFrom = Math.max(0, this.finished.length - MOST_FINISHED);
    this.finished = this.finished.filter((one, place) => {
      if (place >= keepFrom && this.newest - (one.message.endedAt ?? 0) <= LINGER) return true;
      this.remove(one);
      return false;
    });
    let surplus = this.byId.size - this.finished.length - MOST_OPEN;
    for (const first of this.byId.values())
      for (let one: Held | null = first; one !== null; one = one.next) {
        if (one.message.endedAt !== null) continue;
        const isAbandoned = one.message.mailFrom === null && this.newest - one.message.at > ABANDONED;
        if (!isAbandoned && surplus <= 0) continue;
        surplus -= 1;
        this.remove(one);
      }
    for (const [id, one] of this.byMessageId) if (one.message.endedAt !== null) this.byMessageId.delete(id);
  }
}
