/** Recorded mails: one by its id with its bounces, and those that have no bounces (complaints, auto-replies, unrecognized ...), newest first. */
import type { Kind } from "../bounce.js";
import { BOUNCE_COLUMNS, toBounceRow, type BounceRow, type StoredBounceRow } from "./bounce-row.js";
import { KINDS, toCode } from "./codes.js";
import { guarded, scalar, statement, type Connection } from "./connection.js";
import { REPORT_COLUMNS, toReportRow, type ReportRow, type StoredReport } from "./report-row.js";
import { idRange } from "./time.js";

export { keptMail, type KeptMail } from "./kept.js";
export type { ReportRow } from "./report-row.js";

/** Which reports: a kind and a period (epoch seconds). */
export interface ReportFilter {
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
}

const selectReport = statement<[number], StoredReport>(`SELECT ${REPORT_COLUMNS} FROM report r WHERE r.id = ?`);
const selectBounces = statement<[number, number, number], StoredBounceRow>(`
  SELECT ${BOUNCE_COLUMNS} FROM bounce b NOT INDEXED CROSS JOIN report r ON r.id = b.id - b.part
  WHERE b.id >= ? AND b.id < ? AND b.id - b.part = ? ORDER BY b.id`);
const reportOf = scalar<[number], number>("SELECT id - part FROM bounce WHERE id = ?");
const selectKind = statement<[number, number, number, number], StoredReport>(`
  SELECT ${REPORT_COLUMNS} FROM report r INDEXED BY report_other WHERE r.kind = ? AND r.kind > 1 AND r.id >= ? AND r.id < ? ORDER BY r.id DESC LIMIT ?`);

/** A report with the bounces that stand under it; those also told by a report of more trust stand under that one. */
export interface ReportWithBounces extends ReportRow {
  readonly bounces: readonly BounceRow[];
}

/** The report of this id, or of the report that a bounce of this id came from; null when there is none. */
export function getReport(connection: Connection, id: number): ReportWithBounces | null {
  return guarded(connection.path, () => {
    const row = selectReport(connection).get(reportOf(connection).get(id) ?? id);
    if (row === undefined) return null;
    const bounces = selectBounces(connection).all(row.id, row.id + row.recipients, row.id);
    return { ...toReportRow(row), bounces: bounces.map(toBounceRow) };
  });
}

/** Kinds of mail that have no bounces of their own. */
export type OtherKind = Exclude<Kind, "bounce" | "delivered">;

/** Reports of one such kind, newest first. */
export function queryReports(connection: Connection, kind: OtherKind, filter: ReportFilter = {}): ReportRow[] {
  const { from, before } = idRange(filter.since, filter.until);
  return guarded(connection.path, () =>
    selectKind(connection)
      .all(toCode(KINDS, kind), from, before, filter.limit ?? -1)
      .map(toReportRow),
  );
}

/** Mails that were not understood, newest first. */
export const unrecognized = (connection: Connection, filter: ReportFilter = {}): ReportRow[] =>
  queryReports(connection, "unrecognized", filter);
