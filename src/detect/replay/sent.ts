/** What was sent, for a replay: a file of `time,sender,network of the client` lines (epoch seconds, /24 or /48), the oldest first. */
import { readForwarder } from "../../mail/address.js";
import { EventError } from "./event.js";

/** A message that was sent. */
export interface SentMessage {
  /** Epoch seconds. */
  readonly time: number;
  readonly sender: string;
  /** Of the client; empty when it is not known. */
  readonly network: string;
}

/** Reads one line. Throws EventError. */
export function parseSent(line: string): SentMessage {
  const [at = "", sender = "", network = ""] = line.split(",");
  const time = Number(at);
  if (at.trim() === "" || !Number.isFinite(time) || sender === "")
    throw new EventError("is not: epoch seconds,sender,network of the client");
  return { time, sender: readForwarder(sender) ?? sender, network: network.trim() };
}
