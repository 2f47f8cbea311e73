// Cycles as they went in the field, under invented names: what was found of their days is replayed through the operations
// with the clock set, and gives the states and due days that the scheme's rules say. Days of steps that nobody published
// are put between those that were; each case says which were found.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, codeOf } from '#test/assessment.ts'
import { committed, loadShippedStandards, move, noon } from '#test/cycle.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import type { CaseMove, CaseOutcome } from './cycle.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: noon('2020-06-01') })
  await loadShippedStandards(world)
})
afterAll(async () => {
  expect((await world.fsck()).findings).toEqual([])
  await world.close()
})

type Site = Awaited<ReturnType<typeof committed>>
const signed = async (name: string, day: string, more: object = {}): Promise<Site> => {
  world.setNow(noon(day))
  return committed(world, { site: { name, country: 'CHL' }, participantName: `${name} Company`, ...more })
}
type Step = readonly [day: string, move: CaseMove, outcome?: CaseOutcome]
const replay = async (one: Site, ...steps: readonly Step[]): Promise<void> => {
  for (const [day, kind, outcome] of steps) {
    world.setNow(noon(day))
    await move(world, one.caseId, kind, outcome)
  }
}
const assessed = (submitted: string, visited: string): Step[] => [
  [submitted, 'self-assessment.submitted'], [submitted, 'plan.agreed'], [submitted, 'assessment.announced'], [visited, 'desk-review.completed'], [visited, 'site-visit.completed'],
]
const decided = (day: string, outcome: CaseOutcome): Step[] => [[day, 'report.submitted'], [day, 'report.finalised'], [day, 'case.decided', outcome]]

/** How a case stands on a day: its state, and each clock as due day with `done`, `late` or `runs`. */
async function standing(one: { caseId: string }, day: string): Promise<{ state: string; clocks: Record<string, string>; version: string; round: number }> {
  world.setNow(noon(day))
  const view = await call(world, operator, 'getCase', { caseId: one.caseId })
  const word = ({ doneOn, droppedOn, isOverdue }: (typeof view.clocks)[number]) => doneOn !== null ? 'done' : droppedOn !== null ? 'dropped' : isOverdue ? 'late' : 'runs'
  return {
    state: view.state, round: view.round, version: view.standards[0]!.standardVersion,
    clocks: Object.fromEntries(view.clocks.map((clock) => [clock.clock, `${clock.dueOn} ${word(clock)}`])),
  }
}
const extend = async (one: Site, day: string, clock: string, until: string, approvedBy?: string): Promise<string> => {
  world.setNow(noon(day))
  const { extensionId } = await call(world, one.owner, 'requestExtension', { caseId: one.caseId, clock, until, reasonClass: 'investment-under-way', reason: 'As found.' })
  return codeOf(call(world, operator, 'decideExtension', { caseId: one.caseId, extensionId, isGranted: true, text: 'As found.', ...(approvedBy === undefined ? {} : { approvedBy }) }))
}
/** A validity that is the same, whatever became of the condition. */
const validity = async (one: Site, day: string) => (await standing(one, day)).clocks['award-validity']

describe('from the letter to the award, in time', () => {
  it('six months: letter December 2022, assessment March 2023, award June 2023', async () => {
    const one = await signed('Nordfjell Refinery', '2022-12-15')
    await replay(one, ...assessed('2023-02-15', '2023-03-20'), ...decided('2023-06-15', 'awarded'))
    expect(await standing(one, '2023-06-15')).toEqual({
      state: 'awarded', round: 1, version: '2.0',
      clocks: { 'self-assessment': '2023-06-15 done', 'site-assessment': '2023-12-15 done', 'full-conformance': '2024-12-15 done', 'award-validity': '2026-06-15 runs', 're-assessment': '2026-06-15 runs' },
    })
  })
  it('nine months: letter 24 July 2020, award 26 April 2021', async () => {
    const one = await signed('Balkan Valley Smelter', '2020-07-24')
    expect((await standing(one, '2021-01-24')).clocks).toEqual({ 'self-assessment': '2021-01-24 runs', 'site-assessment': '2021-07-24 runs', 'full-conformance': '2022-07-24 runs' })
    await replay(one, ...assessed('2021-01-20', '2021-03-01'), ...decided('2021-04-26', 'awarded'))
    expect(await standing(one, '2021-04-26')).toMatchObject({ state: 'awarded', clocks: { 'award-validity': '2024-04-26 runs' } })
  })
  it('ten months: three plants with letters of February 2023, awarded by 15 December 2023', async () => {
    for (const name of ['Cable Plant North', 'Cable Plant South', 'Cable Plant West']) {
      const one = await signed(name, '2023-02-10')
      await replay(one, ...assessed('2023-08-01', '2023-10-10'), ...decided('2023-12-15', 'awarded'))
      expect(await standing(one, '2023-12-15')).toMatchObject({ state: 'awarded', clocks: { 'site-assessment': '2024-02-10 done', 'full-conformance': '2025-02-10 done' } })
    }
  })
  it('twelve months with the full term at once: letter 7 September 2023, listed 27 August 2024, valid to 25 August 2027', async () => {
    const one = await signed('Altiplano Mine', '2023-09-07')
    await replay(one, ...assessed('2024-03-01', '2024-05-20'), ...decided('2024-08-25', 'awarded'))
    expect(await standing(one, '2024-08-27')).toMatchObject({ state: 'awarded', version: '2.0', clocks: { 'award-validity': '2027-08-25 runs' } })
  })
  it('twelve months: application 1 May 2023, six months of work inside, visit January 2024, award April 2024', async () => {
    const one = await signed('Punta Roja Mine', '2023-05-01')
    await replay(one, ...assessed('2023-11-01', '2024-01-20'), ...decided('2024-04-15', 'awarded'))
    expect(await standing(one, '2024-04-15')).toMatchObject({ state: 'awarded', version: '2.0', clocks: { 'self-assessment': '2023-11-01 done', 'award-validity': '2027-04-15 runs' } })
  })
})

describe('renewal', () => {
  it('asked for in March 2024 is under the version of 2024, and is decided in December 2024 while the first award stands', async () => {
    const one = await signed('Onsan Harbour Refinery', '2021-02-01')
    await replay(one, ...assessed('2021-07-01', '2021-10-01'), ...decided('2022-01-10', 'awarded'))
    world.setNow(noon('2024-03-05'))
    const next = await call(world, one.owner, 'openReassessment', { caseId: one.caseId, cause: 'end-of-validity', reason: 'The award ends in January 2025.' })
    expect(await standing(next, '2024-03-05')).toEqual({
      state: 'committed', round: 0, version: '3.0', clocks: { 'self-assessment': '2024-09-05 runs', 'site-assessment': '2025-03-05 runs', 'full-conformance': '2026-03-05 runs' },
    })
    expect(await standing(one, '2024-06-01')).toMatchObject({ state: 'awarded', version: '2.0', clocks: { 'award-validity': '2025-01-10 runs', 're-assessment': '2025-01-10 done' } })
    await replay({ ...one, caseId: next.caseId }, ...assessed('2024-08-20', '2024-10-10'), ...decided('2024-12-09', 'awarded'))
    expect(await standing(next, '2024-12-09')).toMatchObject({ state: 'awarded', clocks: { 'award-validity': '2027-12-09 runs' } })
    expect(await standing(one, '2024-12-09')).toMatchObject({ state: 'closed', clocks: { 'award-validity': '2025-01-10 done' } })
  })
})

describe('past the limits', () => {
  it('34 months to the award of a new plant: every clock runs late, and extensions say by when instead', async () => {
    const one = await signed('New Rod Mill', '2023-02-10')
    expect((await standing(one, '2023-08-11')).clocks).toEqual({ 'self-assessment': '2023-08-10 late', 'site-assessment': '2024-02-10 runs', 'full-conformance': '2025-02-10 runs' })
    expect(await extend(one, '2023-08-11', 'self-assessment', '2024-02-10')).toMatch(/^accepted/)
    expect(await extend(one, '2024-01-10', 'site-assessment', '2025-09-30')).toBe('extension-too-long')
    await call(world, one.owner, 'withdrawExtension', { caseId: one.caseId, extensionId: (await call(world, one.owner, 'listExtensions', { caseId: one.caseId })).items[0]!.extensionId })
    expect(await extend(one, '2024-01-11', 'site-assessment', '2025-09-30', 'The board')).toMatch(/^accepted/)
    // Without a longer date all three were late by then.
    expect((await standing(one, '2025-02-11')).clocks).toEqual({ 'self-assessment': '2024-02-10 late', 'full-conformance': '2025-02-10 late', 'site-assessment': '2025-09-30 runs' })
    expect(await extend(one, '2025-02-11', 'full-conformance', '2026-02-10')).toMatch(/^accepted/)
    await replay(one, ...assessed('2025-04-01', '2025-09-15'), ...decided('2025-12-15', 'awarded'))
    expect(await standing(one, '2025-12-15')).toMatchObject({
      state: 'awarded', version: '2.0', clocks: { 'self-assessment': '2024-02-10 done', 'site-assessment': '2025-09-30 done', 'full-conformance': '2026-02-10 done', 'award-validity': '2028-12-15 runs' },
    })
  })

  it('four plants: assessed in December 2022, not awarded, plans in April 2023; three awarded in July 2024, the fourth later', async () => {
    const plants: Site[] = []
    for (const name of ['Magnet Wire Plant A', 'Magnet Wire Plant B', 'Magnet Wire Plant C', 'Magnet Wire Plant D']) {
      const one = await signed(name, '2022-06-15', { siteTypes: ['fabricator'] })
      // The self-assessment was made before the letter, from October 2021 to March 2022; it is handed in with it.
      await replay(one, ...assessed('2022-06-16', '2022-12-08'), ...decided('2023-04-20', 'not-awarded'))
      plants.push(one)
    }
    for (const one of plants) {
      expect(await standing(one, '2023-04-20')).toEqual({
        state: 'remediation', round: 1, version: '2.0', clocks: { 'self-assessment': '2022-12-15 done', 'site-assessment': '2023-06-15 done', 'full-conformance': '2024-06-15 runs' },
      })
    }
    // 24 months were over before July 2024: late without a longer date, in time with one of the standard's 36.
    expect((await standing(plants[0]!, '2024-06-16')).clocks['full-conformance']).toBe('2024-06-15 late')
    for (const one of plants) expect(await extend(one, '2024-06-16', 'full-conformance', '2025-06-15')).toMatch(/^accepted/)
    for (const one of plants.slice(0, 3)) {
      await replay(one, ['2024-06-20', 'remediation.opened'], ...decided('2024-07-15', 'awarded'))
      expect(await standing(one, '2024-07-15')).toMatchObject({ state: 'awarded', round: 2, version: '2.0', clocks: { 'full-conformance': '2025-06-15 done', 'award-validity': '2027-07-15 runs' } })
    }
    expect(await standing(plants[3]!, '2024-07-15')).toMatchObject({ state: 'remediation', clocks: { 'full-conformance': '2025-06-15 runs' } })
    await replay(plants[3]!, ['2025-02-10', 'remediation.opened'], ...decided('2025-04-01', 'conditional'))
    expect(await standing(plants[3]!, '2025-04-01')).toMatchObject({ state: 'conditional', round: 2, clocks: { 'full-conformance': '2025-06-15 runs', 'improvement-plan': '2026-04-01 runs' } })
  })
})

describe('provisional, then confirmed', () => {
  it('award July 2021, supplementary audit, validity to 2024 unchanged', async () => {
    const one = await signed('Lower River Smelter', '2020-07-28')
    await replay(one, ...assessed('2021-01-20', '2021-04-10'), ...decided('2021-07-15', 'conditional'))
    expect(await standing(one, '2021-07-15')).toMatchObject({ state: 'conditional', clocks: { 'improvement-plan': '2022-07-15 runs', 'full-conformance': '2022-07-28 runs', 'award-validity': '2024-07-15 runs' } })
    await replay(one, ['2022-06-01', 'follow-up.opened'], ...decided('2022-07-01', 'awarded'))
    expect(await standing(one, '2022-07-01')).toEqual({
      state: 'awarded', round: 2, version: '2.0',
      clocks: {
        'self-assessment': '2021-01-28 done', 'site-assessment': '2021-07-28 done', 'full-conformance': '2022-07-28 done', 'improvement-plan': '2022-07-15 done',
        'award-validity': '2024-07-15 runs', 're-assessment': '2024-07-15 runs',
      },
    })
  })
  it('award 2024, progress looked at on the ground, all plans closed in October 2025, two more years to 2027', async () => {
    const one = await signed('Desert Concentrator', '2023-11-10')
    await replay(one, ...assessed('2024-04-20', '2024-07-05'), ...decided('2024-10-20', 'conditional'), ['2025-09-10', 'follow-up.opened'], ...decided('2025-10-15', 'awarded'))
    expect(await validity(one, '2025-10-21')).toBe('2027-10-20 runs')
  })
  it('award 12 June 2024, re-audit in August 2025 on the criteria of its assessment: the plan was two months late, and nothing was withdrawn by a clock', async () => {
    const one = await signed('Copper Belt Mine', '2023-03-01')
    await replay(one, ...assessed('2023-08-30', '2024-02-20'), ...decided('2024-06-12', 'conditional'))
    expect(await extend(one, '2025-02-20', 'full-conformance', '2026-03-01')).toMatch(/^accepted/)
    expect(await standing(one, '2025-06-12')).toMatchObject({ clocks: { 'improvement-plan': '2025-06-12 runs' } })
    expect(await standing(one, '2025-06-13')).toMatchObject({ state: 'conditional', clocks: { 'improvement-plan': '2025-06-12 late', 'award-validity': '2027-06-12 runs' } })
    await replay(one, ['2025-08-04', 'follow-up.opened'], ...decided('2025-08-29', 'awarded'))
    expect(await standing(one, '2025-08-29')).toMatchObject({ state: 'awarded', round: 2, version: '2.0', clocks: { 'improvement-plan': '2025-06-12 done', 'full-conformance': '2026-03-01 done', 'award-validity': '2027-06-12 runs' } })
  })
  it('award by December 2023, gap closure audits later, and the condition kept once in between', async () => {
    const one = await signed('Northern Division', '2022-10-01')
    await replay(one, ...assessed('2023-03-30', '2023-08-10'), ...decided('2023-12-01', 'conditional'), ['2024-06-01', 'follow-up.opened'], ...decided('2024-07-10', 'conditional'))
    expect(await standing(one, '2024-07-10')).toMatchObject({ state: 'conditional', round: 2, clocks: { 'improvement-plan': '2024-12-01 runs', 'award-validity': '2026-12-01 runs' } })
    await replay(one, ['2024-10-20', 'follow-up.opened'], ...decided('2024-11-20', 'awarded'))
    expect(await standing(one, '2024-11-20')).toMatchObject({ state: 'awarded', round: 3, clocks: { 'award-validity': '2026-12-01 runs' } })
  })
  it('obtained 2023, kept 2024, then re-assessed under the new criteria', async () => {
    const one = await signed('Deep Mine', '2022-05-10')
    await replay(one, ...assessed('2022-11-05', '2023-02-20'), ...decided('2023-06-20', 'conditional'), ['2024-05-10', 'follow-up.opened'], ...decided('2024-05-20', 'awarded'))
    world.setNow(noon('2025-07-01'))
    const next = await call(world, one.owner, 'openReassessment', { caseId: one.caseId, cause: 'end-of-validity', reason: 'The award ends in June 2026.' })
    expect(await standing(next, '2025-07-01')).toMatchObject({ state: 'committed', version: '3.0' })
    expect(await validity(one, '2025-07-01')).toBe('2026-06-20 runs')
  })
})
