/** An LMTP client for tests (RFC 2033): says what it is told, byte by byte if need be, and hands back the replies. */
import { connect, type Socket } from "node:net";

/** Where a server listens. */
export type Address = { readonly path: string } | { readonly port: number };

/** One connection. */
export interface Client {
  /** Writes as it stands. */
  readonly write: (text: string | Buffer) => void;
  /** The next whole reply, its lines joined by a line feed; null when the server hung up. */
  readonly reply: () => Promise<string | null>;
  /** Writes a line and returns its reply. */
  readonly say: (line: string) => Promise<string | null>;
  readonly close: () => void;
}

const LAST_LINE = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/;
const LIMIT_MS = 25_000;

function clientOn(socket: Socket): Client {
  let text = "";
  let isEnded = false;
  let wake = (): void => undefined;
  const changed = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  const end = (): void => {
    isEnded = true;
    wake();
  };
  socket.setEncoding("latin1").setTimeout(LIMIT_MS, () => socket.destroy());
  socket
    .on("data", (data) => {
      text += String(data);
      wake();
    })
    .on("close", end)
    .on("error", end);
  const reply = async (): Promise<string | null> => {
    for (;;) {
      const found = LAST_LINE.exec(text)?.[0];
      if (found !== undefined) {
        text = text.slice(found.length);
        return found.trimEnd().replaceAll("\r\n", "\n");
      }
      if (isEnded) return null;
      await changed();
    }
  };
  const write = (data: string | Buffer): void => void socket.write(data);
  return {
    write,
    reply,
    say: (line) => {
      write(`${line}\r\n`);
      return reply();
    },
    close: () => socket.destroy(),
  };
}

/** Connects and, unless told otherwise, greets. */
export async function openClient(address: Address, { greets = true } = {}): Promise<Client> {
  const socket = "path" in address ? connect(address.path) : connect(address.port, "127.0.0.1");
  const client = clientOn(socket);
  if (greets) {
    await client.reply();
    await client.say("LHLO client.example.com");
  }
  return client;
}

/** A mail as it goes over the wire: CRLF, dots doubled, and the final dot. */
export const onTheWire = (mail: string | Buffer): string =>
  `${mail
    .toString("latin1")
    .replace(/\r?\n/g, "\r\n")
    .replace(/(?:\r\n)?$/, "\r\n")
    .replace(/^\./gm, "..")}.\r\n`;

/** The next `count` replies. */
export async function replies(client: Client, count: number): Promise<(string | null)[]> {
  const all: (string | null)[] = [];
  while (all.length < count) all.push(await client.reply());
  return all;
}

/** Says everything up to a mail's text. Returns the first reply that is not positive; null when all are. */
export async function begin(client: Client, recipients: readonly string[], sender = ""): Promise<string | null> {
  client.write(
    [`MAIL FROM:<${sender}>`, ...recipients.map((recipient) => `RCPT TO:<${recipient}>`), "DATA", ""].join("\r\n"),
  );
  const refused = (await replies(client, recipients.length + 2)).filter((reply) => !/^[23]/.test(reply ?? "hung up"));
  return refused.length === 0 ? null : (refused[0] ?? "hung up");
}

/** Hands a mail over; returns one reply a recipient, or what was said against it. */
export async function send(
  client: Client,
  mail: string | Buffer,
  recipients: readonly string[],
  sender = "",
): Promise<(string | null)[]> {
  const refused = await begin(client, recipients, sender);
  if (refused !== null) return [refused];
  client.write(Buffer.from(onTheWire(mail), "latin1"));
  return replies(client, recipients.length);
}
