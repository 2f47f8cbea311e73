// Every operation's handler by name. A contract without a handler does not compile.
import { accessHandlers } from '#src/access/access.handlers.ts'
import type { Context } from '#src/access/context.ts'
import { importsHandlers } from '#src/parties/import.handlers.ts'
import { dependentFacts } from '#src/registry/dependent-facts.ts'
import { emissionCurveHandlers } from '#src/registry/emission-curve.handlers.ts'
import { grievancesHandlers } from '#src/grievances/grievances.handlers.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { lookupHandlers } from '#src/registry/lookup.handlers.ts'
import { sitesHandlers } from '#src/registry/sites.handlers.ts'
import { standardsHandlers } from '#src/standards/standards.handlers.ts'
import { statisticsHandlers } from '#src/registry/statistics.handlers.ts'
import { transparencyHandlers } from '#src/transparency/transparency.handlers.ts'
import type { HouseContract } from './contract.ts'
import { onSitePageScript } from './on-site-page-script.ts'
import { peopleHandlers } from '#src/access/people.handlers.ts'
import { ownDataHandlers } from '#src/access/own-data.handlers.ts'
import { personalData } from './personal-data.ts'
import { scheme } from './places.ts'
import { settingsHandlers } from '#src/access/settings.handlers.ts'
import { demoHandlers } from '#src/access/demo.handlers.ts'
import { nextHandlers } from '#src/assurance/next.handlers.ts'
import { schemeSettings } from './settings.ts'
import { noticesHandlers } from '#src/notices/notices.handlers.ts'
import { evidenceHandlers } from '#src/evidence/evidence.handlers.ts'
import { evidenceLinkHandlers, sitesInCases } from '#src/assurance/evidence-link.handlers.ts'
import { assessorFirmHandlers } from '#src/parties/assessor-firm.handlers.ts'
import { applicationHandlers } from '#src/assurance/application.handlers.ts'
import { caseHandlers } from '#src/assurance/case.handlers.ts'
import { extensionHandlers } from '#src/assurance/extension.handlers.ts'
import { letterHandlers } from '#src/assurance/letter.handlers.ts'
import { cohortHandlers } from '#src/assurance/cohort.handlers.ts'
import { participationHandlers } from '#src/assurance/participation.handlers.ts'
import { workbookHandlers } from '#src/assurance/workbook.handlers.ts'
import { recognitionHandlers } from '#src/assurance/recognition.handlers.ts'
import { certificateHandlers } from '#src/assurance/certificate.handlers.ts'
import { independenceHandlers } from '#src/assurance/independence.handlers.ts'
import { deskReviewHandlers } from '#src/assurance/desk-review.handlers.ts'
import { reportHandlers } from '#src/assurance/report.handlers.ts'
import { engagementHandlers } from '#src/assurance/engagement.handlers.ts'
import { assessmentHandlers } from '#src/assurance/assessment.handlers.ts'
import { onSiteHandlers } from '#src/assurance/on-site.handlers.ts'
import { ratingHandlers } from '#src/assurance/rating.handlers.ts'
import { reviewHandlers } from '#src/assurance/review.handlers.ts'
import { decisionHandlers } from '#src/assurance/decision.handlers.ts'
import { markPreviewHandlers } from '#src/assurance/mark-preview.handlers.ts'
import { improvementPlanHandlers } from '#src/assurance/improvement-plan.handlers.ts'
import { versionChangeHandlers } from '#src/assurance/version-change.handlers.ts'
import { awardHandlers } from '#src/awards/award.handlers.ts'
import { concernHandlers } from '#src/grievances/concern.handlers.ts'
import { grievanceHandlers } from '#src/grievances/grievance.handlers.ts'
import { fontShelf } from './fonts.ts'
import { issuedAbout } from './issued-about.ts'
import { documentsHandlers } from '#src/documents/documents.handlers.ts'
import { deskHandlers } from '#src/secretariat/desk.handlers.ts'
import { auditHandlers } from '#src/secretariat/audit.handlers.ts'
import { switchOverHandlers } from '#src/secretariat/switch-over.handlers.ts'
import { caseFileHandlers } from '#src/secretariat/case-file.handlers.ts'
import { ledgerHandlers } from '#src/custody/ledger.handlers.ts'
import { lotHandlers } from '#src/custody/lot.handlers.ts'
import { custodyFileHandlers } from '#src/custody/custody-file.handlers.ts'
import { shipmentHandlers } from '#src/custody/shipment.handlers.ts'
import { balanceHandlers } from '#src/custody/balance.handlers.ts'
import { custodyProfiles } from './custody-profiles.ts'
import { transferStatementHandlers } from '#src/custody/transfer-statement.handlers.ts'
import { epcisHandlers } from '#src/custody/epcis.handlers.ts'
import { claimNamesLot } from '#src/claims/claim.store.ts'
import { passportsIssuedAbout } from '#src/claims/passport-review.handlers.ts'
import { passportNamesLot } from '#src/claims/passport.store.ts'
import { provenanceHandlers } from '#src/provenance/provenance.handlers.ts'
import { lotAnswerPrinter } from '#src/documents/lot-answer.handlers.ts'
import { disclosureHandlers } from '#src/provenance/disclosure.handlers.ts'
import { indexStateHandlers } from '#src/provenance/index-state.handlers.ts'
import './provenance-wiring.ts'
import { activityFileHandlers } from '#src/footprint/activity-file.handlers.ts'
import { footprintHandlers } from '#src/footprint/footprint.handlers.ts'
import { claimTemplates, shippedFactors } from './shipped-lists.ts'
import { claimHandlers } from '#src/claims/claim.handlers.ts'
import { passportContent } from '#src/claims/passport-content.handlers.ts'
import { passportHandlers } from '#src/claims/passport.handlers.ts'
import { claimDocumentHandlers } from '#src/documents/claim-document.handlers.ts'
import { passportDocumentHandlers } from '#src/documents/passport-document.handlers.ts'
import { transferStatementDocumentHandlers } from '#src/documents/transfer-statement.handlers.ts'
import { evidencePackHandlers } from '#src/documents/evidence-pack.handlers.ts'

export const handlers: Handlers<HouseContract, Context> = {
  ...sitesHandlers,
  ...statisticsHandlers,
  ...emissionCurveHandlers,
  ...lookupHandlers,
  ...importsHandlers(dependentFacts),
  ...standardsHandlers,
  ...grievancesHandlers,
  ...transparencyHandlers,
  ...accessHandlers,
  ...peopleHandlers(scheme),
  ...ownDataHandlers(personalData),
  ...settingsHandlers(schemeSettings),
  ...demoHandlers,
  ...noticesHandlers,
  ...nextHandlers,
  ...evidenceHandlers(sitesInCases),
  ...evidenceLinkHandlers,
  ...assessorFirmHandlers,
  ...applicationHandlers,
  ...caseHandlers,
  ...extensionHandlers,
  ...letterHandlers,
  ...cohortHandlers,
  ...participationHandlers,
  ...workbookHandlers,
  ...recognitionHandlers,
  ...certificateHandlers,
  ...engagementHandlers,
  ...independenceHandlers,
  ...deskReviewHandlers,
  ...reportHandlers,
  ...assessmentHandlers,
  ...onSiteHandlers(onSitePageScript),
  ...ratingHandlers,
  ...reviewHandlers,
  ...decisionHandlers,
  ...markPreviewHandlers,
  ...improvementPlanHandlers,
  ...versionChangeHandlers,
  ...awardHandlers,
  ...concernHandlers,
  ...grievanceHandlers,
  ...documentsHandlers(fontShelf),
  ...deskHandlers,
  ...auditHandlers,
  ...switchOverHandlers,
  ...caseFileHandlers,
  ...ledgerHandlers,
  ...lotHandlers([claimNamesLot, passportNamesLot]),
  ...custodyFileHandlers,
  ...shipmentHandlers,
  ...balanceHandlers(custodyProfiles),
  ...transferStatementHandlers(custodyProfiles),
  ...epcisHandlers,
  ...provenanceHandlers(lotAnswerPrinter(fontShelf), [passportsIssuedAbout, ...issuedAbout]),
  ...disclosureHandlers,
  ...indexStateHandlers,
  ...footprintHandlers(shippedFactors),
  ...activityFileHandlers(footprintHandlers(shippedFactors).recordActivity),
  ...claimHandlers({ templates: claimTemplates, factors: shippedFactors }),
  ...passportHandlers(passportContent),
  ...transferStatementDocumentHandlers(fontShelf),
  ...evidencePackHandlers,
  ...passportDocumentHandlers(fontShelf),
  ...claimDocumentHandlers(fontShelf),
}
