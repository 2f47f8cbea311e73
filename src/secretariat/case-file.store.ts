// SQL of case files. Which tables belong to a case is asked of the database itself: those that name the case, those that
// hang on these by a foreign key, and the rows these point at. So no table that a later migration adds is forgotten.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { TableRows } from './case-file.ts'

type ForeignKey = { child: string; child_columns: string[]; parent: string; parent_columns: string[] }

/** Rights, inboxes and the words of sources do not travel: they are of this installation and of people, not of the case. */
const STAYS: ReadonlySet<string> = new Set(['notice', 'role_grant', 'concern', 'intake', 'intake_message', 'quality_check'])

async function foreignKeys(sql: Sql): Promise<ForeignKey[]> {
  const { rows } = await text<ForeignKey>`
    select c.relname as child, p.relname as parent,
      (select array_agg(a.attname::text order by k.place) from unnest(f.conkey) with ordinality k(number, place) join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.number) as child_columns,
      (select array_agg(a.attname::text order by k.place) from unnest(f.confkey) with ordinality k(number, place) join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.number) as parent_columns
    from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_class p on p.oid = f.confrelid
    where f.contype = 'f' and f.connamespace = 'public'::regnamespace order by c.relname, f.conname`.execute(sql)
  return rows
}

async function tablesNaming(sql: Sql): Promise<string[]> {
  const { rows } = await text<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attname = 'case_id' and not a.attisdropped order by c.relname`.execute(sql)
  return rows.map(({ name }) => name).filter((name) => !STAYS.has(name))
}

const name = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
const columns = (list: readonly string[]): string => `(${list.map(name).join(', ')})`

/** For each table of a case, the condition that picks its rows; `$1` is the case. */
async function conditions(sql: Sql): Promise<Map<string, string>> {
  const keys = await foreignKeys(sql)
  const found = new Map<string, string>()
  for (const table of await tablesNaming(sql)) found.set(table, 'case_id = $1')
  found.set('participant', 'organisation_id in (select organisation_id from assurance_case where case_id = $1)')
  const pick = (table: string, list: readonly string[]): string => `select ${list.map(name).join(', ')} from ${name(table)} where ${found.get(table)!}`
  found.set('site_certificate', 'site_id in (select site_id from assurance_case where case_id = $1)')
  // Down: what hangs on a row of the case. Up: what those rows point at. Then what hangs on the evidence among it, such as
  // its revisions; what hangs on a firm or a participant is of other cases too and stays.
  for (const [pass, direction] of (['down', 'up', 'down'] as const).entries()) {
    for (let isGrowing = true; isGrowing;) {
      isGrowing = false
      for (const { child, child_columns: own, parent, parent_columns: theirs } of keys) {
        const [from, to, fromColumns, toColumns] = direction === 'down' ? [parent, child, theirs, own] : [child, parent, own, theirs]
        if (!found.has(from) || found.has(to) || STAYS.has(to) || from === 'participant' || (pass === 2 && !from.startsWith('evidence'))) continue
        found.set(to, `${columns(toColumns)} in (${pick(from, fromColumns)})`)
        isGrowing = true
      }
    }
  }
  return found
}

/** Tables so that whatever is pointed at comes before what points at it. */
async function inOrder(sql: Sql, tables: readonly string[]): Promise<string[]> {
  const keys = (await foreignKeys(sql)).filter(({ child, parent }) => child !== parent && tables.includes(child) && tables.includes(parent))
  const ordered: string[] = []
  const rest = new Set(tables)
  while (rest.size > 0) {
    const free = [...rest].filter((table) => keys.every(({ child, parent }) => child !== table || !rest.has(parent))).sort()
    // A circle of keys: the first by name goes first, and its deferred key is the database's to check.
    for (const table of free.length > 0 ? free : [[...rest].sort()[0]!]) { ordered.push(table); rest.delete(table) }
  }
  return ordered
}

/** Every row of a case by table, in the order in which they can be taken in. */
export async function rowsOfCase(sql: Sql, caseId: string): Promise<TableRows[]> {
  const picks = await conditions(sql)
  const found: TableRows[] = []
  for (const table of await inOrder(sql, [...picks.keys()])) {
    const query = `select coalesce(json_agg(to_jsonb(t) order by to_jsonb(t)::text), '[]') as rows from ${name(table)} t where ${picks.get(table)!}`.replaceAll('$1', `'${caseId.replaceAll("'", "''")}'`)
    const { rows } = await text<{ rows: Record<string, unknown>[] }>`${text.raw(query)}`.execute(sql)
    found.push({ table, rows: rows[0]!.rows })
  }
  return found
}

/** The tables that a case file may hold here. */
export const tablesOfCases = async (sql: Sql): Promise<ReadonlySet<string>> => new Set((await conditions(sql)).keys())

/**
 * Takes rows in. What is there already under the same key stays as it is: a firm or an evidence item may be known here.
 * @returns how many rows were new
 */
export async function takeInRows(sql: Sql, table: string, rows: readonly Record<string, unknown>[]): Promise<number> {
  if (rows.length === 0) return 0
  const { numAffectedRows } = await text`${text.raw(`insert into ${name(table)} select * from jsonb_populate_recordset(null::${name(table)}, `)}${JSON.stringify(rows)}::jsonb) on conflict do nothing`.execute(sql)
  return Number(numAffectedRows ?? 0)
}

export async function newestMigration(sql: Sql): Promise<string> {
  const { rows } = await text<{ name: string }>`select max(name) as name from schema_migration`.execute(sql)
  return rows[0]!.name
}
