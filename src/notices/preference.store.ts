// SQL of what a person chose: language, time zone, how mail comes, and the secret address of their calendar.
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { Preference } from './preference.ts'

type PreferenceTable = { user_id: string; language: string; time_zone: string | null; mail: Preference['mail']; calendar_token: string | null; digest_on: Day | null }
const tables = (sql: Sql) => sql.withTables<{ person_preference: PreferenceTable }>()

export type StoredPreference = Preference & { readonly digestOn: Day | null; readonly calendarTokenHash: string | null }
export const unsetPreference: StoredPreference = { language: 'en', timeZone: null, mail: 'at-once', digestOn: null, calendarTokenHash: null }

const fromRow = (row: PreferenceTable): StoredPreference =>
  ({ language: row.language, timeZone: row.time_zone, mail: row.mail, digestOn: row.digest_on, calendarTokenHash: row.calendar_token })

export async function preferenceOf(sql: Sql, userId: string): Promise<StoredPreference> {
  const row = await tables(sql).selectFrom('person_preference').selectAll().where('user_id', '=', userId).executeTakeFirst()
  return row === undefined ? unsetPreference : fromRow(row)
}

export async function putPreference(sql: Sql, userId: string, change: Preference): Promise<void> {
  const row = { language: change.language, time_zone: change.timeZone, mail: change.mail }
  await tables(sql).insertInto('person_preference').values({ user_id: userId, calendar_token: null, digest_on: null, ...row })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(row)).execute()
}

/** @param hash of the token; the address itself is shown once and kept nowhere */
export async function putCalendarToken(sql: Sql, userId: string, hash: string | null): Promise<void> {
  await tables(sql).insertInto('person_preference').values({ user_id: userId, language: 'en', time_zone: null, mail: 'at-once', digest_on: null, calendar_token: hash })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ calendar_token: hash })).execute()
}

export async function userOfCalendar(sql: Sql, hash: string): Promise<string | undefined> {
  return (await tables(sql).selectFrom('person_preference').select('user_id').where('calendar_token', '=', hash).executeTakeFirst())?.user_id
}

export async function markDigest(sql: Sql, userId: string, on: Day): Promise<void> {
  await tables(sql).updateTable('person_preference').set({ digest_on: on }).where('user_id', '=', userId).execute()
}

export async function forgetPreference(sql: Sql, userId: string): Promise<void> {
  await tables(sql).deleteFrom('person_preference').where('user_id', '=', userId).execute()
}
