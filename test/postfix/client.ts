/** A mail client on the network: one SMTP session (RFC 5321), with XVERP and AUTH PLAIN (RFC 4616) on demand. */
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";

export interface Submission {
  readonly port: number;
  readonly from: string;
  readonly to: readonly string[];
  /** Appended to MAIL FROM, for example "XVERP". */
  readonly mailParameters?: string;
  readonly auth?: { readonly user: string; readonly password: string };
  /** Header and body; a short mail of `from` when absent. */
  readonly message?: string;
}

/** A reply: its last line, code first. */
type Say = (line: string) => Promise<string>;

const LIMIT_MS = 20_000;

/** A short mail from this address. */
export function shortMail(from: string, subject = "Hello"): string {
  return `From: <${from}>\nTo: undisclosed-recipients:;\nSubject: ${subject}\nDate: Sun, 22 Nov 2026 18:02:28 +0000\n\nHello.\n`;
}

function speak(socket: Socket): Say {
  const lines = createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
  return async (line) => {
    if (line !== "") socket.write(`${line}\r\n`);
    for (;;) {
      const next = await lines.next();
      if (next.done === true) throw new Error(`the server hung up after ${line}`);
      if (/^\d{3}(?: |$)/.test(next.value)) return next.value;
    }
  };
}

async function must(say: Say, line: string): Promise<void> {
  const reply = await say(line);
  if (!/^[23]/.test(reply)) throw new Error(`${line}: ${reply}`);
}

function dotStuffed(message: string): string {
  return message.replace(/\r?\n/g, "\r\n").replace(/^\./gm, "..");
}

async function converse(say: Say, mail: Submission): Promise<void> {
  await must(say, "");
  await must(say, "EHLO client.example.com");
  if (mail.auth)
    await must(say, `AUTH PLAIN ${Buffer.from(`\0${mail.auth.user}\0${mail.auth.password}`).toString("base64")}`);
  await must(say, `MAIL FROM:<${mail.from}> ${mail.mailParameters ?? ""}`.trimEnd());
  for (const recipient of mail.to) await must(say, `RCPT TO:<${recipient}>`);
  await must(say, "DATA");
  await must(say, `${dotStuffed(mail.message ?? shortMail(mail.from))}.`);
  await must(say, "QUIT");
}

/** Hands a mail to the server. Errors: the first reply that is not positive, a lost connection, 20 s of silence. */
export async function submit(mail: Submission): Promise<void> {
  const socket = createConnection(mail.port, "127.0.0.1");
  const broken = new Promise<never>((_, reject) => socket.once("error", reject));
  socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error("the server says nothing")));
  try {
    await Promise.race([broken, converse(speak(socket), mail)]);
  } finally {
    socket.destroy();
  }
}
