/** A server with a month of ordinary mail, and one with a compromised account, for the tests of `bounces report`. */
import { main } from "../../src/main.js";
import type { RecordEntry, LocalStore } from "../../src/store/open.js";
import { bounceOf, DAY, entryOf, HOUR, NOON, readingOf, temporaryStore } from "../store/readings.js";

/** How a run ended. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run may be given. */
export interface RunOptions {
  readonly now?: number;
  /** Columns of the terminal; null: standard output is none. */
  readonly columns?: number | null;
  readonly environment?: Readonly<Record<string, string>>;
}

/** When the tests look unless they say otherwise: half an hour after the blast began. */
export const NOW = NOON + HOUR / 2;
export const ANN = "ann@customer.example";
/** What cron runs. */
export const NOTIFY = ["report", "--notify"] as const;

let serial = 0;

interface Failures {
  readonly sender: string;
  readonly count: number;
  readonly at: number;
  /** Seconds over which they are spread. */
  readonly within?: number;
  readonly isSpam?: boolean;
  readonly client?: (index: number) => string;
}

function entriesOf({
  sender,
  count,
  at,
  within = count,
  isSpam = false,
  client = () => "192.0.2.1",
}: Failures): RecordEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const verdict = isSpam && index % 2 === 0 ? ({ reason: "spam-detected", severity: "soft" } as const) : {};
    const to = `r${serial++}@receiver${index % 7}.example`;
    return entryOf(
      readingOf({
        sender: { name: sender, source: "login" },
        clientAddress: client(index),
        bounces: [bounceOf(to, { identity: `site ${serial}`, verdict })],
      }),
      at + Math.floor((index * within) / count),
    );
  });
}

/** Failures of different recipients, spread over seven receivers. */
export const fail = (store: LocalStore, failures: Failures): void => void store.record(entriesOf(failures));

/** Spam through an account from many clients. */
export const blast = (store: LocalStore, { sender = ANN, count = 60, at = NOON } = {}): void =>
  fail(store, {
    sender,
    count,
    at,
    within: HOUR / 3,
    isSpam: true,
    client: (index) => `198.51.${100 + (index % 40)}.7`,
  });

/** A month of ordinary days. */
export function ordinarySite(): LocalStore {
  const store = temporaryStore();
  const days = Array.from({ length: 30 }, (_, index) => 30 - index);
  store.record(
    days.flatMap((day) => [
      ...entriesOf({ sender: ANN, count: 1 + (day % 2), at: NOON - day * DAY }),
      ...entriesOf({ sender: "bob", count: 3, at: NOON - day * DAY }),
    ]),
  );
  return store;
}

/** The same, and spam through Ann's account since noon. */
export function compromisedSite(): LocalStore {
  const store = ordinarySite();
  blast(store);
  return store;
}

/** Runs a command line on a site's database. */
export async function run(
  store: Pick<LocalStore, "path">,
  args: readonly string[],
  { now = NOW, columns = null, environment = {} }: RunOptions = {},
): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  const status = await main(args, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    columns,
    now: () => now,
    environment: { BOUNCES_DB: store.path, SUDO_USER: "anna", ...environment },
  });
  return { status, stdout, stderr };
}
