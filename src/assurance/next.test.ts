import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Role } from '#src/access/role.ts'
import type { CaseClock } from './clock.ts'
import { CaseState, endStates } from './cycle.ts'
import { acts, inOrder, nextFor, nextOf, Stage } from './next.ts'

const clock = (name: string, dueOn: string, change: Partial<CaseClock> = {}): CaseClock =>
  ({ clock: name, startedOn: '2026-01-15', firstDueOn: dueOn, dueOn, ownerRole: 'site-owner', doneOn: null, droppedOn: null, ...change })
const all = ['self-assessment', 'site-assessment', 'improvement-plan', 'full-conformance', 're-assessment'].map((name) => clock(name, '2026-07-15'))
const one = (state: CaseState, firmId: string | null = null) => ({ caseId: 'cas_1', state, firmId })
const TODAY = '2026-06-15'

describe('what comes next', () => {
  it.each(CaseState.options.flatMap((state) => [null, 'frm_1'].flatMap((firm) => Role.options.map((role) => [state, firm, role] as const))))('has an answer in %s with firm %s for %s', (state, firm, role) => {
    const next = nextFor(one(state, firm), all, role, TODAY)
    expect(acts).toContain(next.act)
    expect(next.link).toMatch(/^\/cases\/cas_1/)
    if (endStates.includes(state)) expect(next).toMatchObject({ act: 'nothing-follows', isYours: false, waitsFor: null })
    else expect(next.isYours || next.waitsFor !== null || next.act === 'keep-award').toBe(true)
    // Nobody waits for oneself.
    expect(next.waitsFor).not.toBe(role)
  })
  it.each(Stage.flatMap((stage) => Role.options.map((role) => [stage, role] as const)))('has an answer at stage %s for %s', (stage, role) => {
    const next = nextFor(one('self-assessed', 'frm_1'), all, role, TODAY, stage)
    expect(acts).toContain(next.act)
    expect(next.isYours || next.waitsFor !== null).toBe(true)
    expect(next.waitsFor).not.toBe(role)
  })
  it('is somebody’s in every state that goes on', () => {
    for (const state of CaseState.options.filter((state) => !endStates.includes(state))) {
      expect(Role.options.some((role) => nextFor(one(state), all, role, TODAY).act !== 'nothing-follows')).toBe(true)
    }
  })
  it('is the plan once a firm is engaged', () => {
    expect(nextFor(one('self-assessed'), all, 'site-owner', TODAY)).toMatchObject({ act: 'engage-assessor', isYours: true, dueOn: '2026-07-15', clock: 'site-assessment' })
    expect(nextFor(one('self-assessed', 'frm_1'), all, 'lead-assessor', TODAY)).toMatchObject({ act: 'write-plan', isYours: true })
    expect(nextFor(one('self-assessed', 'frm_1'), all, 'site-owner', TODAY)).toMatchObject({ act: 'write-plan', isYours: false, waitsFor: 'lead-assessor' })
  })
  it('is re-assessment within a year of it, and nothing to do before', () => {
    expect(nextFor(one('awarded'), [clock('re-assessment', '2029-01-15')], 'site-owner', TODAY)).toMatchObject({ act: 'keep-award', isYours: false })
    expect(nextFor(one('awarded'), [clock('re-assessment', '2027-06-15')], 'site-owner', TODAY)).toMatchObject({ act: 'prepare-re-assessment', isYours: true })
  })
  it('names no day of a clock that no longer runs', () => {
    expect(nextFor(one('committed'), [clock('self-assessment', '2026-07-15', { doneOn: '2026-05-01' })], 'site-owner', TODAY).dueOn).toBeNull()
  })
  it('speaks for the role that has something to do', () => {
    expect(nextOf(one('planned'), all, ['site-owner', 'operator'], TODAY)).toMatchObject({ role: 'operator', act: 'announce-assessment' })
    expect(nextOf(one('planned'), all, [], TODAY)).toBeNull()
  })
  it('puts one’s own first, the nearest day first', () => {
    const row = (siteName: string, isYours: boolean, dueOn: string | null) => ({ siteName, isYours, dueOn })
    expect(inOrder([row('a', false, '2026-01-01'), row('b', true, null), row('c', true, '2026-09-01'), row('d', true, '2026-02-01')]).map(({ siteName }) => siteName)).toEqual(['d', 'c', 'b', 'a'])
  })
  it('has its words in every language', () => {
    for (const language of ['en', 'es', 'zh', 'fr']) {
      const words = JSON.parse(readFileSync(`languages/${language}/inbox.json`, 'utf8')) as Record<string, string>
      expect(acts.flatMap((act) => [`act.${act}`, `why.${act}`]).filter((key) => words[key] === undefined)).toEqual([])
    }
  })
})
