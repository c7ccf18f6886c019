/** README holds what the program does: every command and option stands there, and none that does not exist. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/cli/index.js";
import { INGEST_OPTIONS } from "../src/intake/pipe-arguments.js";
import { EXIT } from "../src/exit.js";
import { ROOT } from "./support/cli.js";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const sections = new Map(
  [...readme.matchAll(/^### `bounces ([a-z-]+)[^`]*`\n([^]*?)(?=^##)/gm)].map((match) => [
    match[1] ?? "",
    match[2] ?? "",
  ]),
);
const optionsIn = (text: string): string[] =>
  [...new Set([...text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].flatMap((match) => match[1] ?? []))].sort();

describe("README", () => {
  it("has a section for each command and no other", () => {
    expect([...sections.keys()].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    "names each option of %s and no other",
    (name, { optionNames }) => {
      const own = optionsIn(sections.get(name) ?? "");
      expect(own).toEqual([...optionNames].sort());
    },
  );

  it("names the exit statuses that there are", () => {
    const named = [...readme.matchAll(/^\| (\d+) \|/gm)].map((match) => Number(match[1]));
    for (const status of named) expect([...Object.values(EXIT), 70]).toContain(status);
  });

  it("begins with the two commands, and both are scripts of package.json", () => {
    const blocks = [...readme.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]?.trim());
    expect(blocks.slice(0, 2)).toEqual(["npm install && npm run demo", "npm test"]);
    expect(readFileSync(join(ROOT, "package.json"), "utf8")).toMatch(/"demo": /);
  });
});

it("the help of ingest names the options that ingest reads", () => {
  const help = COMMANDS.find(({ name }) => name === "ingest");
  expect([...(help?.optionNames ?? [])].sort()).toEqual([...Object.keys(INGEST_OPTIONS), "extension"].sort());
});
