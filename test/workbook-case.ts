// A case with a workbook for tests: an invented site committed under one or two shipped standards.
import { insertCase } from '#src/assurance/case.store.ts'
import type { Case, CaseStandard } from '#src/assurance/case.ts'
import type { World } from './world.ts'

export const caseIdOf = (end: string): string => `cas_${end.padStart(26, '0')}`

export async function addCase(world: World, change: Partial<Case> & { caseId: string }): Promise<Case> {
  const standards: CaseStandard[] = change.standards ?? [{ standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper'], isGoverning: true }]
  const one: Case = {
    siteId: 'CHL-7K2QXM4', organisationId: 'org_ash', cycle: 1, state: 'committed', round: 0, roundKind: null, siteName: 'Cerro Ceniza Smelter', country: 'CHL',
    siteTypes: ['smelter'], metals: ['copper'], firmId: null, cohort: null, appliedOn: '2026-01-10', letterSignedOn: '2026-02-01', previousCaseId: null,
    version: 1, openedAt: '2026-01-10T09:00:00.000Z', changedAt: '2026-02-01T09:00:00.000Z', ...change, standards,
  }
  await insertCase(world.house.database.sql, one)
  return one
}
