// SQL of evidence: items, their revisions and their links. State is derived from the day that is handed in.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { addDays, type Day, type Instant } from '#src/kernel/time.ts'
import type { Reach } from './disclosure.ts'
import { causeOf, stateOn, type DisclosureLayer, type Evidence, type EvidenceFile, type EvidenceKind, type EvidenceState, type LeaningCause, type ScanState } from './evidence.ts'

type ItemTable = {
  evidence_id: string; organisation_id: string; site_id: string | null; title: string; kind: EvidenceKind; written_in: string; owner_id: string
  valid_from: Day | null; valid_until: Day | null; layer: DisclosureLayer; superseded_by: string | null; superseded_on: Day | null
  withdrawn_on: Day | null; withdrawal_reason: string | null; version: number; added_at: Instant; added_by: string
}
type RevisionTable = {
  evidence_id: string; revision: number; sha256: string; byte_count: number; media_type: string; filename: string; scan: ScanState
  erased_on: Day | null; added_at: Instant; added_by: string
}
type LinkTable = { link_id: string; evidence_id: string; case_id: string; standard: string; criterion: string; linked_at: Instant; linked_by: string }
export type EvidenceTables = { evidence: ItemTable; evidence_revision: RevisionTable; evidence_link: LinkTable }
const tables = (sql: Sql) => sql.withTables<EvidenceTables>()

const fileOf = (row: Omit<RevisionTable, 'evidence_id'>): EvidenceFile => ({
  revision: row.revision, sha256: row.sha256, byteCount: row.byte_count, mediaType: row.media_type, filename: row.filename, scan: row.scan,
  erasedOn: row.erased_on, addedAt: row.added_at, addedBy: row.added_by,
})

type Joined = ItemTable & { r_revision: number; r_sha256: string; r_byte_count: number; r_media_type: string; r_filename: string; r_scan: ScanState; r_erased_on: Day | null; r_added_at: Instant; r_added_by: string }

const fromRow = (row: Joined, today: Day): Evidence => {
  const dates = { validUntil: row.valid_until, supersededBy: row.superseded_by, withdrawnOn: row.withdrawn_on }
  return {
    evidenceId: row.evidence_id, organisationId: row.organisation_id, siteId: row.site_id, title: row.title, kind: row.kind, writtenIn: row.written_in,
    ownerId: row.owner_id, validFrom: row.valid_from, ...dates, layer: row.layer, state: stateOn(dates, today), supersededOn: row.superseded_on,
    withdrawalReason: row.withdrawal_reason, version: row.version, addedAt: row.added_at, addedBy: row.added_by,
    file: fileOf({
      revision: row.r_revision, sha256: row.r_sha256, byte_count: row.r_byte_count, media_type: row.r_media_type, filename: row.r_filename, scan: row.r_scan,
      erased_on: row.r_erased_on, added_at: row.r_added_at, added_by: row.r_added_by,
    }),
  }
}

/** Items with their newest revision. */
const items = (sql: Sql) => tables(sql).selectFrom('evidence as e').innerJoinLateral(
  (from) => from.selectFrom('evidence_revision as r').select([
    'r.revision as r_revision', 'r.sha256 as r_sha256', 'r.byte_count as r_byte_count', 'r.media_type as r_media_type', 'r.filename as r_filename',
    'r.scan as r_scan', 'r.erased_on as r_erased_on', 'r.added_at as r_added_at', 'r.added_by as r_added_by',
  ]).whereRef('r.evidence_id', '=', 'e.evidence_id').orderBy('r.revision', 'desc').limit(1).as('newest'),
  (join) => join.onTrue()).selectAll()

export async function insertEvidence(sql: Sql, one: Evidence): Promise<void> {
  await tables(sql).insertInto('evidence').values({
    evidence_id: one.evidenceId, organisation_id: one.organisationId, site_id: one.siteId, title: one.title, kind: one.kind, written_in: one.writtenIn,
    owner_id: one.ownerId, valid_from: one.validFrom, valid_until: one.validUntil, layer: one.layer, superseded_by: null, superseded_on: null,
    withdrawn_on: null, withdrawal_reason: null, version: 1, added_at: one.addedAt, added_by: one.addedBy,
  }).execute()
  await addRevision(sql, one.evidenceId, one.file)
}

export async function addRevision(sql: Sql, evidenceId: string, file: EvidenceFile): Promise<void> {
  await tables(sql).insertInto('evidence_revision').values({
    evidence_id: evidenceId, revision: file.revision, sha256: file.sha256, byte_count: file.byteCount, media_type: file.mediaType, filename: file.filename,
    scan: file.scan, erased_on: file.erasedOn, added_at: file.addedAt, added_by: file.addedBy,
  }).execute()
}

/** Writes what may change of an item; `version` counts up. */
export async function updateEvidence(sql: Sql, one: Evidence): Promise<void> {
  await tables(sql).updateTable('evidence').set({
    site_id: one.siteId, title: one.title, kind: one.kind, written_in: one.writtenIn, owner_id: one.ownerId, valid_from: one.validFrom, valid_until: one.validUntil,
    layer: one.layer, superseded_by: one.supersededBy, superseded_on: one.supersededOn, withdrawn_on: one.withdrawnOn, withdrawal_reason: one.withdrawalReason,
    version: one.version + 1,
  }).where('evidence_id', '=', one.evidenceId).execute()
}

/** @param isForUpdate locks the item, so that two changes follow one another */
export async function readEvidence(sql: Sql, evidenceId: string, today: Day, isForUpdate = false): Promise<Evidence | undefined> {
  if (isForUpdate) await tables(sql).selectFrom('evidence').select('evidence_id').where('evidence_id', '=', evidenceId).forUpdate().execute()
  const row = await items(sql).where('e.evidence_id', '=', evidenceId).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row as Joined, today)
}

/** Items by id as they stand on a day; those that do not exist are left out. Who may see them is the caller's to ask. */
export async function evidenceByIds(sql: Sql, evidenceIds: readonly string[], today: Day): Promise<Map<string, Evidence>> {
  if (evidenceIds.length === 0) return new Map()
  const rows = await items(sql).where('e.evidence_id', '=', text<string>`any(${[...new Set(evidenceIds)]})`).execute()
  return new Map(rows.map((row) => [row.evidence_id, fromRow(row as Joined, today)]))
}

/** Every revision, the newest first. */
export async function revisionsOf(sql: Sql, evidenceId: string): Promise<EvidenceFile[]> {
  const rows = await tables(sql).selectFrom('evidence_revision').selectAll().where('evidence_id', '=', evidenceId).orderBy('revision', 'desc').execute()
  return rows.map(fileOf)
}

export type EvidenceLink = {
  readonly linkId: string; readonly evidenceId: string; readonly caseId: string; readonly standard: string; readonly criterion: string
  readonly linkedAt: Instant; readonly linkedBy: string
  /** Why it must be looked at again; null where the evidence holds. */
  readonly cause: LeaningCause | null
}

async function withCauses(sql: Sql, rows: readonly LinkTable[], today: Day): Promise<EvidenceLink[]> {
  const found = await evidenceByIds(sql, rows.map((row) => row.evidence_id), today)
  return rows.map((row) => ({
    linkId: row.link_id, evidenceId: row.evidence_id, caseId: row.case_id, standard: row.standard, criterion: row.criterion,
    linkedAt: row.linked_at, linkedBy: row.linked_by, cause: causeOf(found.get(row.evidence_id)!, (day) => addDays(day, 1)),
  }))
}

/** What is linked in a case, in order of standard, criterion and time. */
export async function linksOfCase(sql: Sql, caseId: string, today: Day): Promise<EvidenceLink[]> {
  const rows = await tables(sql).selectFrom('evidence_link').selectAll().where('case_id', '=', caseId)
    .orderBy('standard').orderBy('criterion').orderBy('linked_at').orderBy('link_id').execute()
  return withCauses(sql, rows, today)
}

/** Where an item is linked, the newest first. */
export async function linksOfEvidence(sql: Sql, evidenceId: string, today: Day): Promise<EvidenceLink[]> {
  const rows = await tables(sql).selectFrom('evidence_link').selectAll().where('evidence_id', '=', evidenceId).orderBy('linked_at', 'desc').orderBy('link_id').execute()
  return withCauses(sql, rows, today)
}

export async function readLink(sql: Sql, linkId: string, today: Day): Promise<EvidenceLink | undefined> {
  const row = await tables(sql).selectFrom('evidence_link').selectAll().where('link_id', '=', linkId).executeTakeFirst()
  return row === undefined ? undefined : (await withCauses(sql, [row], today))[0]
}

/** @returns false where it was linked there already */
export async function insertLink(sql: Sql, link: Omit<EvidenceLink, 'cause'>): Promise<boolean> {
  const made = await tables(sql).insertInto('evidence_link').values({
    link_id: link.linkId, evidence_id: link.evidenceId, case_id: link.caseId, standard: link.standard, criterion: link.criterion, linked_at: link.linkedAt, linked_by: link.linkedBy,
  }).onConflict((conflict) => conflict.columns(['case_id', 'standard', 'criterion', 'evidence_id']).doNothing()).returning('link_id').execute()
  return made.length === 1
}

export async function deleteLink(sql: Sql, linkId: string): Promise<void> {
  await tables(sql).deleteFrom('evidence_link').where('link_id', '=', linkId).execute()
}

/** In which cases each item is linked: what its disclosure to assessors follows from. */
export async function casesLinking(sql: Sql, evidenceIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(evidenceIds.map((id) => [id, []]))
  if (evidenceIds.length === 0) return found
  const rows = await tables(sql).selectFrom('evidence_link').select(['evidence_id', 'case_id']).distinct()
    .where('evidence_id', '=', text<string>`any(${[...evidenceIds]})`).orderBy('case_id').execute()
  for (const row of rows) found.get(row.evidence_id)?.push(row.case_id)
  return found
}

/** Takes the bytes of a revision out of account; what stood there stays told. */
export async function eraseRevision(sql: Sql, evidenceId: string, revision: number, today: Day): Promise<void> {
  await tables(sql).updateTable('evidence_revision').set({ erased_on: today }).where('evidence_id', '=', evidenceId).where('revision', '=', revision).execute()
}

/** Whether any item of anybody still holds these bytes. */
export const namesEvidenceFile = async (sql: Sql, sha256: string): Promise<boolean> =>
  await tables(sql).selectFrom('evidence_revision').select('revision').where('sha256', '=', sha256).where('erased_on', 'is', null).limit(1).executeTakeFirst() !== undefined

export type EvidenceQuery = {
  readonly organisationId?: string | undefined
  readonly siteId?: string | undefined
  readonly caseId?: string | undefined
  readonly standard?: string | undefined
  readonly criterion?: string | undefined
  readonly kind?: EvidenceKind | undefined
  readonly layer?: DisclosureLayer | undefined
  readonly state?: EvidenceState | undefined
  /** Holds today and no longer after that many days. */
  readonly lapsesWithin?: number | undefined
  readonly isUnlinked?: boolean | undefined
  /** Words of its title or file name. */
  readonly text?: string | undefined
}

const like = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`

/** Items that a reader may see, in order of title. @param after title and id the page before ended with */
export async function listEvidence(sql: Sql, reach: Reach, query: EvidenceQuery, today: Day, after: readonly [string, string] | undefined, limit: number): Promise<Evidence[]> {
  let rows = items(sql).where((where) => where.or([
    where('e.organisation_id', '=', text<string>`any(${[...reach.organisations]})`),
    where('e.site_id', '=', text<string>`any(${[...reach.sites]})`),
    where.and([where('e.site_id', 'is', null), where('e.organisation_id', '=', text<string>`any(${[...reach.organisationsOfSites]})`)]),
    where('e.layer', '=', 'public'),
    where.and([where('e.layer', '=', 'partner'), where('e.organisation_id', '=', text<string>`any(${[...reach.partnerOf]})`)]),
    where.and([where('e.layer', '<>', 'private'), where.exists(
      where.selectFrom('evidence_link as l').select('l.link_id').whereRef('l.evidence_id', '=', 'e.evidence_id')
        .$if(!reach.isHouse, (links) => links.where('l.case_id', '=', text<string>`any(${[...reach.cases]})`)))]),
  ]))
  if (query.organisationId !== undefined) rows = rows.where('e.organisation_id', '=', query.organisationId)
  if (query.siteId !== undefined) { const siteId = query.siteId; rows = rows.where((where) => where.or([where('e.site_id', '=', siteId), where('e.site_id', 'is', null)])) }
  if (query.kind !== undefined) rows = rows.where('e.kind', '=', query.kind)
  if (query.layer !== undefined) rows = rows.where('e.layer', '=', query.layer)
  if (query.state === 'withdrawn') rows = rows.where('e.withdrawn_on', 'is not', null)
  if (query.state === 'superseded') rows = rows.where('e.withdrawn_on', 'is', null).where('e.superseded_by', 'is not', null)
  if (query.state === 'lapsed') rows = rows.where('e.withdrawn_on', 'is', null).where('e.superseded_by', 'is', null).where('e.valid_until', '<', today)
  if (query.state === 'valid' || query.lapsesWithin !== undefined) {
    rows = rows.where('e.withdrawn_on', 'is', null).where('e.superseded_by', 'is', null).where((where) => where.or([where('e.valid_until', 'is', null), where('e.valid_until', '>=', today)]))
  }
  if (query.lapsesWithin !== undefined) rows = rows.where('e.valid_until', '<=', addDays(today, query.lapsesWithin))
  const { caseId, standard, criterion } = query
  if (caseId !== undefined || standard !== undefined || criterion !== undefined) {
    rows = rows.where((where) => {
      let links = where.selectFrom('evidence_link as l').select('l.link_id').whereRef('l.evidence_id', '=', 'e.evidence_id')
      if (caseId !== undefined) links = links.where('l.case_id', '=', caseId)
      if (standard !== undefined) links = links.where('l.standard', '=', standard)
      if (criterion !== undefined) links = links.where('l.criterion', '=', criterion)
      return where.exists(links)
    })
  }
  if (query.isUnlinked === true) rows = rows.where((where) => where.not(where.exists(where.selectFrom('evidence_link as l').select('l.link_id').whereRef('l.evidence_id', '=', 'e.evidence_id'))))
  if (query.text !== undefined) { const words = like(query.text); rows = rows.where((where) => where.or([where('e.title', 'ilike', words), where('newest.r_filename', 'ilike', words)])) }
  if (after !== undefined) { const [title, id] = after; rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('e.title', 'e.evidence_id'), '>', tuple(title, id))) }
  const found = await rows.orderBy('e.title').orderBy('e.evidence_id').limit(limit).execute()
  return found.map((row) => fromRow(row as Joined, today))
}

/** Items that still count and whose last day lies in this span; the earliest first. */
export async function evidenceEnding(sql: Sql, today: Day, from: Day, until: Day): Promise<Evidence[]> {
  const rows = await items(sql).where('e.withdrawn_on', 'is', null).where('e.superseded_by', 'is', null)
    .where('e.valid_until', '>=', from).where('e.valid_until', '<=', until).orderBy('e.valid_until').orderBy('e.evidence_id').execute()
  return rows.map((row) => fromRow(row as Joined, today))
}

/** How many criteria each item is linked to, over all cases. */
export async function linkCounts(sql: Sql, evidenceIds: readonly string[]): Promise<Map<string, number>> {
  const found = new Map<string, number>(evidenceIds.map((id) => [id, 0]))
  if (evidenceIds.length === 0) return found
  const rows = await tables(sql).selectFrom('evidence_link').select('evidence_id').select(text<number>`count(*)`.as('count'))
    .where('evidence_id', '=', text<string>`any(${[...evidenceIds]})`).groupBy('evidence_id').execute()
  for (const row of rows) found.set(row.evidence_id, row.count)
  return found
}

/** Other items of the organisation whose newest file has the same bytes. */
export async function itemsWithBytes(sql: Sql, organisationId: string, sha256: string): Promise<string[]> {
  const rows = await items(sql).where('e.organisation_id', '=', organisationId).where('newest.r_sha256', '=', sha256).where('e.withdrawn_on', 'is', null).orderBy('e.evidence_id').execute()
  return rows.map((row) => row.evidence_id)
}
