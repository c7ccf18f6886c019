/** The architecture is the tables in CONVENTIONS.md: who may import whom, and who may import which package. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/cli.js";

const VOCABULARY = ["bounce", "reason", "exit", "time", "values"];
const CORE = ["smtp", "mail", "formats", "classify", "verp", "trust", "interpret", "detect"];

const SRC = join(ROOT, "src");
const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .sort();
const source = (file: string): string => readFileSync(join(SRC, file), "utf8");
const conventions = readFileSync(join(ROOT, "CONVENTIONS.md"), "utf8");

/** The part of the program a file belongs to: its directory, or its own name at the top. */
const partOf = (file: string): string =>
  file.includes("/") ? (file.split("/")[0] ?? "") : file.replace(/(?:\.ts|\/)$/, "");

/** The rows of the table whose first column has this title: the words in backquotes of each column. */
function tableOf(title: string): (readonly (readonly string[])[])[] {
  const [, body = ""] = conventions.split(new RegExp(`^\\| ${title} \\|.*\\n\\|[ |-]+\\n`, "m"));
  const lines = /^(?:\|.*\n)+/.exec(body)?.[0].trim().split("\n") ?? [];
  return lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, word]) => word ?? [])),
  );
}

const MAY_IMPORT = new Map(
  tableOf("part").map(([[path = ""] = [], , allowed = []]) => [partOf(path.replace(/^src\//, "")), allowed]),
);
const IMPORTERS = new Map(tableOf("package").map(([[name = ""] = [], importers = []]) => [name, importers]));

const importsOf = (file: string): string[] =>
  [...source(file).matchAll(/(?:^(?:import|export)\b[^;"]*?\bfrom |\bimport\()\s*"([^"\s]+)"/gms)].flatMap(
    (match) => match[1] ?? [],
  );

const inTree = (file: string): string[] =>
  importsOf(file)
    .filter((target) => target.startsWith("."))
    .map((target) => partOf(relative(SRC, join(SRC, file, "..", target)).replace(/\.js$/, ".ts")));

const packagesOf = (file: string): string[] =>
  importsOf(file).flatMap((target) => (/^(?:\.|node:)/.test(target) ? [] : (target.split("/")[0] ?? "")));

const PARTS = [...new Set(files.map(partOf))];

describe("imports point one way", () => {
  it.each(PARTS)("of %s", (part) => {
    const allowed = MAY_IMPORT.get(part);
    expect(allowed, `CONVENTIONS.md has no row for ${part}`).toBeDefined();
    const isAllowed = (target: string): boolean =>
      target === part || VOCABULARY.includes(target) || allowed?.includes(target) === true;
    const mayUse = (file: string, name: string): boolean =>
      IMPORTERS.get(name)?.some((importer) => `src/${file}`.startsWith(importer)) === true;
    const wrong = files
      .filter((file) => partOf(file) === part)
      .flatMap((file) => [
        ...inTree(file).flatMap((target) => (isAllowed(target) ? [] : `${file} imports ${target}`)),
        ...packagesOf(file).flatMap((name) => (mayUse(file, name) ? [] : `${file} imports ${name}`)),
      ]);
    expect(wrong).toEqual([]);
  });

  it("and never in a circle", () => {
    const reaches = (part: string, goal: string, seen: ReadonlySet<string>): boolean =>
      (MAY_IMPORT.get(part) ?? []).some(
        (next) => next === goal || (!seen.has(next) && reaches(next, goal, new Set([...seen, next]))),
      );
    expect(PARTS.filter((part) => reaches(part, part, new Set()))).toEqual([]);
  });
});

describe("the tables hold nothing that is not so", () => {
  it.each([...MAY_IMPORT])("the row of %s", (part, allowed) => {
    const own = files.filter((file) => partOf(file) === part);
    expect(own.length, `src has no ${part}`).toBeGreaterThan(0);
    const used = new Set(own.flatMap(inTree));
    expect(allowed.filter((target) => !used.has(target))).toEqual([]);
  });

  it.each([...IMPORTERS])("the importers of %s", (name, importers) => {
    for (const importer of importers) {
      expect(existsSync(join(ROOT, importer))).toBe(true);
      const inside = files.filter((file) => `src/${file}`.startsWith(importer));
      expect(inside.some((file) => packagesOf(file).includes(name))).toBe(true);
    }
  });
});

describe("the core knows no clock, environment, disk or chance", () => {
  const forbidden =
    /\bprocess\.(?!getBuiltinModule\b)|\bDate\.now\b|new Date\(\)|Math\.random|from "node:(?!buffer|util|crypto|url)|random(?:Bytes|UUID|Int)/;
  it.each(CORE)("%s", (part) => {
    const code = (file: string): string => source(file).replace(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
    const said = files.filter((file) => partOf(file) === part).flatMap((file) => forbidden.exec(code(file))?.[0] ?? []);
    expect(said).toEqual([]);
  });
});

it("unit tests start no process", () => {
  const isUnit = (file: string): boolean =>
    file.endsWith(".test.ts") &&
    !file.endsWith(".system.test.ts") &&
    !/^(?:browser|exit|faults|library|packaging|postfix)\//.test(file);
  const starts =
    /from "(?:node:child_process|[./]*\/support\/daemon\.js)"|\{[^}]*\b(?:bounces|shell)\b[^}]*\} from "[./]*\/support\/cli\.js"/;
  const tests = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" }).filter(isUnit);
  expect(tests.filter((file) => starts.test(readFileSync(join(ROOT, "test", file), "utf8")))).toEqual([]);
});
