// SQL of declared conflicts and of shareholdings. The links between owners are walked in memory: there are few.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { Declaration, DeclarationKind, Shareholding } from './independence.ts'

type DeclarationTable = {
  declaration_id: string; firm_id: string; user_id: string | null; target_kind: 'organisation' | 'site'; target_id: string; kind: DeclarationKind
  ended_on: Day | null; note: string | null; declared_at: Instant; declared_by: string; withdrawn_at: Instant | null; withdrawal_reason: string | null
}
type PartyKind = Shareholding['holder']['kind']
type ShareTable = {
  shareholding_id: string; holder_kind: PartyKind; holder_id: string; holder_name: string; held_kind: PartyKind; held_id: string; held_name: string
  percent: number; held_from: Day | null; held_until: Day | null; source: string; recorded_at: Instant; recorded_by: string
}
const tables = (sql: Sql) => sql.withTables<{ conflict_declaration: DeclarationTable; shareholding: ShareTable }>()

const declarationFromRow = (row: DeclarationTable): Declaration => ({
  declarationId: row.declaration_id, firmId: row.firm_id, userId: row.user_id, about: { kind: row.target_kind, id: row.target_id }, kind: row.kind,
  endedOn: row.ended_on, note: row.note, declaredAt: row.declared_at, declaredBy: row.declared_by, withdrawnAt: row.withdrawn_at,
})

export async function insertDeclaration(sql: Sql, one: Declaration): Promise<void> {
  await tables(sql).insertInto('conflict_declaration').values({
    declaration_id: one.declarationId, firm_id: one.firmId, user_id: one.userId, target_kind: one.about.kind, target_id: one.about.id, kind: one.kind,
    ended_on: one.endedOn, note: one.note, declared_at: one.declaredAt, declared_by: one.declaredBy, withdrawn_at: null, withdrawal_reason: null,
  }).execute()
}

export async function readDeclaration(sql: Sql, declarationId: string, isForUpdate = false): Promise<Declaration | undefined> {
  const query = tables(sql).selectFrom('conflict_declaration').selectAll().where('declaration_id', '=', declarationId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : declarationFromRow(row)
}

export async function declarationsOfFirm(sql: Sql, firmId: string): Promise<Declaration[]> {
  const rows = await tables(sql).selectFrom('conflict_declaration').selectAll().where('firm_id', '=', firmId).orderBy('declared_at', 'desc').orderBy('declaration_id').execute()
  return rows.map(declarationFromRow)
}

/** Declarations about a site or its organisation, of whatever firm. */
export async function declarationsAbout(sql: Sql, siteId: string, organisationId: string): Promise<Declaration[]> {
  const rows = await tables(sql).selectFrom('conflict_declaration').selectAll().where((where) => where.or([
    where.and([where('target_kind', '=', 'site'), where('target_id', '=', siteId)]),
    where.and([where('target_kind', '=', 'organisation'), where('target_id', '=', organisationId)]),
  ])).orderBy('declared_at').orderBy('declaration_id').execute()
  return rows.map(declarationFromRow)
}

export async function setDeclarationEnd(sql: Sql, declarationId: string, endedOn: Day): Promise<void> {
  await tables(sql).updateTable('conflict_declaration').set({ ended_on: endedOn }).where('declaration_id', '=', declarationId).execute()
}

export async function withdrawDeclaration(sql: Sql, declarationId: string, at: Instant, reason: string): Promise<void> {
  await tables(sql).updateTable('conflict_declaration').set({ withdrawn_at: at, withdrawal_reason: reason }).where('declaration_id', '=', declarationId).execute()
}

const shareFromRow = (row: ShareTable): Shareholding => ({
  shareholdingId: row.shareholding_id, holder: { kind: row.holder_kind, id: row.holder_id, name: row.holder_name },
  held: { kind: row.held_kind, id: row.held_id, name: row.held_name }, percent: Number(row.percent), heldFrom: row.held_from, heldUntil: row.held_until, source: row.source,
})

export async function insertShareholding(sql: Sql, one: Shareholding, at: Instant, by: string): Promise<void> {
  await tables(sql).insertInto('shareholding').values({
    shareholding_id: one.shareholdingId, holder_kind: one.holder.kind, holder_id: one.holder.id, holder_name: one.holder.name,
    held_kind: one.held.kind, held_id: one.held.id, held_name: one.held.name, percent: one.percent, held_from: one.heldFrom, held_until: one.heldUntil,
    source: one.source, recorded_at: at, recorded_by: by,
  }).execute()
}

export async function allShareholdings(sql: Sql): Promise<Shareholding[]> {
  return (await tables(sql).selectFrom('shareholding').selectAll().orderBy('shareholding_id').execute()).map(shareFromRow)
}

/** @returns false where there is no such row */
export async function setShareholdingEnd(sql: Sql, shareholdingId: string, until: Day): Promise<boolean> {
  const ended = await tables(sql).updateTable('shareholding').set({ held_until: until })
    .where('shareholding_id', '=', shareholdingId).where(text<boolean>`held_from is null or held_from <= ${until}::date`).returning('shareholding_id').execute()
  return ended.length === 1
}
