// SQL of what a person chose: language, time zone, mail, and the secret part of the address of the own calendar.
import type { Sql } from '#src/kernel/sql.ts'
import { standardPreference, type Preference } from './people-preference.ts'

type PreferenceTable = { user_id: string; language: string; time_zone: string | null; mail: Preference['mail']; calendar_token: string | null }
const tables = (sql: Sql) => sql.withTables<{ person_preference: PreferenceTable }>()

/** By account; whoever chose nothing has the standard one. */
export async function preferencesOf(sql: Sql, userIds: readonly string[]): Promise<ReadonlyMap<string, Preference>> {
  const found = new Map<string, Preference>(userIds.map((userId) => [userId, standardPreference]))
  if (userIds.length === 0) return found
  const rows = await tables(sql).selectFrom('person_preference').selectAll().where('user_id', 'in', [...userIds]).execute()
  for (const row of rows) found.set(row.user_id, { language: row.language, timeZone: row.time_zone, mail: row.mail })
  return found
}

export async function setPreference(sql: Sql, userId: string, preference: Preference): Promise<void> {
  const row = asRow(preference)
  await tables(sql).insertInto('person_preference').values({ user_id: userId, ...row, calendar_token: null })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row)).execute()
}

/** The secret of a person's calendar, where one was asked for. */
export async function calendarTokenOf(sql: Sql, userId: string): Promise<string | undefined> {
  const row = await tables(sql).selectFrom('person_preference').select('calendar_token').where('user_id', '=', userId).executeTakeFirst()
  return row?.calendar_token ?? undefined
}

/** A new secret ends the address that was given before; null ends it without a new one. */
export async function setCalendarToken(sql: Sql, userId: string, token: string | null): Promise<void> {
  await tables(sql).insertInto('person_preference').values({ user_id: userId, ...asRow(standardPreference), calendar_token: token })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ calendar_token: token })).execute()
}

/** Whose calendar this secret opens. */
export async function userByCalendarToken(sql: Sql, token: string): Promise<string | undefined> {
  return (await tables(sql).selectFrom('person_preference').select('user_id').where('calendar_token', '=', token).executeTakeFirst())?.user_id
}

export async function forgetPreference(sql: Sql, userId: string): Promise<void> {
  await tables(sql).deleteFrom('person_preference').where('user_id', '=', userId).execute()
}

const asRow = ({ language, timeZone, mail }: Preference) => ({ language, time_zone: timeZone, mail })
