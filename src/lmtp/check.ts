/** The health check: connects as Postfix would, says LHLO and QUIT, and leaves no mail behind. */
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { addressOf, placeName } from "./listen.js";
import { errorMessage } from "../values.js";

/** What is said, and the code that a sound server answers with (RFC 2033, RFC 5321); nothing is said before the greeting. */
const CONVERSATION = [
  ["", "220"],
  ["LHLO localhost", "250"],
  ["QUIT", "221"],
] as const;

/** Goes through the conversation; the greeting. */
async function converse(socket: Socket): Promise<string> {
  const lines = createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
  const reply = async (): Promise<string> => {
    const next = await lines.next();
    if (next.done === true) throw new Error("the connection was closed");
    return /^\d{3}-/.test(next.value) ? reply() : next.value;
  };
  const answers: string[] = [];
  for (const [line, code] of CONVERSATION) {
    if (line !== "") socket.write(`${line}\r\n`);
    const answer = await reply();
    if (!answer.startsWith(code)) throw new Error(`${line === "" ? "greeting" : line}: ${answer}`);
    answers.push(answer);
  }
  return answers[0] ?? "";
}

/**
 * Resolves when a server answers at this place.
 * @param limit milliseconds until no answer counts as none
 * @returns its greeting
 * @throws Error that says what is wrong, by rejecting
 */
export async function checkServer(
  place: { readonly socket: string } | { readonly port: number },
  limit: number,
): Promise<string> {
  const socket = connect(addressOf(place));
  const broken = new Promise<never>((_, reject) => socket.once("error", reject));
  socket.setTimeout(limit, () => socket.destroy(new Error(`no answer within ${limit / 1000} s`)));
  try {
    return await Promise.race([broken, converse(socket)]);
  } catch (error) {
    throw new Error(`${placeName(place)}: ${errorMessage(error)}`);
  } finally {
    socket.destroy();
  }
}
