import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, codeOf } from '#test/assessment.ts'
import { giveGrants, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { approvalGap, type Approval } from './assessor-firm.ts'

let world: World
let firmId: string
beforeAll(async () => {
  world = await testWorld()
  firmId = (await call(world, operator, 'registerFirm', { name: 'Halden Assurance Ltd', country: 'NOR' })).firmId
  await giveGrants(world, 'ada', [grant('firm-admin', 'firm', firmId)])
  await giveGrants(world, 'lars', [grant('assessor', 'firm', firmId)])
  await giveGrants(world, 'eve', [grant('firm-admin', 'firm', 'frm_of_another')])
})
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const days = { validFrom: '2026-01-01', validUntil: '2026-12-31' }

describe('a firm', () => {
  test('is registered once in a country, by the secretariat', async () => {
    expect(await codeOf(call(world, operator, 'registerFirm', { name: 'HALDEN assurance, ltd.', country: 'NOR' }))).toBe('firm-registered')
    expect(await codeOf(call(world, operator, 'registerFirm', { name: 'Halden Assurance Ltd', country: 'SWE' }))).toMatch(/^accepted/)
    const refused = await world.fetch('/api/v1/firms', { method: 'POST', body: JSON.stringify({ name: 'X', country: 'NOR' }), headers: { 'content-type': 'application/json' } })
    expect((await refused.json() as { code: string }).code).toBe('sign-in-required')
  })

  test('is seen by its people and the secretariat, and corrected from what was read', async () => {
    expect((await call(world, 'lars', 'listFirms', {})).items.map((one) => one.firmId)).toEqual([firmId])
    expect(await codeOf(call(world, 'eve', 'getFirm', { firmId }))).toBe('firm-absent')
    expect(await codeOf(call(world, 'lars', 'correctFirm', { firmId, name: 'Halden', country: 'NOR', version: 1 }))).toBe('permit-missing')
    expect(await call(world, 'ada', 'correctFirm', { firmId, name: 'Halden Assurance', country: 'NOR', website: 'https://halden.example', version: 1 })).toMatchObject({ version: 2 })
    expect(await codeOf(call(world, 'ada', 'correctFirm', { firmId, name: 'Halden', country: 'NOR', version: 1 }))).toBe('firm-changed')
    expect(await codeOf(call(world, 'ada', 'correctFirm', { firmId, name: 'Halden Assurance Ltd', country: 'SWE', version: 2 }))).toBe('firm-registered')
  })

  test('is approved by the secretariat alone; the public list has no person in it', async () => {
    expect(await codeOf(call(world, 'ada', 'grantApproval', { firmId, matter: 'standard', subject: 'some-standard', ...days }))).toBe('permit-missing')
    expect(await codeOf(call(world, operator, 'grantApproval', { firmId, userId: 'stranger', matter: 'standard', subject: 'some-standard', ...days }))).toBe('assessor-not-of-firm')
    expect(await codeOf(call(world, operator, 'grantApproval', { firmId, matter: 'language', subject: 'es', validFrom: '2026-02-01', validUntil: '2026-01-01' }))).toBe('approval-dates-wrong')
    const own = await call(world, operator, 'grantApproval', { firmId, matter: 'standard', subject: 'some-standard', ...days })
    await call(world, operator, 'grantApproval', { firmId, userId: 'lars', matter: 'language', subject: 'es', ...days })
    const list = await (await world.fetch('/api/v1/approved-firms')).text()
    expect(JSON.parse(list)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ firmId, isApproved: true, standards: [{ standard: 'some-standard', standardVersion: null, ...days }], languages: [] })]) })
    expect(list).not.toContain('lars')
    await call(world, operator, 'withdrawApproval', { approvalId: own.approvalId, reason: 'Lars made a grave error.' })
    expect(await codeOf(call(world, operator, 'withdrawApproval', { approvalId: own.approvalId, reason: 'again' }))).toBe('approval-withdrawn')
    expect(await codeOf(call(world, operator, 'withdrawApproval', { approvalId: 'apr_none', reason: 'x' }))).toBe('approval-absent')
    const after = await (await world.fetch('/api/v1/approved-firms')).text()
    expect(JSON.parse(after)).toMatchObject({ items: expect.arrayContaining([expect.objectContaining({ firmId, isApproved: false, standards: [] })]) })
    const history = await (await world.fetch('/api/v1/log?limit=100')).text()
    expect(history).not.toContain('grave error')
  })
})

test('the gap of an approval says what it is and since when', () => {
  const one = (change: Partial<Approval>): Approval => ({
    approvalId: 'a', firmId: 'f', userId: null, matter: 'standard', subject: 's', standardVersion: null, validFrom: '2026-01-01', validUntil: '2026-06-30', grantedAt: '2026-01-01T00:00:00Z', withdrawnOn: null, withdrawalReason: null, ...change,
  })
  const needed = { standard: 's', standardVersion: '3.0' }
  expect(approvalGap([], needed, '2026-06-15')).toMatchObject({ state: 'never', on: null })
  expect(approvalGap([one({})], needed, '2026-06-30')).toBeNull()
  expect(approvalGap([one({})], needed, '2026-07-01')).toMatchObject({ state: 'lapsed', on: '2026-06-30' })
  expect(approvalGap([one({})], needed, '2025-12-31')).toMatchObject({ state: 'not-yet', on: '2026-01-01' })
  expect(approvalGap([one({ withdrawnOn: '2026-03-01' })], needed, '2026-03-01')).toMatchObject({ state: 'withdrawn', on: '2026-03-01' })
  expect(approvalGap([one({ standardVersion: '2.0' })], needed, '2026-06-15')).toMatchObject({ state: 'never' })
  expect(approvalGap([one({ matter: 'language' })], needed, '2026-06-15')).toMatchObject({ state: 'never' })
})
