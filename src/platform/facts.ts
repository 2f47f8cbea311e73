// Every kind of published fact, by its name in the log.
import { milestoneFact, publishedFigureFact } from '#src/awards/milestone.ts'
import { assessmentNoticeFact, extensionFact, letterFact, planStandingFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { grievanceOutcomeFact } from '#src/grievances/grievance.ts'
import { disputeFact, replyFact, reportOutcomeFact, withholdingFact } from '#src/grievances/published.ts'
import { approvedFirmFact } from '#src/parties/assessor-firm.ts'
import { organisationFact, partnerFact } from '#src/parties/organisation.ts'
import { areaProductionFact, productionFact, productionUnitFact } from '#src/parties/production.ts'
import { publicEvidenceFact } from '#src/evidence/published.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import { siteDisclosureFact } from '#src/secretariat/indicators.ts'
import type { FactKind } from '#src/transparency/fact.ts'

const kinds = [
  datasetFact, organisationFact, partnerFact, siteFact, productionUnitFact, productionFact, areaProductionFact,
  milestoneFact, publishedFigureFact, emissionFigureFact,
  approvedFirmFact, letterFact, assessmentNoticeFact, extensionFact, summaryReportFact, planStandingFact, awardFact, publicEvidenceFact,
  grievanceOutcomeFact, siteDisclosureFact, disputeFact, replyFact, reportOutcomeFact, withholdingFact,
] as readonly FactKind<unknown>[]

export const factKinds: ReadonlyMap<string, FactKind<unknown>> = new Map(kinds.map((kind) => [kind.kind, kind]))
