// SQL of ratings, one a criterion and round.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { Rating } from './rating.ts'

type RatingTable = {
  case_id: string; round: number; standard: string; standard_version: string; criterion: string; level: string | null; is_applicable: boolean
  rationale: string; certificate_id: string | null; evidence_ids: string[]; rated_by: string; rated_at: Instant
}
const tables = (sql: Sql) => sql.withTables<{ rating: RatingTable }>()

const fromRow = (row: RatingTable): Rating => ({
  caseId: row.case_id, round: row.round, standard: row.standard, standardVersion: row.standard_version, criterion: row.criterion, level: row.level,
  isApplicable: row.is_applicable, rationale: row.rationale, certificateId: row.certificate_id, evidenceIds: row.evidence_ids, ratedBy: row.rated_by, ratedAt: row.rated_at,
})

/** The ratings of one round, in order of standard and criterion. */
export async function ratingsOf(sql: Sql, caseId: string, round: number): Promise<Rating[]> {
  const rows = await tables(sql).selectFrom('rating').selectAll().where('case_id', '=', caseId).where('round', '=', round).orderBy('standard').orderBy('criterion').execute()
  return rows.map(fromRow)
}

/** The rating that stands for each criterion after a round: a later round rates only what it looked at again. */
export async function standingRatings(sql: Sql, caseId: string, upToRound: number): Promise<Rating[]> {
  const rows = await tables(sql).selectFrom('rating').distinctOn(['standard', 'criterion']).selectAll().where('case_id', '=', caseId).where('round', '<=', upToRound)
    .orderBy('standard').orderBy('criterion').orderBy('round', 'desc').execute()
  return rows.map(fromRow)
}

export async function putRating(sql: Sql, rating: Rating): Promise<void> {
  const row = {
    standard_version: rating.standardVersion, level: rating.level, is_applicable: rating.isApplicable, rationale: rating.rationale,
    certificate_id: rating.certificateId, evidence_ids: [...rating.evidenceIds], rated_by: rating.ratedBy, rated_at: rating.ratedAt,
  }
  await tables(sql).insertInto('rating').values({ case_id: rating.caseId, round: rating.round, standard: rating.standard, criterion: rating.criterion, ...row })
    .onConflict((conflict) => conflict.columns(['case_id', 'round', 'standard', 'criterion']).doUpdateSet(row)).execute()
}

/** Who rated anything in a case: they may neither review nor decide it. */
export async function ratersOf(sql: Sql, caseId: string): Promise<string[]> {
  const rows = await tables(sql).selectFrom('rating').select('rated_by').distinct().where('case_id', '=', caseId).orderBy('rated_by').execute()
  return rows.map((row) => row.rated_by)
}

/** How often each level was given to each criterion by each rater under one standard version; the input of calibration. */
export async function ratingCounts(sql: Sql, standard: string, standardVersion: string): Promise<{ ratedBy: string; criterion: string; level: string; count: number }[]> {
  const { rows } = await text<{ rated_by: string; criterion: string; level: string; count: number }>`select * from rating_counts(${standard}, ${standardVersion})`.execute(sql)
  return rows.map((row) => ({ ratedBy: row.rated_by, criterion: row.criterion, level: row.level, count: row.count }))
}
