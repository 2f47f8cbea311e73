// Claims and statements that were issued about lots: a correction shows it beside what changed, and changes none of it.
import { claimsOf } from '#src/claims/claim.store.ts'
import { lotIdOf, lotIdParts } from '#src/custody/lot.ts'
import { readStatement, statementsRestingOn } from '#src/custody/transfer-statement.store.ts'
import type { IssuedAbout } from '#src/provenance/impact.handlers.ts'
import { shipmentsOfLots } from '#src/provenance/lineage.store.ts'

const claims: IssuedAbout = async (sql, lotIds) => (await Promise.all(lotIds.map(async (lotId) =>
  (await claimsOf(sql, { organisationIds: [lotIdParts(lotId).organisationId], siteIds: [] }, { subjectKind: 'lot', subjectId: lotId, limit: 20 }))
    .map(({ body, issuedAt }) => ({ kind: 'claim' as const, id: body.claimId, lotId, issuedAt }))))).flat()

const statements: IssuedAbout = async (sql, lotIds) => (await Promise.all((await shipmentsOfLots(sql, lotIds)).map(async ({ lotId, organisationId, shipment }) =>
  Promise.all((await statementsRestingOn(sql, lotIdOf(organisationId, shipment))).map(async (number) =>
    ({ kind: 'transfer-statement' as const, id: number, lotId, issuedAt: (await readStatement(sql, number))!.issuedAt })))))).flat()

export const issuedAbout: readonly IssuedAbout[] = [claims, statements]
