// SQL of the entries of balance accounts and of the sources they rest on. Entries are added, never changed (migration 0620).
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { noMovement, type Movement } from './balance.ts'
import type { HeldSource } from './balance-check.ts'
import { movementOf, type EntryKind, type NewEntry, type RestsOn } from './balance-entry.ts'
import { plainFraction } from './balance-account.store.ts'
import type { CustodyModel, ScrapClass } from './custody-model.ts'
import type { LotId } from './lot.ts'
import type { Substance } from './substance.ts'

type EntryTable = {
  entry_no: number; entry_id: string; account_no: number; period_no: number; kind: EntryKind; on_day: Day; vintage: number; amount: number; eligible: number; other: number; output: number
  recovery: string | null; recovery_document: string | null; rests_on: RestsOn | null; rests_ref: string | null; line_ref: string | null; line_text: string | null; supplier_site: string | null
  supplier_name: string | null; shipment: string | null; model: CustodyModel | null; scrap_class: ScrapClass | null; document: string | null; corrects: number | null; note: string | null
  recorded_at: Instant; recorded_by: string
}
export type HeldEntry = NewEntry & { readonly entryNo: number; readonly entryId: string; readonly accountNo: number; readonly recordedAt: Instant; readonly recordedBy: string }
const tables = (sql: Sql) => sql.withTables<{ balance_entry: EntryTable }>()
const all = (sql: Sql) => tables(sql).selectFrom('balance_entry').selectAll()

const fromRow = (row: EntryTable): HeldEntry => ({
  entryNo: row.entry_no, entryId: row.entry_id, accountNo: row.account_no, period: row.period_no, kind: row.kind, on: row.on_day, vintage: row.vintage, amount: row.amount,
  eligible: row.eligible, other: row.other, output: row.output, recovery: row.recovery === null ? null : plainFraction(row.recovery), recoveryDocument: row.recovery_document,
  restsOn: row.rests_on, restsRef: row.rests_ref, lineRef: row.line_ref, lineText: row.line_text, supplierSite: row.supplier_site, supplierName: row.supplier_name, shipment: row.shipment,
  model: row.model, scrapClass: row.scrap_class, document: row.document, corrects: row.corrects, note: row.note, recordedAt: row.recorded_at, recordedBy: row.recorded_by,
})

export type EntryStamp = { readonly entryId: string; readonly accountNo: number; readonly at: Instant; readonly by: string }

/** @returns its number; nothing where an entry of the same claim, statement, line or return stands already */
export async function insertEntry(sql: Sql, entry: NewEntry, { entryId, accountNo, at, by }: EntryStamp): Promise<number | undefined> {
  const { rows } = await text<{ entry_no: number }>`
    insert into balance_entry (entry_id, account_no, period_no, kind, on_day, vintage, amount, eligible, other, output, recovery, recovery_document, rests_on, rests_ref, line_ref, line_text,
      supplier_site, supplier_name, shipment, model, scrap_class, document, corrects, note, recorded_at, recorded_by)
    values (${entryId}, ${accountNo}, ${entry.period}, ${entry.kind}, ${entry.on}, ${entry.vintage}, ${entry.amount}, ${entry.eligible}, ${entry.other}, ${entry.output}, ${entry.recovery},
      ${entry.recoveryDocument}, ${entry.restsOn}, ${entry.restsRef}, ${entry.lineRef}, ${entry.lineText}, ${entry.supplierSite}, ${entry.supplierName}, ${entry.shipment}, ${entry.model},
      ${entry.scrapClass}, ${entry.document}, ${entry.corrects}, ${entry.note}, ${at}, ${by})
    on conflict do nothing returning entry_no`.execute(sql)
  return rows[0]?.entry_no
}

/** All that was ever entered into accounts, whichever way it went. */
export async function enteredIn(sql: Sql, accountNos: readonly number[]): Promise<bigint> {
  const { rows } = await text<{ sum: string }>`select coalesce(sum(abs(amount) + abs(eligible) + abs(other) + abs(output)), 0)::text as sum from balance_entry where account_no = any(${[...accountNos]})`.execute(sql)
  return BigInt(rows[0]!.sum)
}

export async function readEntry(sql: Sql, entryId: string): Promise<HeldEntry | undefined> {
  const row = await all(sql).where('entry_id', '=', entryId).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** The debit of a claim, a document or a statement, on whichever account it was taken. */
export async function debitOf(sql: Sql, restsOn: RestsOn, restsRef: string): Promise<HeldEntry | undefined> {
  const row = await all(sql).where('kind', '=', 'debit').where('rests_on', '=', restsOn).where('rests_ref', '=', restsRef).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function returnOf(sql: Sql, entryNo: number): Promise<HeldEntry | undefined> {
  const row = await all(sql).where('kind', '=', 'return').where('corrects', '=', entryNo).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function entryOfLine(sql: Sql, accountNo: number, lineRef: string): Promise<HeldEntry | undefined> {
  const row = await all(sql).where('account_no', '=', accountNo).where('line_ref', '=', lineRef).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

export async function correctionsOf(sql: Sql, entryNo: number): Promise<HeldEntry[]> {
  return (await all(sql).where('corrects', '=', entryNo).orderBy('entry_no').execute()).map(fromRow)
}

export async function entriesByNo(sql: Sql, entryNos: readonly number[]): Promise<Map<number, HeldEntry>> {
  if (entryNos.length === 0) return new Map()
  return new Map((await all(sql).where('entry_no', 'in', [...entryNos]).execute()).map((row) => [row.entry_no, fromRow(row)]))
}

/** Newest first. @param before an entry number of the page before */
export async function entriesOf(sql: Sql, accountNo: number, how: { period?: number | undefined; before?: number | undefined; limit: number }): Promise<HeldEntry[]> {
  let query = all(sql).where('account_no', '=', accountNo)
  if (how.period !== undefined) query = query.where('period_no', '=', how.period)
  if (how.before !== undefined) query = query.where('entry_no', '<', how.before)
  return (await query.orderBy('entry_no', 'desc').limit(how.limit).execute()).map(fromRow)
}

/** Credits of a period that rest on a supplier's standing. */
export async function suppliedCredits(sql: Sql, accountNos: readonly number[], afterPeriod: number): Promise<HeldEntry[]> {
  if (accountNos.length === 0) return []
  return (await all(sql).where('account_no', 'in', [...accountNos]).where('kind', '=', 'credit').where('supplier_site', 'is not', null).where('period_no', '>', afterPeriod).orderBy('entry_no').execute()).map(fromRow)
}

/** Credits of every account by whose metal they are and on which day; those a profile asks nothing of the supplier for among them. */
export async function creditsBySupplier(sql: Sql): Promise<{ accountNo: number; supplierSite: string; on: Day; credits: number }[]> {
  const { rows } = await text<{ account_no: number; supplier_site: string; on_day: Day; credits: number }>`
    select account_no, supplier_site, on_day, count(*) as credits from balance_entry where kind = 'credit' and supplier_site is not null group by account_no, supplier_site, on_day order by account_no, supplier_site, on_day`.execute(sql)
  return rows.map((row) => ({ accountNo: row.account_no, supplierSite: row.supplier_site, on: row.on_day, credits: row.credits }))
}

/** The last day from a day on, on which one of these accounts was credited for metal of a site, without a statement of it; credits corrected to nothing do not count. */
export async function lastCreditOf(sql: Sql, supplierSite: string, from: Day, accountNos: readonly number[]): Promise<Day | null> {
  const { rows } = await text<{ on_day: Day | null }>`
    select max(e.on_day) as on_day from balance_entry e where e.account_no = any(${[...accountNos]}) and e.kind = 'credit' and e.rests_on <> 'statement' and e.supplier_site = ${supplierSite} and e.on_day >= ${from}
      and e.eligible + (select coalesce(sum(c.eligible), 0) from balance_entry c where c.corrects = e.entry_no and c.kind = 'adjustment') > 0`.execute(sql)
  return rows[0]!.on_day
}

export async function creditsOfShipment(sql: Sql, shipment: string, profile: { accountNos: readonly number[] }): Promise<HeldEntry[]> {
  if (profile.accountNos.length === 0) return []
  return (await all(sql).where('shipment', '=', shipment).where('kind', '=', 'credit').where('account_no', 'in', [...profile.accountNos]).execute()).map(fromRow)
}

/** Lots that are credited already, of these. */
export async function creditedSources(sql: Sql, profile: string, metal: string, sources: readonly string[]): Promise<Map<string, readonly string[]>> {
  if (sources.length === 0) return new Map()
  const { rows } = await text<{ source: string; characteristics: string[] }>`
    select source, characteristics from balance_source where profile = ${profile} and metal = ${metal} and source = any(${[...sources]})`.execute(sql)
  return new Map(rows.map((row) => [row.source, row.characteristics]))
}

export type LotCredit = { readonly profile: string; readonly metal: Substance; readonly credited: number }

/** Of these lots, those that are credited and not taken down to nothing again, over all profiles. */
export async function creditedLots(sql: Sql, lotIds: readonly LotId[]): Promise<Map<LotId, LotCredit[]>> {
  if (lotIds.length === 0) return new Map()
  const { rows } = await text<LotCredit & { source: string }>`
    select source, profile, metal, credited from balance_source where source = any(${lotIds.map((lotId) => `lot:${lotId}`)}) and credited > 0 order by source, profile, metal`.execute(sql)
  return Map.groupBy(rows, ({ source }) => source.slice('lot:'.length))
}

/** All entries after a period, added up per account, day and vintage. */
export async function movementsAfter(sql: Sql, accountNos: readonly number[], period: number): Promise<Movement[]> {
  const { rows } = await text<Pick<EntryTable, 'account_no' | 'period_no' | 'on_day' | 'vintage' | 'kind' | 'amount' | 'eligible' | 'other' | 'output'>>`
    select account_no, period_no, on_day, vintage, kind, sum(amount)::bigint as amount, sum(eligible)::bigint as eligible, sum(other)::bigint as other, sum(output)::bigint as output
    from balance_entry where account_no = any(${[...accountNos]}) and period_no > ${period} group by account_no, period_no, on_day, vintage, kind`.execute(sql)
  const byKey = new Map<string, Movement>()
  for (const row of rows) {
    const one = movementOf(row.account_no, { kind: row.kind, on: row.on_day, period: row.period_no, vintage: row.vintage, amount: row.amount, eligible: row.eligible, other: row.other, output: row.output })
    const key = `${one.accountNo}|${one.period}|${one.on}|${one.vintage}`
    const before = byKey.get(key)
    byKey.set(key, before === undefined ? one : addedUp(before, one))
  }
  return [...byKey.values()]
}

const addedUp = (a: Movement, b: Movement): Movement =>
  ({ ...a, ...Object.fromEntries(Object.keys(noMovement).map((name) => [name, a[name as keyof typeof noMovement] + b[name as keyof typeof noMovement]])) })

export type SourceTaken = { readonly state: 'taken' } | { readonly state: 'already' } | { readonly state: 'above'; readonly contained: number; readonly credited: number }

/** Credits a source once per characteristic, up to what it holds; the row is the lock of the source. */
export async function takeSource(sql: Sql, key: { profile: string; metal: string; source: string }, characteristic: string, eligible: number, contained: number): Promise<SourceTaken> {
  const { rows } = await text`
    insert into balance_source (profile, metal, source, contained, credited, characteristics)
    values (${key.profile}, ${key.metal}, ${key.source}, ${contained}, ${eligible}, array[${characteristic}])
    on conflict (profile, metal, source) do update set credited = balance_source.credited + excluded.credited, characteristics = balance_source.characteristics || excluded.characteristics
      where not balance_source.characteristics && excluded.characteristics and balance_source.credited + excluded.credited <= least(balance_source.contained, excluded.contained)
    returning 1`.execute(sql)
  if (rows.length > 0) return { state: 'taken' }
  const { rows: [held] } = await text<{ contained: number; credited: number; characteristics: string[] }>`
    select contained, credited, characteristics from balance_source where profile = ${key.profile} and metal = ${key.metal} and source = ${key.source}`.execute(sql)
  return held!.characteristics.includes(characteristic) ? { state: 'already' } : { state: 'above', contained: Math.min(held!.contained, contained), credited: held!.credited }
}

/** @param contained what the source holds now, where that was looked up. @returns whether the source bears the change */
export async function changeSource(sql: Sql, key: { profile: string; metal: string; source: string }, change: number, contained: number | null): Promise<boolean> {
  const { rows } = await text`
    update balance_source set credited = credited + ${change}, contained = coalesce(${contained}::bigint, contained) where profile = ${key.profile} and metal = ${key.metal} and source = ${key.source}
      and credited + ${change} between 0 and coalesce(${contained}::bigint, contained) returning 1`.execute(sql)
  return rows.length > 0
}

/** All entries of all accounts, in their order: to be checked. */
export const allEntries = async (sql: Sql): Promise<HeldEntry[]> => (await all(sql).orderBy('entry_no').execute()).map(fromRow)

export async function allSources(sql: Sql): Promise<HeldSource[]> {
  return (await text<HeldSource>`select profile, metal, source, contained, credited, characteristics from balance_source order by profile, metal, source`.execute(sql)).rows
}
