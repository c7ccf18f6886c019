/** `bounces forget`: takes an address out of the database, as its owner may ask. */
import { EXIT } from "../exit.js";
import { updateMap } from "../publish/postfix.js";
import { whoRuns } from "../report/actions.js";
import { forgetAddress } from "../store/forget.js";
import { orderStates, statesOf } from "../store/suppression.js";
import { printable } from "../text/escape.js";
import { jsonLine } from "../text/jsonl.js";
import { counted } from "../values.js";
import { defineStoreCommand } from "./command.js";

export const forget = defineStoreCommand({
  usage: "forget <address>",
  describe: "Take an address out of the database: its bounces, kept messages and states. It is not suppressed any more",
  positionals: {
    address: { type: "string", demandOption: true, describe: "The address, as it failed or was written to" },
  },
  options: { json: { type: "boolean", default: false, describe: "One JSON object" } },
  access: () => "write",
  examples: [
    ["$0 forget bob@example.org", "What an owner may ask for; sums of senders and reasons stay, they name nobody"],
  ],
  run: async ({ options: { address, json }, settings, store, io }) => {
    // Those who follow the changes must see it released before nothing is left to see.
    const at = io.now();
    const states = await statesOf(store, address);
    const release = { address, action: "release", who: whoRuns(io), why: "forgotten", at, until: null } as const;
    await orderStates(
      store,
      states.map(({ scope }) => ({ ...release, scope })),
    );
    await updateMap(store, settings.suppress, at);
    const { bounces, kept, states: removed } = await forgetAddress(store, address);
    const text = `${counted(bounces, "bounce")}, ${counted(kept, "kept message")}, ${counted(removed, "state")}`;
    io.stdout(
      json ? jsonLine({ address, bounces, kept, states: removed }) : `${printable(address)}: ${text} forgotten\n`,
    );
    return bounces + kept + removed > 0 ? EXIT.ok : EXIT.found;
  },
});
