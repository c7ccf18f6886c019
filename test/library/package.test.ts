/**
 * The library as it is published: packed, unpacked into the node_modules of an empty project, and used from there by
 * ES modules, CommonJS and TypeScript. The examples of docs/library.md are run and print what they say.
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bounces, ROOT } from "../support/cli.js";

const PACKING_MS = 120_000;
/** Files that the examples of docs/library.md read. */
const VECTORS = "fixtures/verp/vectors.json";
const SAMPLE = "fixtures/real/postfix-n1-rcpt-n1.eml";

const project = mkdtempSync(join(tmpdir(), "bounces-library-"));
afterAll(() => rmSync(project, { recursive: true, force: true }));

interface Output {
  readonly status: number | null;
  readonly output: string;
}

function run(program: string, args: readonly string[], directory = project): Output {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: directory,
    encoding: "utf8",
    timeout: PACKING_MS,
  });
  return { status, output: `${stdout}${stderr}` };
}

/** Runs a file of the project, written down for it. */
function runFile(name: string, code: string, options: readonly string[] = []): Output {
  writeFileSync(join(project, name), code);
  return run(process.execPath, [...options, name]);
}

/** Packs the project as it is built, with its types, and unpacks it where an installation would put it. */
beforeAll(() => {
  expect(run(process.execPath, ["build/types.mjs"], ROOT)).toMatchObject({ status: 0 });
  const pack = run("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", project], ROOT);
  expect(pack).toMatchObject({ status: 0 });
  const installed = join(project, "node_modules/postfix-bounces");
  mkdirSync(installed, { recursive: true });
  const archive = join(project, pack.output.trim());
  expect(run("tar", ["-xzf", archive, "--strip-components=1", "-C", installed])).toMatchObject({ status: 0 });
  symlinkSync(join(ROOT, "node_modules/mailparser"), join(project, "node_modules/mailparser"));
  copyFileSync(join(ROOT, SAMPLE), join(project, "bounce.eml"));
  mkdirSync(join(project, dirname(VECTORS)), { recursive: true });
  copyFileSync(join(ROOT, VECTORS), join(project, VECTORS));
}, PACKING_MS);

/** Node's permission model: files below the project can be read, and mailparser's; nothing else, and no native module. */
const PERMISSION = [
  process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission",
  `--allow-fs-read=${project}`,
  `--allow-fs-read=${join(ROOT, "node_modules")}`,
  "--disable-warning=ExperimentalWarning",
];

/** Says which variables of the environment were read by code below node_modules. */
const WATCH = `
const seen = [];
process.env = new Proxy({}, {
  get: (_, name) => { if (new Error().stack.includes("node_modules/postfix-bounces")) seen.push(name); return undefined; },
});
`;
const USE = `
.then(async ({ parse, classify }) => {
  const bounce = require("node:fs").readFileSync("bounce.eml");
  const html = "Content-Type: text/html\\n\\n<p>Mail to &lt;bob@example.org&gt; failed.</p>";
  const [first, second] = [await parse(bounce), await parse(html)];
  console.log(first.recipients[0].reason, second.defects.join(), classify({ status: "5.1.1" }).severity, seen.length);
});
`;

describe("the package", () => {
  it.each([
    ["import", 'import("postfix-bounces")'],
    ["require", 'Promise.resolve().then(() => require("postfix-bounces"))'],
  ])("works by %s, without a native module, another file or the environment", (kind, load) => {
    const result = runFile(`${kind}.cjs`, `${WATCH}${load}${USE}`, PERMISSION);
    expect(result).toEqual({ status: 0, output: "user-unknown general-parser hard 0\n" });
  });

  it("loads mailparser only for a message that needs it", () => {
    const code = `
      const { parse } = require("postfix-bounces");
      const isLoaded = () => Object.keys(require.cache).some((file) => file.includes("mailparser"));
      const load = async (message) => (await parse(message), isLoaded());
      (async () => console.log(await load("Subject: a\\n\\nb"), await load("Content-Type: text/html\\n\\n<p>b</p>")))();`;
    expect(runFile("lazy.cjs", code)).toEqual({ status: 0, output: "false true\n" });
  });

  it("exports nothing but the library", () => {
    const code = 'import("postfix-bounces/dist/main.mjs").catch(({ code }) => console.log(code));';
    expect(runFile("inside.mjs", code).output).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED\n");
  });

  it("reads a message as `bounces parse --json` does", () => {
    const files = ["real", "malformed", "not-bounces"].flatMap((group) => {
      const directory = join(ROOT, "fixtures", group);
      const names = readdirSync(directory).filter((name) => name.endsWith(".eml"));
      return names.map((name) => join(directory, name));
    });
    const code = `
      import { readFileSync } from "node:fs";
      import { parse } from "postfix-bounces";
      for (const file of ${JSON.stringify(files)})
        console.log(JSON.stringify({ file, ...(await parse(readFileSync(file), { extension: "bob=example.org" })) }));`;
    const parsed = (text: string): unknown[] =>
      text
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line));
    const cli = bounces(["parse", "--json", "--extension", "bob=example.org", ...files]);
    expect(parsed(runFile("same.mjs", code).output)).toEqual(parsed(cli.stdout));
  });
});

/** What stands in fences of a language, each with the text that follows it as its output. */
const examples = [
  ...readFileSync(join(ROOT, "docs/library.md"), "utf8").matchAll(
    /^```(js|cjs|ts)\n([^]*?)^```$(?:\n\n^```text\n([^]*?)^```$)?/gm,
  ),
].map(([, language = "", code = "", output = ""], index) => ({ name: `example-${index + 1}`, language, code, output }));
const programs = examples.filter(({ language }) => language !== "ts");

describe("docs/library.md", () => {
  it.each(programs)("prints what it says: $name", ({ name, language, code, output }) => {
    expect(runFile(`${name}.${language === "cjs" ? "cjs" : "mjs"}`, code)).toEqual({ status: 0, output });
  });

  it("has examples", () => {
    expect(programs.map(({ output }) => output === "")).toEqual(programs.map(() => false));
    expect(examples.length).toBeGreaterThan(programs.length);
  });

  const compile = (names: readonly string[], options: readonly string[]): Output =>
    run(process.execPath, [
      join(ROOT, "node_modules/typescript/bin/tsc"),
      ...["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"],
      ...options,
      ...names,
    ]);

  it.each([
    ["nodenext", ["mts", "cts"], ["--module", "nodenext", "--moduleResolution", "nodenext"]],
    ["bundler", ["ts"], ["--module", "esnext", "--moduleResolution", "bundler"]],
  ] as const)("compiles with TypeScript's module resolution %s", (_, endings, options) => {
    const typed = examples.filter(({ language }) => language === "ts");
    const names = typed.flatMap(({ name, code }) =>
      endings.map((ending) => {
        writeFileSync(join(project, `${name}.${ending}`), code);
        return `${name}.${ending}`;
      }),
    );
    expect(compile(names, options)).toEqual({ status: 0, output: "" });
  });

  it("names what the package exports", () => {
    const { output } = runFile("exports.cjs", 'console.log(Object.keys(require("postfix-bounces")).join(" "));');
    const types = readFileSync(join(project, "node_modules/postfix-bounces/dist/index.d.ts"), "utf8");
    const declared = [...types.matchAll(/^export (?:declare )?(?:type|interface) (\w+)/gm)].map(
      ([, name = ""]) => name,
    );
    const [, list = ""] =
      /These are exported: ([^]*?)\. Everything/.exec(readFileSync(join(ROOT, "docs/library.md"), "utf8")) ?? [];
    const named = [...list.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
    expect(named.sort()).toEqual([...output.trim().split(" "), ...declared].sort());
  });
});
