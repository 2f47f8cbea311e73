// SQL of applications and of the contact persons of cases.
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { SiteApplication, ContactPerson } from './application.ts'

type ApplicationTable = {
  case_id: string; is_new_site: boolean; place: string | null; participant_name: string; participant_country: string; all_sites_by: Day | null
  all_sites_count: number | null; is_contact_resourced: boolean; language: string; note: string | null; applied_by: string
  decided_on: Day | null; decided_by: string | null; is_eligible: boolean | null; reason: string | null
}
type ContactTable = { case_id: string; name: string | null; email: string | null; phone: string | null; named_on: Day; erased_on: Day | null }
const tables = (sql: Sql) => sql.withTables<{ application: ApplicationTable; case_contact: ContactTable }>()

const fromRow = (row: ApplicationTable): SiteApplication => ({
  caseId: row.case_id, isNewSite: row.is_new_site, place: row.place, participantName: row.participant_name, participantCountry: row.participant_country,
  allSitesBy: row.all_sites_by, allSitesCount: row.all_sites_count, isContactResourced: row.is_contact_resourced, language: row.language, note: row.note,
  decidedOn: row.decided_on, isEligible: row.is_eligible, reason: row.reason,
})

export async function insertApplication(sql: Sql, one: SiteApplication, appliedBy: string): Promise<void> {
  await tables(sql).insertInto('application').values({
    case_id: one.caseId, is_new_site: one.isNewSite, place: one.place, participant_name: one.participantName, participant_country: one.participantCountry,
    all_sites_by: one.allSitesBy, all_sites_count: one.allSitesCount, is_contact_resourced: one.isContactResourced, language: one.language, note: one.note,
    applied_by: appliedBy, decided_on: null, decided_by: null, is_eligible: null, reason: null,
  }).execute()
}

/** Undefined for a case that began otherwise: by re-assessment, or brought over from elsewhere. */
export async function applicationOf(sql: Sql, caseId: string): Promise<(SiteApplication & { readonly appliedBy: string }) | undefined> {
  const row = await tables(sql).selectFrom('application').selectAll().where('case_id', '=', caseId).executeTakeFirst()
  return row === undefined ? undefined : { ...fromRow(row), appliedBy: row.applied_by }
}

export async function applicationsOf(sql: Sql, caseIds: readonly string[]): Promise<Map<string, SiteApplication>> {
  if (caseIds.length === 0) return new Map()
  const rows = await tables(sql).selectFrom('application').selectAll().where('case_id', 'in', [...caseIds]).execute()
  return new Map(rows.map((row) => [row.case_id, fromRow(row)]))
}

export type Eligibility = { readonly decidedOn: Day; readonly decidedBy: string; readonly isEligible: boolean; readonly reason: string; readonly isNewSite: boolean }

export async function decideApplication(sql: Sql, caseId: string, one: Eligibility): Promise<void> {
  await tables(sql).updateTable('application').set({ decided_on: one.decidedOn, decided_by: one.decidedBy, is_eligible: one.isEligible, reason: one.reason, is_new_site: one.isNewSite })
    .where('case_id', '=', caseId).execute()
}

export type KeptContact = { readonly contact: ContactPerson | null; readonly namedOn: Day; readonly erasedOn: Day | null }

export async function contactOf(sql: Sql, caseId: string): Promise<KeptContact | undefined> {
  const row = await tables(sql).selectFrom('case_contact').selectAll().where('case_id', '=', caseId).executeTakeFirst()
  if (row === undefined) return undefined
  return { contact: row.name === null || row.email === null ? null : { name: row.name, email: row.email, phone: row.phone }, namedOn: row.named_on, erasedOn: row.erased_on }
}

/** The contact person of a case, in place of whoever was before. */
export async function putContact(sql: Sql, caseId: string, contact: ContactPerson, on: Day): Promise<void> {
  const row = { name: contact.name, email: contact.email, phone: contact.phone, named_on: on, erased_on: null }
  await tables(sql).insertInto('case_contact').values({ case_id: caseId, ...row }).onConflict((conflict) => conflict.column('case_id').doUpdateSet(row)).execute()
}

/** The person goes, that there was one stays. */
export async function eraseContact(sql: Sql, caseId: string, on: Day): Promise<void> {
  await tables(sql).updateTable('case_contact').set({ name: null, email: null, phone: null, erased_on: on }).where('case_id', '=', caseId).execute()
}
