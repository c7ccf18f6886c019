/** All rules of ours as a card index. A text that never changes: the build puts it in place of what it is made of. */
import { writeCards } from "../rule-index.js";
import { RULES } from "./index.js";

/** See {@link writeCards}. */
export const CARDS = writeCards(RULES);
