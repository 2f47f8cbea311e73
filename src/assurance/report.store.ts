// SQL of reports, of rounds after the first, and of what was submitted.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { readCase } from './case.store.ts'
import type { AssessmentReport, ReportContent, ReportState } from './report.ts'

type ReportTable = {
  case_id: string; round: number; content: ReportContent; version: number; saved_by: string; saved_at: Instant
  submitted_by: string | null; submitted_at: Instant | null; submissions: number; finding_counts: Record<string, number>
}
export type RoundPath = 'desk' | 'on-site'
type RoundTable = { case_id: string; round: number; path: RoundPath; opened_by: string; opened_on: Day; reason: string }
type SubmissionTable = { case_id: string; round: number; submission: number; submitted_at: Instant; record_hash: string; record: string }
const tables = (sql: Sql) => sql.withTables<{ assessment_report: ReportTable; assessment_round: RoundTable; rating_submission: SubmissionTable }>()
const json = <T>(value: T): T => text<T>`${JSON.stringify(value)}::jsonb` as never

const fromRow = (row: ReportTable, state: ReportState): AssessmentReport => ({
  caseId: row.case_id, round: row.round, ...row.content, version: row.version, submittedBy: row.submitted_by, submittedAt: row.submitted_at,
  submissions: row.submissions, findingCounts: row.finding_counts, state,
})

/** Where the case stands says what the report is: with the assessors, with the reviewers, or final. */
export const stateOfReport = (submittedAt: Instant | null, caseState: string, isLastRound: boolean): ReportState =>
  submittedAt === null ? 'draft' : !isLastRound ? 'final' : caseState === 'assessed' ? 'returned' : caseState === 'in-review' ? 'submitted' : 'final'

/** The report of a round; absent before its assessors wrote anything. */
export async function reportOf(sql: Sql, caseId: string, round: number): Promise<AssessmentReport | undefined> {
  const row = await tables(sql).selectFrom('assessment_report').selectAll().where('case_id', '=', caseId).where('round', '=', round).executeTakeFirst()
  if (row === undefined) return undefined
  const one = await readCase(sql, caseId)
  return fromRow(row, stateOfReport(row.submitted_at, one?.state ?? 'closed', one?.round === round))
}

export async function putReport(sql: Sql, caseId: string, round: number, content: ReportContent, version: number, by: string, at: Instant): Promise<void> {
  const row = { content: json(content), version, saved_by: by, saved_at: at }
  await tables(sql).insertInto('assessment_report').values({ case_id: caseId, round, ...row, submitted_by: null, submitted_at: null, submissions: 0, finding_counts: json({}) })
    .onConflict((conflict) => conflict.columns(['case_id', 'round']).doUpdateSet(row)).execute()
}

export async function markSubmitted(sql: Sql, caseId: string, round: number, by: string, at: Instant, submission: number, findingCounts: Readonly<Record<string, number>>): Promise<void> {
  await tables(sql).updateTable('assessment_report').set({ submitted_by: by, submitted_at: at, submissions: submission, finding_counts: json({ ...findingCounts }) })
    .where('case_id', '=', caseId).where('round', '=', round).execute()
}

/** Keeps the record as it was submitted; a later submission stands beside it. */
export async function addSubmission(sql: Sql, one: { caseId: string; round: number; submission: number; submittedAt: Instant; recordHash: string; record: string }): Promise<void> {
  await tables(sql).insertInto('rating_submission').values({
    case_id: one.caseId, round: one.round, submission: one.submission, submitted_at: one.submittedAt, record_hash: one.recordHash, record: one.record,
  }).execute()
}

export async function submissionsOf(sql: Sql, caseId: string, round: number): Promise<{ submission: number; submittedAt: Instant; recordHash: string; record: string }[]> {
  const rows = await tables(sql).selectFrom('rating_submission').selectAll().where('case_id', '=', caseId).where('round', '=', round).orderBy('submission').execute()
  return rows.map((row) => ({ submission: row.submission, submittedAt: row.submitted_at, recordHash: row.record_hash, record: row.record }))
}

export async function insertRound(sql: Sql, one: { caseId: string; round: number; path: RoundPath; openedBy: string; openedOn: Day; reason: string }): Promise<void> {
  await tables(sql).insertInto('assessment_round').values({ case_id: one.caseId, round: one.round, path: one.path, opened_by: one.openedBy, opened_on: one.openedOn, reason: one.reason }).execute()
}

/** How a round after the first looks at its criteria; the first is always on site. */
export async function pathOf(sql: Sql, caseId: string, round: number): Promise<RoundPath> {
  const row = await tables(sql).selectFrom('assessment_round').select('path').where('case_id', '=', caseId).where('round', '=', round).executeTakeFirst()
  return row?.path ?? 'on-site'
}
