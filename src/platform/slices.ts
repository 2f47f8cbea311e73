// What each slice brings: its catalogue of refusals. Contracts and handlers are joined in `contract.ts` and `handlers.ts`.
import { spreadsheetRefusals } from '#src/exchange/spreadsheet/refusals.ts'
import { grievanceRefusals } from '#src/grievances/refusals.ts'
import type { RefusalCatalogue } from '#src/kernel/refusal.ts'
import { partiesRefusals } from '#src/parties/refusals.ts'
import { figureRefusals } from '#src/registry/refusals-figures.ts'
import { lookupRefusals } from '#src/registry/refusals-lookup.ts'
import { registryRefusals } from '#src/registry/refusals.ts'
import { starterRefusals } from '#src/registry/starter.ts'
import { standardRefusals } from '#src/standards/refusals.ts'
import { peopleRefusals } from '#src/access/refusals-people.ts'
import { noticesRefusals } from '#src/notices/refusals.ts'
import { evidenceRefusals } from '#src/evidence/refusals.ts'
import { firmRefusals } from '#src/parties/refusals-firm.ts'
import { caseRefusals } from '#src/assurance/refusals-case.ts'
import { workbookRefusals } from '#src/assurance/refusals-workbook.ts'
import { recognitionRefusals } from '#src/assurance/refusals-recognition.ts'
import { assessmentRefusals } from '#src/assurance/refusals-assessment.ts'
import { decisionRefusals } from '#src/assurance/refusals-decision.ts'
import { versionChangeRefusals } from '#src/assurance/refusals-version.ts'
import { awardRefusals } from '#src/awards/refusals.ts'
import { concernRefusals } from '#src/grievances/refusals-concern.ts'
import { documentRefusals } from '#src/documents/refusals.ts'
import { secretariatRefusals } from '#src/secretariat/refusals.ts'
import { settingsRefusals } from '#src/access/refusals-settings.ts'
import { demoRefusals } from '#src/access/refusals-demo.ts'
import { ledgerRefusals } from '#src/custody/refusals-ledger.ts'
import { shipmentRefusals } from '#src/custody/refusals-shipment.ts'
import { balanceRefusals } from '#src/custody/refusals-balance.ts'
import { epcisRefusals } from '#src/custody/refusals-epcis.ts'
import { provenanceRefusals } from '#src/provenance/refusals.ts'
import { footprintRefusals } from '#src/footprint/refusals.ts'
import { claimRefusals } from '#src/claims/refusals-claim.ts'
import { passportRefusals } from '#src/claims/refusals-passport.ts'
import { packRefusals } from '#src/documents/refusals-pack.ts'

export const sliceRefusals: readonly RefusalCatalogue[] = [
  starterRefusals, spreadsheetRefusals, partiesRefusals, lookupRefusals, standardRefusals, registryRefusals, figureRefusals, grievanceRefusals,
  peopleRefusals,
  noticesRefusals,
  evidenceRefusals,
  firmRefusals,
  caseRefusals,
  workbookRefusals,
  recognitionRefusals,
  assessmentRefusals,
  decisionRefusals,
  versionChangeRefusals,
  awardRefusals,
  concernRefusals,
  documentRefusals,
  secretariatRefusals,
  settingsRefusals,
  demoRefusals,
  ledgerRefusals,
  shipmentRefusals,
  balanceRefusals,
  epcisRefusals,
  provenanceRefusals,
  footprintRefusals,
  claimRefusals,
  passportRefusals,
  packRefusals,
]
