// SQL of error reports: the erasable row behind a report.
import type { Sql } from '#src/access/context.ts'
import type { SiteId } from '#src/kernel/id.ts'
import type { Day } from '#src/kernel/time.ts'
import { reportState, type ErrorReport } from './error-report.ts'

type ErrorReportTable = {
  report_id: string; site_id: string; fact_kind: string | null; fact_id: string | null
  statement: string | null; email: string | null; received_on: string; due_on: string
  outcome: string | null; outcome_text: string | null; decided_on: string | null; erased_on: string | null
}
const tables = (sql: Sql) => sql.withTables<{ error_report: ErrorReportTable }>()

const toRow = (report: ErrorReport): ErrorReportTable => ({
  report_id: report.reportId, site_id: report.siteId,
  fact_kind: report.about?.kind ?? null, fact_id: report.about?.factId ?? null,
  statement: report.text, email: report.email, received_on: report.receivedOn, due_on: report.dueOn,
  outcome: report.outcome, outcome_text: report.outcomeText, decided_on: report.decidedOn, erased_on: report.erasedOn,
})

const fromRow = (row: ErrorReportTable, today: Day): ErrorReport => ({
  reportId: row.report_id, siteId: row.site_id,
  about: row.fact_kind === null || row.fact_id === null ? null : { kind: row.fact_kind, factId: row.fact_id },
  text: row.statement, email: row.email, receivedOn: row.received_on, dueOn: row.due_on,
  state: reportState({ dueOn: row.due_on, decidedOn: row.decided_on }, today),
  outcome: row.outcome as ErrorReport['outcome'], outcomeText: row.outcome_text, decidedOn: row.decided_on, erasedOn: row.erased_on,
})

export async function insertReport(sql: Sql, report: ErrorReport): Promise<void> {
  await tables(sql).insertInto('error_report').values(toRow(report)).execute()
}

/** @param isForUpdate locks the row, so that two decisions cannot both be the first */
export async function readReport(sql: Sql, reportId: string, today: Day, isForUpdate = false): Promise<ErrorReport | undefined> {
  const query = tables(sql).selectFrom('error_report').selectAll().where('report_id', '=', reportId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row, today)
}

export async function updateReport(sql: Sql, report: ErrorReport): Promise<void> {
  await tables(sql).updateTable('error_report').set(toRow(report)).where('report_id', '=', report.reportId).execute()
}

export type ReportQuery = { readonly state?: ErrorReport['state'] | undefined; readonly siteId?: SiteId | undefined }

/** In order of due day and number. @param after the pair the last page ended with */
export async function listReports(
  sql: Sql, query: ReportQuery, today: Day, after: readonly [Day, string] | undefined, limit: number,
): Promise<ErrorReport[]> {
  let rows = tables(sql).selectFrom('error_report').selectAll()
  if (query.siteId !== undefined) rows = rows.where('site_id', '=', query.siteId)
  if (query.state === 'decided') rows = rows.where('outcome', 'is not', null)
  if (query.state === 'open') rows = rows.where('outcome', 'is', null).where('due_on', '>=', today)
  if (query.state === 'overdue') rows = rows.where('outcome', 'is', null).where('due_on', '<', today)
  if (after !== undefined) {
    const [dueOn, reportId] = after
    rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('due_on', 'report_id'), '>', tuple(dueOn, reportId)))
  }
  const found = await rows.orderBy('due_on').orderBy('report_id').limit(limit).execute()
  return found.map((row) => fromRow(row, today))
}
