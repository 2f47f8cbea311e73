// SQL of closed periods and of what they hand on by vintage. Both are written once, at the close (migration 0620).
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import type { AccountFigures, PastInput, Vintage } from './balance.ts'
import type { VintageSum } from './balance-check.ts'

type PeriodTable = {
  account_no: number; period_no: number; from_day: Day; to_day: Day; opening: number; credited: number; debited: number; returned: number; adjusted: number; group_in: number; group_out: number
  expired: number; closing: number; eligible: number; other: number; output: number; counted_stock: number | null; difference_note: string | null; digest: string; sealed: string
  closed_at: Instant; closed_by: string
}
type VintageTable = { pool: string; metal: string; characteristic: string; period_no: number; vintage: number; quantity: number }
const tables = (sql: Sql) => sql.withTables<{ balance_period: PeriodTable; balance_vintage: VintageTable }>()

export type ClosedPeriod = AccountFigures & {
  readonly accountNo: number; readonly period: number; readonly from: Day; readonly to: Day; readonly countedStock: number | null; readonly differenceNote: string | null
  readonly digest: string; readonly sealed: string; readonly closedAt: Instant; readonly closedBy: string
}
const fromRow = (row: PeriodTable): ClosedPeriod => ({
  accountNo: row.account_no, period: row.period_no, from: row.from_day, to: row.to_day, opening: row.opening, credited: row.credited, debited: row.debited, returned: row.returned,
  adjusted: row.adjusted, groupIn: row.group_in, groupOut: row.group_out, expired: row.expired, closing: row.closing, eligible: row.eligible, other: row.other, output: row.output,
  countedStock: row.counted_stock, differenceNote: row.difference_note, digest: row.digest, sealed: row.sealed, closedAt: row.closed_at, closedBy: row.closed_by,
})

export async function insertPeriod(sql: Sql, one: ClosedPeriod): Promise<void> {
  await tables(sql).insertInto('balance_period').values({
    account_no: one.accountNo, period_no: one.period, from_day: one.from, to_day: one.to, opening: one.opening, credited: one.credited, debited: one.debited, returned: one.returned,
    adjusted: one.adjusted, group_in: one.groupIn, group_out: one.groupOut, expired: one.expired, closing: one.closing, eligible: one.eligible, other: one.other, output: one.output,
    counted_stock: one.countedStock, difference_note: one.differenceNote, digest: one.digest, sealed: one.sealed, closed_at: one.closedAt, closed_by: one.closedBy,
  }).execute()
}

/** Newest first. */
export async function periodsOf(sql: Sql, accountNos: readonly number[]): Promise<ClosedPeriod[]> {
  if (accountNos.length === 0) return []
  return (await tables(sql).selectFrom('balance_period').selectAll().where('account_no', 'in', [...accountNos]).orderBy('period_no', 'desc').orderBy('account_no').execute()).map(fromRow)
}

/** The last closed period of each account that has one. */
export async function lastClosedPeriods(sql: Sql): Promise<Map<number, number>> {
  const { rows } = await text<{ account_no: number; period_no: number }>`select account_no, max(period_no) as period_no from balance_period group by account_no`.execute(sql)
  return new Map(rows.map((row) => [row.account_no, row.period_no]))
}

export async function pastInputs(sql: Sql, accountNos: readonly number[], fromPeriod: number): Promise<PastInput[]> {
  const { rows } = await text<{ period_no: number; eligible: number; other: number }>`
    select period_no, sum(eligible)::bigint as eligible, sum(other)::bigint as other from balance_period
    where account_no = any(${[...accountNos]}) and period_no >= ${fromPeriod} group by period_no order by period_no`.execute(sql)
  return rows.map((row) => ({ period: row.period_no, eligible: row.eligible, other: row.other }))
}

export async function insertVintages(sql: Sql, key: { pool: string; metal: string; characteristic: string; period: number }, vintages: readonly Vintage[]): Promise<void> {
  if (vintages.length === 0) return
  await tables(sql).insertInto('balance_vintage').values(vintages.map(({ period, quantity }) =>
    ({ pool: key.pool, metal: key.metal, characteristic: key.characteristic, period_no: key.period, vintage: period, quantity }))).execute()
}

export async function vintagesOf(sql: Sql, key: { pools: readonly string[]; metal: string; characteristic: string; period: number }): Promise<Vintage[]> {
  const { rows } = await text<{ vintage: number; quantity: number }>`
    select vintage, sum(quantity)::bigint as quantity from balance_vintage
    where pool = any(${[...key.pools]}) and metal = ${key.metal} and characteristic = ${key.characteristic} and period_no = ${key.period} group by vintage order by vintage`.execute(sql)
  return rows.map((row) => ({ period: row.vintage, quantity: row.quantity }))
}

/** What each account was opened with. */
export async function openedWith(sql: Sql, accountIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await text<{ pool: string; quantity: number }>`
    select pool, sum(quantity)::bigint as quantity from balance_vintage where pool = any(${[...accountIds]}) and period_no = 0 group by pool`.execute(sql)
  return new Map(rows.map((row) => [row.pool, row.quantity]))
}

/** All closed periods, each account's in their order: to be checked. */
export const allPeriods = async (sql: Sql): Promise<ClosedPeriod[]> => (await tables(sql).selectFrom('balance_period').selectAll().orderBy('account_no').orderBy('period_no').execute()).map(fromRow)

export async function allVintageSums(sql: Sql): Promise<VintageSum[]> {
  return (await text<VintageSum>`select pool, metal, characteristic, period_no as period, sum(quantity)::bigint as quantity from balance_vintage group by pool, metal, characteristic, period_no`.execute(sql)).rows
}
