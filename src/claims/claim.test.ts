// The gate and the sums of neutral claims by values: golden G5, G5b, G5c (custody notes 7).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import golden from '#test/fixtures/custody-golden.json' with { type: 'json' }
import { exactOf, exactWhole, over, printed, times } from '#src/footprint/exact.ts'
import { claimTemplates } from '#src/platform/shipped-lists.ts'
import { decideNeutrality, faultsOf, foldedSeries, NeutralTerms, neutralityOf } from './carbon-neutral.ts'
import { gateFor } from './claim-gate.ts'
import { filled, placesIn } from './claim-template.ts'

const FROM = '2026-09-27'
const rules = { windowMonths: 12, pas2060Until: '2025-11-30', today: '2026-06-15' }
const serials = (from: string, to: string, more: object = {}) => ({ registry: 'VCS', project: 'Invented forest', series: 'VCS-1', serialFrom: from, serialTo: to, vintage: 2024, type: 'removal', retiredOn: '2026-06-01', beneficiary: 'Invented Wire', ...more })
const terms = (retirements: object[], more: object = {}) => NeutralTerms.parse({ standard: 'iso-14068-1', baseline: 'shipments of 2023', reductions: [{ action: 'renewable power', baselineYear: 2023, tonnesCo2e: '310.5', source: 'invented' }], retirements, ...more })
const gross = exactOf(golden.G5_shipment.total)

describe('golden G5: a shipment and its credits', () => {
  it('sums gate, sea and road, and rounds the credits up', () => {
    const gate = times(over(exactOf(golden.G4_chain.total), exactOf(golden.G4_chain.cathode)), exactWhole(500))
    const sea = times(times(exactWhole(500), exactWhole(9000)), exactOf('0.0000035'))
    const road = times(times(exactWhole(500), exactWhole(200)), exactOf('0.0001'))
    expect([gate, sea, road, gate + sea + road].map((one) => printed(one, 4))).toEqual([golden.G5_shipment.cradleToGate, golden.G5_shipment.sea, golden.G5_shipment.road, golden.G5_shipment.total])
    expect(neutralityOf(terms([serials('0001', '2500')]), gross)).toMatchObject({ grossTonnes: golden.G5_shipment.total, creditsNeeded: golden.G5_shipment.creditsToRetire, creditsRetired: '2500', surplusTonnes: golden.G5_shipment.surplus, residualTonnes: golden.G5_shipment.total })
  })
  it('never takes credits off, and says what is wrong', () => {
    const codes = (one: ReturnType<typeof terms>, how = rules) => faultsOf(one, gross, how).map(({ code }) => code)
    expect(codes(terms([serials('0001', '2500')]))).toEqual([])
    expect(codes(terms([serials('0001', '2499')]))).toEqual(['credits-short'])
    expect(codes(terms([serials('0001', '1500'), serials('1500', '2500')]))).toEqual(['credit-already-used'])
    expect(codes(terms([serials('2500', '0001')]))).toEqual(['credit-serials-invalid', 'credits-short'])
    expect(codes(terms([serials('0001', '2500', { retiredOn: '2025-06-14' })]))).toEqual(['credit-outside-window'])
    expect(codes(terms([serials('0001', '2500', { retiredOn: '2026-06-16' })]))).toEqual(['credit-outside-window'])
    expect(codes(terms([serials('0001', '2500', { retiredOn: '2025-06-15' })]))).toEqual([])
    expect(codes(terms([serials('0001', '2500')], { standard: 'pas-2060' }))).toEqual(['standard-withdrawn'])
    expect(codes(terms([serials('0001', '2500', { retiredOn: '2025-11-01' })], { standard: 'pas-2060' }), { ...rules, today: '2025-11-30' })).toEqual([])
    expect(codes(terms([serials('0001', '2500')], { statedFootprintTonnes: '0' }))).toEqual(['net-footprint-refused'])
    expect(codes(terms([serials('0001', '2500')], { statedFootprintTonnes: golden.G5_shipment.total }))).toEqual([])
    expect(decideNeutrality(terms([serials('0001', '2499')]), gross, rules)).toMatchObject({ accepted: false, refusal: { code: 'credits-short' } })
  })
  it('knows a series however it is written', () => {
    expect(foldedSeries({ registry: 'VCS', series: 'VCS-1' })).toBe(foldedSeries({ registry: ' vcs ', series: 'vcs 1:' }))
  })
  it('never leaves fewer credits than tonnes, nor a whole one over, when it asks for as many as it says', () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (micro) => {
      const total = over(exactWhole(micro), exactWhole(1_000_000))
      const { creditsNeeded } = neutralityOf(terms([serials('1', '1')]), total)
      const enough = neutralityOf(terms([serials('1', creditsNeeded)]), total)
      expect(Number(enough.surplusTonnes)).toBeGreaterThanOrEqual(0)
      expect(Number(enough.surplusTonnes)).toBeLessThanOrEqual(1)
    }))
  })
})

describe('golden G5c: the gate', () => {
  const [warn, block, business, net] = golden.G5c_claim_gate
  it('warns the day before, blocks from the day, and lets business documents through with conditions', () => {
    const consumer = { audience: 'eu-consumer', basis: 'offset', subject: 'product', isNetInFootprint: false } as const
    expect(gateFor({ ...consumer, on: warn!.date! }, FROM).result).toBe(warn!.result)
    expect(gateFor({ ...consumer, on: block!.date! }, FROM)).toEqual({ result: block!.result, because: ['eu-consumer-offset-blocked'], conditions: [], blocksFrom: FROM })
    expect(gateFor({ ...consumer, audience: 'business', subject: 'shipment', on: business!.date! }, FROM)).toEqual({ result: 'allow', because: ['words-travel-downstream'], conditions: ['iso-14068-1-report', 'disclosures', 'legal-review'], blocksFrom: null })
    expect(net!.netPCFfield).toBe(true)
    for (const audience of ['any', 'business', 'eu-consumer'] as const) expect(gateFor({ ...consumer, audience, on: '2026-01-01', isNetInFootprint: true }, FROM)).toMatchObject({ result: 'block', because: ['net-in-footprint-field'] })
  })
  it('takes what everybody reads as read by consumers, and leaves other claims alone', () => {
    expect(gateFor({ audience: 'public', basis: 'offset', subject: 'shipment', on: '2026-10-01', isNetInFootprint: false }, FROM).result).toBe('block')
    expect(gateFor({ audience: 'eu-consumer', basis: 'recycled-content', subject: 'lot', on: '2026-10-01', isNetInFootprint: false }, FROM).result).toBe('allow')
  })
})

describe('templates', () => {
  it('have the same places in every language, and never promise more than their basis fills', () => {
    const fills = new Set(['subject', 'site', 'day', 'share', 'preConsumer', 'postConsumer', 'unknown', 'quantity', 'characteristic', 'kgPerTonne', 'primary', 'method', 'gross', 'credits', 'standard', 'metal', 'model', 'mark', 'countries'])
    for (const { template, words } of claimTemplates) {
      const places = placesIn(words.en.statement).sort()
      for (const one of [words.es, words.zh, words.fr]) expect(placesIn(one.statement).sort(), template).toEqual(places)
      expect(places.filter((place) => !fills.has(place)), template).toEqual([])
    }
    expect(() => filled('{gross} t', {})).toThrow('nothing fills it')
  })
})
