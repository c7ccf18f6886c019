/** All providers' rows. They are told apart by codes, hosts or sentences of their own, so their order matters little. */
import type { RuleRow } from "../../rule.js";
import { AMERICA } from "./america.js";
import { ASIA } from "./asia.js";
import { EUROPE } from "./europe.js";
import { EXCHANGE } from "./exchange.js";
import { GATEWAYS } from "./gateways.js";
import { GOOGLE_ROWS } from "./google.js";

/** What a provider means by its codes and sentences. */
export const PROVIDERS: readonly RuleRow[] = [...GOOGLE_ROWS, ...EXCHANGE, ...AMERICA, ...EUROPE, ...ASIA, ...GATEWAYS];
