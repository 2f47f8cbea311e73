// When a report may be submitted: every criterion of the round rated with rationale and evidence, nothing left to settle,
// findings that fit the ratings, closing meeting, media scan, days and summary. Each gap names its place.
import { z } from 'zod'
import type { Day } from '#src/kernel/time.ts'
import type { RecognitionCheck } from './desk-review.ts'
import { clauseText, standingFindings, type Clause, type AssessmentFinding, type RecordedRating } from './on-site.ts'
import type { ReportContent } from './report.ts'
import { NOT_APPLICABLE } from './workbook.ts'

export const ReportGapCode = z.enum([
  'unrated', 'rationale', 'evidence', 'not-applicable-reason', 'conflict', 'recognition-check', 'finding-incomplete', 'finding-contradicts', 'days', 'days-ahead', 'summary', 'closing', 'media-scan', 'good-practice-unknown',
])
export const ReportGap = z.object({ code: ReportGapCode, standard: z.string().nullable(), criterion: z.string().nullable(), detail: z.string() })
export type ReportGap = z.infer<typeof ReportGap>

export type ReportAsked = {
  /** The criteria of this round, with the worst and best level of their scale. */
  readonly criteria: readonly (Clause & { worst: string; best: string; isCovered: boolean })[]
  readonly ratings: ReadonlyMap<string, RecordedRating>
  readonly checks: readonly RecognitionCheck[]
  readonly findings: readonly AssessmentFinding[]
  readonly conflicts: number
  readonly content: ReportContent
  readonly isOnSite: boolean
  readonly hasClosing: boolean
  readonly hasMediaScan: boolean
  readonly findingForbidsTop: boolean
  readonly today: Day
}

export function reportGaps(asked: ReportAsked): ReportGap[] {
  const gaps: ReportGap[] = []
  const gap = (code: ReportGap['code'], detail: string, at: Clause | null = null): void => { gaps.push({ code, standard: at?.standard ?? null, criterion: at?.criterion ?? null, detail }) }
  for (const one of asked.criteria) ratingGaps(asked, one, gap)
  if (asked.conflicts > 0) gap('conflict', `${asked.conflicts} cells hold values of two people that nobody has settled`)
  for (const finding of standingFindings(asked.findings)) {
    if (finding.grade === null || finding.statement === null || finding.clauses.length === 0) gap('finding-incomplete', `the finding ${finding.findingId} lacks its grade, its statement or the clauses it touches`)
    else if (asked.findingForbidsTop && (finding.grade === 'critical' || finding.grade === 'major')) contradictions(asked, finding, gap)
  }
  contentGaps(asked, gap)
  return gaps
}

type Add = (code: ReportGap['code'], detail: string, at?: Clause | null) => void

function ratingGaps({ ratings, checks }: ReportAsked, one: ReportAsked['criteria'][number], gap: Add): void {
  const at = clauseText(one)
  const rating = ratings.get(at)
  if (rating?.rating === null || rating === undefined) { gap('unrated', `${at} is not rated`, one); return }
  if (rating.rating === NOT_APPLICABLE) {
    if (rating.notApplicableReason === null) gap('not-applicable-reason', `${at} is said not to apply, without a reason`, one)
    return
  }
  if (rating.rationale === null) gap('rationale', `${at} is rated "${rating.rating}" without a rationale`, one)
  if (rating.certificateId !== null) {
    const check = checks.find((found) => clauseText(found) === at)
    if (!one.isCovered || check?.isAccepted !== true || check.certificateId !== rating.certificateId) gap('recognition-check', `${at} leans on a certificate that does not cover it in full, or whose desk check was not accepted`, one)
  } else if (rating.evidenceIds.length === 0 && rating.rating !== one.worst) gap('evidence', `${at} is rated "${rating.rating}" without evidence`, one)
}

function contradictions({ criteria, ratings }: ReportAsked, finding: AssessmentFinding, gap: Add): void {
  for (const clause of finding.clauses) {
    const one = criteria.find((found) => clauseText(found) === clauseText(clause))
    if (one !== undefined && ratings.get(clauseText(clause))?.rating === one.best) {
      gap('finding-contradicts', `${clauseText(clause)} is rated "${one.best}", and a ${finding.grade} finding stands against it`, clause)
    }
  }
}

function contentGaps({ content, isOnSite, hasClosing, hasMediaScan, today, criteria }: ReportAsked, gap: Add): void {
  const { assessedFrom, assessedTo } = content
  if (assessedFrom === null || assessedTo === null || assessedTo < assessedFrom) gap('days', 'the first and last day of the assessment are not given in order')
  else if (assessedTo > today) gap('days-ahead', `the assessment would end on ${assessedTo}, which lies ahead`)
  if (content.summary.trim() === '') gap('summary', 'the summary is not written')
  if (isOnSite && !hasClosing) gap('closing', 'the closing meeting is not recorded')
  if (isOnSite && !hasMediaScan) gap('media-scan', 'no search of the media scan is logged')
  for (const practice of content.goodPractices) {
    if (!criteria.some((one) => clauseText(one) === clauseText(practice))) gap('good-practice-unknown', `a good practice is named under ${clauseText(practice)}, which this round does not look at`, practice)
  }
}
