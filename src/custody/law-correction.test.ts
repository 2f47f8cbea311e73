// Taking back: the old book comes back to the gram, and nothing that was built on is pulled away.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { siteIdFrom } from '#src/kernel/id.ts'
import type { EventLine } from './event.ts'
import { EventLine as Line } from './event.ts'
import { decideTakingBack } from './law-correction.ts'
import { decideEvent, type BookView, type EventState, type LotChange, type Posting } from './law.ts'
import type { LotState } from './lot.ts'
import { substancesIn } from './substance.ts'
import { workingBook, type WorkingBook } from './working-book.ts'

const SITE = siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 1))
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString()
const empty: BookView = { organisationId: 'org_a', tolerance: 0.02, lot: () => undefined, event: () => undefined, changesOf: () => [] }
const kg = (grams: number): string => `${grams} g`
const lot = (ref: string, grams: number, model = 'mass-balance') => ({ lot: ref, material: 'cathode', metal: 'copper', model, contained: { copper: kg(grams) } })
const line = (value: Record<string, unknown>): EventLine => Line.parse({ site: SITE, ...value })
const extract = (event: string, minute: number, ref: string, grams: number, model?: string): EventLine => line({ kind: 'extract', event, at: at(minute), outputs: [lot(ref, grams, model)] })
const sell = (event: string, minute: number, ref: string, grams: number): EventLine => line({ kind: 'sell', event, at: at(minute), inputs: [{ lot: ref, take: kg(grams) }], market: 'LME' })
const weigh = (event: string, minute: number, ref: string, grams: number, isSettlement = true): EventLine => line({ kind: 'adjust', event, at: at(minute), lot: ref, contained: { copper: kg(grams) }, basis: 'weight', by: 'own', isSettlement })
const merge = (event: string, minute: number, from: readonly string[], ref: string, grams: number): EventLine => line({ kind: 'merge', event, at: at(minute), inputs: from.map((one) => ({ lot: one })), outputs: [lot(ref, grams)] })
const take = (event: string, minute: number, voids: string) => line({ kind: 'void', event, at: at(minute), voids, reason: 'wrong' })
const correct = (event: string, minute: number, corrects: string, instead: Record<string, unknown>) => line({ kind: 'correct', event, at: at(minute), corrects, reason: 'wrong', instead })

const settles = (ref: string) => ({ lot: ref, basis: 'weight', by: 'own', isSettlement: true })

function tried(book: WorkingBook, one: EventLine): string {
  const outcome = one.kind === 'void' || one.kind === 'correct' ? decideTakingBack(book, one) : decideEvent(book, one)
  if (!outcome.accepted) return outcome.refusal.code
  book.apply(outcome.value)
  return 'recorded'
}
const written = (...lines: readonly EventLine[]): { book: WorkingBook; codes: string[] } => { const book = workingBook(empty); return { book, codes: lines.map((one) => tried(book, one)) } }
const left = (book: BookView, ref: string): number | undefined => { const state = book.lot(ref); return state === undefined || state.isVoid ? undefined : state.left.copper }

describe('a void', () => {
  it('takes back a draw, a lot and a settlement', () => {
    const { book, codes } = written(extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 30), take('V1', 9, 'E2'), weigh('E3', 2, 'A', 90), take('V2', 9, 'E3'), take('V3', 9, 'E1'))
    expect(codes).toEqual(Array.from({ length: 6 }, () => 'recorded'))
    expect(left(book, 'A')).toBeUndefined()
  })

  it('refuses what was never recorded, what was taken back before, and a void', () => {
    expect(written(extract('E1', 0, 'A', 100), take('V1', 9, 'E9'), take('V2', 9, 'E1'), take('V3', 9, 'E1'), take('V4', 9, 'V2')).codes)
      .toEqual(['recorded', 'event-absent', 'recorded', 'event-already-void', 'event-not-reversible'])
  })

  it('refuses an event whose lot was drawn from or settled since, naming lot and event', () => {
    const { book, codes } = written(extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 30), extract('E3', 0, 'B', 100), weigh('E4', 1, 'B', 90), weigh('E5', 2, 'B', 95))
    expect(codes).not.toContain('event-has-successors')
    const outcome = decideTakingBack(book, take('V', 9, 'E1') as Extract<EventLine, { kind: 'void' }>)
    expect(outcome.accepted ? '' : outcome.refusal.detail).toMatch(/Lot A of event E1 .* by E2/)
    expect([tried(book, take('V1', 9, 'E1')), tried(book, take('V2', 9, 'E3')), tried(book, take('V3', 9, 'E4'))]).toEqual(['event-has-successors', 'event-has-successors', 'event-has-successors'])
  })

  it('refuses a settlement whose increase was drawn since, and takes it where a later weight is not needed for it', () => {
    expect(written(extract('E1', 0, 'A', 100), weigh('E2', 1, 'A', 130), sell('E3', 2, 'A', 120), take('V', 9, 'E2')).codes.at(-1)).toBe('lot-overdrawn')
    expect(written(extract('E1', 0, 'A', 100), weigh('E2', 1, 'A', 130), sell('E3', 2, 'A', 100), take('V', 9, 'E2')).codes.at(-1)).toBe('recorded')
  })

  it('refuses one side of a hand-over that both recorded', () => {
    const { book } = written(extract('E1', 0, 'A', 100))
    const linked: BookView = { ...book, event: (ref) => { const state = book.event(ref); return state === undefined ? undefined : { ...state, isLinked: true } } }
    const outcome = decideTakingBack(linked, take('V', 9, 'E1') as Extract<EventLine, { kind: 'void' }>)
    expect(outcome.accepted ? '' : outcome.refusal.code).toBe('shipment-linked')
  })

  it('is an inverse: what any accepted event did is undone to the gram', () => {
    const step = fc.record({ kind: fc.constantFrom('extract', 'sell', 'weigh', 'merge'), a: fc.nat(5), b: fc.nat(5), grams: fc.integer({ min: 1, max: 500 }), minute: fc.nat(30) })
    fc.assert(fc.property(fc.array(step, { maxLength: 25 }), step, (history, last) => {
      const book = workingBook(empty)
      const lineOf = (one: typeof last, n: number): EventLine => one.kind === 'extract' ? extract(`E${n}`, one.minute, `L${one.a}`, one.grams)
        : one.kind === 'sell' ? sell(`E${n}`, one.minute, `L${one.a}`, one.grams)
          : one.kind === 'weigh' ? weigh(`E${n}`, one.minute, `L${one.a}`, one.grams)
            : merge(`E${n}`, one.minute, [`L${one.a}`, `L${(one.a + one.b) % 6}`], `M${n}`, (book.lot(`L${one.a}`)?.left.copper ?? 0) + (book.lot(`L${(one.a + one.b) % 6}`)?.left.copper ?? 0))
      for (const [n, one] of history.entries()) tried(book, lineOf(one, n))
      const before = snapshot(book)
      if (tried(book, lineOf(last, 99)) !== 'recorded') return
      expect(tried(book, take('V99', 99, 'E99'))).toBe('recorded')
      expect(snapshot(book)).toEqual(before)
    }), { numRuns: 300 })
  })
})

const refs = [0, 1, 2, 3, 4, 5].map((n) => `L${n}`)
const snapshot = (book: BookView) => refs.map((ref) => {
  const state = book.lot(ref)
  return state === undefined || state.isVoid ? null : { amount: state.amount, left: state.left, changes: book.changesOf(ref).map(({ event, delta }) => [event, delta]) }
})

describe('a correction', () => {
  it('says what should have stood, and frees the references', () => {
    const { book, codes } = written(extract('E1', 0, 'A', 100), correct('C1', 9, 'E1', { outputs: [lot('A', 120)] }))
    expect(codes).toEqual(['recorded', 'recorded'])
    expect([left(book, 'A'), book.lot('A')!.bornBy, book.event('E1')!.isVoid]).toEqual([120, 'C1', true])
  })

  it('keeps a lot that was drawn from, and counts the difference from its birth', () => {
    const { book, codes } = written(extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 60), correct('C1', 9, 'E1', { outputs: [lot('A', 70)] }), sell('E3', 2, 'A', 10))
    expect(codes).toEqual(['recorded', 'recorded', 'recorded', 'recorded'])
    expect([left(book, 'A'), book.lot('A')!.amount.copper]).toEqual([0, 70])
  })

  it.each([
    ['less than was drawn', { outputs: [lot('A', 59)] }],
    ['another lot alone', { outputs: [lot('B', 100)] }],
    ['a time after the draw', { at: at(5), outputs: [lot('A', 100)] }],
    ['a looser model', { outputs: [lot('A', 100, 'book-and-claim')] }],
    ['another metal', { outputs: [{ ...lot('A', 100), metal: 'gold', contained: { copper: '100 g', gold: '1 g' } }] }],
  ])('refuses %s', (_, instead) => {
    expect(written(extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 60), correct('C1', 9, 'E1', instead)).codes.at(-1)).toBe('event-has-successors')
  })

  it('refuses to make a drawn lot of others at the very time of the draw, where it could come of itself', () => {
    expect(written(extract('E0', 0, 'Z', 100), extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 60), correct('C1', 9, 'E1', { kind: 'merge', at: at(1), inputs: [{ lot: 'Z' }], outputs: [lot('A', 100)] })).codes.at(-1)).toBe('event-has-successors')
    expect(written(extract('E0', 0, 'Z', 100), extract('E1', 0, 'A', 100), sell('E2', 2, 'A', 60), correct('C1', 9, 'E1', { kind: 'merge', at: at(1), inputs: [{ lot: 'Z' }], outputs: [lot('A', 100)] })).codes.at(-1)).toBe('recorded')
  })

  it('corrects a draw, also down to what the lot held at the time', () => {
    const { book, codes } = written(extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 30), correct('C1', 9, 'E2', { market: 'LME', inputs: [{ lot: 'A', take: '100 g' }] }), correct('C2', 9, 'C1', { market: 'LME', inputs: [{ lot: 'A', take: '101 g' }] }))
    expect(codes).toEqual(['recorded', 'recorded', 'recorded', 'lot-overdrawn'])
    expect(left(book, 'A')).toBe(0)
  })

  it('corrects a settlement, but not below what was drawn after it', () => {
    const base = [extract('E1', 0, 'A', 100), weigh('E2', 1, 'A', 130), sell('E3', 2, 'A', 120)] as const
    expect(written(...base, correct('C1', 9, 'E2', { ...settles('A'), contained: { copper: '125 g' } })).codes.at(-1)).toBe('recorded')
    expect(written(...base, correct('C1', 9, 'E2', { ...settles('A'), contained: { copper: '119 g' } })).codes.at(-1)).toBe('lot-overdrawn')
  })

  it('refuses a line that is not complete, or takes something else back', () => {
    const { book } = written(extract('E1', 0, 'A', 100))
    expect(tried(book, correct('C1', 9, 'E1', {}))).toBe('correction-invalid')
    expect(tried(book, correct('C2', 9, 'E1', { event: 'E7', outputs: [lot('A', 1)] }))).toBe('correction-invalid')
    expect(tried(book, correct('C3', 9, 'E1', { kind: 'void', voids: 'E1', reason: 'x' }))).toBe('correction-invalid')
  })

  it('never leaves a lot overdrawn at any time, whatever is corrected', () => {
    const amount = fc.integer({ min: 1, max: 200 })
    fc.assert(fc.property(amount, amount, amount, fc.array(fc.tuple(fc.nat(20), amount), { maxLength: 6 }), fc.constantFrom('E1', 'E2'), (made, weighed, instead, draws, corrects) => {
      const { book } = written(extract('E1', 0, 'L0', made), weigh('E2', 5, 'L0', weighed), ...draws.map(([minute, grams], n) => sell(`S${n}`, minute, 'L0', grams)))
      tried(book, correct('C1', 30, corrects, corrects === 'E1' ? { outputs: [lot('L0', instead)] } : { ...settles('L0'), contained: { copper: kg(instead) } }))
      const state = book.lot('L0') as LotState
      if (state.isVoid) return
      expect(leastOf(state, book.changesOf('L0'))).toBeGreaterThanOrEqual(0)
    }), { numRuns: 300 })
  })
})

function leastOf(state: LotState, changes: readonly LotChange[]): number {
  let balance = state.left.copper! - changes.reduce((sum, { delta }) => sum + delta, 0)
  let least = balance
  for (const change of [...changes].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) { balance += change.delta; least = Math.min(least, balance) }
  expect(substancesIn(state.left)).toEqual(['copper'])
  return least
}

it('posts what is kept, so that the store can move it', () => {
  const { book } = written(extract('E1', 0, 'A', 100), sell('E2', 1, 'A', 60))
  const outcome = decideTakingBack(book, correct('C1', 9, 'E1', { outputs: [lot('A', 70), lot('B', 5)] }) as Extract<EventLine, { kind: 'correct' }>)
  const posting = (outcome.accepted ? outcome.value : undefined) as Posting
  expect([posting.kept!.map(({ state }) => [state.ref, state.left.copper]), posting.born.map(({ state }) => state.ref), posting.takesBack, posting.line.kind]).toEqual([[['A', 10]], ['B'], 'E1', 'extract'])
  const state: EventState = book.event('E1')!
  expect(state.born).toEqual(['A'])
})
