import type { Sql } from '#src/kernel/sql.ts'

type Tables = { setting: { name: string; value: string } }

export async function readSetting(sql: Sql, name: string): Promise<string | undefined> {
  return (await sql.withTables<Tables>().selectFrom('setting').select('value').where('name', '=', name).executeTakeFirst())?.value
}

export async function writeSetting(sql: Sql, name: string, value: string): Promise<void> {
  await sql.withTables<Tables>().insertInto('setting').values({ name, value }).onConflict((c) => c.column('name').doUpdateSet({ value })).execute()
}
