/** README and docs/ name what there is: commands, options, settings, files, scripts and pages. Their examples: docs.system.test.ts. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/cli/index.js";
import { loadSettings } from "../src/config/load.js";
import { settingsTable } from "../src/config/table.js";
import { INGEST_OPTIONS } from "../src/intake/pipe-arguments.js";
import { ROOT } from "./support/cli.js";

const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const markdownIn = (directory: string, recursive: boolean): string[] =>
  readdirSync(join(ROOT, directory), { recursive, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(directory, file));
const PAGES = [...markdownIn(".", false), ...markdownIn("docs", true)].sort();

/** What stands in a match's first group, of all matches. */
const firsts = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, first]) => first ?? []);

const blocksOf = (text: string, language: string): string[] =>
  firsts(text, new RegExp(`^ *\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, "gm"));

/** Everything that is set as code: spans, and the lines of blocks but comments. */
const codeIn = (text: string): string[] => {
  const blocks = firsts(text, /^ *```[a-z]*\n([^]*?)^ *```$/gm);
  const spans = firsts(text.replaceAll(/^ *```[^]*?^ *```$/gm, ""), /`([^`]+)`/g);
  const isComment = (line: string): boolean => line.trimStart().startsWith("#");
  return [...blocks.flatMap((block) => block.split("\n")).filter((line) => !isComment(line)), ...spans];
};

const OPTIONS = new Map(COMMANDS.map(({ name, options }) => [name, ["help", "version", ...Object.keys(options)]]));
/** Options of other programs that the pages name. */
const FOREIGN = /\b(?:adduser|git|knip|npm|npx|node bench|node docs|systemctl|vitest|install)\b/;

const optionsIn = (text: string): string[] => firsts(text, /(?<![\w-])--([a-z][a-z-]*)/g);

/** Command lines of the program in a piece of code: the command and its options. */
const commandLines = (code: string): (readonly [string, string[]])[] =>
  [...code.matchAll(/(?:^\s*(?:\$ )?|[;&|(] | {2})bounces ([a-z]+)((?:(?! [|;] | && ).)*)/g)].map(
    ([, name = "", rest = ""]) => [name, optionsIn(rest)],
  );

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
const anchorsOf = (file: string): string[] =>
  firsts(read(file).replaceAll(/^```[^]*?^```$/gm, ""), /^#+ (.+)$/gm).map(anchorOf);

describe("README", () => {
  it("fits on a few screens", () => {
    expect(read("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
  });

  it("begins with the two commands, and both are scripts of package.json", () => {
    expect(
      blocksOf(read("README.md"), "sh")
        .slice(0, 2)
        .map((block) => block.trim()),
    ).toEqual(["npm install && npm run demo", "npm test"]);
    expect(read("package.json")).toMatch(/"demo": [^]*"test": /);
  });
});

describe.each(PAGES)("%s", (page) => {
  const text = read(page);

  it("links to files and headings that exist", () => {
    const targets = firsts(text, /\]\(([^)\s]+)\)/g).filter((target) => !/^[a-z]+:/.test(target));
    const broken = targets.filter((target) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(ROOT, file))) return true;
      return anchor !== undefined && !anchorsOf(file).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it("names commands that exist, and options that they take", () => {
    const wrong = codeIn(text)
      .flatMap(commandLines)
      .flatMap(([name, options]) => {
        const known = OPTIONS.get(name);
        if (known === undefined) return name === "command" ? [] : [`bounces ${name}`];
        return options.flatMap((option) => (known.includes(option) ? [] : `bounces ${name} --${option}`));
      });
    expect(wrong).toEqual([]);
  });

  it("names options that some command takes", () => {
    const known = new Set([...OPTIONS.values()].flat());
    const named = codeIn(text)
      .filter((code) => !FOREIGN.test(code))
      .flatMap(optionsIn);
    expect(named.filter((option) => !known.has(option))).toEqual([]);
  });

  it("names settings that exist", () => {
    const rows = settingsTable();
    const keys = rows.map(({ key }) => key);
    const variables = [...rows.map(({ variable }) => variable), "BOUNCES_CONFIG"];
    const named = firsts(text, /`((?:lmtp|log|report)\.[a-z_]+)`/g);
    expect(named.filter((key) => !keys.includes(key) && key !== "log.level")).toEqual([]);
    expect(firsts(text, /\b(BOUNCES_[A-Z_]+)\b/g).filter((name) => !variables.includes(name))).toEqual([]);
  });

  it("has configuration files that are valid", () => {
    const directory = mkdtempSync(join(tmpdir(), "bounces-docs-"));
    const file = join(directory, "bounces.toml");
    for (const block of blocksOf(text, "toml")) {
      writeFileSync(file, block);
      expect(() => loadSettings({ config: file }, {})).not.toThrow();
    }
    rmSync(directory, { recursive: true });
  });

  it("names files that exist, and scripts that package.json has", () => {
    const paths = codeIn(text).flatMap((code) =>
      firsts(code, /(?<![\w/.-])((?:src|bin|bench|build|docs|fixtures|packaging|test)\/[\w./-]*)/g),
    );
    const missing = paths.filter((path) => !existsSync(join(ROOT, path.replace(/\.$/, ""))));
    expect(page === "CHANGELOG.md" ? [] : missing).toEqual([]);
    const scripts = codeIn(text).flatMap((code) => firsts(code, /\bnpm run ([\w:]+)/g));
    expect(scripts.filter((script) => !read("package.json").includes(`"${script}": `))).toEqual([]);
  });
});

it("the help of ingest names the options that ingest reads", () => {
  const help = COMMANDS.find(({ name }) => name === "ingest");
  expect(Object.keys(help?.options ?? {}).sort()).toEqual([...Object.keys(INGEST_OPTIONS), "extension"].sort());
});
