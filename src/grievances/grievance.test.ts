import { describe, expect, it } from 'vitest'
import { admitted, answeredBySite, askedSite, closed, firstSteps, judged, type Grievance, type Judging } from './grievance.ts'

const lengths = { acknowledge: 5, admit: 15, 'site-answer': 20, inquiry: 60, publish: 10 }
const received: Grievance = {
  grievanceId: 'grv_00000000000000000000000000', subject: 'site', siteId: 'CHL-000000X', subjectText: 'Dust at the crusher', state: 'received', summaryForSite: null, siteAnswer: null,
  siteAnsweredOn: null, outcome: null, outcomeText: null, decidedBy: null, touchesAward: false, steps: firstSteps('2026-01-01', lengths), version: 1,
}
const value = <T>(outcome: { accepted: true; value: T } | { accepted: false; refusal: { code: string } }): T => {
  if (!outcome.accepted) throw new Error(outcome.refusal.code)
  return outcome.value
}
const code = (outcome: { accepted: boolean; refusal?: { code: string } }): string | undefined => outcome.refusal?.code
const judging = (over: Partial<Judging>): Judging => ({ outcome: 'upheld', text: 'Dust was not kept down.', by: 'u1', isOperator: true, touchesAward: false, today: '2026-02-01', ...over })

const asked = value(askedSite(value(admitted(received, '2026-01-05', lengths)), 'Dust is said to leave the crusher.', '2026-01-06', lengths))

describe('a grievance', () => {
  it('has a day for each step', () => {
    expect(received.steps).toEqual([
      { step: 'acknowledge', startedOn: '2026-01-01', dueOn: '2026-01-06', doneOn: null }, { step: 'admit', startedOn: '2026-01-01', dueOn: '2026-01-16', doneOn: null },
    ])
    expect(asked.steps.map(({ step, dueOn, doneOn }) => [step, dueOn, doneOn])).toEqual([
      ['acknowledge', '2026-01-06', '2026-01-05'], ['admit', '2026-01-16', '2026-01-05'], ['inquiry', '2026-03-06', null], ['site-answer', '2026-01-26', null],
    ])
  })
  it('is not upheld before the site answered or its time passed', () => {
    expect(code(judged(asked, judging({ today: '2026-01-26' }), lengths))).toBe('site-not-heard')
    expect(value(judged(asked, judging({ today: '2026-01-27' }), lengths)).state).toBe('decided')
    expect(value(judged(value(answeredBySite(asked, 'We water it now.', '2026-01-10')), judging({ today: '2026-01-11' }), lengths)).outcome).toBe('upheld')
    expect(code(judged(value(admitted(received, '2026-01-05', lengths)), judging({}), lengths))).toBe('site-not-heard')
  })
  it('against the scheme is not judged by who runs it', () => {
    const scheme = value(admitted({ ...received, subject: 'scheme', siteId: null }, '2026-01-05', lengths))
    expect(code(judged(scheme, judging({}), lengths))).toBe('grievance-judges-itself')
    expect(value(judged(scheme, judging({ isOperator: false }), lengths)).outcome).toBe('upheld')
  })
  it('publishes an outcome about the matter, and nothing where it was inadmissible or withdrawn', () => {
    const decided = value(judged(asked, judging({ today: '2026-01-27' }), lengths))
    expect(value(closed(decided, '2026-01-30')).published).toEqual({
      subject: 'site', siteId: 'CHL-000000X', about: 'Dust at the crusher', outcome: 'upheld', text: 'Dust was not kept down.', publishedOn: '2026-01-30', wasSiteHeard: false,
    })
    expect(value(closed(value(judged(received, judging({ outcome: 'inadmissible' }), lengths)), '2026-01-30')).published).toBeNull()
  })
  it('refuses each step out of its order', () => {
    expect(code(askedSite(received, 'x', '2026-01-02', lengths))).toBe('grievance-state-forbids')
    expect(code(admitted(asked, '2026-01-07', lengths))).toBe('grievance-state-forbids')
    expect(code(answeredBySite(received, 'x', '2026-01-07'))).toBe('grievance-state-forbids')
    expect(code(closed(asked, '2026-01-07'))).toBe('grievance-state-forbids')
    expect(code(judged(asked, judging({ outcome: 'inadmissible' }), lengths))).toBe('grievance-state-forbids')
    expect(code(askedSite({ ...received, state: 'admitted', siteId: null }, 'x', '2026-01-07', lengths))).toBe('grievance-without-site')
  })
})
