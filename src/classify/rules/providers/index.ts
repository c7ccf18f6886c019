import type { RuleRow } from "../../rule.js";
export const PROVIDERS: readonly RuleRow[] = [];
