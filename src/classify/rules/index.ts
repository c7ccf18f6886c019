/** All rules of ours, in the order in which they are asked. */
import type { RuleRow } from "../rule.js";
import { PROVIDERS } from "./providers/index.js";
import { TEXT } from "./text/index.js";

/** Providers first: they redefine codes and words. */
export const RULES: readonly RuleRow[] = [...PROVIDERS, ...TEXT];
