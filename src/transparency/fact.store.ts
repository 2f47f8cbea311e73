// SQL of the published facts: versions by log position. Written only from the lines of the log.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { type FactLine, type FactSet, type FactVersion, factSet } from './fact.ts'

type FactTable = {
  kind: string; fact_id: string; recorded_position: number; superseded_position: number | null
  value: string | null; withheld_reason: string | null; retracted_reason: string | null; about: string | null
}
type Tables = { published_fact: FactTable; log_entry: { position: number; recorded_at: string } }
const tables = (sql: Sql) => sql.withTables<Tables>()

/** The site a fact speaks of: its own number, or the site its value names. */
export function aboutOf(kind: string, id: string, value: unknown): string | null {
  if (kind === 'site') return id
  const v = value as { siteId?: unknown; subject?: unknown } | null
  if (typeof v?.siteId === 'string') return v.siteId
  return typeof v?.subject === 'string' ? v.subject : null
}

/** Passes over lines that would change nothing, so that loading the same facts twice records nothing. */
export async function changedLines(sql: Sql, lines: readonly FactLine[]): Promise<FactLine[]> {
  const last = new Map<string, FactLine>()
  for (const line of lines) last.set(`${line.kind}\n${line.id}`, line)
  const wanted = [...last.values()]
  const current = new Map<string, { value: string | null; reason: string | null }>()
  for (let start = 0; start < wanted.length; start += 5000) {
    const part = wanted.slice(start, start + 5000)
    const { rows } = await text<{ kind: string; fact_id: string; value: string | null; withheld_reason: string | null }>`
      select f.kind, f.fact_id, f.value, f.withheld_reason from published_fact f
      join unnest(${part.map((l) => l.kind)}::text[], ${part.map((l) => l.id)}::text[]) as w(kind, fact_id) on w.kind = f.kind and w.fact_id = f.fact_id
      where f.superseded_position is null`.execute(sql)
    for (const row of rows) current.set(`${row.kind}\n${row.fact_id}`, { value: row.value, reason: row.withheld_reason })
  }
  return wanted.filter((line) => {
    const now = current.get(`${line.kind}\n${line.id}`)
    if (now !== undefined && now.value === null) return false // removed by law: nothing is said here again
    if (line.op === 'put') return now === undefined || now.value !== canonicalText(line.value)
    return now !== undefined
  })
}

/** Derives the fact versions of one entry from its lines, set-based. */
export async function applyLines(sql: Sql, position: number, lines: readonly FactLine[]): Promise<void> {
  for (let start = 0; start < lines.length; start += 5000) {
    const part = lines.slice(start, start + 5000).filter((line) => line.op !== 'withhold')
    const reasons = part.map((line) => line.op === 'retract' ? line.reason : null)
    await text`update published_fact f set superseded_position = ${position}::bigint, retracted_reason = w.reason
      from unnest(${part.map((l) => l.kind)}::text[], ${part.map((l) => l.id)}::text[], ${reasons}::text[]) as w(kind, fact_id, reason)
      where f.kind = w.kind and f.fact_id = w.fact_id and f.superseded_position is null`.execute(sql)
    const puts = part.filter((line) => line.op === 'put')
    await text`insert into published_fact (kind, fact_id, recorded_position, value, about)
      select w.kind, w.fact_id, ${position}::bigint, w.value, w.about from unnest(${puts.map((l) => l.kind)}::text[], ${puts.map((l) => l.id)}::text[],
        ${puts.map((l) => canonicalText(l.value))}::text[], ${puts.map((l) => aboutOf(l.kind, l.id, l.value))}::text[]) as w(kind, fact_id, value, about)`.execute(sql)
  }
  for (const line of lines) {
    if (line.op !== 'withhold') continue
    await tables(sql).updateTable('published_fact').set({ value: null, withheld_reason: line.reason })
      .where('kind', '=', line.kind).where('fact_id', '=', line.id).execute()
  }
}

/** The facts as recorded by the first `size` entries. */
export async function readFacts(sql: Sql, size: number): Promise<FactSet> {
  const rows = await tables(sql).selectFrom('published_fact').select(['kind', 'fact_id', 'recorded_position', 'value'])
    .where('recorded_position', '<', size)
    .where((e) => e.or([e('superseded_position', 'is', null), e('superseded_position', '>=', size)]))
    .execute()
  const present: { kind: string; id: string; value: unknown; recordedAt: number }[] = []
  const withheld: { kind: string; id: string }[] = []
  for (const row of rows) {
    if (row.value === null) withheld.push({ kind: row.kind, id: row.fact_id })
    else present.push({ kind: row.kind, id: row.fact_id, value: JSON.parse(row.value), recordedAt: row.recorded_position })
  }
  return factSet(size, present, withheld)
}

async function versionsWhere(sql: Sql, column: 'about' | 'fact_id', value: string, kind?: string): Promise<FactVersion[]> {
  let query = tables(sql).selectFrom('published_fact as f')
    .innerJoin('log_entry as r', 'r.position', 'f.recorded_position')
    .leftJoin('log_entry as s', 's.position', 'f.superseded_position')
    .select(['f.kind', 'f.fact_id', 'f.value', 'f.recorded_position', 'f.superseded_position', 'f.withheld_reason', 'f.retracted_reason', 'r.recorded_at as recorded_on', 's.recorded_at as superseded_on'])
    .where(`f.${column}`, '=', value).orderBy('f.recorded_position').orderBy('f.kind').orderBy('f.fact_id').limit(5000)
  if (kind !== undefined) query = query.where('f.kind', '=', kind)
  return (await query.execute()).map((row) => ({
    kind: row.kind, id: row.fact_id, value: row.value === null ? null : JSON.parse(row.value),
    recordedAt: row.recorded_position, recordedOn: row.recorded_on,
    supersededAt: row.superseded_position, supersededOn: row.superseded_on, withheldReason: row.withheld_reason, retractedReason: row.retracted_reason,
  }))
}

/** Every version of one fact, oldest first. */
export const factVersions = (sql: Sql, kind: string, id: string): Promise<FactVersion[]> => versionsWhere(sql, 'fact_id', id, kind)

/** Every version of every fact that speaks of a site, oldest first. */
export const factVersionsAbout = (sql: Sql, siteId: string): Promise<FactVersion[]> => versionsWhere(sql, 'about', siteId)

/** All versions, for `fsck`, in order of kind, id and position. */
export const allFactVersions = (sql: Sql): Promise<FactTable[]> =>
  tables(sql).selectFrom('published_fact').selectAll().orderBy(text`kind collate "C", fact_id collate "C", recorded_position`).execute()
