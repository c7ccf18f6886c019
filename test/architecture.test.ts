/** The architecture as a table: who may import whom, who may import which package, and what the core may not touch. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/cli.js";

const SRC = join(ROOT, "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts")).sort();
const source = (file: string): string => readFileSync(join(SRC, file), "utf8");

/** The part of the program a file belongs to: its folder, or its own name at the top. */
const partOf = (file: string): string => (file.includes("/") ? file.split("/")[0] ?? "" : file.replace(/\.ts$/, ""));

const importsOf = (file: string): string[] =>
  [...source(file).matchAll(/(?:^(?:import|export)\b[^;]*?\bfrom |\bimport\()\s*"([^"]+)"/gms)].flatMap((match) => match[1] ?? []);

const VOCABULARY = ["bounce", "reason", "exit", "time", "entry-of"];
const CORE = ["smtp", "message", "formats", "classify", "verp", "origin", "detect", "output"];

/** Part -> the parts it may import. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  bounce: ["reason"],
  reason: [],
  exit: [],
  time: [],
  "entry-of": [],
  smtp: [...VOCABULARY],
  message: [...VOCABULARY, "smtp"],
  formats: [...VOCABULARY, "smtp", "message"],
  classify: [...VOCABULARY, "smtp", "message"],
  verp: [...VOCABULARY],
  origin: [...VOCABULARY, "message", "verp"],
  detect: [...VOCABULARY, "message"],
  output: [...VOCABULARY, "smtp", "detect", "store"],
  ingest: [...VOCABULARY, "smtp", "message", "formats", "classify", "verp", "origin"],
  config: [...VOCABULARY, "output"],
  log: [...VOCABULARY, "config", "output"],
  store: [...VOCABULARY, "message", "detect"],
  lmtp: [...VOCABULARY, "message", "verp", "ingest", "store", "config", "log", "output"],
  commands: [...VOCABULARY, ...CORE, "ingest", "config", "log", "store", "lmtp"],
  main: [...VOCABULARY, "commands"],
};

/** Package -> the only files that may import it. */
const IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  "better-sqlite3": ["store/"],
  mailparser: ["message/fallback.ts"],
  pino: ["log.ts"],
  "smol-toml": ["config/toml.ts"],
  yargs: ["main.ts", "commands/command.ts"],
  "d3-scale": ["output/report/page/plot.ts"],
  "d3-shape": ["output/report/page/plot.ts"],
  nodemailer: ["commands/report/compose.ts"],
};

describe("imports point one way", () => {
  it.each(files)("%s", (file) => {
    const allowed = MAY_IMPORT[partOf(file)];
    expect(allowed, `no row for ${partOf(file)}`).toBeDefined();
    for (const target of importsOf(file)) {
      if (target.startsWith(".")) {
        const part = partOf(relative(SRC, join(SRC, file, "..", target)).replace(/\.js$/, ".ts"));
        expect([partOf(file), ...(allowed ?? [])]).toContain(part);
      } else if (!target.startsWith("node:")) {
        const [name = ""] = target.split("/");
        expect(IMPORTERS[name]?.some((importer) => file.startsWith(importer)), `${file} imports ${target}`).toBe(true);
      }
    }
  });
});

describe("the core knows no clock, environment, disk or chance", () => {
  const forbidden = /\bprocess\.|\bDate\.now\b|new Date\(\)|Math\.random|from "node:(?!buffer|util|crypto)|random(?:Bytes|UUID|Int)/;
  it.each(files.filter((file) => CORE.includes(partOf(file)) || file === "ingest.ts"))("%s", (file) => {
    const code = source(file).replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
    expect(forbidden.exec(code)?.[0] ?? null).toBeNull();
  });
});
