/** The configuration file's syntax, TOML 1.0: the only importer of smol-toml, loaded when there is a file. */
import { TomlError, parse } from "smol-toml";
import type { RawTable } from "./error.js";

/** What a file holds, or what is wrong with it and where: "line 3, column 9: ...". */
export type ReadToml = { readonly content: RawTable } | { readonly problem: string };

/** Reads a file's text; a byte order mark is skipped. */
export function readToml(text: string): ReadToml {
  try {
    return { content: parse(text.replace(/^\ufeff/, "")) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /, "");
    return { problem: `line ${error.line}, column ${error.column}: ${reason}` };
  }
}
