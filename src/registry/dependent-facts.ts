// What an import or the undoing of one touches in the slices below parties: the statements of a mark's owner become
// milestones, and facts that speak of a site keep it from being taken back.
import { assessmentNoticeFact, extensionFact, letterFact, planStandingFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { ownerMilestone } from '#src/awards/owner-milestone.ts'
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { disputeFact, replyFact, reportOutcomeFact } from '#src/grievances/published.ts'
import type { DependentFacts } from '#src/parties/dependent-facts.ts'
import { productionFact, productionUnitFact } from '#src/parties/production.ts'
import type { FactKind } from '#src/transparency/fact.ts'

export const dependentFacts: DependentFacts = {
  statementKind: milestoneFact as FactKind<unknown>,
  statementFact: ownerMilestone,
  kindsAboutSites: [
    milestoneFact, productionFact, productionUnitFact, emissionFigureFact, disputeFact, replyFact, reportOutcomeFact,
    awardFact, letterFact, assessmentNoticeFact, extensionFact, summaryReportFact, planStandingFact,
  ] as readonly FactKind<unknown>[],
}
