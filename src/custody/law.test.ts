// The law of one book by values, and against a naive model that keeps the whole history of every lot.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { siteIdFrom } from '#src/kernel/id.ts'
import { EventLine } from './event.ts'
import { decideEvent, type BookView } from './law.ts'
import type { LotChange } from './law.ts'
import { workingBook, type WorkingBook } from './working-book.ts'

const SITE = siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 1))
const empty: BookView = { organisationId: 'org_1', tolerance: 0.02, lot: () => undefined, event: () => undefined, changesOf: () => [] }
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString()
let count = 0
const line = (kind: string, minute: number, more: object): EventLine => EventLine.parse({ kind, event: `E${++count}`, at: at(minute), site: SITE, ...more })
const lot = (ref: string, mass: string, more: object = {}) => ({ lot: ref, material: 'concentrate', metal: 'copper', contained: { copper: mass }, ...more })
const take = (ref: string, mass = 'all', more: object = {}) => ({ lot: ref, take: mass, ...more })

function book(...lines: EventLine[]): WorkingBook {
  const working = workingBook(empty)
  for (const one of lines) { const outcome = decideEvent(working, one); if (!outcome.accepted) throw new Error(outcome.refusal.detail); working.apply(outcome.value) }
  return working
}
const decided = (working: WorkingBook, one: EventLine): string => { const outcome = decideEvent(working, one); return outcome.accepted ? 'accepted' : outcome.refusal.code }
const scrap = (scrapClass: string) => ({ material: 'scrap', scrapClass })
const offcuts = (own: string, other = own) => book(line('extract', 0, { outputs: [lot('L', '10 t')] }), line('transform', 1, { inputs: [take('L')], outputs: [lot('Q', '8 t'), lot('O', '1 t', scrap(own)), lot('P', '1 t', scrap(other))] }))
const ten = () => book(line('extract', 0, { outputs: [lot('L', '10 t')] }))

describe('the law of one book', () => {
  const cases: readonly [string, WorkingBook, EventLine][] = [
    ['lot-absent', ten(), line('sell', 1, { inputs: [take('X')], market: 'm' })],
    ['lot-overdrawn', ten(), line('sell', 1, { inputs: [take('L', '10.000001 t')], market: 'm' })],
    ['lot-empty', book(line('extract', 0, { outputs: [lot('L', '1 t')] }), line('sell', 1, { inputs: [take('L')], market: 'm' })), line('sell', 2, { inputs: [take('L')], market: 'm' })],
    ['lot-drawn-twice', ten(), line('sell', 1, { inputs: [take('L', '1 t'), take('L', '1 t')], market: 'm' })],
    ['output-before-input', book(line('extract', 5, { outputs: [lot('L', '1 t')] })), line('sell', 4, { inputs: [take('L')], market: 'm' })],
    ['lot-already-recorded', ten(), line('extract', 1, { outputs: [lot('L', '1 t')] })],
    ['lot-already-recorded', ten(), line('extract', 1, { outputs: [lot('M', '1 t'), lot('M', '1 t')] })],
    ['lot-cycle', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('L', '10 t')] })],
    ['yield-above-one', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '10.1 t')] })],
    ['yield-above-one', ten(), line('transform', 1, { inputs: [take('L', '1 t')], outputs: [lot('M', '1000 t')], stockChange: { copper: '-999 t' } })],
    ['yield-above-one', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '9.5 t')], stockChange: { copper: '0.6 t' } })],
    ['loss-unstated', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '9.7 t')] })],
    ['mass-not-conserved', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '9 t')], losses: { copper: '0.5 t' } })],
    ['mass-not-conserved', ten(), line('split', 1, { inputs: [take('L')], outputs: [lot('M', '9 t')] })],
    ['lot-metal-missing', ten(), line('sell', 1, { inputs: [take('L', 'all', { contained: { gold: '1 g' } })], market: 'm' })],
    ['model-stronger-than-input', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '10 t', { model: 'segregated' })] })],
    ['identity-mixed', book(line('extract', 0, { outputs: [lot('A', '1 t', { model: 'identity-preserved' }), lot('B', '1 t', { model: 'identity-preserved' })] })), line('merge', 1, { inputs: [take('A'), take('B')], outputs: [lot('M', '2 t', { model: 'identity-preserved' })] })],
    ['scrap-class-wrong', ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '10 t', { material: 'scrap', scrapClass: 'post-consumer' })] })],
    ['scrap-class-wrong', ten(), line('receive', 1, { outputs: [lot('M', '10 t', { material: 'scrap', scrapClass: 'internal' })] })],
    ...(['split', 'merge', 'aggregate'] as const).flatMap((kind): [string, WorkingBook, EventLine][] => [
      ['scrap-class-wrong', ten(), line(kind, 1, { inputs: [take('L')], outputs: [lot('M', '10 t', scrap('post-consumer'))] })],
      ['scrap-class-wrong', offcuts('internal'), line(kind, 2, { inputs: [take('O')], outputs: [lot('M', '1 t', scrap('pre-consumer'))] })],
      ['scrap-class-wrong', offcuts('internal'), line(kind, 2, { inputs: [take('O')], outputs: [lot('M', '1 t', { material: 'cathode' })] })],
    ]),
    ['scrap-class-wrong', offcuts('internal', 'pre-consumer'), line('merge', 2, { inputs: [take('O'), take('P')], outputs: [lot('M', '2 t', scrap('pre-consumer'))] })],
    ['event-kind-misplaced', ten(), line('void', 1, { voids: 'E1', reason: 'r' })],
    ['quantity-invalid', ten(), line('extract', 1, { outputs: [lot('M', '99999999999 t')] })],
    ['quantity-invalid', book(line('extract', 0, { outputs: [lot('A', '9000000000 t'), lot('B', '9000000000 t')] })), line('transform', 1, { inputs: [take('A'), take('B')], outputs: [lot('M', '9000000000 t')], losses: { copper: '9000000000 t' } })],
  ]
  it.each(cases.map(([code, working, one], i) => ({ name: `${i}: ${code}`, code, working, one })))('refuses $name', ({ code, working, one }) => { expect(decided(working, one)).toBe(code) })

  it('accepts what balances, and says what was lost', () => {
    const outcome = decideEvent(ten(), line('transform', 1, { inputs: [take('L', '5 t')], outputs: [lot('M', '4.8 t')], losses: { copper: '0.15 t' } }))
    expect(outcome).toMatchObject({ accepted: true, value: { lost: { copper: 200_000 }, statedLoss: { copper: 150_000 } } })
    expect(decided(ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '9 t')], stockChange: { copper: '1 t' } }))).toBe('accepted')
    expect(decided(ten(), line('transform', 1, { inputs: [take('L')], outputs: [lot('M', '10 t')], losses: { copper: '1 t' }, stockChange: { copper: '-1 t' } }))).toBe('accepted')
  })

  it('settles what was made here within the tolerance of what it was born with, all settlements together', () => {
    const settle = (minute: number, contained: object) => line('adjust', minute, { lot: 'M', contained, basis: 'weight', by: 'own', isSettlement: true })
    for (const kind of ['transform', 'split', 'merge', 'aggregate'] as const) {
      const made = () => book(line('extract', 0, { outputs: [lot('L', '100 t')] }), line(kind, 1, { inputs: [take('L')], outputs: [lot('M', '100 t')] }))
      expect(decided(made(), settle(2, { copper: '102 t' }))).toBe('accepted')
      expect(decided(made(), settle(2, { copper: '102.000001 t' }))).toBe('yield-above-one')
      expect(decided(made(), settle(2, { copper: '100 t', gold: '1 g' }))).toBe('yield-above-one')
      const weighed = made()
      for (const one of [settle(2, { copper: '90 t' }), settle(3, { copper: '102 t' })]) { const outcome = decideEvent(weighed, one); expect(outcome.accepted).toBe(true); if (outcome.accepted) weighed.apply(outcome.value) }
      expect(decided(weighed, settle(4, { copper: '104 t' }))).toBe('yield-above-one')
      expect(decided(weighed, line('adjust', 4, { lot: 'M', contained: { copper: '500 t' }, basis: 'weight', by: 'own', isSettlement: false }))).toBe('accepted')
    }
    for (const kind of ['extract', 'receive'] as const) expect(decided(book(line(kind, 0, { outputs: [lot('M', '100 t')] })), settle(2, { copper: '500 t' }))).toBe('accepted')
  })

  it('regroups scrap as what it is', () => {
    expect(decided(offcuts('internal'), line('merge', 2, { inputs: [take('O'), take('P')], outputs: [lot('M', '2 t', scrap('internal'))] }))).toBe('accepted')
    expect(decided(offcuts('pre-consumer'), line('split', 2, { inputs: [take('O')], outputs: [lot('M', '0.4 t', scrap('pre-consumer')), lot('N', '0.6 t', scrap('pre-consumer'))] }))).toBe('accepted')
    expect(decided(offcuts('internal'), line('transform', 2, { inputs: [take('O'), take('P')], outputs: [lot('M', '2 t', { material: 'cathode' })] }))).toBe('accepted')
  })

  it('splits and merges to the gram, companions in proportion', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9_999 }), (parts, gold) => {
      const whole = parts.reduce((sum, part) => sum + part, 0)
      const working = book(line('extract', 0, { outputs: [{ ...lot('L', `${whole} g`), contained: { copper: `${whole} g`, gold: `${gold} mg` } }] }), line('split', 1, { inputs: [take('L')], outputs: parts.map((part, i) => lot(`P${i}`, `${part} g`)) }))
      expect(parts.reduce((sum, _, i) => sum + (working.lot(`P${i}`)!.amount.gold ?? 0), 0)).toBe(gold)
      const merged = decideEvent(working, line('merge', 2, { inputs: parts.map((_, i) => take(`P${i}`)), outputs: [lot('W', `${whole} g`)] }))
      expect(merged.accepted && merged.value.born[0]!.state.amount).toEqual({ copper: whole, gold })
    }))
  })
})

// The naive model: all changes of all lots, summed anew for every question -----------------------------------------------

type Act = { readonly what: 'draw' | 'settle'; readonly minute: number; readonly grams: number }
const acts = fc.array(fc.record({ what: fc.constantFrom('draw', 'draw', 'settle'), minute: fc.integer({ min: 1, max: 20 }), grams: fc.integer({ min: 1, max: 120 }) }) as fc.Arbitrary<Act>, { maxLength: 25 })

/** The least the lot ever holds; of changes at one instant each prefix counts, in the order of the book. */
const leastEver = (changes: readonly { readonly at: string; readonly delta: number }[]): number => {
  let balance = 100
  let least = balance
  for (const change of [...changes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) { balance += change.delta; least = Math.min(least, balance) }
  return least
}

describe('random histories, backdated entries included', () => {
  it('are accepted exactly where no lot is overdrawn at any time', () => {
    fc.assert(fc.property(acts, (list) => {
      const working = book(line('extract', 0, { outputs: [lot('L', '100 g')] }))
      const kept: LotChange[] = []
      for (const { what, minute, grams } of list) {
        const total = 100 + kept.filter(({ isSettlement }) => isSettlement === true).reduce((sum, { delta }) => sum + delta, 0)
        const delta = what === 'draw' ? -grams : grams - total
        const one = what === 'draw' ? line('sell', minute, { inputs: [take('L', 'all', { contained: { copper: `${grams} g` } })], market: 'm' }) : line('adjust', minute, { lot: 'L', contained: { copper: `${grams} g` }, basis: 'weight', by: 'own', isSettlement: true })
        const change: LotChange = { event: one.event, at: one.at, substance: 'copper', delta, ...(what === 'settle' ? { isSettlement: true } : {}) }
        const outcome = decideEvent(working, one)
        expect(outcome.accepted).toBe(leastEver([...kept, change]) >= 0)
        if (outcome.accepted) { working.apply(outcome.value); kept.push(change) }
      }
      expect(working.lot('L')!.left.copper).toBe(100 + kept.reduce((sum, { delta }) => sum + delta, 0))
    }), { numRuns: 400 })
  })
})
