// What one viewer may learn of others' metal. The strongest test is that two worlds which differ in what is hidden, and agree
// in its band, give the same answers to every question a viewer can ask: then nothing tells them apart.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chain } from '#test/lineage-rows.ts'
import { putFact } from '#src/transparency/fact.ts'
import { factSet } from '#src/transparency/fact.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { answerOf } from './answer.ts'
import { bandOf, labelOf, isToldExactly } from './disclosure-shares.ts'
import { choicesOf, clampedTo, type DisclosureChoice, type Viewer } from './disclosure.ts'
import { compositionOf, demandOf, ownReach, shareText, type Asking } from './exact.ts'
import type { Lineage } from './lineage.ts'
import { isWithheld, type LotAnswer } from './lot-answer.ts'
import { shareByLot, sightOf } from './lot-paths.ts'
import { flowView, pathView, tracedEvents } from './path-view.ts'
import { standingsOf } from './standing.ts'

const MINES = ['CHL-000001A', 'PER-000002B', 'ZMB-000003C', 'CHL-000004D', 'PER-000005E'] as const
const SMELTER = 'DEU-000009S'
const BUYER = 'FRA-00000BB'
const AT = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString()
const viewer: Viewer = { kind: 'organisation', organisationId: 'org_buyer' }
const rule = { parties: 3, band: 10 }
const choice = (organisationId: string, field: DisclosureChoice['field'], level: DisclosureChoice['level'], partner = 'everyone'): DisclosureChoice => ({ organisationId, partner, field, level, chosenAt: AT(1) })

/** Mines ship to a smelter, which casts two lots; the buyer takes of both, and mixes them with its own mine's metal. */
function world(masses: readonly number[]) {
  const made = chain()
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  for (const [i, amount] of masses.entries()) {
    made.add('extract', { org: `org_m${i}`, site: MINES[i]!, at: AT(1 + i), lots: [{ name: `ore${i}`, amount }] })
      .add('receive', { org: 'org_smelter', site: SMELTER, at: AT(10 + i), lots: [{ name: `in${i}`, amount }] }).link(`in${i}`, `ore${i}`, amount)
  }
  const half = Math.floor(total / 2)
  made.add('transform', { org: 'org_smelter', site: SMELTER, at: AT(20), from: masses.map((amount, i) => ({ lot: `in${i}`, amount })), lots: [{ name: 'c1', amount: half, model: 'controlled-blending' }, { name: 'c2', amount: total - half, model: 'controlled-blending' }] })
    .add('receive', { org: 'org_buyer', site: BUYER, at: AT(25), lots: [{ name: 'r1', amount: half }] }).link('r1', 'c1', half)
    .add('receive', { org: 'org_buyer', site: BUYER, at: AT(26), lots: [{ name: 'r2', amount: 40 }] }).link('r2', 'c2', 40)
    .add('extract', { org: 'org_buyer', site: BUYER, at: AT(27), lots: [{ name: 'own', amount: 30 }] })
    .add('merge', { org: 'org_buyer', site: BUYER, at: AT(28), from: [{ lot: 'r1', amount: half }, { lot: 'own', amount: 20 }], lots: [{ name: 'mix', amount: half + 20, model: 'controlled-blending' }] })
    .add('merge', { org: 'org_buyer', site: BUYER, at: AT(29), from: [{ lot: 'mix', amount: 30 }, { lot: 'r2', amount: 25 }], lots: [{ name: 'rod', amount: 55, model: 'controlled-blending' }] })
  return made
}
const LOTS = ['r1', 'r2', 'mix', 'rod'] as const
const awards = (sites: readonly string[], suspended: readonly string[] = []) => {
  const milestone = (siteId: string, kind: 'award' | 'suspension', day: string) => putFact(milestoneFact, `${siteId}.${kind}`, {
    siteId, subjectAsFound: 'invented', register: 'mark', kind, mark: 'copper', date: { from: day, to: day, precision: 'day', printed: day }, asFound: kind, origin: 'decided', dataset: 'invented', citations: [{ text: 'invented for a test' }],
  } as never)
  return factSet(1, [...sites.map((site) => milestone(site, 'award', '2025-01-01')), ...suspended.map((site) => milestone(site, 'suspension', '2026-01-02'))].map((line) => ({ kind: line.kind, id: line.id, value: (line as { value: unknown }).value })))
}
const askingOf = (facts: ReturnType<typeof factSet>, choices: readonly DisclosureChoice[], asOf: string | null = null): Asking & { viewer: Viewer } => ({ standings: standingsOf(facts), asOf, viewer, choices: choicesOf(choices) })
const versions = { logPosition: 1, factorVersion: 'none', engineVersion: '1' }
const ask = (lineage: Lineage, asking: Asking & { viewer: Viewer }): LotAnswer => answerOf({ lineage, asking, rule, knownAt: null, sites: () => undefined, documents: [], footprint: null, versions })

/** Everything a viewer can ask of its lots. */
const everything = (masses: readonly number[], choices: readonly DisclosureChoice[], facts = awards([MINES[0]])) => LOTS.flatMap((lot) => [null, '2025-06-01', '2026-01-10'].map((asOf) => {
  const lineage = world(masses).of(lot)
  const asking = askingOf(facts, choices, asOf)
  const ground = { lineage, asking, rule, sites: () => undefined, versions }
  return JSON.stringify([ask(lineage, asking), tracedEvents(ground), pathView(ground, 50), flowView(ground)])
}))

const released = ['org_m1', 'org_smelter'].flatMap((party) => [choice(party, 'origin', 'site')])

describe('a share that rests on fewer than three parties', () => {
  it('cannot be told from any other of its band, whatever is asked of whichever lots on whichever days', () => {
    fc.assert(fc.property(fc.integer({ min: 6001, max: 6999 }), fc.integer({ min: 6001, max: 6999 }), fc.boolean(), (one, other, isReleased) => {
      const choices = isReleased ? released : []
      expect(everything([one, 10_000 - one], choices)).toEqual(everything([other, 10_000 - other], choices))
    }), { seed: 7, numRuns: 20 })
  })

  it('nor where the ways of the metal are told by country, or one party tells all of itself', () => {
    const told = ['org_m0', 'org_m1', 'org_smelter'].map((party) => choice(party, 'handling', 'country'))
    const whole = ['org_m1', 'org_smelter'].flatMap((party) => (['origin', 'handling', 'shares'] as const).map((field) => choice(party, field, 'site')))
    fc.assert(fc.property(fc.integer({ min: 6001, max: 6999 }), fc.integer({ min: 6001, max: 6999 }), fc.boolean(), (one, other, isWhole) => {
      const choices = isWhole ? whole : told
      expect(everything([one, 10_000 - one], choices)).toEqual(everything([other, 10_000 - other], choices))
    }), { seed: 7, numRuns: 20 })
  })

  it('is a band even where the rest is released, since the rest would give it away', () => {
    const answer = ask(world([6400, 3600]).of('r1'), askingOf(awards([]), released))
    expect(answer.origins.map(({ origin, share }) => [origin.kind, share.state])).toEqual([['site', 'banded'], ['withheld', 'banded']])
    expect(answer.origins[0]!.share).toEqual({ state: 'banded', from: 0.3, to: 0.4 })
    expect(answer.isPartlyWithheld).toBe(true)
  })

  it('lies in its band, and nothing is told as nothing', () => {
    fc.assert(fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), fc.integer({ min: 5, max: 50 }), (share, band) => {
      const { from, to } = bandOf(share, { band })
      expect(from).toBeLessThanOrEqual(share + 1e-9)
      expect(to).toBeGreaterThanOrEqual(share - 1e-9)
      expect(to).toBeGreaterThan(from)
    }), { seed: 7 })
    expect(bandOf(0, { band: 10 })).toEqual({ from: 0, to: 0 })
  })
})

describe('a share that rests on three parties or more', () => {
  const three = [3000, 3000, 4000]
  it('is told exactly, without names', () => {
    const answer = ask(world(three).of('r1'), askingOf(awards(MINES), []))
    expect(answer.origins).toMatchObject([{ origin: { kind: 'withheld' }, share: { state: 'exact', share: 1 }, marks: { withheld: true } }])
    expect(answer.awarded.mine).toMatchObject({ state: 'exact', share: 1 })
  })

  it('is a band where one of them stands otherwise on any day: two days would give it away', () => {
    const sayable = (facts: ReturnType<typeof factSet>) => compositionOf(world(three).of('r1'), askingOf(facts, [])).boundaries.every((boundary) => isToldExactly(boundary, rule, standingsOf(facts)))
    expect(sayable(awards(MINES))).toBe(true)
    expect(sayable(awards(MINES, [MINES[1]]))).toBe(false)
    expect(ask(world(three).of('r1'), askingOf(awards(MINES, [MINES[1]]), [])).awarded.mine.state).toBe('banded')
  })
})

describe('metal that comes back by another\'s book', () => {
  /** The buyer has its own metal smelted together with that of others, and takes cathode back. */
  const tolled = (others: readonly number[]) => {
    const made = chain().add('extract', { org: 'org_buyer', site: BUYER, at: AT(1), lots: [{ name: 'own', amount: 1000 }] })
      .add('receive', { org: 'org_smelter', site: SMELTER, at: AT(2), lots: [{ name: 'tolled', amount: 1000 }] }).link('tolled', 'own', 1000)
    for (const [i, amount] of others.entries()) made.add('extract', { org: `org_m${i}`, site: MINES[i]!, at: AT(3 + i), lots: [{ name: `ore${i}`, amount }] })
      .add('receive', { org: 'org_smelter', site: SMELTER, at: AT(10 + i), lots: [{ name: `in${i}`, amount }] }).link(`in${i}`, `ore${i}`, amount)
    const all = 1000 + others.reduce((sum, amount) => sum + amount, 0)
    return made.add('transform', { org: 'org_smelter', site: SMELTER, at: AT(20), from: [{ lot: 'tolled', amount: 1000 }, ...others.map((amount, i) => ({ lot: `in${i}`, amount }))], lots: [{ name: 'back', amount: 1000 }, { name: 'rest', amount: all - 1000 }] })
      .add('receive', { org: 'org_buyer', site: BUYER, at: AT(25), lots: [{ name: 'cathode', amount: 1000 }] }).link('cathode', 'back', 1000)
      .add('split', { org: 'org_buyer', site: BUYER, at: AT(26), from: [{ lot: 'cathode', amount: 600 }], lots: [{ name: 'wire', amount: 600 }] })
  }
  const asked = (others: readonly number[], choices: readonly DisclosureChoice[]) => ['cathode', 'wire'].map((lot) => {
    const made = tolled(others)
    const lineage = made.of(lot)
    const asking = askingOf(awards([]), choices)
    const ground = { lineage, asking, rule, sites: () => undefined, versions }
    const ownLot = [...lineage.lots.values()].find(({ lotId }) => lotId === 'org_buyer:own')!.lotNo
    return JSON.stringify([ask(lineage, asking), tracedEvents(ground), pathView(ground, 50), flowView(ground), demandOf(lineage, 10, ownReach(lineage, viewer)), shareByLot(lineage, sightOf(lineage, asking), ownLot, rule)])
  })

  it('tells nobody how large the other\'s batch was, whatever is asked', () => {
    for (const choices of [[], [choice('org_smelter', 'handling', 'country')], [choice('org_smelter', 'origin', 'site')]]) expect(asked([1100, 1200], choices)).toEqual(asked([1000, 1000], choices))
  })

  it('is a band of what was handed over, and exact where the other party releases all', () => {
    const lineage = tolled([1100, 1200]).of('wire')
    const ownLot = [...lineage.lots.values()].find(({ lotId }) => lotId === 'org_buyer:own')!.lotNo
    const share = (choices: readonly DisclosureChoice[]) => shareByLot(lineage, sightOf(lineage, askingOf(awards([]), choices)), ownLot, rule)
    expect(share([])).toEqual({ state: 'banded', from: 0.3, to: 0.4 })
    const whole = ['org_m0', 'org_m1', 'org_smelter'].flatMap((party) => (['origin', 'handling', 'shares'] as const).map((field) => choice(party, field, 'site')))
    expect(share(whole)).toMatchObject({ state: 'exact', text: shareText(1000 / 3300) })
  })

  it('counts for nothing among three parties: one knows one\'s own part', () => {
    expect(ask(tolled([1100, 1200]).of('cathode'), askingOf(awards([]), [])).origins).toMatchObject([{ origin: { kind: 'withheld' }, share: { state: 'banded', from: 0.9, to: 1 } }])
    expect(ask(tolled([700, 800, 900]).of('cathode'), askingOf(awards([]), [])).origins).toMatchObject([{ origin: { kind: 'withheld' }, share: { state: 'exact', share: 1 } }])
  })
})

describe('the range of an exact share', () => {
  it('tells by the grid, once for each hand-over, where the shares behind it are not released', () => {
    const open = ['org_m0', 'org_m1', 'org_m2', 'org_smelter'].map((party) => choice(party, 'origin', 'site'))
    const made = (stock: number) => chain().add('extract', { org: 'org_m0', site: MINES[0], at: AT(1), lots: [{ name: 'a', amount: stock / 2 }] }).add('extract', { org: 'org_m1', site: MINES[1], at: AT(1), lots: [{ name: 'b', amount: stock / 2 }] })
      .add('receive', { org: 'org_smelter', site: SMELTER, at: AT(2), lots: [{ name: 'ra', amount: stock / 2 }] }).link('ra', 'a', stock / 2)
      .add('receive', { org: 'org_smelter', site: SMELTER, at: AT(2), lots: [{ name: 'rb', amount: stock / 2 }] }).link('rb', 'b', stock / 2)
      .add('transform', { org: 'org_smelter', site: SMELTER, at: AT(3), from: [{ lot: 'ra', amount: stock / 2 }, { lot: 'rb', amount: stock / 2 }], lots: [{ name: 'c', amount: 600 }, { name: 'd', amount: stock - 600 }] })
      .add('receive', { org: 'org_buyer', site: BUYER, at: AT(4), lots: [{ name: 'r', amount: 600 }] }).link('r', 'c', 600)
      .add('extract', { org: 'org_buyer', site: BUYER, at: AT(5), lots: [{ name: 'own', amount: 100 }] })
      .add('merge', { org: 'org_buyer', site: BUYER, at: AT(6), from: [{ lot: 'r', amount: 300 }, { lot: 'own', amount: 100 }], lots: [{ name: 'mix', amount: 400 }] })
    const seen = (stock: number, lot: string) => JSON.stringify(ask(made(stock).of(lot), askingOf(awards([]), open)))
    // The most would be half of the batch over 600: 0.8333 and 0.85.
    for (const lot of ['r', 'mix']) expect(seen(1000, lot)).toEqual(seen(1020, lot))
    expect(ask(made(1000).of('r'), askingOf(awards([]), open)).origins[0]!.share).toMatchObject({ state: 'exact', share: 0.5, low: 0.1, high: 0.9, firstIn: null })
    expect(ask(made(1000).of('mix'), askingOf(awards([]), open)).origins.find(({ origin }) => origin.kind === 'site' && origin.siteId === MINES[0])!.share).toMatchObject({ state: 'exact', share: 0.375, low: 0, high: 0.75 })
  })
})

describe('what a holder sees of what its partner will see', () => {
  const partner: Viewer = { kind: 'organisation', organisationId: 'org_partner' }
  const previewed = (masses: readonly number[], lot: string, choices: readonly DisclosureChoice[]) =>
    ask(world(masses).of(lot), { ...askingOf(awards([]), []), viewer: partner, choices: clampedTo(choicesOf(choices), 'org_buyer'), readBy: 'org_buyer' })
  const forPartner = ['org_m0', 'org_smelter'].flatMap((party) => (['origin', 'shares', 'handling', 'documents', 'footprint'] as const).map((field) => choice(party, field, 'site', 'org_partner')))
  const own = (['origin', 'shares', 'handling', 'documents', 'footprint'] as const).map((field) => choice('org_buyer', field, 'site', 'org_partner'))

  it('is nothing that upstream tells the partner alone', () => {
    expect(JSON.stringify(previewed([3000, 7000], 'r1', [...forPartner, ...own]))).not.toMatch(/CHL-|PER-|DEU-|org_m|org_smelter/)
    // What both may know is there.
    expect(JSON.stringify(previewed([3000, 7000], 'r1', [...forPartner, ...own, choice('org_m0', 'origin', 'site'), choice('org_smelter', 'origin', 'site')]))).toContain(MINES[0])
  })

  it('is nothing of its own partner\'s book above it', () => {
    const asking = { ...askingOf(awards([]), []), viewer: { kind: 'organisation', organisationId: 'org_m0' } as const, choices: clampedTo(choicesOf(own), 'org_buyer'), readBy: 'org_buyer' }
    expect(JSON.stringify(ask(world([3000, 7000]).of('r1'), asking))).not.toMatch(/CHL-|org_m0/)
  })

  it('tells the holder no narrower share than its own answer, however it mixes', () => {
    const masses = fc.integer({ min: 6001, max: 6999 })
    const choices = [...released, ...own]
    fc.assert(fc.property(masses, masses, (one, other) => {
      for (const lot of LOTS) expect(previewed([one, 10_000 - one], lot, choices)).toEqual(previewed([other, 10_000 - other], lot, choices))
    }), { seed: 7, numRuns: 20 })
  })
})

describe('choices', () => {
  it('hold nothing open by default, and the most restrictive on the way wins', () => {
    const seen = (...choices: DisclosureChoice[]) => ask(world([3000, 3000, 4000]).of('r1'), askingOf(awards([]), choices)).origins.map(({ origin }) => origin.kind).toSorted()
    expect(seen()).toEqual(['withheld'])
    expect(seen(choice('org_m0', 'origin', 'site'))).toEqual(['withheld'])
    expect(seen(choice('org_m0', 'origin', 'site'), choice('org_smelter', 'origin', 'site'))).toEqual(['site', 'withheld'])
    expect(seen(choice('org_m0', 'origin', 'site'), choice('org_smelter', 'origin', 'country'))).toEqual(['country', 'withheld'])
    expect(seen(choice('org_m0', 'origin', 'site'), choice('org_smelter', 'origin', 'region'))).toEqual(['region', 'withheld'])
  })

  it('for one named viewer take the place of the choice for everyone, both ways', () => {
    const seen = (...choices: DisclosureChoice[]) => ask(world([3000, 3000, 4000]).of('r1'), askingOf(awards([]), [choice('org_smelter', 'origin', 'site'), ...choices])).origins.map(({ origin }) => origin.kind).toSorted()
    expect(seen(choice('org_m0', 'origin', 'site', 'org_buyer'))).toEqual(['site', 'withheld'])
    expect(seen(choice('org_m0', 'origin', 'site'), choice('org_m0', 'origin', 'nothing', 'org_buyer'))).toEqual(['withheld'])
    expect(seen(choice('org_m0', 'origin', 'site', 'org_other'))).toEqual(['withheld'])
  })

  it('a choice for everyone downstream is none for the public', () => {
    const choices = choicesOf([choice('org_m0', 'origin', 'site')])
    expect(choices.levelFor('org_m0', { kind: 'public' }, 'origin')).toBe('nothing')
    expect(choicesOf([choice('org_m0', 'origin', 'country', 'public')]).levelFor('org_m0', { kind: 'public' }, 'origin')).toBe('country')
  })

  it('a withheld field says so and is never absent', () => {
    const answer = ask(world([3000, 3000, 4000]).of('r1'), askingOf(awards([]), []))
    expect(answer.handling.some(({ site }) => isWithheld(site))).toBe(true)
    expect(answer.documents).toEqual([{ withheld: true, by: 'upstream party' }])
    expect(answer.footprint).toEqual({ withheld: true, by: 'upstream party' })
  })

  it('one\'s own metal is one\'s own to see', () => {
    const answer = ask(world([3000, 3000, 4000]).of('mix'), askingOf(awards(MINES), []))
    const own = answer.origins.find(({ origin }) => origin.kind === 'site')!
    expect(own.origin).toMatchObject({ siteId: BUYER })
    expect(own.share).toMatchObject({ state: 'exact' })
  })
})

it('a part is labelled by what everybody on its way tells', () => {
  const [part] = compositionOf(world([3000, 3000, 4000]).of('r1'), askingOf(awards([]), released)).boundaries[0]!.parts.filter(({ level }) => level === 'site')
  expect(labelOf(part!).key).toContain(MINES[1])
})
