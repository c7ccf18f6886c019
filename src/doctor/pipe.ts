/** The service of master.cf that runs `bounces ingest`: its name, its limits, its options; see master.cf.example. */
import type { Settings } from "../config/load.js";
import { DAY, HOUR, WEEK } from "../time.js";
import { setField, setMain, setServices } from "./commands.js";
import { ok, problem, warning, type Finding } from "./finding.js";
import { settingOf, type Postfix, type Service } from "./postconf.js";

/** Postfix's own, which write the bounces and the delay warnings. */
const OWN_SERVICES: readonly string[] = ["bounce", "defer", "trace"];
export const EXTENSION = "--extension=${extension}";
/** The name in master.cf.example. */
const USUAL_NAME = "bounce-intake";
/** Each process is a Node.js of some 40 MB. */
const MOST_PROCESSES = 20;
const USUAL_PROCESSES = "4";

/** A service that runs `bounces ingest`, in the parts that pipe(8) sees. */
export interface Pipe {
  readonly service: Service;
  /** "-o", "soft_bounce=yes". */
  readonly options: readonly string[];
  /** "flags=RX", "user=bounces:bounces". */
  readonly attributes: readonly string[];
  readonly argv: readonly string[];
}

/** The parts of a pipe service; null when it is another program's. */
export function toPipe(service: Service): Pipe | null {
  const words = service.arguments;
  const start = words.findIndex((word) => word.startsWith("argv="));
  const argv = start < 0 ? [] : [words[start]?.slice("argv=".length) ?? "", ...words.slice(start + 1)];
  if (service.command !== "pipe" || !argv.slice(1).includes("ingest")) return null;
  const first = words.findIndex((word, index) => /^\w+=/.test(word) && words[index - 1] !== "-o");
  return { service, options: words.slice(0, first), attributes: words.slice(first, start), argv };
}

export const pipesIn = ({ services }: Postfix): Pipe[] => services.flatMap((service) => toPipe(service) ?? []);

const commandOf = ({ options, attributes, argv }: Pipe): string =>
  ["pipe", ...options, ...attributes, `argv=${argv.join(" ")}`].join(" ");

/** The command that gives a service other parts. */
export const changePipe = (pipe: Pipe, change: Partial<Omit<Pipe, "service">>): string =>
  setField(pipe.service, "command", commandOf({ ...pipe, ...change }));

/** The value of an attribute, null when it is not there. */
export const attributeOf = ({ attributes }: Pipe, name: string): string | null =>
  attributes.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;

/** The attributes with one of them set. */
export const withAttribute = (pipe: Pipe, name: string, value: string): string[] => {
  const entry = `${name}=${value}`;
  return attributeOf(pipe, name) === null
    ? [...pipe.attributes, entry]
    : pipe.attributes.map((word) => (word.startsWith(`${name}=`) ? entry : word));
};

/** The arguments of a pipe that is set up as in master.cf.example. */
const USUAL_ARGUMENTS = [
  "ingest",
  "--sender=${sender}",
  "--recipient=${recipient}",
  "--queue-id=${queue_id}",
  "--client-address=${client_address}",
  EXTENSION,
];

/** The line of master.cf.example. */
export const usualService = (node: string, program: string, user: string): string =>
  `${USUAL_NAME} unix - n n - ${USUAL_PROCESSES} pipe -o soft_bounce=yes flags=RX user=${user} null_sender= argv=${[
    node,
    program,
    ...USUAL_ARGUMENTS,
  ].join(" ")}`;

const placeOf = ({ service }: Pipe): string => `master.cf: ${service.name}`;

/** The services under names of Postfix's own, which then writes no bounces. */
export function checkServiceNames({ services }: Postfix): Finding[] {
  return services
    .filter(({ name, type, command }) => type === "unix" && OWN_SERVICES.includes(name) && command !== "bounce")
    .map((service) => {
      const pipe = toPipe(service);
      const stock = `${service.name} unix - - n - 0 bounce`;
      const moved = pipe && `${USUAL_NAME} unix - n n - ${USUAL_PROCESSES} ${commandOf(pipe)}`;
      return problem(
        `master.cf: ${service.name}`,
        "is Postfix's own service; with another program under that name no bounces are written any more, and postfix check does not complain",
        {
          command: setServices(stock, ...(moved === null ? [] : [moved])),
          advice: "rename the transport, for example to bounce-intake, and restore the stock line",
        },
      );
    });
}

function checkLimit(postfix: Postfix, { service }: Pipe): Finding {
  const setting = `${service.name}_destination_recipient_limit`;
  const value = settingOf(postfix, setting);
  return value === "1"
    ? ok(`main.cf: ${setting}`, "1")
    : problem(
        `main.cf: ${setting}`,
        `is ${value === "" ? "not set" : value}: one process gets the extensions of several recipients, all of them attacker-controlled`,
        { command: setMain(`${setting} = 1`) },
      );
}

/** Seconds of a time value of Postfix's, by default in seconds. */
export function secondsOf(value: string): number {
  const [, number = "", unit = "s"] = /^(\d+)\s*([smhdw]?)$/.exec(value) ?? [];
  return Number(number) * ({ s: 1, m: 60, h: HOUR, d: DAY, w: WEEK }[unit] ?? 1);
}

function checkTime(postfix: Postfix, { service }: Pipe, { deadlineMs }: Settings): Finding[] {
  const setting = `${service.name}_time_limit`;
  const value = settingOf(postfix, setting);
  if (value === "" || secondsOf(value) * 1_000 > deadlineMs) return [];
  return [
    problem(
      `main.cf: ${setting}`,
      `${value} is not more than deadline_ms (${deadlineMs}): Postfix kills the program before it can defer the message, and the message is lost`,
      { command: setMain(`${setting} = ${Math.max(120, Math.ceil((2 * deadlineMs) / 1000))}s`) },
    ),
  ];
}

/** Whether options before the extensions take effect; see intake/pipe-arguments.ts. */
export const takesOptions = (own: readonly string[]): boolean => own.at(-1) === EXTENSION || own.includes("--");

/** The arguments behind `ingest`. */
export const ownArguments = ({ argv }: Pipe): readonly string[] => argv.slice(argv.indexOf("ingest") + 1);

function checkArguments(pipe: Pipe): Finding[] {
  const own = ownArguments(pipe);
  if (takesOptions(own) || own.length <= 1) return [];
  const isExtension = (word: string): boolean => word === EXTENSION || word === "${extension}";
  const argv = [...pipe.argv.filter((word) => !isExtension(word)), EXTENSION];
  return [
    problem(
      placeOf(pipe),
      `its last argument is "${own.at(-1) ?? ""}", so all arguments count as extensions and no option takes effect`,
      { command: changePipe(pipe, { argv }), advice: `make ${EXTENSION} the last argument` },
    ),
  ];
}

function checkOptions(pipe: Pipe): Finding[] {
  return [
    ...(attributeOf(pipe, "null_sender") === ""
      ? []
      : [
          warning(placeOf(pipe), "has no null_sender=, so the sender of every bounce appears as MAILER-DAEMON", {
            command: changePipe(pipe, { attributes: withAttribute(pipe, "null_sender", "") }),
          }),
        ]),
    ...(pipe.options.includes("soft_bounce=yes")
      ? []
      : [
          warning(
            placeOf(pipe),
            "has no safety net: if the program is killed from outside, Postfix discards the message",
            { command: changePipe(pipe, { options: ["-o", "soft_bounce=yes", ...pipe.options] }) },
          ),
        ]),
  ];
}

/** What a flag of pipe(8) breaks; the others do no harm. */
const FLAGS: readonly (readonly [flag: string, harm: string])[] = [
  ["D", "a message with a forged Delivered-To counts as a loop, and is discarded"],
  ["u", "folds the case of the extension, so VERP recipients come out wrong"],
  ["q", "quotes the extension, so VERP recipients come out wrong"],
  [">", "puts > before lines that begin with From, also in the returned message"],
  [".", "doubles the dots at the beginning of lines"],
  ["F", "puts a From_ line before the header"],
];

function checkFlags(pipe: Pipe): Finding[] {
  const flags = attributeOf(pipe, "flags") ?? "";
  const harms = FLAGS.filter(([flag]) => flags.includes(flag));
  if (harms.length === 0) return [];
  const rest = flags.replace(/[hDuq>.F]/g, "");
  return [
    problem(placeOf(pipe), `flags=${flags}: ${harms.map(([flag, harm]) => `${flag} ${harm}`).join("; ")}`, {
      command: changePipe(pipe, { attributes: withAttribute(pipe, "flags", rest === "" ? "RX" : rest) }),
    }),
  ];
}

function checkChroot(postfix: Postfix, { service }: Pipe): Finding[] {
  const isOldDefault = service.chroot === "-" && Number.parseFloat(settingOf(postfix, "compatibility_level")) < 1;
  if (service.chroot !== "y" && !isOldDefault) return [];
  return [
    problem(
      `master.cf: ${service.name}`,
      "runs in a chroot, where neither node nor the database is: every bounce is deferred",
      { command: setField(service, "chroot", "n") },
    ),
  ];
}

function checkProcesses({ service }: Pipe): Finding[] {
  if (service.processLimit !== "0" && !(Number(service.processLimit) > MOST_PROCESSES)) return [];
  const limit = service.processLimit === "0" ? "any number of" : service.processLimit;
  return [
    warning(
      `master.cf: ${service.name}`,
      `may start ${limit} processes at the same time, each a Node.js of some 40 MB: a wave of bounces takes the machine's memory`,
      { command: setField(service, "process_limit", USUAL_PROCESSES) },
    ),
  ];
}

/** Checks how the pipe stands in master.cf and main.cf; what it runs is tried in trial.ts. */
export const checkPipe = (postfix: Postfix, pipe: Pipe, settings: Settings): Finding[] => [
  checkLimit(postfix, pipe),
  ...checkTime(postfix, pipe, settings),
  ...checkArguments(pipe),
  ...checkOptions(pipe),
  ...checkFlags(pipe),
  ...checkChroot(postfix, pipe),
  ...checkProcesses(pipe),
];

/** A word of argv as the pipe hands it over, for a message without an extension. */
export const withoutMacros = (word: string): string => word.replace(/\$\{?\w+\}?/g, "");

/** The command line of one of our commands as the pipe would run it. */
export function ourCommand(pipe: Pipe, ...words: readonly string[]): readonly string[] {
  return [...pipe.argv.slice(0, pipe.argv.indexOf("ingest")), ...words];
}
