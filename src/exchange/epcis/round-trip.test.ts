// Lines to EPCIS and back: identity for everything that is claimed to be supported; and what a partner without our
// extensions sends.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineValue } from './custody-line.ts'
import { CUPEL_CONTEXT, EPCIS_CONTEXT } from './context.ts'
import { readEvent, type ReadEvent } from './document.ts'
import { eventsOfLine } from './from-lines.ts'
import type { WeighedLot, Mapping } from './mapping.ts'
import { linesOf } from './to-lines.ts'

const names = { publicUrl: 'https://metals.example.org', organisationId: 'org_mill' }
const context = [EPCIS_CONTEXT, CUPEL_CONTEXT]
const quantumOf = (metal: string) => metal === 'gold' || metal === 'silver' ? 'mg' as const : 'g' as const
const mapping = (over: Partial<Mapping> = {}): Mapping => ({ names, lotOf: () => undefined, hasEvent: () => true, quantumOf, ...over })
const read = (...events: readonly unknown[]): ReadEvent[] => events.map((event, i) => readEvent(event, i, context, ''))
const mapped = (events: readonly ReadEvent[], how = mapping()) => linesOf(events, events.map((one, i) => String(one.original['eventID'] ?? `urn:example:event:${i}`)), how)

const ref = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,20}$/)
const mass = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 999 }), fc.constantFrom('t', 'kg', 'g', 'lb', 'oz')).map(([whole, part, unit]) => `${whole}.${String(part).padStart(3, '0')} ${unit}`)
const fraction = fc.integer({ min: 1, max: 999_999 }).map((part) => `0.${String(part).padStart(6, '0')}`)
const metal = fc.constantFrom('copper', 'gold', 'zinc')
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const note = fc.string({ minLength: 1, maxLength: 40 })
const document = fc.record({ kind: fc.constantFrom('assay', 'bill-of-lading'), ref: fc.stringMatching(/^[A-Z0-9-]{1,12}$/), sha256: fc.constant('ab'.repeat(32)) })
const site = fc.constantFrom('CHL-000001A', 'PER-000002B')
const party = fc.oneof(fc.record({ organisationId: fc.stringMatching(/^org_[a-z0-9]{1,10}$/) }), fc.record({ name: fc.stringMatching(/^[A-Z][a-zé ]{1,20}[a-z]$/) }), fc.record({ name: fc.constant('Zhōnghuá Copper & Söhne'), country: fc.constantFrom('CHN', 'DEU') }))

const compact = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const lot = fc.tuple(ref, metal, fc.boolean(), mass, fraction, fraction, some(fc.constantFrom('segregated', 'mass-balance')), some(document)).map(([lot, metal, isMeasured, mass, moisture, grade, model, paper]) => ({
  lot, material: 'concentrate', metal, model: model ?? 'mass-balance', ...(isMeasured ? { measured: { gross: mass, moisture, assay: { [metal]: grade, silver: '0.0001' } } } : { contained: { [metal]: mass } }),
  ...(paper === undefined ? {} : { documents: [paper] }), ...(isMeasured ? { identifiers: { brand: 'Brand A', heat: '7/a' } } : {}),
}))
const distinct = <T extends { lot: string }>(one: fc.Arbitrary<T>, most: number) => fc.uniqueArray(one, { selector: (value) => value.lot, minLength: 1, maxLength: most })
const draw = fc.tuple(ref, fc.oneof(fc.constant('all'), mass), some(fraction)).map(([ref, take, recovery]) => ({ lot: `in-${ref}`, take, ...(recovery === undefined ? {} : { recovery }) }))
const leg = fc.record({ mode: fc.constantFrom('sea', 'rail'), km: fc.integer({ min: 1, max: 20_000 }) })

const common = { event: ref, at: fc.date({ min: new Date('2020-01-01'), max: new Date('2026-06-01'), noInvalidDate: true }).map((date) => date.toISOString()), site, note: some(note), documents: some(fc.array(document, { maxLength: 2 })) }
const lines = {
  extract: fc.record({ kind: fc.constant('extract'), ...common, outputs: distinct(lot, 3) }),
  transform: fc.record({ kind: fc.constant('transform'), ...common, inputs: distinct(draw, 3), outputs: distinct(lot, 3), losses: some(fc.record({ copper: mass })), stockChange: some(fc.constant({ copper: '-2 t' })), process: some(fc.constant('flash-smelting')) }),
  merge: fc.record({ kind: fc.constant('merge'), ...common, inputs: distinct(draw, 3), outputs: distinct(lot, 1) }),
  aggregate: fc.record({ kind: fc.constant('aggregate'), ...common, inputs: distinct(draw, 3), outputs: distinct(lot, 1) }),
  split: fc.record({ kind: fc.constant('split'), ...common, inputs: distinct(draw, 1), outputs: distinct(lot, 3) }),
  ship: fc.record({ kind: fc.constant('ship'), ...common, inputs: distinct(draw, 3), shipment: ref, to: party, toSite: some(site), legs: some(fc.array(leg, { minLength: 1, maxLength: 2 })), model: some(fc.constantFrom('segregated', 'mass-balance')) }),
  receive: fc.record({ kind: fc.constant('receive'), ...common, from: some(party), shipment: some(ref), outputs: distinct(fc.tuple(lot, some(ref)).map(([one, sentAs]) => ({ ...one, ...(sentAs === undefined ? {} : { sentAs }), origin: { kind: 'country', country: 'CHL' } })), 3), legs: some(fc.array(leg, { minLength: 1, maxLength: 2 })) }),
  sell: fc.record({ kind: fc.constant('sell'), ...common, inputs: distinct(draw, 3), market: note, buyer: some(party) }),
  adjust: fc.record({ kind: fc.constant('adjust'), ...common, lot: ref, measured: fc.record({ gross: mass, moisture: fraction, assay: fc.record({ copper: fraction }) }), basis: fc.constantFrom('weight', 'assay'), by: fc.constantFrom('own', 'umpire'), isSettlement: fc.boolean() }),
} as const
const anyLine = fc.oneof(...Object.values(lines)).map((line) => compact(line) as LineValue)

describe('a line told in EPCIS and read again is the same line', () => {
  it.each(Object.keys(lines))('%s', (kind) => {
    fc.assert(fc.property(lines[kind as keyof typeof lines], (made) => {
      const line = compact(made) as LineValue
      const events = read(...eventsOfLine(line, { names }))
      expect(events.map(({ fault }) => fault)).toEqual([undefined])
      expect(mapped(events)).toEqual([{ outcome: 'line', line }])
    }), { numRuns: 150 })
  })

  it('also where the ledger says how much "all" was', () => {
    fc.assert(fc.property(lines.transform, fc.integer({ min: 1, max: 1e9 }), (made, grams) => {
      const line = compact(made) as LineValue
      const events = read(...eventsOfLine(line, { names, drawnOf: () => ({ grossGrams: grams, containedGrams: 1 }) }))
      expect(mapped(events)).toEqual([{ outcome: 'line', line }])
    }), { numRuns: 50 })
  })

  it('a void, of any line', () => {
    fc.assert(fc.property(anyLine, common.at, note, (original, at, reason) => {
      const line = { kind: 'void', event: 'V-1', at, site: 'CHL-000001A', reason, voids: original.event }
      const events = read(...eventsOfLine(line as LineValue, { names, lineOf: () => original }))
      expect(events.map(({ fault }) => fault)).toEqual([undefined])
      expect(mapped(events)).toEqual([{ outcome: 'line', line }])
    }), { numRuns: 150 })
  })

  it('a correction, of any line by any line', () => {
    fc.assert(fc.property(anyLine, anyLine, common.at, note, (original, now, at, reason) => {
      const { event: _, ...instead } = now
      const line = { kind: 'correct', event: 'C-1', at, site: 'CHL-000001A', reason, corrects: original.event === 'C-1' ? 'A' : original.event, instead }
      const events = read(...eventsOfLine(line as unknown as LineValue, { names, lineOf: () => original }))
      const [first, second] = mapped(events)
      expect(first).toEqual({ outcome: 'line', line: { ...line, corrects: original.event } })
      expect(second).toEqual({ outcome: 'with', index: 0, ref: 'C-1' })
    }), { numRuns: 150 })
  })
})

const base = { eventTime: '2026-05-04T08:00:00+02:00', eventTimeZoneOffset: '+02:00', bizLocation: { id: 'https://metals.example.org/sites/CHL-000001A' } }
const lotKg = (lot: string, quantity: number, uom = 'KGM') => ({ epcClass: `https://metals.example.org/lots/org_mill:${lot}`, quantity, uom })
const concentrate: WeighedLot = { material: 'concentrate', metal: 'copper', model: 'segregated', grossGrams: 100_000_000, amount: 28_000_000 }
const known = mapping({ lotOf: (ref) => ref === 'L-1' ? concentrate : undefined })
const outcomeOf = (event: unknown, how = known) => { const [one] = mapped(read(event), how); return one! }
const codeOf = (event: unknown, how = known) => { const one = outcomeOf(event, how); return one.outcome === 'kept' ? `kept ${one.reason.code}` : one.outcome === 'refused' ? `refused ${one.refusal.code}` : one.outcome }

describe('what a partner without our extensions sends', () => {
  it('is extracted with the assay of its master data', () => {
    const event = { ...base, type: 'ObjectEvent', eventID: 'urn:uuid:1', action: 'ADD', bizStep: 'urn:epcglobal:cbv:bizstep:commissioning', quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.4444', quantity: 25.5, uom: 'TNE' }], ilmd: { 'cupel:material': 'concentrate', 'cupel:metal': 'copper', 'cupel:assay': { 'cupel:copper': '0.28' }, 'cupel:moisture': '0.08' } }
    expect(outcomeOf(event)).toMatchObject({ outcome: 'line', line: { kind: 'extract', at: '2026-05-04T06:00:00.000Z', site: 'CHL-000001A', outputs: [{ lot: '01/04012345111118/10/4444', material: 'concentrate', metal: 'copper', measured: { gross: '25.5 t', moisture: '0.08', assay: { copper: '0.28' } }, identifiers: { epc: 'urn:epc:class:lgtin:4012345.011111.4444' } }] } })
  })
  it('draws its share of a lot by weight, and all of it by all of the weight', () => {
    const ship = (quantity: number) => ({ ...base, type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'shipping', quantityList: [lotKg('L-1', quantity)], bizTransactionList: [{ type: 'desadv', bizTransaction: 'urn:epcglobal:cbv:bt:0614141073467:1152' }], destinationList: [{ type: 'owning_party', destination: 'https://metals.example.org/organisations/org_smelter' }] })
    expect(outcomeOf(ship(25_000))).toMatchObject({ line: { kind: 'ship', shipment: '1152', to: { organisationId: 'org_smelter' }, inputs: [{ lot: 'L-1', take: '7000000 g' }] } })
    expect(outcomeOf(ship(100_000))).toMatchObject({ line: { inputs: [{ lot: 'L-1', take: 'all' }] } })
    expect(codeOf(ship(100_001))).toBe('refused epcis-quantity-above-lot')
  })
  it('splits without losing a gram', () => {
    const split = { ...base, type: 'AggregationEvent', action: 'DELETE', bizStep: 'unpacking', parentID: 'https://metals.example.org/lots/org_mill:L-1', childQuantityList: [lotKg('L-1a', 33_333), lotKg('L-1b', 33_333), lotKg('L-1c', 33_334)] }
    const one = outcomeOf(split)
    const outputs = one.outcome === 'line' ? one.line.outputs! : []
    expect(outputs.map((lot) => (lot['contained'] as { copper: string }).copper).map((text) => Number(text.split(' ')[0])).reduce((a, b) => a + b, 0)).toBe(28_000_000)
    expect(one).toMatchObject({ line: { kind: 'split', inputs: [{ lot: 'L-1', take: 'all' }] } })
  })
  it('puts lots together to the sum of them', () => {
    const pack = { ...base, type: 'AggregationEvent', action: 'ADD', parentID: 'urn:epc:id:sscc:4012345.0000000111', childQuantityList: [lotKg('L-1', 50_000)] }
    expect(outcomeOf(pack)).toMatchObject({ line: { kind: 'aggregate', inputs: [{ lot: 'L-1', take: '14000000 g' }], outputs: [{ lot: '00/040123450000001112', metal: 'copper', model: 'segregated', contained: { copper: '14000000 g' } }] } })
  })
  it('is kept, with the reason, where it says too little', () => {
    const object = { ...base, type: 'ObjectEvent', action: 'OBSERVE', quantityList: [lotKg('L-1', 1)] }
    expect(codeOf({ ...object, bizStep: 'transporting' })).toBe('kept epcis-kind-not-booked')
    expect(codeOf({ ...object, bizStep: 'shipping' })).toBe('kept epcis-party-missing')
    expect(codeOf({ ...object, bizStep: 'receiving' })).toBe('kept epcis-lot-undescribed')
    expect(codeOf({ ...object, bizStep: 'retail_selling', quantityList: [lotKg('L-1', 1, 'LTR')] })).toBe('kept epcis-uom-unknown')
    expect(codeOf({ ...object, bizStep: 'retail_selling', quantityList: [lotKg('L-9', 1)] })).toBe('kept epcis-lot-unknown')
    expect(codeOf({ ...object, bizStep: 'retail_selling', bizLocation: { id: 'urn:epc:id:sgln:4012345.00005.0' } })).toBe('kept epcis-place-unknown')
    expect(codeOf({ ...base, type: 'AssociationEvent', action: 'ADD', parentID: 'urn:x:1', childEPCs: ['urn:x:2'] })).toBe('kept epcis-kind-not-booked')
    expect(codeOf({ ...object, bizStep: 'shipping', errorDeclaration: { declarationTime: '2026-05-05T08:00:00Z' } }, { ...known, hasEvent: () => false })).toBe('kept epcis-original-unknown')
  })
  it('is refused where it contradicts itself or reaches into another book', () => {
    const sell = { ...base, type: 'ObjectEvent', action: 'DELETE', bizStep: 'retail_selling' }
    expect(codeOf({ ...sell, quantityList: [{ epcClass: 'https://metals.example.org/lots/org_other:L-1', quantity: 1, uom: 'KGM' }] })).toBe('refused epcis-books-mixed')
    expect(codeOf({ ...sell, quantityList: [lotKg('L-1', 0.00000000001)] })).toBe('refused epcis-quantity-inexact')
    expect(codeOf({ ...base, type: 'ObjectEvent', action: 'ADD', bizStep: 'commissioning', quantityList: [lotKg('N-1', 5)], 'cupel:lots': [{ 'cupel:epcClass': lotKg('N-1', 5).epcClass, 'cupel:material': 'cathode', 'cupel:metal': 'copper', 'cupel:contained': { 'cupel:copper': '6 kg' } }] })).toBe('refused epcis-extension-disagrees')
  })
})
