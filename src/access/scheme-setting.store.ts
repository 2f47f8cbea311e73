// SQL of the settings of the scheme.
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import { entriesMatching } from '#src/transparency/log.store.ts'
import { settingSubject, type SchemeSetting } from './scheme-setting.ts'

type SettingTable = { name: string; value: unknown; changed_at: Instant; changed_by: string }
const tables = (sql: Sql) => sql.withTables<{ scheme_setting: SettingTable }>()

/** What the scheme set, else the default. A stored value that no longer has the shape counts as not set. */
export async function settingOf<T>(sql: Sql, setting: SchemeSetting<T>): Promise<T> {
  const row = await tables(sql).selectFrom('scheme_setting').select('value').where('name', '=', setting.name).executeTakeFirst()
  if (row === undefined) return setting.standard
  const parsed = setting.schema.safeParse(row.value)
  return parsed.success ? parsed.data : setting.standard
}

/**
 * What held at an instant: the value that the first change after it took the place of, as the log says. Of long texts and
 * pages the log holds a hash; they are not asked for here.
 */
export async function settingKnownAt<T>(sql: Sql, setting: SchemeSetting<T>, knownAt: Instant): Promise<T> {
  const since = await entriesMatching(sql, { subject: settingSubject(setting.name), kind: 'setting.changed', from: knownAt }, undefined, MOST_CHANGES)
  const first = since.findLast(({ recorded_at, payload }) => recorded_at > knownAt && payload !== null)
  if (first === undefined) return settingOf(sql, setting)
  const { body } = JSON.parse(first.payload!) as { readonly body: { readonly old: unknown } }
  return setting.schema.parse(body.old)
}
const MOST_CHANGES = 10_000

export type StoredSetting = { readonly name: string; readonly value: unknown; readonly changedAt: Instant; readonly changedBy: string }

/** Every setting that was set or confirmed. */
export async function storedSettings(sql: Sql): Promise<StoredSetting[]> {
  const rows = await tables(sql).selectFrom('scheme_setting').selectAll().orderBy('name').execute()
  return rows.map((row) => ({ name: row.name, value: row.value, changedAt: row.changed_at, changedBy: row.changed_by }))
}

/** @param value as its schema reads it */
export async function storeSetting(sql: Sql, name: string, value: unknown, at: Instant, by: string): Promise<void> {
  const row = { value: JSON.stringify(value), changed_at: at, changed_by: by }
  await tables(sql).insertInto('scheme_setting').values({ name, ...row }).onConflict((conflict) => conflict.column('name').doUpdateSet(row)).execute()
}
