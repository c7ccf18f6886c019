/**
 * The LMTP server (RFC 2033), by the smtp-server package; its only importer. Two of the package's ways would lose mail
 * here, where every reply 5xx to a bounce makes Postfix throw it away, so they are overridden: replies 5xx become 451,
 * and addresses are read as leniently as a pipe gets them.
 */
import type { Server, Socket } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { SMTPConnection, type SMTPConnectionOptions } from "smtp-server/lib/smtp-connection.js";
import { readHead, type Head } from "./head.js";
import { parsePathArgument } from "./path-argument.js";

/** How a server is to behave. */
export interface ServerOptions {
  /** Connections at the same time; one more is told 421. */
  readonly maxConnections: number;
  /** Seconds without a word from the client after which its connection is closed. */
  readonly idleTimeout: number;
  /** Octets of a mail that are kept; the rest is read and dropped. */
  readonly keep: number;
  /** Gets each mail, and resolves to one reply a recipient: the text of a 250, or an error for a 4xx. Must not reject. */
  readonly onMail: (mail: { readonly head: Head; readonly sender: string; readonly recipients: readonly string[] }) => Promise<(string | Error)[]>;
  /** Hears of connections that broke; nothing is to be done about it. */
  readonly onError: (error: Error) => void;
}

/** A server that can be made to listen, once. */
export interface LmtpServer {
  /** The socket's owner, to listen on. */
  readonly net: Server;
  /** Connections that are open. */
  readonly connections: () => number;
  /** Takes no more mail, finishes the mails whose text is on its way, and resolves when all connections are closed. */
  readonly close: () => Promise<void>;
}

/** Reply codes from here on are final (RFC 5321 section 4.2.1). */
const FIRST_FINAL = 500;
const TRY_AGAIN = 451;
/** RFC 5321 section 4.5.3.1.8. Further recipients are told 452, and get the mail in a transaction of their own. */
const MAX_RECIPIENTS = 100;
/** Mails on their way get so long to end after `close`, in milliseconds; their senders have them still. */
const CLOSE_TIMEOUT_MS = 15_000;
const LOOK_AGAIN_MS = 50;
/** Commands of the package that have no place here. */
const DISABLED = ["AUTH", "STARTTLS", "XCLIENT", "XFORWARD", "WIZ", "SHELL", "KILL", "VRFY", "HELP"];

class Connection extends SMTPConnection {
  /** Says 220 at once: waiting to see who talks too soon helps against spammers, not between Postfix and its target. */
  override init(): void {
    this._setListeners(() => {
      const { maxClients = Infinity } = this._server.options;
      if (this._server.connections.size > maxClients) this.send(421, `${this.name} Too many connections, try again later`, false);
      else this.connectionReady();
    });
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    this._socket.cork();
    process.nextTick(() => this._socket.uncork());
    if (code < FIRST_FINAL) super.send(code, data, context);
    else super.send(TRY_AGAIN, data);
  }

  /** The name is the package's own for reading MAIL FROM and RCPT TO. A test tells when a new version calls it otherwise. */
  override _parseAddressCommand(_verb: string, line: Buffer | string): { address: string; args: false } | false {
    const address = parsePathArgument(line.toString());
    return address === null ? false : { address, args: false };
  }

  /** Whether a mail's text is on its way or being recorded. */
  get isBusy(): boolean {
    return this._dataStream instanceof Object;
  }
}

class PackageServer extends SMTPServer {
  override connect(socket: Socket, options?: SMTPConnectionOptions | null): void {
    const connection = new Connection(this, socket, options);
    this.connections.add(connection);
    connection.on("error", (error: Error) => this._onError(error));
    connection.init();
  }

  /** Closes the connections that have no mail on its way. */
  closeIdle(): void {
    for (const connection of this.connections)
      if (connection instanceof Connection && !connection.isBusy) connection.send(421, `${connection.name} Shutting down`, false);
  }
}

/**
 * The package keeps one recipient of two that differ in case only, and would then owe the client a reply. A number in
 * front makes each address one of its kind.
 */
const numbered = (address: string, before: number): string => `${String(before)} ${address}`;
const withoutNumber = (address: string): string => address.slice(address.indexOf(" ") + 1);

async function answer(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, { keep, onMail }: ServerOptions): Promise<(string | Error)[]> {
  const head = await readHead(stream, keep);
  const sender = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
  return onMail({ head, sender, recipients: envelope.rcptTo.map(({ address }) => withoutNumber(address)) });
}

function createPackageServer(options: ServerOptions): PackageServer {
  return new PackageServer({
    lmtp: true, logger: false, heloResponse: "%s", disableReverseLookup: true, hideENHANCEDSTATUSCODES: false,
    disabledCommands: DISABLED, maxClients: options.maxConnections, maxRecipients: MAX_RECIPIENTS,
    socketTimeout: options.idleTimeout * 1000, closeTimeout: CLOSE_TIMEOUT_MS,
    // SIZE is announced without a number (RFC 1870 section 3): Postfix throws away a bounce that is larger than announced.
    size: Number.MAX_SAFE_INTEGER, hideSize: true,
    onRcptTo: (address, { envelope }, done) => {
      address.address = numbered(address.address, envelope.rcptTo.length);
      done();
    },
    onData: (stream, session, done) => {
      // A rejection is the client's going away in the middle; done() then only tidies up.
      answer(stream, session, options).then((replies) => done(null, replies), (error: unknown) => done(error instanceof Error ? error : new Error(String(error))));
    },
  });
}

function close(server: PackageServer): Promise<void> {
  return new Promise((resolve) => {
    const looking = setInterval(() => server.closeIdle(), LOOK_AGAIN_MS);
    server.close(() => {
      clearInterval(looking);
      resolve();
    });
    server.closeIdle();
  });
}

/** Makes a server that does not listen yet. */
export function createLmtpServer(options: ServerOptions): LmtpServer {
  const server = createPackageServer(options);
  server.on("error", options.onError);
  return { net: server.server, connections: () => server.connections.size, close: () => close(server) };
}
