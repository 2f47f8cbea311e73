// SQL of requests for recognition.
import { sql as text } from 'kysely'
import type { Sql } from '#src/kernel/sql.ts'
import type { Day } from '#src/kernel/time.ts'
import type { RecognitionRequest } from './recognition-request.ts'

type RequestTable = {
  request_id: string; case_id: string; site_id: string; organisation_id: string; scheme_name: string; scheme_version: string; web_address: string | null; words: string
  state: RecognitionRequest['state']; outcome: RecognitionRequest['outcome']; answer: string | null; asked_on: Day; asked_by: string; taken_up_on: Day | null
  answered_on: Day | null; answered_by: string | null; version: number
}
const tables = (sql: Sql) => sql.withTables<{ recognition_request: RequestTable }>()

const fromRow = (row: RequestTable): RecognitionRequest => ({
  requestId: row.request_id, caseId: row.case_id, siteId: row.site_id, organisationId: row.organisation_id, schemeName: row.scheme_name, schemeVersion: row.scheme_version,
  webAddress: row.web_address, words: row.words, state: row.state, outcome: row.outcome, answer: row.answer, askedOn: row.asked_on, askedBy: row.asked_by,
  takenUpOn: row.taken_up_on, answeredOn: row.answered_on, answeredBy: row.answered_by, version: row.version,
})
const toRow = (one: RecognitionRequest): RequestTable => ({
  request_id: one.requestId, case_id: one.caseId, site_id: one.siteId, organisation_id: one.organisationId, scheme_name: one.schemeName, scheme_version: one.schemeVersion,
  web_address: one.webAddress, words: one.words, state: one.state, outcome: one.outcome, answer: one.answer, asked_on: one.askedOn, asked_by: one.askedBy,
  taken_up_on: one.takenUpOn, answered_on: one.answeredOn, answered_by: one.answeredBy, version: one.version,
})

export async function insertRequest(sql: Sql, one: RecognitionRequest): Promise<void> {
  await tables(sql).insertInto('recognition_request').values(toRow(one)).execute()
}

/** `version` counts up. */
export async function updateRequest(sql: Sql, one: RecognitionRequest): Promise<void> {
  const { request_id: requestId, ...row } = toRow({ ...one, version: one.version + 1 })
  await tables(sql).updateTable('recognition_request').set(row).where('request_id', '=', requestId).execute()
}

export async function readRequest(sql: Sql, requestId: string, isForUpdate = false): Promise<RecognitionRequest | undefined> {
  const query = tables(sql).selectFrom('recognition_request').selectAll().where('request_id', '=', requestId)
  const row = await (isForUpdate ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? undefined : fromRow(row)
}

/** What is open first, then the newest. @param caseIds of these cases; of all where none are given */
export async function requestsOf(sql: Sql, caseIds?: readonly string[]): Promise<RecognitionRequest[]> {
  let rows = tables(sql).selectFrom('recognition_request').selectAll()
  if (caseIds !== undefined) rows = rows.where('case_id', '=', text<string>`any(${[...caseIds]})`)
  return (await rows.orderBy(text`state = 'answered'`).orderBy('asked_on', 'desc').orderBy('request_id').execute()).map(fromRow)
}
