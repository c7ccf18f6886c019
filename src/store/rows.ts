/** What readers of the store are given: types only. */
export type { BounceRow } from "./bounce-row.js";
export type { ReportRow } from "./report-row.js";
