// SQL of sheets. Changes are only ever added; which of them stand is kept beside them, so that a whole sheet is one query
// on one index, whatever its history.
import { sql as text } from 'kysely'
import type { Context } from '#src/access/context.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { admitted, applied, cellsOf, emptyCell, headsOf, inOrder, keyText, type Cell, type CellKey, type Change, type ChangeSource, type SheetName } from './sheet.ts'

type ChangeTable = {
  case_id: string; round: number; sheet: SheetName; standard: string; criterion: string; field: string; change_id: string
  value: Change['value']; parents: string[]; author: string; made_at: Instant; source: ChangeSource; is_head: boolean
}
const tables = (sql: Sql) => sql.withTables<{ sheet_change: ChangeTable }>()

const fromRow = (row: ChangeTable): Change => ({
  changeId: row.change_id, key: { standard: row.standard, criterion: row.criterion, field: row.field },
  value: row.value, parents: row.parents, author: row.author, at: row.made_at, source: row.source,
})
const ofSheet = (sql: Sql, caseId: string, round: number, sheet: SheetName) =>
  tables(sql).selectFrom('sheet_change').selectAll().where('case_id', '=', caseId).where('round', '=', round).where('sheet', '=', sheet)

const grouped = (changes: readonly Change[]): Map<string, Change[]> => Map.groupBy(inOrder(changes), ({ key }) => keyText(key))

/** The heads of every cell of a sheet, by the text of the key; `readingOf` says what they mean. */
export async function readCells(sql: Sql, caseId: string, round: number, sheet: SheetName): Promise<Map<string, Change[]>> {
  const rows = await ofSheet(sql, caseId, round, sheet).where('is_head', '=', text<boolean>`true`).execute()
  return grouped(rows.map(fromRow))
}

/** Everything ever typed into a sheet, the oldest first: for a portable copy. */
export async function allChanges(sql: Sql, caseId: string, round: number, sheet: SheetName): Promise<Change[]> {
  return inOrder((await ofSheet(sql, caseId, round, sheet).execute()).map(fromRow))
}

/** Everything ever typed into one cell, the oldest first. */
export async function historyOf(sql: Sql, caseId: string, round: number, sheet: SheetName, key: CellKey): Promise<Change[]> {
  const rows = await ofSheet(sql, caseId, round, sheet).where('standard', '=', key.standard).where('criterion', '=', key.criterion).where('field', '=', key.field).execute()
  return inOrder(rows.map(fromRow))
}

/** Changes by number; those that are not recorded on this sheet are left out. */
export async function changesByIds(sql: Sql, caseId: string, round: number, sheet: SheetName, changeIds: readonly string[]): Promise<Map<string, Change>> {
  if (changeIds.length === 0) return new Map()
  const rows = await ofSheet(sql, caseId, round, sheet).where('change_id', '=', text<string>`any(${[...new Set(changeIds)]})`).execute()
  return new Map(rows.map((row) => [row.change_id, fromRow(row)]))
}

/** Changes of these cells, and whatever else of the sheet bears one of these numbers. */
async function concerned(sql: Sql, caseId: string, round: number, sheet: SheetName, changes: readonly Change[]): Promise<ChangeTable[]> {
  const keys = [...new Set(changes.map(({ key }) => keyText(key)))]
  const ids = [...new Set(changes.map(({ changeId }) => changeId))]
  return ofSheet(sql, caseId, round, sheet).where((where) => where.or([
    where(text<string>`standard || '/' || criterion || '/' || field`, '=', text<string>`any(${keys})`),
    where('change_id', '=', text<string>`any(${ids})`),
  ])).execute()
}

export type AddedChanges = {
  /** Of those handed in, the ones that were not there before. */
  readonly added: readonly string[]
  /** The heads of every cell touched, by the text of its key. */
  readonly heads: Map<string, Change[]>
}

/**
 * Adds changes to a sheet; what is there already is passed over. Writers of one sheet follow one another.
 * Whether the state of the case allows it is the caller's to ask, with the case locked.
 * @throws Refused `change-altered`, `change-parent-unknown`
 */
export async function addChanges(ctx: Pick<Context, 'sql'>, caseId: string, round: number, sheet: SheetName, changes: readonly Change[]): Promise<AddedChanges> {
  if (changes.length === 0) return { added: [], heads: new Map() }
  const { sql } = ctx
  await text`select pg_advisory_xact_lock(hashtextextended(${`sheet ${caseId} ${round} ${sheet}`}, 0))`.execute(sql)
  const rows = await concerned(sql, caseId, round, sheet, changes)
  const fresh = orRefuse(admitted(rows.map(fromRow), changes))
  const before = cellsOf(rows.map(fromRow))
  const touched = new Map<string, Cell>(changes.map(({ key }) => [keyText(key), before.get(keyText(key)) ?? emptyCell(key)]))
  for (const change of fresh) touched.set(keyText(change.key), applied(touched.get(keyText(change.key))!, change))
  const heads = new Map([...touched].map(([key, cell]) => [key, headsOf(cell)]))
  const standing = new Set([...heads.values()].flat().map(({ changeId }) => changeId))
  const ended = rows.filter((row) => row.is_head && touched.has(keyText(fromRow(row).key)) && !standing.has(row.change_id)).map((row) => row.change_id)
  if (ended.length > 0) {
    await tables(sql).updateTable('sheet_change').set({ is_head: false }).where('case_id', '=', caseId).where('round', '=', round).where('sheet', '=', sheet)
      .where('change_id', '=', text<string>`any(${ended})`).execute()
  }
  await insertChanges(sql, caseId, round, sheet, fresh, standing)
  return { added: fresh.map(({ changeId }) => changeId), heads }
}

/** PostgreSQL takes 65,535 parameters a statement; thirteen of them are one row. */
const ROWS_AT_ONCE = 4000

async function insertChanges(sql: Sql, caseId: string, round: number, sheet: SheetName, changes: readonly Change[], standing: ReadonlySet<string>): Promise<void> {
  for (let from = 0; from < changes.length; from += ROWS_AT_ONCE) {
    await tables(sql).insertInto('sheet_change').values(changes.slice(from, from + ROWS_AT_ONCE).map((change) => ({
      case_id: caseId, round, sheet, standard: change.key.standard, criterion: change.key.criterion, field: change.key.field, change_id: change.changeId,
      value: text<Change['value']>`${JSON.stringify(change.value)}::jsonb` as never, parents: [...change.parents], author: change.author, made_at: change.at,
      source: change.source, is_head: standing.has(change.changeId),
    }))).execute()
  }
}

/**
 * Takes back changes that the program carried over and nobody built on (`version-change.ts`); what people typed is never
 * taken away. The caller has locked the case.
 */
export async function retractCarried(sql: Sql, caseId: string, round: number, sheet: SheetName, changeIds: readonly string[]): Promise<void> {
  await tables(sql).deleteFrom('sheet_change').where('case_id', '=', caseId).where('round', '=', round).where('sheet', '=', sheet).where('source', '=', 'carried')
    .where('change_id', '=', text<string>`any(${[...changeIds]})`).execute()
  const standing = new Set([...cellsOf(await allChanges(sql, caseId, round, sheet)).values()].flatMap((cell) => headsOf(cell).map(({ changeId }) => changeId)))
  await tables(sql).updateTable('sheet_change').set({ is_head: true }).where('case_id', '=', caseId).where('round', '=', round).where('sheet', '=', sheet)
    .where('is_head', '=', text<boolean>`false`).where('change_id', '=', text<string>`any(${[...standing]})`).execute()
}
