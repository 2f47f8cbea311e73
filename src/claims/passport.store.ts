// SQL of passports and their versions.
import { sql as text } from 'kysely'
import { lotIdParts, type LotId } from '#src/custody/lot.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { PassportContent, PassportRelease, PassportState, PassportVersion } from './passport.ts'

type PassportTable = { passport_id: string; organisation_id: string; lot_ref: string; state: PassportState; state_reason: string | null; created_at: Instant; state_at: Instant }
type VersionTable = { passport_id: string; version: number; content: string; digest: string; release: unknown; because: string; issued_at: Instant; issued_by: string }
const tables = (sql: Sql) => sql.withTables<{ passport: PassportTable; passport_version: VersionTable }>()

export type Passport = { readonly passportId: string; readonly organisationId: string; readonly lotRef: string; readonly state: PassportState; readonly stateReason: string | null; readonly createdAt: Instant; readonly stateAt: Instant }
const fromRow = (row: PassportTable): Passport => ({ passportId: row.passport_id, organisationId: row.organisation_id, lotRef: row.lot_ref, state: row.state, stateReason: row.state_reason, createdAt: row.created_at, stateAt: row.state_at })

export async function insertPassport(sql: Sql, one: Pick<Passport, 'passportId' | 'organisationId' | 'lotRef'>, now: Instant): Promise<void> {
  await tables(sql).insertInto('passport').values({ passport_id: one.passportId, organisation_id: one.organisationId, lot_ref: one.lotRef, state: 'valid', state_reason: null, created_at: now, state_at: now }).execute()
}

export async function insertVersion(sql: Sql, passportId: string, version: Omit<PassportVersion, 'content'> & { readonly text: string; readonly release: PassportRelease; readonly issuedBy: string }): Promise<void> {
  await tables(sql).insertInto('passport_version').values({
    passport_id: passportId, version: version.version, content: version.text, digest: version.digest, release: JSON.stringify(version.release), because: version.because, issued_at: version.issuedAt, issued_by: version.issuedBy,
  }).execute()
}

/** @param isForUpdate locks it until the end of the transaction */
export async function passportById(sql: Sql, passportId: string, isForUpdate = false): Promise<Passport | undefined> {
  const query = tables(sql).selectFrom('passport').selectAll().where('passport_id', '=', passportId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function versionsOf(sql: Sql, passportId: string): Promise<(PassportVersion & { readonly release: PassportRelease })[]> {
  const rows = await tables(sql).selectFrom('passport_version').selectAll().where('passport_id', '=', passportId).orderBy('version').execute()
  return rows.map((row) => ({ version: row.version, issuedAt: row.issued_at, because: row.because, digest: row.digest, release: row.release as PassportRelease, content: JSON.parse(row.content) as PassportContent }))
}

export async function setPassportState(sql: Sql, passportId: string, state: PassportState, reason: string | null, now: Instant): Promise<void> {
  await tables(sql).updateTable('passport').set({ state, state_reason: reason, state_at: now }).where('passport_id', '=', passportId).execute()
}

/** Passports of organisations, newest first. @param after the last one of the page before */
export async function passportsOf(sql: Sql, organisationIds: readonly string[], limit: number, after?: { readonly createdAt: Instant; readonly passportId: string }, only: { readonly lotRef?: string | undefined; readonly passportId?: string | undefined } = {}): Promise<Passport[]> {
  let query = tables(sql).selectFrom('passport').selectAll().where('organisation_id', '=', text<string>`any(${[...organisationIds]})`)
  if (only.lotRef !== undefined) query = query.where('lot_ref', '=', only.lotRef)
  if (only.passportId !== undefined) query = query.where('passport_id', '=', only.passportId)
  if (after !== undefined) query = query.where(text<boolean>`(created_at, passport_id collate "C") < (${after.createdAt}, ${after.passportId})`)
  return (await query.orderBy('created_at', 'desc').orderBy(text`passport_id collate "C"`, 'desc').limit(limit).execute()).map(fromRow)
}

/** Those of some lots that are not withdrawn. @param lots as organisation and reference */
export async function passportsOfLots(sql: Sql, lots: readonly { readonly organisationId: string; readonly ref: string }[]): Promise<Passport[]> {
  if (lots.length === 0) return []
  const rows = await tables(sql).selectFrom('passport').selectAll()
    .where(text<boolean>`(organisation_id, lot_ref) in (select * from unnest(${lots.map(({ organisationId }) => organisationId)}::text[], ${lots.map(({ ref }) => ref)}::text[]))`)
    .where('state', '<>', 'withdrawn').execute()
  return rows.map(fromRow)
}

/** Whether a passport was ever issued of a lot. */
export async function passportNamesLot(sql: Sql, { lotId }: { readonly lotId: LotId }): Promise<boolean> {
  const { organisationId, ref } = lotIdParts(lotId)
  return (await text`select 1 from passport where organisation_id = ${organisationId} and lot_ref = ${ref} limit 1`.execute(sql)).rows.length > 0
}

/** Every version as it stands: to be checked. */
export async function allVersionTexts(sql: Sql): Promise<{ id: string; version: number; text: string; digest: string }[]> {
  return (await text<{ id: string; version: number; text: string; digest: string }>`select passport_id as id, version, content as text, digest from passport_version order by passport_id, version`.execute(sql)).rows
}
