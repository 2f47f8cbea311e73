import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, codeOf, openCase } from '#test/assessment.ts'
import { applied, accepted, committed, loadShippedStandards } from '#test/cycle.ts'
import { addEvidence, answerAll, link } from '#test/workbook.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { storeSetting } from '#src/access/scheme-setting.store.ts'
import { linksOfCase } from '#src/evidence/evidence.store.ts'
import { readCase } from './case.store.ts'
import { addComment, commentsOf } from './comment.store.ts'
import { allChanges, readCells } from './sheet.store.ts'

const RRA = 'risk-readiness-assessment'
const old = [{ standard: RRA, standardVersion: '2.0', marks: ['copper'], isGoverning: true }]
let world: World
beforeAll(async () => { world = await testWorld({ now: '2026-06-15T12:00:00.000Z' }); await loadShippedStandards(world) }, 60_000)
afterAll(async () => { expect(world.faults).toEqual([]); expect((await world.fsck()).findings).toEqual([]); await world.close() })
const sql = () => world.house.database.sql
const setRule = (rule: object | null) => world.transact(operator, (ctx) => storeSetting(ctx.sql, 'standard.transitions', rule === null ? {} : { [RRA]: { from: '2.0', to: '3.0', newCasesFrom: '2024-01-01', openCases: 'may-change', changeUntil: null, ...rule } }, ctx.now, 'test'))

/** A case under the older version with answers, a link and a comment on two criteria that are merged. */
async function underOldVersion() {
  const assessed = await openCase(world, { state: 'committed', standards: old })
  const one = (await readCase(sql(), assessed.one.caseId))!
  await answerAll(world, one, assessed.owner)
  const item = await addEvidence(world, one)
  await link(world, one, item, RRA, 'working-hours')
  await link(world, one, item, RRA, 'remuneration')
  await addComment(sql(), one.caseId, { commentId: `cmt_${one.caseId}`, standard: RRA, criterion: 'working-hours', threadId: `cmt_${one.caseId}`, audience: 'site', author: assessed.owner, text: 'Look at nights.', mentions: [], at: world.house.clock.now(), resolvedAt: null, resolvedBy: null })
  return { one, owner: assessed.owner }
}
/** Everything of the case that a change of version touches. */
const everything = async (caseId: string) => ({
  changes: await allChanges(sql(), caseId, 0, 'self-assessment'), heads: [...await readCells(sql(), caseId, 0, 'self-assessment')].toSorted(([a], [b]) => a < b ? -1 : 1),
  links: (await linksOfCase(sql(), caseId, '2026-06-15')).map(({ linkId, criterion }) => [linkId, criterion]), comments: await commentsOf(sql(), caseId, ['site', 'all']),
  standards: (await readCase(sql(), caseId))!.standards,
})

test('a case changes with every answer, link and comment, lists what is new, and goes back exactly', async () => {
  const { one, owner } = await underOldVersion()
  const before = await everything(one.caseId)
  const preview = await call(world, operator, 'previewMigration', { caseId: one.caseId, standard: RRA, to: '3.0' })
  expect(await everything(one.caseId)).toEqual(before)
  const done = await call(world, operator, 'migrateCase', { caseId: one.caseId, standard: RRA, to: '3.0', reason: 'The site asked for it.' })
  expect(done.newGaps.filter(({ cause }) => cause === 'new').map(({ criterion }) => criterion)).toContain('emergency-preparedness')
  expect(done.newGaps.map(({ criterion }) => criterion)).toEqual(preview.newGaps.map(({ criterion }) => criterion))
  const after = await everything(one.caseId)
  expect(after.standards[0]).toMatchObject({ standardVersion: '3.0', marks: ['copper'] })
  const merged = preview.carried.find(({ from }) => from === 'working-hours')!.to!
  expect(after.links.filter(([, criterion]) => criterion === merged)).toHaveLength(1)
  expect(after.comments.map(({ criterion }) => criterion)).toEqual([merged])
  const readHeads = new Map(after.heads)
  expect(readHeads.get(`${RRA}/${merged}/rationale`)).toHaveLength(2)
  expect(done.conflicts).toContainEqual(expect.objectContaining({ criterion: merged, field: 'rationale', isSettled: false }))
  expect(done.conflicts.some(({ criterion, field }) => criterion === merged && field === 'rating')).toBe(false)
  const seen = await call(world, owner, 'listMigrations', { caseId: one.caseId })
  expect(seen.items[0]).toMatchObject({ mayUndo: true, toVersion: '3.0' })
  await call(world, operator, 'undoMigration', { caseId: one.caseId, migrationId: done.migrationId, reason: 'Agreed otherwise.' })
  expect(await everything(one.caseId)).toEqual(before)
  expect(await codeOf(call(world, operator, 'undoMigration', { caseId: one.caseId, migrationId: done.migrationId, reason: 'Again.' }))).toBe('migration-undone')
})

test('what was written after the change stays when it is undone', async () => {
  const { one, owner } = await underOldVersion()
  const { migrationId } = await call(world, operator, 'migrateCase', { caseId: one.caseId, standard: RRA, to: '3.0', reason: 'Wanted.' })
  await call(world, owner, 'saveChanges', { caseId: one.caseId, changes: [{ changeId: 'after_the_change', key: { standard: RRA, criterion: 'management-system', field: 'rationale' }, value: 'Begun in spring.', parents: [...((await readCells(sql(), one.caseId, 0, 'self-assessment')).get(`${RRA}/management-system/rationale`) ?? [])].map(({ changeId }) => changeId) }] })
  await call(world, operator, 'undoMigration', { caseId: one.caseId, migrationId, reason: 'Back.' })
  expect((await allChanges(sql(), one.caseId, 0, 'self-assessment')).some(({ changeId }) => changeId === 'after_the_change')).toBe(true)
})

test('is refused by code where it cannot be', async () => {
  const { one, owner } = await underOldVersion()
  const to = (caseId: string, version = '3.0') => codeOf(call(world, operator, 'migrateCase', { caseId, standard: RRA, to: version, reason: 'Wanted.' }))
  expect(await to(one.caseId, '2.0')).toBe('case-not-under-version')
  expect(await to(one.caseId, '9.9')).toBe('standard-version-unknown')
  expect(await codeOf(call(world, owner, 'migrateCase', { caseId: one.caseId, standard: RRA, to: '3.0', reason: 'Mine.' }))).toBe('permit-missing')
  const late = await openCase(world, { state: 'self-assessed', standards: old })
  expect(await to(late.one.caseId)).toBe('migration-too-late')
  await setRule({ openCases: 'stay' })
  expect(await to(one.caseId)).toBe('transition-forbids')
  await setRule({ changeUntil: '2026-06-14' })
  expect(await to(one.caseId)).toBe('transition-forbids')
  await setRule(null)
  expect((await readCase(sql(), one.caseId))!.standards[0]!.standardVersion).toBe('2.0')
})

test('the transition rule puts new cases under the version of their day, and stops those that must change', async () => {
  await setRule({ newCasesFrom: '2027-01-01', openCases: 'must-change', changeUntil: '2026-06-01' })
  const { caseId } = await applied(world)
  expect((await call(world, operator, 'getCase', { caseId })).standards[0]!.standardVersion).toBe('2.0')
  const signed = await committed(world, { site: { name: 'Orrin Works', country: 'PER', place: 'Orrin' }, participantName: 'Orrin Copper' })
  const check = async () => codeOf(call(world, signed.owner, 'submitSelfAssessment', { caseId: signed.caseId, contentHash: 'x' }))
  expect(await check()).toBe('version-change-due')
  const impact = await call(world, operator, 'getVersionImpact', { standard: RRA, from: '2.0', to: '3.0' })
  expect(impact.cases.find((one) => one.caseId === signed.caseId)).toMatchObject({ disposition: 'must-change' })
  await setRule(null)
  expect(await check()).toBe('workbook-changed')
  const now = await accepted(world, { site: { name: 'Tarn Works', country: 'PER', place: 'Tarn' }, participantName: 'Tarn Copper' })
  expect((await call(world, operator, 'getCase', { caseId: now.caseId })).standards[0]!.standardVersion).toBe('3.0')
})

test('the impact names cases, answers, evidence and what they would become', async () => {
  const { one } = await underOldVersion()
  const impact = await call(world, operator, 'getVersionImpact', { standard: RRA, from: '2.0', to: '3.0' })
  expect(impact.cases.find(({ caseId }) => caseId === one.caseId)).toMatchObject({ disposition: 'may-change', evidence: 2, comments: 1 })
  expect(impact.rows.find(({ from }) => from.some(({ criterion }) => criterion === 'remuneration'))).toMatchObject({ kind: 'merged' })
  expect(impact.rows.reduce((sum, { answers }) => sum + answers, 0)).toBeGreaterThan(0)
  expect(await codeOf(call(world, operator, 'getVersionImpact', { standard: RRA, from: '3.0', to: '2.0' }))).toBe('versions-unrelated')
})
