// Every operation of the house by name: routes, OpenAPI, typed client, CLI and permission matrix are made from this value.
import { accessContract } from '#src/access/access.contract.ts'
import { grievancesContract } from '#src/grievances/grievances.contract.ts'
import { importsContract } from '#src/parties/import.contract.ts'
import { emissionCurveContract } from '#src/registry/emission-curve.contract.ts'
import { lookupContract } from '#src/registry/lookup.contract.ts'
import { sitesContract } from '#src/registry/sites.contract.ts'
import { statisticsContract } from '#src/registry/statistics.contract.ts'
import { standardsContract } from '#src/standards/standards.contract.ts'
import { transparencyContract } from '#src/transparency/transparency.contract.ts'
import { peopleContract } from '#src/access/people.contract.ts'
import { ownDataContract } from '#src/access/own-data.contract.ts'
import { settingsContract } from '#src/access/settings.contract.ts'
import { demoContract } from '#src/access/demo.contract.ts'
import { nextContract } from '#src/assurance/next.contract.ts'
import { noticesContract } from '#src/notices/notices.contract.ts'
import { evidenceContract } from '#src/evidence/evidence.contract.ts'
import { evidenceLinkContract } from '#src/assurance/evidence-link.contract.ts'
import { assessorFirmContract } from '#src/parties/assessor-firm.contract.ts'
import { applicationContract } from '#src/assurance/application.contract.ts'
import { caseContract } from '#src/assurance/case.contract.ts'
import { extensionContract } from '#src/assurance/extension.contract.ts'
import { letterContract } from '#src/assurance/letter.contract.ts'
import { cohortContract } from '#src/assurance/cohort.contract.ts'
import { participationContract } from '#src/assurance/participation.contract.ts'
import { workbookContract } from '#src/assurance/workbook.contract.ts'
import { recognitionContract } from '#src/assurance/recognition.contract.ts'
import { certificateContract } from '#src/assurance/certificate.contract.ts'
import { independenceContract } from '#src/assurance/independence.contract.ts'
import { deskReviewContract } from '#src/assurance/desk-review.contract.ts'
import { reportContract } from '#src/assurance/report.contract.ts'
import { engagementContract } from '#src/assurance/engagement.contract.ts'
import { assessmentContract } from '#src/assurance/assessment.contract.ts'
import { onSiteContract } from '#src/assurance/on-site.contract.ts'
import { ratingContract } from '#src/assurance/rating.contract.ts'
import { reviewContract } from '#src/assurance/review.contract.ts'
import { decisionContract } from '#src/assurance/decision.contract.ts'
import { markPreviewContract } from '#src/assurance/mark-preview.contract.ts'
import { improvementPlanContract } from '#src/assurance/improvement-plan.contract.ts'
import { versionChangeContract } from '#src/assurance/version-change.contract.ts'
import { awardContract } from '#src/awards/award.contract.ts'
import { concernContract } from '#src/grievances/concern.contract.ts'
import { grievanceContract } from '#src/grievances/grievance.contract.ts'
import { documentsContract } from '#src/documents/documents.contract.ts'
import { deskContract } from '#src/secretariat/desk.contract.ts'
import { auditContract } from '#src/secretariat/audit.contract.ts'
import { switchOverContract } from '#src/secretariat/switch-over.contract.ts'
import { caseFileContract } from '#src/secretariat/case-file.contract.ts'
import { ledgerContract } from '#src/custody/ledger.contract.ts'
import { lotContract } from '#src/custody/lot.contract.ts'
import { custodyFileContract } from '#src/custody/custody-file.contract.ts'
import { shipmentContract } from '#src/custody/shipment.contract.ts'
import { balanceContract } from '#src/custody/balance.contract.ts'
import { transferStatementContract } from '#src/custody/transfer-statement.contract.ts'
import { epcisContract } from '#src/custody/epcis.contract.ts'
import { provenanceContract } from '#src/provenance/provenance.contract.ts'
import { disclosureContract } from '#src/provenance/disclosure.contract.ts'
import { indexStateContract } from '#src/provenance/index-state.contract.ts'
import { activityFileContract } from '#src/footprint/activity-file.contract.ts'
import { footprintContract } from '#src/footprint/footprint.contract.ts'
import { claimContract } from '#src/claims/claim.contract.ts'
import { passportContract } from '#src/claims/passport.contract.ts'
import { claimDocumentContract } from '#src/documents/claim-document.contract.ts'
import { passportDocumentContract } from '#src/documents/passport-document.contract.ts'
import { transferStatementDocumentContract } from '#src/documents/transfer-statement.contract.ts'
import { evidencePackContract } from '#src/documents/evidence-pack.contract.ts'

export const contract = {
  ...sitesContract,
  ...statisticsContract,
  ...emissionCurveContract,
  ...lookupContract,
  ...importsContract,
  ...standardsContract,
  ...grievancesContract,
  ...transparencyContract,
  ...accessContract,
  ...peopleContract,
  ...ownDataContract,
  ...settingsContract,
  ...demoContract,
  ...noticesContract,
  ...nextContract,
  ...evidenceContract,
  ...evidenceLinkContract,
  ...assessorFirmContract,
  ...applicationContract,
  ...caseContract,
  ...extensionContract,
  ...letterContract,
  ...cohortContract,
  ...participationContract,
  ...workbookContract,
  ...recognitionContract,
  ...certificateContract,
  ...engagementContract,
  ...independenceContract,
  ...deskReviewContract,
  ...reportContract,
  ...assessmentContract,
  ...onSiteContract,
  ...ratingContract,
  ...reviewContract,
  ...decisionContract,
  ...markPreviewContract,
  ...improvementPlanContract,
  ...versionChangeContract,
  ...awardContract,
  ...concernContract,
  ...grievanceContract,
  ...documentsContract,
  ...deskContract,
  ...auditContract,
  ...switchOverContract,
  ...caseFileContract,
  ...ledgerContract,
  ...lotContract,
  ...custodyFileContract,
  ...shipmentContract,
  ...balanceContract,
  ...transferStatementContract,
  ...epcisContract,
  ...provenanceContract,
  ...disclosureContract,
  ...indexStateContract,
  ...footprintContract,
  ...activityFileContract,
  ...claimContract,
  ...passportContract,
  ...transferStatementDocumentContract,
  ...evidencePackContract,
  ...passportDocumentContract,
  ...claimDocumentContract,
}

export type HouseContract = typeof contract
export type OperationName = keyof HouseContract
