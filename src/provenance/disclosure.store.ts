// SQL of the choices of disclosure.
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'
import type { DisclosureChoice } from './disclosure.ts'

type ChoiceTable = { organisation_id: string; partner: string; field: DisclosureChoice['field']; level: DisclosureChoice['level']; chosen_at: Instant; chosen_by: string }
const tables = (sql: Sql) => sql.withTables<{ disclosure_choice: ChoiceTable }>()
const instant = (value: Instant): Instant => new Date(value).toISOString()

const choiceOf = (row: ChoiceTable): DisclosureChoice => ({ organisationId: row.organisation_id, partner: row.partner, field: row.field, level: row.level, chosenAt: instant(row.chosen_at) })

export async function choicesOfParties(sql: Sql, organisationIds: readonly string[]): Promise<DisclosureChoice[]> {
  if (organisationIds.length === 0) return []
  return (await tables(sql).selectFrom('disclosure_choice').selectAll().where('organisation_id', 'in', [...organisationIds]).orderBy('organisation_id').orderBy('partner').orderBy('field').execute()).map(choiceOf)
}

/** @returns the level before */
export async function putChoice(sql: Sql, choice: DisclosureChoice, chosenBy: string): Promise<DisclosureChoice['level']> {
  const row: ChoiceTable = { organisation_id: choice.organisationId, partner: choice.partner, field: choice.field, level: choice.level, chosen_at: choice.chosenAt, chosen_by: chosenBy }
  const before = await tables(sql).selectFrom('disclosure_choice').select('level').where('organisation_id', '=', row.organisation_id).where('partner', '=', row.partner).where('field', '=', row.field).forUpdate().executeTakeFirst()
  await tables(sql).insertInto('disclosure_choice').values(row)
    .onConflict((on) => on.columns(['organisation_id', 'partner', 'field']).doUpdateSet({ level: row.level, chosen_at: row.chosen_at, chosen_by: row.chosen_by })).execute()
  return before?.level ?? 'nothing'
}

export async function dropChoice(sql: Sql, organisationId: string, partner: string, field: DisclosureChoice['field']): Promise<void> {
  await tables(sql).deleteFrom('disclosure_choice').where('organisation_id', '=', organisationId).where('partner', '=', partner).where('field', '=', field).execute()
}
