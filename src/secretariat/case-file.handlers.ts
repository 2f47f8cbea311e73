// Case files out and in. What goes out is read in one go; what comes in is checked whole before a row is written.
import type { Context } from '#src/access/context.ts'
import { caseAbsent } from '#src/assurance/case-move.handlers.ts'
import { readCase } from '#src/assurance/case.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { assessmentNoticeFact, extensionFact, letterFact, planStandingFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { siteFact } from '#src/parties/site.ts'
import type { FactKind, FactLine } from '#src/transparency/fact.ts'
import { entriesMatching } from '#src/transparency/log.store.ts'
import type { caseFileContract } from './case-file.contract.ts'
import { packed, unpacked, type PublishedLine } from './case-file.ts'
import { newestMigration, rowsOfCase, takeInRows, tablesOfCases } from './case-file.store.ts'
import { readPayload, userIn } from './audit.ts'

const MOST_UPLOAD_BYTES = 200 * 1024 * 1024
const MOST_HISTORY = 100_000
const HASH = /^[0-9a-f]{64}$/

const ofCase: readonly FactKind<unknown>[] = [letterFact, assessmentNoticeFact, extensionFact, summaryReportFact, planStandingFact, awardFact]

/** What was published of the case: its own facts, the site, and the milestones decided here. */
async function publishedOf(ctx: Context, one: Case): Promise<PublishedLine[]> {
  const facts = await ctx.facts()
  const found: PublishedLine[] = []
  for (const kind of ofCase) {
    for (const { id, value } of facts.of(kind).values()) {
      const about = value as { siteId?: string; cycle?: number }
      if (about.siteId === one.siteId && about.cycle === one.cycle) found.push({ kind: kind.kind, id, value })
    }
  }
  const site = facts.of(siteFact).get(one.siteId)
  if (site !== undefined) found.push({ kind: siteFact.kind, id: site.id, value: site.value })
  for (const { id, value } of facts.of(milestoneFact).values()) if (value.siteId === one.siteId && value.origin === 'decided') found.push({ kind: milestoneFact.kind, id, value })
  return found
}

/** Every text in these rows that is the hash of a kept file. */
function hashesIn(value: unknown, found = new Set<string>()): Set<string> {
  if (typeof value === 'string') { if (HASH.test(value)) found.add(value) }
  else if (Array.isArray(value)) for (const one of value) hashesIn(one, found)
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) hashesIn(one, found)
  return found
}

async function filesNamed(ctx: Context, tables: unknown): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  let total = 0
  for (const sha256 of hashesIn(tables)) {
    const bytes = await ctx.files.read(sha256)
    if (bytes === undefined) continue
    total += bytes.byteLength
    if (total > MOST_UPLOAD_BYTES) throw new Refused(refuse('case-file-too-large', `The files of this case have more than ${MOST_UPLOAD_BYTES / 1024 / 1024} MB together. Save them one by one from the evidence library.`))
    files.set(sha256, bytes)
  }
  return files
}

const isUnique = (error: unknown): boolean => (error as { code?: string }).code === '23505'
const isOfDatabase = (error: unknown): boolean => /^(22|23|42)/.test((error as { code?: string }).code ?? '')

export const caseFileHandlers: Handlers<typeof caseFileContract, Context> = {
  exportCaseFile: async (ctx, { caseId }) => {
    const one = await readCase(ctx.sql, caseId)
    if (one === undefined) throw caseAbsent(caseId)
    const tables = await rowsOfCase(ctx.sql, caseId)
    const entries = (await entriesMatching(ctx.sql, { subject: caseId }, undefined, MOST_HISTORY)).toReversed()
    const history = entries.map((row) => ({ position: row.position, recordedAt: row.recorded_at, kind: row.kind, ...readPayload(row.payload) }))
    const users = [...new Set(history.flatMap(({ actor }) => actor === undefined ? [] : userIn(actor) ?? []))]
    const people = Object.fromEntries([...await ctx.accounts.people(users)].map(([userId, { name }]) => [userId, name]))
    const bytes = packed(
      { tables, facts: await publishedOf(ctx, one), history, people, files: await filesNamed(ctx, tables) },
      { caseId, siteName: one.siteName, exportedAt: ctx.now, schema: await newestMigration(ctx.sql) },
    )
    return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/zip', 'content-disposition': `attachment; filename="${caseId}.zip"` } })
  },
  importCaseFile: async (ctx) => {
    const { manifest, file } = orRefuse(unpacked(await ctx.upload(MOST_UPLOAD_BYTES)))
    const schema = await newestMigration(ctx.sql)
    if (manifest.schema !== schema) {
      throw new Refused(refuse('case-file-schema', `The file was written with the schema ${manifest.schema}; this installation has ${schema}. Bring both to the same release, then save the file again.`))
    }
    if (await readCase(ctx.sql, manifest.caseId) !== undefined) throw new Refused(refuse('case-exists', `There is a case ${manifest.caseId} here already.`))
    const known = await tablesOfCases(ctx.sql)
    const unknown = file.tables.find(({ table }) => !known.has(table))
    if (unknown !== undefined) throw new Refused(refuse('case-file-invalid', `The file holds rows of "${unknown.table}", which are of no case here.`))
    const rows = []
    try {
      for (const { table, rows: some } of file.tables) rows.push({ table, inFile: some.length, isNew: await takeInRows(ctx.sql, table, some) })
    } catch (error) {
      if (!isOfDatabase(error)) throw error
      throw new Refused(isUnique(error) ? refuse('case-exists', 'Something of this case is here already under another number.')
        : refuse('case-file-invalid', `A row does not fit: ${(error as Error).message}.`))
    }
    const one = await readCase(ctx.sql, manifest.caseId)
    if (one === undefined) throw new Refused(refuse('case-file-invalid', `The file holds no case ${manifest.caseId}.`))
    for (const bytes of file.files.values()) await ctx.files.put(bytes)
    const facts = await ctx.facts()
    const kinds = new Map([...ofCase, siteFact, milestoneFact].map((kind) => [kind.kind, kind as FactKind<unknown>]))
    const lines = file.facts.flatMap(({ kind, id, value }): FactLine[] => {
      const of = kinds.get(kind)
      return of === undefined || facts.of(of).has(id) ? [] : [{ op: 'put', kind, id, value }]
    })
    ctx.publish(lines, { kind: 'case-file.published', subject: manifest.caseId, isPublic: true, body: {} })
    ctx.record({ kind: 'case-file.imported', subject: manifest.caseId, isPublic: false, body: { exportedAt: manifest.exportedAt, entries: manifest.entries.length } })
    return { caseId: manifest.caseId, siteName: one.siteName, rows, files: file.files.size, published: lines.length, people: file.people }
  },
}
