import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addYears, type Dated } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { factSet, type Fact } from '#src/transparency/fact.ts'
import { holdingOn, holdingsOn, milestonesBySite, survivorOf } from './holding.ts'
import { milestoneFact, type Milestone, type MilestoneKind } from './milestone.ts'

const day = (on: string): Dated => ({ from: on, to: on, precision: 'day', printed: on })
const by = (on: string): Dated => ({ from: null, to: on, precision: 'by', printed: `by ${on}` })
const between = (from: string, to: string): Dated => ({ from, to, precision: 'range', printed: `${from} to ${to}` })
const undated: Dated = { from: null, to: null, precision: 'undated', printed: 'undated' }

let next = 0
function milestone(kind: MilestoneKind, date: Dated, more: Partial<Milestone> = {}): Fact<Milestone> {
  const id = `m${String(next++).padStart(4, '0')}`
  return {
    id, recordedAt: 1,
    value: {
      subjectAsFound: 'Kupferberg', register: 'mark', kind, mark: 'copper', date, asFound: kind, origin: 'compiled',
      dataset: 'invented', citations: [{ text: `source of ${id}` }], ...more,
    },
  }
}
const onCopper = (milestones: readonly Fact<Milestone>[], on: string) => {
  const { surely, possibly, because } = holdingOn(milestones, 'copper', on)
  return { surely, possibly, because }
}

describe('an award found in a public source', () => {
  test('holds surely from its latest possible day, possibly from its earliest', () => {
    const found = [milestone('award', between('2022-05-02', '2022-08-30'))]
    expect(onCopper(found, '2022-05-01')).toEqual({ surely: false, possibly: false, because: 'no-award-found-by-then' })
    expect(onCopper(found, '2022-05-02')).toEqual({ surely: false, possibly: true, because: 'date-not-sure' })
    expect(onCopper(found, '2022-08-30')).toEqual({ surely: true, possibly: true, because: 'award-found' })
  })

  test('is sure when any source makes it sure, possible when any leaves it possible', () => {
    const found = [milestone('award', between('2021-01-01', '2023-04-30')), milestone('award', day('2021-04-15'))]
    expect(onCopper(found, '2021-01-01').possibly).toBe(true)
    expect(onCopper(found, '2021-04-15').surely).toBe(true)
  })

  test('leaves low after three years without a later source, and stays in high', () => {
    const found = [milestone('award', day('2021-11-02'))]
    expect(onCopper(found, '2024-11-02').surely).toBe(true)
    expect(onCopper(found, '2024-11-03')).toEqual({ surely: false, possibly: true, because: 'no-recent-source' })
    expect(onCopper(found, '2060-01-01').possibly).toBe(true)
  })

  test.each([
    ['a re-award', milestone('re-award', day('2024-10-01'))],
    ['a follow-up', milestone('follow-up', day('2024-10-01'))],
    ['an extension', milestone('extension', day('2024-10-01'))],
    ['a printed validity', milestone('follow-up', day('2022-10-01'), { validUntil: '2026-01-01' })],
  ])('is confirmed by %s', (_name, confirmation) => {
    const found = [milestone('award', day('2021-11-02')), confirmation]
    expect(onCopper(found, '2025-06-30')).toEqual({ surely: true, possibly: true, because: 'award-found' })
  })

  test('a source of a later day does not confirm an earlier one', () => {
    const found = [milestone('award', day('2020-08-25')), milestone('re-award', day('2024-04-23'))]
    expect(onCopper(found, '2023-12-31').because).toBe('no-recent-source')
    expect(onCopper(found, '2024-04-23').because).toBe('award-found')
  })

  test('a follow-up alone is no award', () => {
    expect(onCopper([milestone('follow-up', day('2022-01-01'))], '2023-01-01').because).toBe('no-award-found-by-then')
  })

  test('"by" a day begins where another source of it begins, else at the commitment, else is not bounded', () => {
    const award = milestone('award', by('2023-10-14'))
    expect(onCopper([award], '2019-01-01').possibly).toBe(true)
    expect(onCopper([award, milestone('participation', day('2022-03-01'))], '2022-02-28').possibly).toBe(false)
    expect(onCopper([award, milestone('participation', by('2022-03-01'))], '2022-02-28').possibly).toBe(true)
    expect(onCopper([award, milestone('award', between('2022-09-10', '2023-12-31'))], '2022-09-09').possibly).toBe(false)
    expect(onCopper([award, milestone('re-award', day('2026-01-01'))], '2019-01-01').possibly).toBe(true)
  })

  test('an undated award is possible and never sure', () => {
    expect(onCopper([milestone('award', undated)], '2030-01-01')).toEqual({ surely: false, possibly: true, because: 'date-not-sure' })
  })

  test('a compiled word of suspension takes it out of low, never out of high', () => {
    const found = [milestone('award', day('2023-01-01')), milestone('suspension', day('2023-06-01'))]
    expect(onCopper(found, '2023-05-31').surely).toBe(true)
    expect(onCopper(found, '2023-12-31')).toEqual({ surely: false, possibly: true, because: 'source-states-end' })
    expect(onCopper([...found, milestone('re-award', day('2024-01-01'))], '2024-02-01').surely).toBe(true)
  })

  test('names the milestones it rests on', () => {
    const award = milestone('award', day('2023-01-01'))
    const later = milestone('follow-up', day('2024-01-01'))
    expect(holdingOn([milestone('commitment', day('2022-01-01')), award, later], 'copper', '2023-06-01').restsOn).toEqual([award])
    expect(holdingOn([award, later], 'copper', '2024-06-01').restsOn).toEqual([award, later])
  })
})

describe('the record of the mark\'s owner', () => {
  const owner = (kind: MilestoneKind, date: Dated, more: Partial<Milestone> = {}) =>
    milestone(kind, date, { origin: 'mark-owner', ...more })

  test('is followed to the day', () => {
    const live = [owner('award', day('2023-01-10'), { validUntil: '2026-01-09' })]
    expect(onCopper(live, '2026-01-09')).toEqual({ surely: true, possibly: true, because: 'live-in-force' })
    expect(onCopper(live, '2026-01-10')).toEqual({ surely: false, possibly: false, because: 'live-not-in-force' })
  })

  test('a suspension ends with a follow-up, a withdrawal only with a new grant', () => {
    const suspended = [owner('award', day('2023-01-10')), owner('suspension', day('2023-06-01'))]
    expect(onCopper(suspended, '2023-05-31').surely).toBe(true)
    expect(onCopper(suspended, '2023-06-01').possibly).toBe(false)
    const lifted = [...suspended, owner('follow-up', day('2023-09-01'))]
    expect(onCopper(lifted, '2023-09-01').surely).toBe(true)
    const withdrawn = [owner('award', day('2023-01-10')), owner('withdrawal', day('2023-06-01')), owner('follow-up', day('2023-09-01'))]
    expect(onCopper(withdrawn, '2023-10-01')).toEqual({ surely: false, possibly: false, because: 'live-not-in-force' })
    expect(onCopper([...withdrawn, owner('award', day('2024-01-01'))], '2024-01-01').surely).toBe(true)
  })

  test('a suspension with an end of its own ends by itself', () => {
    const live = [owner('award', day('2023-01-10')), owner('suspension', day('2023-06-01'), { validUntil: '2023-08-31' })]
    expect(onCopper(live, '2023-08-31').possibly).toBe(false)
    expect(onCopper(live, '2023-09-01').surely).toBe(true)
  })

  test('the end of the newest validity counts, not the silence of an older award', () => {
    const live = [owner('award', day('2021-01-01')), owner('re-award', day('2024-01-01'), { validUntil: '2025-01-01' })]
    expect(onCopper(live, '2025-01-02')).toEqual({ surely: false, possibly: false, because: 'live-not-in-force' })
  })

  test('takes the place of compiled facts from its first award on; what was compiled of earlier days stands', () => {
    const both = [milestone('award', day('2021-03-01')), owner('award', day('2024-03-01'), { validUntil: '2024-12-31' })]
    expect(onCopper(both, '2022-01-01')).toEqual({ surely: true, possibly: true, because: 'award-found' })
    expect(onCopper(both, '2025-01-01')).toEqual({ surely: false, possibly: false, because: 'live-not-in-force' })
  })

  test('of one mark says nothing about another', () => {
    const both = [milestone('award', day('2023-01-01')), owner('award', day('2023-01-01'), { mark: 'molybdenum', validUntil: '2023-02-01' })]
    expect(holdingsOn(both, '2023-06-01').map(({ mark, surely, basis }) => ({ mark, surely, basis }))).toEqual([
      { mark: 'copper', surely: true, basis: 'compiled' }, { mark: 'molybdenum', surely: false, basis: 'live' },
    ])
  })
})

test('milestones follow a merged site to the one it became', () => {
  const site = { name: 'Kupferberg', aliases: [], identifiers: [], types: ['mine'], country: 'DEU', metals: [], dataset: 'invented', citations: [{ text: 'x' }] }
  const about = (id: string, siteId: string) => ({ kind: milestoneFact.kind, id, value: { ...milestone('award', day('2023-01-01')).value, siteId } })
  const facts = factSet(1, [
    { kind: siteFact.kind, id: 'DEU-1', value: { ...site, mergedInto: 'DEU-2' } },
    { kind: siteFact.kind, id: 'DEU-2', value: site },
    about('a', 'DEU-1'), about('b', 'DEU-2'),
  ])
  expect([...milestonesBySite(facts)].map(([id, found]) => [id, found.map((one) => one.id)])).toEqual([['DEU-2', ['a', 'b']]])
})

test('a ring of merges leads nowhere else', () => {
  const site = (mergedInto: string) => ({ id: '', recordedAt: 1, value: { mergedInto } })
  const ring = new Map([['A', site('B')], ['B', site('A')]]) as unknown as Parameters<typeof survivorOf>[0]
  expect(survivorOf(ring, 'A')).toBe('A')
})

describe('laws', () => {
  const someDay = fc.integer({ min: 0, max: 3650 }).map((n) => new Date(Date.UTC(2019, 0, 1 + n)).toISOString().slice(0, 10))
  const someDate: fc.Arbitrary<Dated> = fc.tuple(fc.option(someDay), fc.option(someDay)).map(([a, b]) => {
    const [from, to] = a !== null && b !== null && a > b ? [b, a] : [a, b]
    return { from, to, precision: 'range', printed: '' }
  })
  const kinds: MilestoneKind[] = ['commitment', 'participation', 'award', 're-award', 'extension', 'follow-up', 'suspension', 'withdrawal']
  const someMilestone = (origins: Milestone['origin'][]) => fc.record({
    kind: fc.constantFrom(...kinds), date: someDate, validUntil: fc.option(someDay, { nil: undefined }), origin: fc.constantFrom(...origins),
  }).map(({ kind, date, validUntil, origin }) => milestone(kind, date, { origin, ...(validUntil === undefined ? {} : { validUntil }) }))

  test('surely implies possibly', () => {
    fc.assert(fc.property(fc.array(someMilestone(['compiled', 'mark-owner', 'decided']), { maxLength: 8 }), someDay, (found, on) => {
      const { surely, possibly } = holdingOn(found, 'copper', on)
      return !surely || possibly
    }), { numRuns: 2000 })
  })

  test('what was compiled never takes an award out of high again', () => {
    fc.assert(fc.property(fc.array(someMilestone(['compiled']), { maxLength: 8 }), someDay, fc.integer({ min: 0, max: 30 }), (found, on, years) =>
      !holdingOn(found, 'copper', on).possibly || holdingOn(found, 'copper', addYears(on, years)).possibly), { numRuns: 1000 })
  })

  test('one more award found never takes a site out of low', () => {
    fc.assert(fc.property(fc.array(someMilestone(['compiled']), { maxLength: 6 }), someDate, someDay, (found, date, on) =>
      !holdingOn(found, 'copper', on).surely || holdingOn([...found, milestone('award', date)], 'copper', on).surely), { numRuns: 1000 })
  })
})
