// Workbooks for tests and measurements: evidence linked in numbers, and a sheet answered in full by one batch. To measure
// `getWorkbook`: `openCase` or `insertCase`, `linkEvidence(world, case, lines, 20)`, `answerAll(world, case, userId)`, then call
// the operation as the site's owner; all seeding goes by sets.
import type { Case } from '#src/assurance/case.ts'
import { addChanges } from '#src/assurance/sheet.store.ts'
import type { Change } from '#src/assurance/sheet.ts'
import { linesOf, type WorkbookLine } from '#src/assurance/workbook.ts'
import { loadedStandards } from '#src/assurance/workbook-load.handlers.ts'
import { insertEvidence, insertLink } from '#src/evidence/evidence.store.ts'
import type { Evidence } from '#src/evidence/evidence.ts'
import { operator, type World } from './world.ts'

export const linesOfCase = (world: World, one: Case): Promise<WorkbookLine[]> =>
  world.read(operator, async (ctx) => linesOf(one, (await loadedStandards(ctx, one)).map(({ standard }) => standard)))

let count = 0

/** An item of the organisation, without its file. */
export async function addEvidence(world: World, one: Case, change: Partial<Evidence> = {}): Promise<Evidence> {
  const now = world.house.clock.now()
  const item: Evidence = {
    evidenceId: world.house.ids.newId('evd'), organisationId: one.organisationId, siteId: one.siteId, title: `Water permit ${++count}`, kind: 'permit', writtenIn: 'en',
    ownerId: 'u1', validFrom: null, validUntil: null, layer: 'assessor', state: 'valid', supersededBy: null, supersededOn: null, withdrawnOn: null, withdrawalReason: null,
    version: 1, addedAt: now, addedBy: 'u1', ...change,
    file: { revision: 1, sha256: String(count).padStart(64, '0'), byteCount: 1000, mediaType: 'application/pdf', filename: 'permit.pdf', scan: 'clean', erasedOn: null, addedAt: now, addedBy: 'u1' },
  }
  await insertEvidence(world.house.database.sql, item)
  return item
}

export const link = (world: World, one: Case, item: Evidence, standard: string, criterion: string): Promise<boolean> => insertLink(world.house.database.sql, {
  linkId: world.house.ids.newId('lnk'), evidenceId: item.evidenceId, caseId: one.caseId, standard, criterion, linkedAt: world.house.clock.now(), linkedBy: 'u1',
})

/** So many items, each linked to every criterion. */
export async function linkEvidence(world: World, one: Case, lines: readonly WorkbookLine[], items: number): Promise<Evidence[]> {
  const made: Evidence[] = []
  for (let i = 0; i < items; i++) {
    const item = await addEvidence(world, one)
    for (const { standard, criterion } of lines) await link(world, one, item, standard.standard, criterion.slug)
    made.push(item)
  }
  return made
}

/** Rates every criterion with the second level and a rationale, in one batch. */
export async function answerAll(world: World, one: Case, author: string, round = 0, level?: string): Promise<void> {
  const lines = await linesOfCase(world, one)
  await world.transact(operator, (ctx) => addChanges(ctx, one.caseId, round, 'self-assessment', lines.flatMap(({ standard, criterion }): Change[] => {
    const change = (field: string, value: string): Change => ({
      changeId: ctx.newId('chg'), key: { standard: standard.standard, criterion: criterion.slug, field }, value, parents: [], author, at: ctx.now, source: 'screen',
    })
    return [change('rating', level ?? standard.ratingScale.levels.at(-2)!.slug), change('rationale', `What we do about ${criterion.title} is written down and followed.`)]
  })))
}
