/** `bounces export`: the suppressed addresses in the forms that mail servers and list programs read. */
import { EXIT } from "../exit.js";
import { EVERYWHERE, type Suppression } from "../store/suppression.js";
import { csvLine } from "../text/csv.js";
import { jsonLine } from "../text/jsonl.js";
import { formatTime } from "../time.js";
import { defineStoreCommand } from "./command.js";
import { allStates } from "./suppress.js";

/** A key of Postfix's text maps: no blank, no quote, nothing that begins a comment. */
const isKey = (address: string): boolean =>
  /^[^\s"\\#\0-\x20\x7f][^\s"\\\0-\x20\x7f]*@[^\s"\\\0-\x20\x7f]+$/.test(address);

const timeText = (time: number | null): string | null => (time === null ? null : formatTime(time));

/** Each form: its first line, and a line for an address. `csv` is what Mailgun reads; others read its first column. */
const FORMS = {
  texthash: { head: "", line: ({ address, reply }: Suppression) => (isKey(address) ? `${address} ${reply}\n` : "") },
  json: {
    head: "",
    line: ({ address, scope, reason, why, who, since, until }: Suppression) =>
      jsonLine({ address, scope, reason, why, who, since: formatTime(since), until: timeText(until) }),
  },
  csv: {
    head: csvLine(["address", "code", "error", "created_at"]),
    line: ({ address, reply, reason, since }: Suppression) =>
      csvLine([address, reply.slice(0, 3), reason, formatTime(since)]),
  },
  addresses: { head: "", line: ({ address }: Suppression) => `${address}\n` },
} as const;

const FORM_NAMES = ["texthash", "json", "csv", "addresses"] as const;

/** Whether mail of this scope may not go to the address: what is suppressed for all is so for everybody. */
const applies = ({ scope, state, until }: Suppression, wanted: string, now: number): boolean =>
  state === "suppressed" && (until === null || until > now) && (scope === EVERYWHERE || scope === wanted);

export const exportCommand = defineStoreCommand({
  usage: "export",
  describe: "Print the suppressed addresses for a mail server or a list program",
  positionals: {},
  options: {
    format: {
      choices: FORM_NAMES,
      default: "addresses",
      describe:
        "texthash: for Postfix's check_recipient_access; json: one object per line; csv: with reason and time; addresses: one per line",
    },
    scope: {
      type: "string",
      default: EVERYWHERE,
      describe: "Those suppressed for domain:NAME or stream:NAME as well",
      requiresArg: true,
    },
  },
  examples: [["$0 export --format csv", "address, code, error, created_at: what other services import"]],
  run: async ({ options, store, io }) => {
    const { head, line } = FORMS[options.format];
    let held = head;
    for await (const one of allStates(store)) {
      if (!applies(one, options.scope, io.now())) continue;
      held += line(one);
      if (held.length < 65_536) continue;
      io.stdout(held);
      held = "";
    }
    io.stdout(held);
    return EXIT.ok;
  },
});
