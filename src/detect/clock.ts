/** See src/time.ts; for those who import it from here still. */
export { DAY, dayOf, HOUR, hourOf } from "../time.js";
