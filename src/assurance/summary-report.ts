// The public summary of an assessment, derived by rule from the full report: ratings, why a criterion does not apply, what
// was accepted on recognition, findings by grade, the standing of the plan, what was done well. Nothing else of the full
// report, so that no rationale, no finding and no name of a person can come along.
import type { Day } from '#src/kernel/time.ts'
import type { Standard } from '#src/standards/standard.ts'
import type { Case, CaseStandard } from './case.ts'
import type { CaseOutcome } from './cycle.ts'
import type { Gap } from './improvement-plan.ts'
import type { PlanStanding, SummaryReport } from './published.ts'
import type { Rating } from './rating.ts'
import type { AssessmentReport } from './report.ts'

/** One report a standard: the governing one has the number of its round alone. */
export const summaryReportId = (caseId: string, round: number, under: Pick<CaseStandard, 'standard' | 'isGoverning'>): string =>
  under.isGoverning ? `${caseId}.${round}` : `${caseId}.${round}.${under.standard}`
/** One standing a standard, as with the reports. */
export const planStandingId = (caseId: string, under: Pick<CaseStandard, 'standard' | 'isGoverning'>): string =>
  under.isGoverning ? caseId : `${caseId}.${under.standard}`

export type Summarised = {
  readonly one: Case
  readonly under: CaseStandard
  readonly standard: Standard
  /** The ratings that stand after the round, of this standard. */
  readonly ratings: readonly Rating[]
  readonly gaps: readonly Gap[]
  readonly report: AssessmentReport | undefined
  readonly firmName: string
  /** The external standard of a certificate, by its number. */
  readonly schemes: ReadonlyMap<string, string>
  readonly outcome: CaseOutcome
  readonly decidedOn: Day
  readonly planDueOn: Day | null
}

const MOST_REASON = 2000

/** The gaps of one standard as the public reads them. */
export const planCounts = (gaps: readonly Gap[], standard: string, planDueOn: Day): PlanStanding['gaps'] =>
  gaps.filter((gap) => gap.standard === standard).map(({ criterion, status, dueOn }) => ({ criterion, status, dueOn: dueOn ?? planDueOn }))

export function summaryReport(from: Summarised): SummaryReport {
  const { one, under, report, decidedOn } = from
  return {
    siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, standard: under.standard, standardVersion: under.standardVersion,
    round: one.round, roundKind: one.roundKind ?? 'assessment', country: one.country, siteTypes: [...one.siteTypes], metals: [...one.metals], marks: [...under.marks],
    firmName: from.firmName, assessedFrom: report?.assessedFrom ?? decidedOn, assessedTo: report?.assessedTo ?? decidedOn, decidedOn, outcome: from.outcome,
    ratings: from.standard.criteria.flatMap(({ slug }) => {
      const rating = from.ratings.find(({ criterion }) => criterion === slug)
      if (rating === undefined) return []
      return [{
        criterion: slug, level: rating.level, isApplicable: rating.isApplicable,
        notApplicableBecause: rating.isApplicable ? null : rating.rationale.slice(0, MOST_REASON),
        onRecognitionOf: rating.certificateId === null ? null : from.schemes.get(rating.certificateId) ?? null,
      }]
    }),
    plan: planCounts(from.gaps, under.standard, from.planDueOn ?? decidedOn),
    goodPractices: (report?.goodPractices ?? []).filter(({ standard }) => standard === under.standard).map(({ criterion, text }) => ({ criterion, text })),
    findings: { ...report?.findingCounts },
  }
}

export const planStanding = (one: Case, under: CaseStandard, gaps: readonly Gap[], dueOn: Day, asOf: Day): PlanStanding => ({
  siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, standard: under.standard, standardVersion: under.standardVersion, dueOn, asOf,
  gaps: planCounts(gaps, under.standard, dueOn),
})
