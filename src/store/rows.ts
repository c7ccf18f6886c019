/** What readers of the store are given: types only. */
export type { BounceRow } from "./bounce-columns.js";
export type { ReportRow } from "./reports.js";
