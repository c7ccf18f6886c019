/** Failures that Postfix's log tells of as bounces: a refusal in session, and what could not be delivered in time. */
import type { Arrival, Bounce, NotificationFacts, Reading, ReportedRecipient, Sender } from "../bounce.js";
import { refused } from "../formats/lib/text-format.js";
import { judgeRecipient, queueIdentity, type Context } from "../interpret.js";
import { isForwarded, type LoggedMessage, type LoggedRecipient } from "../ledger/message.js";
import type { RecordEntry } from "../store/open.js";
import { accountOf } from "../trust/account.js";
import { oursFor, isOurAddress, type Ours } from "../trust/ours.js";
import { clientName, userName } from "../trust/sender.js";

const FORMAT = "postfix-log";
const NOT_ARRIVED: Arrival = { host: null, queueId: null, clientAddress: null, clientName: null, recipient: null };

const oursOf = (context: Context): Ours => oursFor(context, null, null);

function accountIn(mailFrom: string, { delimiters }: Context): string | null {
  return accountOf(mailFrom, { reported: [], delimiters, bounceAddress: null, isBulk: false });
}

/** Who of ours sent a logged message; null for nobody: mailers, and outsiders whose messages we forward. */
export function senderOfLogged(message: LoggedMessage, context: Context): Sender | null {
  const { login, uid, client, mailFrom, host, noticeOf } = message;
  if (noticeOf !== null || mailFrom === null || mailFrom === "" || isForwarded(message)) return null;
  if (login !== null) return { source: "login", name: login };
  if (uid !== null) return { source: "uid", name: userName(uid, host) };
  const { domains } = oursOf(context);
  const isOwn = domains.length === 0 || isOurAddress(mailFrom, oursOf(context));
  const account = isOwn ? accountIn(mailFrom, context) : null;
  if (account !== null) return { source: "postfix-sender", name: account };
  return client === null ? null : { source: "client", name: clientName(client) };
}

const isFailure = ({ isRefusal, outcome, relay, isOutside }: LoggedRecipient): boolean =>
  isRefusal || (outcome === "expired" && (isOutside || relay.name === "none"));

function toReported({ address, originalAddress, relay, outcome, status, text }: LoggedRecipient): ReportedRecipient {
  const action = outcome === "deferred" ? "delayed" : "failed";
  const said = refused(address, action, text ?? "", {
    originalRecipient: originalAddress === address ? null : originalAddress,
  });
  return {
    ...said,
    status: said.status ?? status,
    remoteMta: said.remoteMta ?? (relay.address === null ? null : relay.name),
    evidence: { ...said.evidence, recipient: "to= in the log" },
  };
}

const factsOf = ({ host, queueId, mailFrom, at }: LoggedMessage): NotificationFacts => ({
  reportingMta: host,
  arrivalDate: new Date(at * 1_000).toISOString(),
  postfixQueueId: queueId,
  postfixSender: mailFrom,
  originalEnvelopeId: null,
  postfixNotice: null,
  feedback: null,
});

function readingOf(message: LoggedMessage, bounces: readonly Bounce[], context: Context): Reading {
  return {
    kind: "bounce",
    format: FORMAT,
    arrival: NOT_ARRIVED,
    facts: factsOf(message),
    bounces,
    trust: isForwarded(message)
      ? { level: "forwarded", why: "an outsider's message, which an alias forwards" }
      : { level: "known", why: "Postfix's log says so" },
    sender: senderOfLogged(message, context),
    clientAddress: message.client,
    returned: null,
    verp: null,
    messageId: message.messageId,
    subject: null,
    from: null,
    identity: `log ${message.queueId} ${message.at}`,
    identityTime: message.at,
    defects: [],
    size: 0,
  };
}

/** The bounces of a logged message, one entry for each moment at which recipients failed. */
export function bouncesOfLogged(message: LoggedMessage, context: Context): readonly RecordEntry[] {
  const failed = message.mailFrom === null ? [] : message.recipients.filter(isFailure);
  if (failed.length === 0) return [];
  const facts = factsOf(message);
  const identity = queueIdentity(message.queueId, message.at);
  const moments = [...new Set(failed.map(({ at }) => at))];
  return moments.map((moment) => {
    const bounces = failed
      .filter(({ at }) => at === moment)
      .map((one) => judgeRecipient(toReported(one), { facts, format: FORMAT }, identity, context.rules));
    return { reading: readingOf(message, bounces, context), receivedAt: moment, raw: null };
  });
}
