/**
 * What each regular expression of the core costs on text made to hurt it: long runs of one character, of its own words, of what mails are made of.
 * One that takes its text's square shows at once. Prints those above a tenth of a second of a 64 KB text, the largest that any is given.
 *
 *   node bench/patterns.mjs [--all]
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { loadCore, root } from "./core.mjs";

const LENGTH = 65_536;
const TOO_LONG = 100;
/** Milliseconds after which a pattern is not tried further. */
const HOPELESS = 2_000;
const PIECES = [
  " ",
  "\t",
  "\n",
  "\r",
  "a",
  "0",
  "1.",
  "@",
  "<",
  ">",
  "(",
  ")",
  '"',
  "\\",
  "=",
  "-",
  "--",
  "- ",
  ":",
  ";",
  ",",
  ".",
  "a ",
  "a.",
  "a@",
  "@a",
  " \n",
  "\n ",
  "a\n",
  "x-",
  "550 ",
  "550-",
  "5.1.1 ",
  "\n\n",
  "=?",
  "?=",
  "=?utf-8?q?a",
  "=?a?b?",
  "<a@b>",
  "a@b ",
  "a@b.c\n",
  "a: ",
  "a:b\n",
  "\na:",
  "[",
  "]",
  "[1.2.3.4]",
  "{",
  "+41",
  "\\x{1",
  "#",
  "*",
  "_",
  "/",
  "http://",
  "é",
  "漢",
  "\u3000",
];
const CORE = /^(?:message|smtp|formats|classify|verp|origin|output)\//;

function* patternsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(join(root, "src", file), "utf8"), ts.ScriptTarget.ES2022, true);
  const found = [];
  const visit = (node) => {
    if (ts.isRegularExpressionLiteral(node))
      found.push({ text: node.text, line: source.getLineAndCharacterOfPosition(node.pos).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const { text, line } of found) {
    const [, body, flags] = /^\/([^]*)\/([a-z]*)$/.exec(text);
    yield { file, line, pattern: new RegExp(body, flags.replace(/[gy]/g, "")) };
  }
}

const milliseconds = (pattern, text) => {
  const start = process.hrtime.bigint();
  pattern.test(text);
  return Number(process.hrtime.bigint() - start) / 1e6;
};

/** The most that a pattern takes of any text; each text twice, since other programs run too. */
function worstOf({ pattern }) {
  const words = [...new Set(pattern.source.match(/[A-Za-z]{3,}(?: [a-z]+)*/g) ?? [])].slice(0, 8);
  const repeated = [
    ...PIECES,
    ...words.flatMap((word) => [word, `${word} `, `${word}: `, `${word}\n`, `${word} a@b `]),
  ];
  let worst = { cost: 0, text: "" };
  for (const start of ["", ...words.slice(0, 3).map((word) => `${word} `)]) {
    for (const piece of repeated) {
      const text = `${(start + piece.repeat(Math.ceil(LENGTH / piece.length))).slice(0, LENGTH)}\0!`;
      const cost = Math.min(milliseconds(pattern, text), worst.cost > HOPELESS ? 0 : milliseconds(pattern, text));
      if (cost > worst.cost) worst = { cost, text: start + piece };
      if (worst.cost > HOPELESS) return worst;
    }
  }
  return worst;
}

/** Patterns that are put together when a module is loaded are no literals: they are heard of from the constructor. */
async function assembledPatterns() {
  const heard = [];
  const Original = RegExp;
  globalThis.RegExp = class extends Original {
    constructor(source, flags) {
      super(source, flags);
      heard.push(new Original(source, (flags ?? "").replace(/[gy]/g, "")));
    }
  };
  await loadCore();
  globalThis.RegExp = Original;
  return heard.map((pattern) => ({ file: "assembled", line: 0, pattern }));
}

const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).filter(
  (file) => CORE.test(file) && file.endsWith(".ts"),
);
const found = [...files.flatMap((file) => [...patternsOf(file)]), ...(await assembledPatterns())];
const measured = found.map((one) => ({ ...one, ...worstOf(one) })).sort((a, b) => b.cost - a.cost);
const told = process.argv.includes("--all") ? measured : measured.filter(({ cost }) => cost > TOO_LONG);
for (const { file, line, cost, text, pattern } of told)
  console.log(
    `${cost.toFixed(0).padStart(6)} ms  ${file}:${line}  on ${JSON.stringify(text)}  ${pattern.source.slice(0, 100)}`,
  );
console.log(
  `${measured.length} patterns, ${measured.filter(({ cost }) => cost > TOO_LONG).length} above ${TOO_LONG} ms on ${LENGTH} characters`,
);
