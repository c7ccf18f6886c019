/** All rules of ours, in the order in which they are asked. */
import type { Rule, RuleRow } from "../rule.js";
import { PROVIDERS } from "./providers/index.js";
import { TEXT } from "./text/index.js";
import { WIDE } from "./text/wide.js";

/** Providers first: they redefine codes and words. Wide words last: an exact code comes before them. */
export const RULES: readonly RuleRow[] = [...PROVIDERS, ...TEXT, ...WIDE];

const WIDE_RULES: ReadonlySet<Rule> = new Set<Rule>(WIDE);

/** Whether a rule of RULES yields to an enhanced status that says one thing. */
export const isWide = (rule: Rule): boolean => WIDE_RULES.has(rule);
