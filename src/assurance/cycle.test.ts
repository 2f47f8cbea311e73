import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { orRefuse } from '#src/kernel/outcome.ts'
import { addMonths, type Day } from '#src/kernel/time.ts'
import { readStandardFile } from '#src/standards/load.ts'
import type { Standard } from '#src/standards/standard.ts'
import { isRunning, started, stopped, type CaseClock } from './clock.ts'
import { awardedStates, CaseMove, CaseOutcome, CaseState, endStates, moved, movesFrom, openStates, type CaseStanding } from './cycle.ts'

const at = (state: CaseState, round = 1, roundKind: CaseStanding['roundKind'] = 'assessment'): CaseStanding => ({ state, round, roundKind })

/** The whole law, written a second time by hand: where each move leads from each state; a state that is not named forbids it. */
const table: Record<CaseMove, Partial<Record<CaseState, CaseState | Record<CaseOutcome, CaseState>>>> = {
  'application.accepted': { applied: 'eligible' },
  'application.rejected': { applied: 'rejected' },
  'letter.signed': { eligible: 'committed' },
  'self-assessment.submitted': { committed: 'self-assessed' },
  'self-assessment.returned': { 'self-assessed': 'committed' },
  'plan.agreed': { 'self-assessed': 'planned' },
  'plan.reopened': { planned: 'self-assessed', announced: 'self-assessed' },
  'assessment.announced': { planned: 'announced' },
  'desk-review.completed': { announced: 'desk-reviewed' },
  'site-visit.completed': { 'desk-reviewed': 'assessed' },
  'report.submitted': { assessed: 'in-review' },
  'report.returned': { 'in-review': 'assessed' },
  'report.finalised': { 'in-review': 'final' },
  'decision.sent-back': { final: 'in-review' },
  'case.decided': { final: { awarded: 'awarded', conditional: 'conditional', 'not-awarded': 'remediation' } },
  'follow-up.opened': { conditional: 'assessed' },
  'remediation.opened': { remediation: 'assessed' },
  'case.left': {
    applied: 'left', eligible: 'left', committed: 'left', 'self-assessed': 'left', planned: 'left', announced: 'left', 'desk-reviewed': 'left', assessed: 'left',
    'in-review': 'left', final: 'left', remediation: 'left', conditional: 'left', awarded: 'left',
  },
  'case.closed': { remediation: 'closed', conditional: 'closed', awarded: 'closed' },
}

describe('every move in every state', () => {
  for (const state of CaseState.options) {
    it(`of "${state}" does what the table says, or is refused with case-state-forbids`, () => {
      for (const move of CaseMove.options) {
        const wanted = table[move][state]
        for (const outcome of CaseOutcome.options) {
          const found = moved(at(state), move, outcome)
          if (wanted === undefined) expect(found).toMatchObject({ accepted: false, refusal: { code: 'case-state-forbids' } })
          else expect(found).toMatchObject({ accepted: true, value: { state: typeof wanted === 'string' ? wanted : wanted[outcome] } })
        }
      }
    })
  }

  it('names in its refusal the state the case is in and those from which it is possible', () => {
    expect(moved(at('committed'), 'plan.reopened')).toMatchObject({ refusal: { detail: expect.stringMatching(/"committed".*"planned", "announced"/) as string } })
  })
  it('lists the moves of a state in the order of the cycle', () => {
    expect(movesFrom('in-review')).toEqual(['report.returned', 'report.finalised', 'case.left'])
    expect(movesFrom('awarded')).toEqual(['case.left', 'case.closed'])
    for (const state of endStates) expect(movesFrom(state)).toEqual([])
  })
  it('has every state in one group: open, awarded or ended', () => {
    expect([...openStates, ...awardedStates, ...endStates].toSorted()).toEqual([...CaseState.options].toSorted())
  })
  it('can reach every state from an application', () => {
    const reached = new Set<CaseState>(['applied'])
    for (let grew = true; grew;) {
      grew = false
      for (const state of reached) for (const move of movesFrom(state)) for (const outcome of CaseOutcome.options) {
        const to = orRefuse(moved(at(state), move, outcome)).state
        if (!reached.has(to)) { reached.add(to); grew = true }
      }
    }
    expect([...reached].toSorted()).toEqual([...CaseState.options].toSorted())
  })
  it('needs an outcome to decide', () => {
    expect(() => moved(at('final'), 'case.decided')).toThrow('case.decided needs its outcome')
  })
})

describe('rounds', () => {
  it('begin with the agreed plan, and count up with follow-up and remediation', () => {
    const first = orRefuse(moved(at('self-assessed', 0, null), 'plan.agreed'))
    expect(first).toEqual(at('planned', 1, 'assessment'))
    expect(moved(at('conditional', 1), 'follow-up.opened')).toMatchObject({ value: at('assessed', 2, 'follow-up') })
    expect(moved(at('remediation', 2, 'follow-up'), 'remediation.opened')).toMatchObject({ value: at('assessed', 3, 'remediation') })
  })
  it('do not count up when a reopened plan is agreed again', () => {
    const reopened = orRefuse(moved(at('announced', 1), 'plan.reopened'))
    expect(orRefuse(moved(reopened, 'plan.agreed'))).toEqual(at('planned', 1, 'assessment'))
  })
})

const file = new URL('../../standards/risk-readiness-assessment/3.0.yaml', import.meta.url)
const loaded = orRefuse(readStandardFile('risk-readiness-assessment/3.0.yaml', readFileSync(file, 'utf8')))
const standard = (loaded as { standard: Standard }).standard

type Walk = { standing: CaseStanding; clocks: CaseClock[] }
function step(walk: Walk, move: CaseMove, outcome: CaseOutcome, on: Day): Walk {
  const found = moved(walk.standing, move, outcome)
  if (!found.accepted) return walk
  const isEnd = endStates.includes(found.value.state)
  const still = stopped(walk.clocks, move, on, outcome, isEnd)
  return { standing: found.value, clocks: [...still, ...isEnd ? [] : started(standard, move, on, outcome, walk.clocks)] }
}

describe('any sequence of moves', () => {
  const aMove = fc.record({ move: fc.constantFrom(...CaseMove.options), outcome: fc.constantFrom(...CaseOutcome.options), days: fc.integer({ min: 0, max: 400 }), extension: fc.integer({ min: 0, max: 500 }) })
  it('never lets the round fall, keeps done clocks done unless handed back, and never brings a due day nearer', () => {
    fc.assert(fc.property(fc.array(aMove, { maxLength: 60 }), (moves) => {
      let walk: Walk = { standing: { state: 'applied', round: 0, roundKind: null }, clocks: [] }
      let day = '2024-01-31'
      for (const { move, outcome, days, extension } of moves) {
        day = new Date(Date.parse(`${day}T00:00:00Z`) + days * 864e5).toISOString().slice(0, 10)
        // What is possible is done most of the time, so that long ways are walked.
        const possible = movesFrom(walk.standing.state).filter((one) => one !== 'case.left' && one !== 'case.closed')
        const chosen = days % 3 === 0 || possible.length === 0 ? move : possible[extension % possible.length]!
        const after = step(walk, chosen, outcome, day)
        expect(after.standing.round).toBeGreaterThanOrEqual(walk.standing.round)
        expect(new Set(after.clocks.map(({ clock }) => clock)).size).toBe(after.clocks.length)
        for (const before of walk.clocks) {
          const now = after.clocks.find(({ clock }) => clock === before.clock)!
          expect(now.firstDueOn).toBe(before.firstDueOn)
          expect(now.dueOn >= now.firstDueOn).toBe(true)
          if (before.doneOn !== null && now.doneOn === null) expect([chosen, now.clock]).toEqual(['self-assessment.returned', 'self-assessment'])
          if (before.droppedOn !== null) expect(now.droppedOn).toBe(before.droppedOn)
        }
        if (endStates.includes(after.standing.state)) expect(after.clocks.filter(isRunning)).toEqual([])
        walk = { ...after, clocks: after.clocks.map((clock) => isRunning(clock) ? { ...clock, dueOn: addMonths(clock.dueOn, extension % 7) } : clock) }
      }
    }), { numRuns: 300 })
  })
})
