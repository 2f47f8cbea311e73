// SQL of evidence: items, their revisions and their links. State is derived from the day that is handed in.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { addDays, type Day, type Instant } from '#src/kernel/time.ts'
import { causeOf, stateOn, type DisclosureLayer, type Evidence, type EvidenceFile, type EvidenceKind, type LeaningCause, type ScanState } from './evidence.ts'

type ItemTable = {
  evidence_id: string; organisation_id: string; site_id: string | null; title: string; kind: EvidenceKind; language: string; owner_id: string
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
    evidenceId: row.evidence_id, organisationId: row.organisation_id, siteId: row.site_id, title: row.title, kind: row.kind, language: row.language,
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
    evidence_id: one.evidenceId, organisation_id: one.organisationId, site_id: one.siteId, title: one.title, kind: one.kind, language: one.language,
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
    site_id: one.siteId, title: one.title, kind: one.kind, language: one.language, owner_id: one.ownerId, valid_from: one.validFrom, valid_until: one.validUntil,
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
