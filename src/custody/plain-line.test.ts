import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { siteNo } from '#test/custody.ts'
import { readBySchema } from './line-reading.ts'
import { CustodyModel, ScrapClass } from './custody-model.ts'
import { Material } from './lot.ts'
import { plainLine } from './plain-line.ts'
import { Substance } from './substance.ts'

// Lines ----------------------------------------------------------------------------------------------------------------

const Ref = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,12}$/)
const Mass = fc.constantFrom('1 t', '0.5 kg', '25.123456789 t', '1200g', '3 oz', '17 lb', '0 t', '9 mg')
const Fraction = fc.constantFrom('0', '1', '0.28', '1.000')
const At = fc.constantFrom('2026-02-01T08:00:00Z', '2026-02-01T08:00:01Z', '2026-02-01T08:00:00.000Z', '2026-02-01T08:00:00.5Z', '2026-02-01T23:59:59.123Z', '2024-02-29T00:00:00.00Z', '0050-01-01T00:00:00Z', '2026-02-29T00:00:00Z', '2026-02-01T24:00:00Z')
const Site = fc.constantFrom(siteNo(1), siteNo(2), siteNo(300, 'PER'))
const Masses = fc.dictionary(fc.constantFrom(...Substance.options), Mass, { maxKeys: 3 })
const Words = fc.oneof({ arbitrary: fc.constant('copper wire'), weight: 4 }, fc.constantFrom('wire', ' wire', 'wire ', 'Kupferröhre', 'a"b', 'a\\b', ''), fc.string({ maxLength: 100 }))
const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const Draw = fc.record({ lot: Ref, take: some(fc.oneof(fc.constant('all'), Mass)), contained: some(Masses), recovery: some(Fraction) })
const lotFields = {
  lot: Ref, material: fc.constantFrom(...Material.options), metal: fc.constantFrom(...Substance.options), contained: some(Masses), model: some(fc.constantFrom(...CustodyModel.options)), scrapClass: some(fc.constantFrom(...ScrapClass.options)),
  measured: some(fc.record({ gross: Mass, moisture: some(Fraction), assay: fc.dictionary(fc.constantFrom(...Substance.options), Fraction, { maxKeys: 3 }) })),
  identifiers: fc.constantFrom(undefined, undefined, undefined, { brand: 'Ridge' }),
}
const Lot = fc.record(lotFields)
const Party = fc.oneof(fc.record({ organisationId: fc.oneof(Ref, Words) }), fc.record({ name: Words }))
const [Draws, Lots] = [fc.oneof(fc.array(Draw, { minLength: 1, maxLength: 1 }), fc.array(Draw, { maxLength: 3 })), fc.oneof(fc.array(Lot, { minLength: 1, maxLength: 1 }), fc.array(Lot, { maxLength: 3 }))]
const line = (kind: string, fields: Record<string, fc.Arbitrary<unknown>>) => fc.record({ kind: fc.constant(kind), event: Ref, at: At, site: Site, note: fc.constantFrom(undefined, undefined, undefined, 'said'), ...fields })
const Line = fc.oneof(
  line('extract', { outputs: Lots }), line('transform', { inputs: Draws, outputs: Lots, losses: some(Masses), process: some(Words) }), line('split', { inputs: Draws, outputs: Lots }),
  line('merge', { inputs: Draws, outputs: Lots }), line('aggregate', { inputs: Draws, outputs: Lots }), line('ship', { inputs: Draws, shipment: Ref, to: Party, toSite: some(Site), model: some(fc.constantFrom(...CustodyModel.options)) }),
  line('receive', { from: some(Party), shipment: some(Ref), outputs: fc.array(fc.record({ ...lotFields, sentAs: some(Ref), origin: fc.constantFrom(undefined, undefined, { kind: 'unknown' }) }), { maxLength: 3 }) }),
  line('sell', { inputs: Draws, market: Words, buyer: some(Party) }), line('adjust', { lot: Ref, contained: Masses, basis: fc.constant('weight'), by: fc.constant('own'), isSettlement: fc.boolean() }), line('void', { voids: Ref, reason: Words }),
)

// Mutations ------------------------------------------------------------------------------------------------------------

const Strange = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', ' 1 t', '1 T', '-1 t', '1e3 t', '1 t\n', 'all', 'a\u0000b', '\ud800', 'CHL-0000000', 'x'.repeat(81), '1.5', '.5', '__proto__', null, [], {}, 0, true))
type Place = { readonly holder: Record<string, unknown>; readonly key: string }
const placesIn = (value: unknown): Place[] => typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => [{ holder: value as Record<string, unknown>, key }, ...placesIn(inner)]) : []

const Mutation = fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'remove', 'add', 'rename', 'repeat'), value: Strange, name: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'note', 'take', 'model', 'origin', 'sentAs', 'copper', 'iron', 'legs'), fc.string({ maxLength: 8 })) })
function mutated(text: string, { at, how, value, name }: typeof Mutation extends fc.Arbitrary<infer T> ? T : never): string {
  const whole = JSON.parse(text) as Record<string, unknown>
  const places = placesIn(whole)
  const { holder, key } = places[at % places.length]!
  const put = (of: Record<string, unknown>, named: string, what: unknown) => Object.defineProperty(of, named, { value: what, enumerable: true, configurable: true, writable: true })
  if (how === 'replace') put(holder, key, value)
  else if (how === 'remove') { if (Array.isArray(holder)) holder.splice(Number(key), 1); else delete holder[key] }
  else if (how === 'add') { if (Array.isArray(holder)) holder.push(value); else put(holder, name, value) }
  else if (how === 'rename') { if (!Array.isArray(holder)) { put(holder, name, holder[key]); delete holder[key] } }
  else if (Array.isArray(holder)) holder.push(...Array.from({ length: 3 }, () => holder[Number(key)]))
  return JSON.stringify(whole)
}

// The law --------------------------------------------------------------------------------------------------------------

function assertSame(text: string): boolean {
  const plain = plainLine(JSON.parse(text))
  if (plain === undefined) {
    // What was tried and given up leaves the line as readable as it was.
    const tried = JSON.parse(text) as Record<string, unknown>
    plainLine(tried)
    expect(readBySchema(tried)).toEqual(readBySchema(JSON.parse(text) as Record<string, unknown>))
    return false
  }
  expect({ accepted: true, value: plain }).toEqual(readBySchema(JSON.parse(text) as Record<string, unknown>))
  return true
}

describe('a plain line', () => {
  it('is read as the schema reads it, to the byte of its text', () => {
    let [read, all] = [0, 0]
    fc.assert(fc.property(Line, (value) => { all += 1; if (assertSame(JSON.stringify(value))) read += 1 }), { numRuns: 1500 })
    expect(read / all).toBeGreaterThan(0.1)
  })

  it('is left to the schema as soon as anything is out of the ordinary', () => {
    fc.assert(fc.property(Line, fc.array(Mutation, { minLength: 1, maxLength: 3 }), (value, mutations) => { assertSame(mutations.reduce((text, mutation) => Object.keys(JSON.parse(text) as object).length === 0 ? text : mutated(text, mutation), JSON.stringify(value))) }), { numRuns: 2000 })
  })

  it('is none where the value is no object', () => {
    for (const value of [null, 1, 'text', [], {}, { kind: 'melt' }]) expect(plainLine(value)).toBeUndefined()
  })
})
