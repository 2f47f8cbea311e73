// SQL of the certificates that sites hold.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day, Instant } from '#src/kernel/time.ts'
import { certificateStateOn, type Certificate, type CertificateBoundary } from './certificate.ts'

type CertificateTable = {
  certificate_id: string; site_id: string; organisation_id: string; scheme: string; scheme_version: string; number: string; body: string; accreditation: string | null
  scope_text: string; boundary: CertificateBoundary; valid_from: Day; valid_until: Day; evidence_id: string | null; withdrawn_on: Day | null
  withdrawal_reason: string | null; version: number; added_at: Instant; added_by: string
}
const tables = (sql: Sql) => sql.withTables<{ site_certificate: CertificateTable }>()

const fromRow = (row: CertificateTable, today: Day): Certificate => {
  const days = { validFrom: row.valid_from, validUntil: row.valid_until, withdrawnOn: row.withdrawn_on }
  return {
    certificateId: row.certificate_id, siteId: row.site_id, organisationId: row.organisation_id, scheme: row.scheme, schemeVersion: row.scheme_version,
    number: row.number, body: row.body, accreditation: row.accreditation, scopeText: row.scope_text, boundary: row.boundary, ...days,
    evidenceId: row.evidence_id, state: certificateStateOn(days, today), withdrawalReason: row.withdrawal_reason, version: row.version,
    addedAt: row.added_at, addedBy: row.added_by,
  }
}
const written = (one: Certificate): Omit<CertificateTable, 'certificate_id' | 'site_id' | 'organisation_id' | 'version' | 'added_at' | 'added_by'> => ({
  scheme: one.scheme, scheme_version: one.schemeVersion, number: one.number, body: one.body, accreditation: one.accreditation, scope_text: one.scopeText,
  boundary: one.boundary, valid_from: one.validFrom, valid_until: one.validUntil, evidence_id: one.evidenceId, withdrawn_on: one.withdrawnOn, withdrawal_reason: one.withdrawalReason,
})

export async function insertCertificate(sql: Sql, one: Certificate): Promise<void> {
  await tables(sql).insertInto('site_certificate').values({
    certificate_id: one.certificateId, site_id: one.siteId, organisation_id: one.organisationId, ...written(one), version: 1, added_at: one.addedAt, added_by: one.addedBy,
  }).execute()
}

/** `version` counts up. */
export async function updateCertificate(sql: Sql, one: Certificate): Promise<void> {
  await tables(sql).updateTable('site_certificate').set({ ...written(one), version: one.version + 1 }).where('certificate_id', '=', one.certificateId).execute()
}

export async function readCertificate(sql: Sql, certificateId: string, today: Day, isForUpdate = false): Promise<Certificate | undefined> {
  const query = tables(sql).selectFrom('site_certificate').selectAll().where('certificate_id', '=', certificateId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row, today)
}

/** By site; in order of scheme and the latest end first. */
export async function certificatesOfSites(sql: Sql, siteIds: readonly string[], today: Day): Promise<Map<string, Certificate[]>> {
  const found = new Map<string, Certificate[]>(siteIds.map((siteId) => [siteId, []]))
  if (siteIds.length === 0) return found
  const rows = await tables(sql).selectFrom('site_certificate').selectAll().where('site_id', '=', text<string>`any(${[...siteIds]})`)
    .orderBy('scheme').orderBy('valid_until', 'desc').orderBy('certificate_id').execute()
  for (const row of rows) found.get(row.site_id)?.push(fromRow(row, today))
  return found
}
export const certificatesOfSite = async (sql: Sql, siteId: string, today: Day): Promise<Certificate[]> => (await certificatesOfSites(sql, [siteId], today)).get(siteId)!

/** The certificates whose own file is one of these items. */
export async function certificatesWithEvidence(sql: Sql, evidenceIds: readonly string[], today: Day): Promise<Certificate[]> {
  if (evidenceIds.length === 0) return []
  const rows = await tables(sql).selectFrom('site_certificate').selectAll().where('evidence_id', '=', text<string>`any(${[...evidenceIds]})`).orderBy('certificate_id').execute()
  return rows.map((row) => fromRow(row, today))
}

/** Another standing certificate of the site with the same number. */
export async function sameCertificate(sql: Sql, one: Pick<Certificate, 'certificateId' | 'siteId' | 'scheme' | 'schemeVersion' | 'number'>): Promise<boolean> {
  const row = await tables(sql).selectFrom('site_certificate').select('certificate_id').where('site_id', '=', one.siteId).where('scheme', '=', one.scheme)
    .where('scheme_version', '=', one.schemeVersion).where('number', '=', one.number).where('withdrawn_on', 'is', null).where('certificate_id', '<>', one.certificateId).executeTakeFirst()
  return row !== undefined
}

/** Standing certificates that end within a span, the earliest first. A newer one of the same scheme takes the place of an older. */
export async function certificatesEnding(sql: Sql, today: Day, from: Day, until: Day): Promise<Certificate[]> {
  const rows = await tables(sql).selectFrom('site_certificate as c').selectAll().where('c.withdrawn_on', 'is', null).where('c.valid_until', '>=', from).where('c.valid_until', '<=', until)
    .where((where) => where.not(where.exists(where.selectFrom('site_certificate as newer').select('newer.certificate_id').whereRef('newer.site_id', '=', 'c.site_id')
      .whereRef('newer.scheme', '=', 'c.scheme').where('newer.withdrawn_on', 'is', null).whereRef('newer.valid_until', '>', 'c.valid_until'))))
    .orderBy('c.valid_until').orderBy('c.certificate_id').execute()
  return rows.map((row) => fromRow(row, today))
}
