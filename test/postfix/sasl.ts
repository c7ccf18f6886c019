/**
 * An authentication server for smtpd: the server's half of Dovecot's authentication protocol 1.1, PLAIN only, which
 * Postfix speaks with `smtpd_sasl_type = dovecot`. Every user's password is "secret".
 */
import { chmodSync } from "node:fs";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import { listen, type Listening } from "./listen.js";

const HANDSHAKE =
  "VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t00000000000000000000000000000000\nDONE\n";

/** The answer to `AUTH id PLAIN ... resp=base64`. */
function answer(line: string): string | null {
  const [verb, id, mechanism] = line.split("\t");
  if (verb !== "AUTH" || id === undefined || mechanism !== "PLAIN") return null;
  const response = /\tresp=([A-Za-z0-9+/=]*)$/.exec(line)?.[1] ?? "";
  const [, user = "", password] = Buffer.from(response, "base64").toString().split("\0");
  return password === "secret" ? `OK\t${id}\tuser=${user}\n` : `FAIL\t${id}\tuser=${user}\n`;
}

async function converse(socket: Socket): Promise<void> {
  socket.write(HANDSHAKE);
  for await (const line of createInterface({ input: socket })) {
    const reply = answer(line);
    if (reply !== null) socket.write(reply);
  }
}

/** Starts the server on a unix socket that everybody may use. */
export async function startSasl(path: string): Promise<Listening> {
  const listening = await listen({ path }, converse);
  chmodSync(path, 0o666);
  return listening;
}
