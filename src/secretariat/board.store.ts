// SQL of the board: one question for all cases. It reads tables of other slices in one join, because two thousand cases
// asked one by one would take seconds; it writes none of them.
import { sql as text } from 'kysely'
import type { CaseState } from '#src/assurance/cycle.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { daysBetween, type Day } from '#src/kernel/time.ts'
import type { BoardRow } from './board.ts'

export type BoardQuery = {
  readonly states?: readonly CaseState[] | undefined
  readonly country?: string | undefined
  readonly metal?: string | undefined
  readonly standard?: string | undefined
  readonly firmId?: string | undefined
  readonly cohort?: string | undefined
  readonly ownerRole?: string | undefined
  readonly dueBy?: Day | undefined
  readonly isOverdue?: boolean | undefined
  /** Part of a site's or participant's name, in any case. */
  readonly text?: string | undefined
}

type Row = {
  case_id: string; site_id: string; site_name: string; participant: string | null; country: string; state: CaseState; round: number; cycle: number
  standard: string; standard_version: string; metals: string[]; firm_id: string | null; cohort: string | null; letter_signed_on: Day | null; changed_on: Day
  clock: string | null; due_on: Day | null; first_due_on: Day | null; owner_role: string | null; overdue: number
}

const like = (part: string): string => `%${part.replace(/[\\%_]/g, '\\$&')}%`

/** In order of the nearest due day, cases without a running clock last. */
export async function boardRows(sql: Sql, today: Day, query: BoardQuery): Promise<BoardRow[]> {
  const { rows } = await text<Row>`
    with next as (
      select distinct on (case_id) case_id, clock, due_on, first_due_on, owner_role
      from case_clock where done_on is null and dropped_on is null order by case_id, due_on, clock
    ), late as (
      select case_id, count(*)::int as overdue from case_clock where done_on is null and dropped_on is null and due_on < ${today} group by case_id
    )
    select c.case_id, c.site_id, c.site_name, p.name as participant, c.country, c.state, c.round, c.cycle, c.standard, c.standard_version, c.metals, c.firm_id, c.cohort,
      c.letter_signed_on, (c.changed_at at time zone 'UTC')::date as changed_on, n.clock, n.due_on, n.first_due_on, n.owner_role, coalesce(l.overdue, 0) as overdue
    from assurance_case c left join participant p using (organisation_id) left join next n using (case_id) left join late l using (case_id)
    where true
      ${query.states === undefined ? text`` : text`and c.state = any(${[...query.states]})`}
      ${query.country === undefined ? text`` : text`and c.country = ${query.country}`}
      ${query.metal === undefined ? text`` : text`and ${query.metal} = any(c.metals)`}
      ${query.standard === undefined ? text`` : text`and c.standard || ' ' || c.standard_version = ${query.standard}`}
      ${query.firmId === undefined ? text`` : text`and c.firm_id = ${query.firmId}`}
      ${query.cohort === undefined ? text`` : text`and c.cohort = ${query.cohort}`}
      ${query.ownerRole === undefined ? text`` : text`and n.owner_role = ${query.ownerRole}`}
      ${query.dueBy === undefined ? text`` : text`and n.due_on <= ${query.dueBy}`}
      ${query.isOverdue === true ? text`and l.overdue > 0` : text``}
      ${query.text === undefined ? text`` : text`and (c.site_name ilike ${like(query.text)} or p.name ilike ${like(query.text)})`}
    order by n.due_on nulls last, c.site_name collate "C", c.case_id`.execute(sql)
  return rows.map((row) => ({
    caseId: row.case_id, siteId: row.site_id, siteName: row.site_name, participant: row.participant, country: row.country, state: row.state, round: row.round, cycle: row.cycle,
    standard: row.standard, standardVersion: row.standard_version, metals: row.metals, firmId: row.firm_id, cohort: row.cohort, letterSignedOn: row.letter_signed_on,
    changedOn: row.changed_on, overdue: row.overdue,
    next: row.clock === null ? null : { clock: row.clock, dueOn: row.due_on!, daysLeft: daysBetween(today, row.due_on!), ownerRole: row.owner_role!, isExtended: row.due_on !== row.first_due_on },
  }))
}

type CheckTable = {
  case_id: string; round: number; draw_id: string; drawn_on: Day; verdict: 'sound' | 'minor-faults' | 'serious-faults' | null; remarks: string | null
  checked_on: Day | null; checked_by: string | null
}
const checks = (sql: Sql) => sql.withTables<{ quality_check: CheckTable }>()
export type QualityCheckRow = {
  readonly caseId: string; readonly round: number; readonly drawId: string; readonly drawnOn: Day; readonly verdict: CheckTable['verdict']; readonly remarks: string | null
  readonly checkedOn: Day | null; readonly checkedBy: string | null
}
const checkFromRow = (row: CheckTable): QualityCheckRow => ({
  caseId: row.case_id, round: row.round, drawId: row.draw_id, drawnOn: row.drawn_on, verdict: row.verdict, remarks: row.remarks, checkedOn: row.checked_on, checkedBy: row.checked_by,
})

export async function addChecks(sql: Sql, drawn: readonly { caseId: string; round: number }[], drawId: string, on: Day): Promise<void> {
  if (drawn.length === 0) return
  await checks(sql).insertInto('quality_check').values(drawn.map(({ caseId, round }) => ({
    case_id: caseId, round, draw_id: drawId, drawn_on: on, verdict: null, remarks: null, checked_on: null, checked_by: null,
  }))).execute()
}

/** Newest draw first, open checks before those that were made. */
export async function allChecks(sql: Sql): Promise<QualityCheckRow[]> {
  const rows = await checks(sql).selectFrom('quality_check').selectAll().orderBy('drawn_on', 'desc').orderBy('draw_id', 'desc').orderBy('checked_on', (order) => order.desc().nullsFirst()).orderBy('case_id').execute()
  return rows.map(checkFromRow)
}

/** @returns false where no such check is open */
export async function closeCheck(sql: Sql, check: { caseId: string; round: number; drawId: string; verdict: NonNullable<CheckTable['verdict']>; remarks: string; on: Day; by: string }): Promise<boolean> {
  const done = await checks(sql).updateTable('quality_check').set({ verdict: check.verdict, remarks: check.remarks, checked_on: check.on, checked_by: check.by })
    .where('case_id', '=', check.caseId).where('round', '=', check.round).where('draw_id', '=', check.drawId).where('verdict', 'is', null).returning('case_id').execute()
  return done.length === 1
}

/** Reports that reached a decision between two days, by case and round: what a draw is made from. */
export async function decidedReports(sql: Sql, from: Day, to: Day): Promise<{ caseId: string; round: number }[]> {
  const { rows } = await text<{ case_id: string; round: number }>`select case_id, round from case_event where event = 'case.decided' and happened_on between ${from} and ${to} order by case_id, round`.execute(sql)
  return rows.map((row) => ({ caseId: row.case_id, round: row.round }))
}
