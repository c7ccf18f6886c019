/** What readers of the store are given: types only. */
export type { BounceRow } from "./bounce-row.js";
export type { RecipientSummary } from "./recipients.js";
export type { ReportRow } from "./report-row.js";
export type { ReportWithBounces } from "./reports.js";
export type { SenderRow, Tally } from "./senders.js";
