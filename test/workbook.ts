// Workbooks for tests and measurements: evidence linked in numbers, and a sheet answered in full by one batch. To measure
// `getWorkbook`: `openCase` or `insertCase`, `linkEvidence(world, case, lines, 20)`, `answerAll(world, case, userId)`, then call
// the operation as the site's owner. `multiplyCase` then copies the case with its evidence, links and sheet inside the
// database, two thousand times in well under two minutes.
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

/** Copies of a case as a whole, each with a site, an organisation and evidence of its own, so that indexes work as in a large installation. */
export async function multiplyCase(world: World, one: Case, copies: number): Promise<void> {
  const { pool } = world.house.database
  const copied = async (table: string, columns: string, values: string, where: string): Promise<void> => {
    await pool.query(`insert into ${table} (${columns}) select ${values} from ${table}, generate_series(1, ${copies}) n where ${where}`)
  }
  const own = `case_id = '${one.caseId}'`
  const number = "'cas_' || lpad(n::text, 26, '0')"
  const linked = `evidence_id in (select evidence_id from evidence_link where ${own})`
  const rest = 'cycle, state, round, round_kind, site_name, country, site_types, metals, standard, standard_version, firm_id, cohort, applied_on, letter_signed_on, version, opened_at, changed_at'
  await copied('assurance_case', `case_id, site_id, organisation_id, ${rest}`, `${number}, site_id || n, organisation_id || n, ${rest}`, own)
  await copied('case_standard', 'case_id, standard, standard_version, marks, is_governing', `${number}, standard, standard_version, marks, is_governing`, own)
  const item = 'title, kind, written_in, owner_id, valid_from, valid_until, layer, version, added_at, added_by'
  await copied('evidence', `evidence_id, organisation_id, site_id, ${item}`, `evidence_id || n, organisation_id || n, site_id || n, ${item}`, linked)
  const revision = 'revision, sha256, byte_count, media_type, filename, scan, erased_on, added_at, added_by'
  await copied('evidence_revision', `evidence_id, ${revision}`, `evidence_id || n, ${revision}`, linked)
  const place = 'standard, criterion, linked_at, linked_by'
  await copied('evidence_link', `link_id, evidence_id, case_id, ${place}`, `link_id || n, evidence_id || n, ${number}, ${place}`, own)
  const change = 'round, sheet, standard, criterion, field, change_id, value, parents, author, made_at, source, is_head'
  await copied('sheet_change', `case_id, ${change}`, `${number}, ${change}`, own)
  await pool.query('analyze')
}
