// Recognition as operations: scope of a case with its latest change, the matrix and its exchange, requests.
import type { Context } from '#src/access/context.ts'
import { can } from '#src/access/policy.ts'
import { mappingCollection, type MappedRow } from '#src/exchange/oscal/mapping-collection.ts'
import { evidenceByIds } from '#src/evidence/evidence.store.ts'
import { mayRead } from '#src/evidence/disclosure.ts'
import { casesLinking } from '#src/evidence/evidence.store.ts'
import { reachFor } from '#src/evidence/evidence-reach.handlers.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { page } from '#src/kernel/page.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { standardUri } from '#src/standards/standard.ts'
import { personOf } from './acting-person.ts'
import { subjectOf, type Case } from './case.ts'
import { participantNames } from './case.handlers.ts'
import { caseFor } from './case-move.handlers.ts'
import { casesVisibleTo, readCase } from './case.store.ts'
import type { Equivalence } from './equivalence.ts'
import { MATRIX_CHARACTERS, readMatrixFile, writeMatrixFile } from './equivalence-file.ts'
import { equivalences } from './equivalence.store.ts'
import { sitesInCases } from './evidence-link.handlers.ts'
import { addRow, approveRow, criterionWords, equivalenceRows, importRows, matrixPage, readRow, removeRow, revokeRow, updateRow, type CriterionWords } from './matrix.handlers.ts'
import type { recognitionContract, RequestRow, Scoping, ScopingChangeSet } from './recognition.contract.ts'
import { answered, takenUp, type RecognitionRequest } from './recognition-request.ts'
import { insertRequest, readRequest, requestsOf, updateRequest } from './recognition-request.store.ts'
import { assessmentScope, type ScopingLine } from './scoping.ts'
import { assessmentDayOf, scopingOf } from './scoping.handlers.ts'
import { evidenceDifference } from './scoping-change.ts'
import { scopingHistory, type ScopingSnapshot } from './scoping.store.ts'
import type { z } from 'zod'

const MOST_CHANGE_SETS = 50

function changeSet(one: ScopingSnapshot, before: ScopingSnapshot | undefined, words: CriterionWords): ScopingChangeSet {
  return {
    sequence: one.sequence, computedAt: one.computedAt, assessmentOn: one.assessmentOn, cause: one.cause, evidence: evidenceDifference(before?.lines ?? [], one.lines),
    changes: one.changes.map((change) => {
      const named = words(change.standard, change.standardVersion, change.criterion)
      return { ...change, number: named?.number ?? null, title: named?.title ?? change.criterion }
    }),
  }
}

/** Files that need not be sent again, each with the criteria that it serves; the title only where the file may be seen. */
async function reusedEvidence(ctx: Context, lines: readonly ScopingLine[]): Promise<Scoping['evidence']> {
  const ids = [...new Set(lines.flatMap(({ evidenceIds }) => evidenceIds))]
  const [items, linking, reach] = [await evidenceByIds(ctx.sql, ids, ctx.today), await casesLinking(ctx.sql, ids), await reachFor(ctx, sitesInCases)]
  return ids.map((evidenceId) => {
    const item = items.get(evidenceId)
    return { evidenceId, title: item !== undefined && mayRead(reach, item, linking.get(evidenceId)!) ? item.title : null, criteria: lines.filter((line) => line.evidenceIds.includes(evidenceId)).map(({ criterion }) => criterion) }
  })
}

async function scopingView(ctx: Context, one: Case): Promise<Scoping> {
  const [lines, words] = [await scopingOf(ctx, one), await criterionWords(ctx)]
  const named = new Set(lines.flatMap(({ equivalenceIds, reasons }) => [...equivalenceIds, ...reasons.flatMap((reason) => reason.equivalenceIds)]))
  const [last, before] = await scopingHistory(ctx.sql, one.caseId, 2)
  return {
    caseId: one.caseId, assessmentOn: await assessmentDayOf(ctx, one), assessmentScope: assessmentScope(lines), evidence: await reusedEvidence(ctx, lines),
    lines: lines.map((line) => ({ ...line, ...words(line.standard, line.standardVersion, line.criterion) ?? { number: 0, title: line.criterion } })),
    equivalences: await equivalenceRows(ctx, await equivalences(ctx.sql, ctx.today, { ids: [...named] })), lastChange: last === undefined ? null : changeSet(last, before, words),
  }
}

function conditionWords({ conditions }: Equivalence): string[] {
  return [
    ...(conditions.validAtAssessment ? ['The certificate is valid on the day of the assessment.'] : []), ...(conditions.sameBoundary ? ['The certificate covers the whole ground of the site.'] : []),
    ...(conditions.accreditedBody ? ['The body that issued the certificate is accredited.'] : []), ...(conditions.maxAgeMonths === null ? [] : [`The certificate is at most ${conditions.maxAgeMonths} months old on the day of the assessment.`]),
  ]
}

/** What the OSCAL model can say of the rows, and one line for each thing that it cannot. */
function asOscal(ctx: Context, rows: readonly Equivalence[]): unknown {
  const mapped = rows.filter((row) => row.criterion !== null && row.part === null && row.direction !== 'recognised-by')
  const left = [
    ...count(rows.filter(({ criterion }) => criterion === null), 'rows about a standard as a whole (links of chains)'), ...count(rows.filter(({ part }) => part !== null), 'rows about a part of a criterion'),
    ...count(rows.filter(({ direction }) => direction === 'recognised-by'), 'rows by which the other scheme recognises ours'), 'Who approved a row.',
  ]
  return mappingCollection(mapped.map((row): MappedRow => ({
    id: row.equivalenceId, source: `${ctx.publicUrl}${standardUri(row.standard, row.standardVersion)}`, sourceTitle: `${row.standard} ${row.standardVersion}`, sourceId: row.criterion!,
    target: `urn:cupel:external-standard:${row.externalScheme}:${row.externalVersion}`, targetTitle: `${row.externalScheme} ${row.externalVersion}`, targetIds: row.clauses, value: row.value,
    gap: row.gap, conditions: conditionWords(row), evidence: row.evidenceRequired, alignment: row.alignment, note: row.note, isApproved: row.state === 'approved', validUntil: row.validUntil,
  })), { title: 'Equivalence matrix', publisher: ctx.publicUrl, at: ctx.now, left })
}
const count = (rows: readonly Equivalence[], what: string): string[] => rows.length === 0 ? [] : [`${rows.length} ${what}: ${rows.map(({ equivalenceId }) => equivalenceId).join(', ')}.`]

const file = (body: string, mediaType: string, name: string): Response => new Response(body, { headers: { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"` } })

async function requestRows(ctx: Context, requests: readonly RecognitionRequest[], cases: readonly Case[]): Promise<z.infer<typeof RequestRow>[]> {
  const byId = new Map(cases.map((one) => [one.caseId, one]))
  const names = await participantNames(ctx, cases)
  return requests.map((one) => ({ ...one, siteName: byId.get(one.caseId)?.siteName ?? '', participantName: names.get(one.organisationId) ?? '' }))
}

/** @throws Refused `recognition-request-absent` */
async function requestFor(ctx: Context, requestId: string): Promise<{ request: RecognitionRequest; one: Case }> {
  const request = await readRequest(ctx.sql, requestId, true)
  const one = request === undefined ? undefined : await readCase(ctx.sql, request.caseId)
  if (request === undefined || one === undefined) throw new Refused(refuse('recognition-request-absent', `There is no request ${requestId} that this account may see.`))
  return { request, one }
}

async function tellSite(ctx: Context, one: Case, request: RecognitionRequest, step: 'taken-up' | 'answered'): Promise<void> {
  await notifyRoles(ctx, ['site-owner', 'site-contributor'], subjectOf(one), {
    kind: `recognition-request.${step}`, params: { site: one.siteName, scheme: request.schemeName, outcome: request.outcome === 'recognised-in-part' ? 'part' : request.outcome ?? '' }, link: `/cases/${one.caseId}/recognition`, caseId: one.caseId,
    dedupeKey: `case:${one.caseId}:recognition-request:${request.requestId}:${step}`,
  })
}

export const recognitionHandlers: Handlers<typeof recognitionContract, Context> = {
  getScoping: async (ctx, { caseId }) => scopingView(ctx, await caseFor(ctx, caseId, 'recognition:read')),

  async listScopingChanges(ctx, { caseId }) {
    await caseFor(ctx, caseId, 'recognition:read')
    const [history, words] = [await scopingHistory(ctx.sql, caseId, MOST_CHANGE_SETS), await criterionWords(ctx)]
    return { items: history.map((one, at) => changeSet(one, history[at + 1], words)), next: null }
  },

  listEquivalences: async (ctx, query) => { const { items, next } = await matrixPage(ctx, query); return { items: [...items], next } },
  getEquivalence: (ctx, { equivalenceId }) => readRow(ctx, equivalenceId),

  async exportEquivalences(ctx, { format, ...query }) {
    const rows = await equivalences(ctx.sql, ctx.today, query)
    return format === 'yaml' ? file(writeMatrixFile(rows, `Equivalence matrix of ${ctx.publicUrl}, ${ctx.today}. Approvals are not part of the file.`), 'application/yaml; charset=utf-8', 'equivalences.yaml')
      : file(`${JSON.stringify(asOscal(ctx, rows), null, 2)}\n`, 'application/json; charset=utf-8', 'equivalences.oscal.json')
  },

  addEquivalence: (ctx, statement) => addRow(ctx, statement),
  updateEquivalence: (ctx, { equivalenceId, version, ...changes }) => updateRow(ctx, equivalenceId, version, changes),
  removeEquivalence: (ctx, { equivalenceId }) => removeRow(ctx, equivalenceId),
  approveEquivalence: (ctx, { equivalenceId, version, validUntil }) => approveRow(ctx, equivalenceId, version, validUntil),
  revokeEquivalence: (ctx, { equivalenceId, version, reason }) => revokeRow(ctx, equivalenceId, version, reason),

  async importEquivalences(ctx, { filename }) {
    const text = new TextDecoder().decode(await ctx.upload(MATRIX_CHARACTERS))
    return importRows(ctx, orRefuse(readMatrixFile(filename, text)))
  },

  async requestEquivalence(ctx, { caseId, schemeName, schemeVersion, webAddress, words }) {
    const one = await caseFor(ctx, caseId, 'recognition:request')
    const request: RecognitionRequest = {
      requestId: ctx.newId('rrq'), caseId, siteId: one.siteId, organisationId: one.organisationId, schemeName, schemeVersion, webAddress: webAddress ?? null, words,
      state: 'received', outcome: null, answer: null, askedOn: ctx.today, askedBy: personOf(ctx), takenUpOn: null, answeredOn: null, answeredBy: null, version: 1,
    }
    await insertRequest(ctx.sql, request)
    ctx.record({ kind: 'recognition-request.received', subject: caseId, isPublic: false, body: { requestId: request.requestId, schemeName, schemeVersion } })
    await notifyRoles(ctx, ['operator'], subjectOf(one), {
      kind: 'recognition-request.received', params: { site: one.siteName, scheme: schemeName }, link: '/recognition/requests', caseId, dedupeKey: `case:${caseId}:recognition-request:${request.requestId}:received`,
    })
    return (await requestRows(ctx, [request], [one]))[0]!
  },

  async listRecognitionRequests(ctx, { caseId, state, ...query }) {
    const cases = caseId === undefined ? await casesVisibleTo(ctx.sql, ctx.actor) : [await caseFor(ctx, caseId, 'recognition:read')]
    const found = (await requestsOf(ctx.sql, can(ctx.actor, 'recognition:write') && caseId === undefined ? undefined : cases.map((one) => one.caseId))).filter((one) => state === undefined || one.state === state)
    const rank = (one: RecognitionRequest): string => `${one.state === 'answered' ? 0 : 1} ${one.askedOn} ${one.requestId}`
    const { items, next } = page(found.sort((a, b) => rank(a) > rank(b) ? -1 : 1), rank, query, 'descending')
    return { items: await requestRows(ctx, items, cases), next }
  },

  async takeUpRecognitionRequest(ctx, { requestId, version }) {
    const { request, one } = await requestFor(ctx, requestId)
    const after = orRefuse(takenUp(request, version, ctx.today))
    await updateRequest(ctx.sql, after)
    ctx.record({ kind: 'recognition-request.taken-up', subject: one.caseId, isPublic: false, body: { requestId, from: request.state, to: after.state } })
    await tellSite(ctx, one, after, 'taken-up')
    return (await requestRows(ctx, [{ ...after, version: after.version + 1 }], [one]))[0]!
  },

  async answerRecognitionRequest(ctx, { requestId, version, outcome, answer }) {
    const { request, one } = await requestFor(ctx, requestId)
    const after = orRefuse(answered(request, version, outcome, answer, personOf(ctx), ctx.today))
    await updateRequest(ctx.sql, after)
    ctx.record({ kind: 'recognition-request.answered', subject: one.caseId, isPublic: false, body: { requestId, from: request.state, to: after.state, outcome, reason: answer } })
    await tellSite(ctx, one, after, 'answered')
    return (await requestRows(ctx, [{ ...after, version: after.version + 1 }], [one]))[0]!
  },
}
