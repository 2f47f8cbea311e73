// Golden G4 and G4b by values: one mine, freight, smelter, refinery, rod (custody notes 7), to the printed digits.
import { describe, expect, it } from 'vitest'
import type { Substance } from '#src/custody/substance.ts'
import type { BurdenEvent, BurdenFlow } from '#src/provenance/burden.ts'
import type { ActivityVersion, SiteActivity } from './activity.ts'
import { ActivityLine } from './activity.ts'
import { burdenOfActivity } from './activity-burden.ts'
import { noBurden, primaryOf, printedBurden, totalOf } from './burden-vector.ts'
import { EmissionFactor, shippedVersions } from './emission-factor.ts'
import { exactOf, exactWhole, over, printed, times } from './exact.ts'
import type { AllocationChoice, FactorBook } from './factor-book.ts'
import { rulesFrom } from './factor-book.ts'
import { primaryShareOf } from './footprint-answer.ts'
import { footprintOf, type ChainNode, type FootprintChain } from './lot-footprint.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../test/fixtures/custody-golden.json'), 'utf8')) as Record<'G4_chain' | 'G4b_rod', Record<string, string> & { sharePct: Record<string, string> }>
const rules = rulesFrom('5', 'location')

const line = (name: string, kind: ActivityLine['kind'], scope: 1 | 2 | 3, amount: string, unit: ActivityLine['unit'], isPrimary: boolean, kgCo2e?: string, per: 'period' | 'tonne' = 'period') =>
  ActivityLine.parse({ name, kind, scope, amount, unit, isPrimary, per, ...(kgCo2e === undefined ? {} : { factor: { kgCo2e, source: 'golden G4' } }) })
const activity = (siteId: string, stage: SiteActivity['stage'], lines: ActivityLine[], outputs: SiteActivity['outputs']): ActivityVersion => ({
  activityId: `act_${siteId}`, version: 1, organisationId: `org_${siteId}`, reason: null, recordedAt: '', recordedBy: 'u', isCurrent: true,
  activity: { siteId, stage, from: '2026-01-01', to: '2026-12-31', boundary: 'gate to gate', gwp: 'AR6', lines, outputs },
})

const mine = activity('M', 'mining', [
  line('diesel', 'fuel', 1, '15000000', 'l', true, '2.66155'), line('power', 'electricity', 2, '220000', 'MWh', true, '200'), line('upstream', 'upstream', 3, '12000', 't CO2e', false),
], [{ substance: 'copper', tonnes: '28000', unitValue: '8500' }, { substance: 'molybdenum', tonnes: '600', unitValue: '40000' }])
const smelterLines = [line('direct', 'direct', 1, '12000', 't CO2e', true), line('power', 'electricity', 2, '60000', 'MWh', true, '233'), line('upstream', 'upstream', 3, '5000', 't CO2e', false)]
const smelter = activity('S', 'smelting', smelterLines, [{ substance: 'copper', tonnes: '27300' }])
const refinery = activity('R', 'refining', [line('power', 'electricity', 2, '350', 'kWh', true, '0.233', 'tonne'), line('heat', 'heat', 1, '1500', 't CO2e', true)], [{ substance: 'copper', tonnes: '27259.05' }])
const rod = activity('W', 'rod-making', [
  line('gas', 'fuel', 1, '550', 'kWh', true, '0.18293', 'tonne'), line('power', 'electricity', 2, '90', 'kWh', true, '0.233', 'tonne'), line('other', 'direct', 1, '0.010', 't CO2e', true, undefined, 'tonne'),
], [{ substance: 'copper', tonnes: '199' }])

const shipped = shippedVersions({ edition: 'test', factors: [
  { factor: 'freight.sea', name: 'sea', kind: 'freight', kgCo2e: '0.0035', unit: 'tkm', mode: 'sea', gwp: 'AR6', quality: 'illustrative', source: 'golden' },
  { factor: 'freight.road', name: 'road', kind: 'freight', kgCo2e: '0.10', unit: 'tkm', mode: 'road', gwp: 'AR6', quality: 'illustrative', source: 'golden' },
  { factor: 'scrap.pre-consumer', name: 'scrap', kind: 'scrap', kgCo2e: '80', unit: 't', gwp: 'AR6', quality: 'illustrative', source: 'golden' },
].map((one) => EmissionFactor.parse(one)) })
const bookOf = (activities: ActivityVersion[], choices: AllocationChoice[] = []): FactorBook =>
  ({ version: 1, edition: 'test', shipped, editions: [], factors: [], activities: activities.map((of) => ({ since: 1, of })), choices: choices.map((of) => ({ since: 1, of })) })
const chosen = (siteId: string, stage: SiteActivity['stage'], rule: AllocationChoice['rule']): AllocationChoice => ({ organisationId: `org_${siteId}`, siteId, stage, rule, because: 'test', recordedAt: '', recordedBy: 'u' })

const TONNE = 1_000_000
const flow = (material: BurdenFlow['material'], tonnes: number, grossTonnes: number | null = null, metal: Substance = 'copper'): BurdenFlow =>
  ({ metal, material, amount: Math.round(tonnes * TONNE), grossGrams: grossTonnes === null ? null : Math.round(grossTonnes * TONNE), scrapClass: null })
let no = 0
const event = (siteId: string, kind: BurdenEvent['kind'], inputs: BurdenFlow[], outputs: BurdenFlow[], more: Partial<BurdenEvent> = {}): BurdenEvent =>
  ({ eventNo: ++no, kind, organisationId: `org_${siteId}`, siteId, at: '2026-06-01T00:00:00Z', process: null, legs: [], inputs, entering: [], outputs, ...more })

const wmt = 100_000 / 0.915
/** Extraction, shipment, receipt, smelting, refining. */
function chain(): { nodes: Map<string, ChainNode>; cathode: string } {
  const concentrate = flow('concentrate', 28_000, wmt)
  const nodes = new Map<string, ChainNode>()
  const add = (key: string, one: BurdenEvent, inputs: ChainNode['inputs']) => nodes.set(key, { key, event: one, inputs })
  const legs = [{ mode: 'sea' as const, km: 12_000 }, { mode: 'road' as const, km: 150 }]
  add('extract', event('M', 'extract', [], [concentrate, flow('concentrate', 600, null, 'molybdenum')]), [])
  add('ship', event('M', 'ship', [concentrate], [], { legs }), [{ node: 'extract', metal: 'copper', amount: concentrate.amount, via: null }])
  add('receive', event('S', 'receive', [], [concentrate]), [{ node: 'extract', metal: 'copper', amount: concentrate.amount, via: 'ship' }])
  add('smelt', event('S', 'transform', [concentrate], [flow('anode', 27_300)]), [{ node: 'receive', metal: 'copper', amount: concentrate.amount, via: null }])
  add('refine', event('R', 'transform', [flow('anode', 27_300)], [flow('cathode', 27_259.05)]), [{ node: 'smelt', metal: 'copper', amount: 27_300 * TONNE, via: null }])
  return { nodes, cathode: 'refine' }
}
const chainTo = (target: string): FootprintChain => ({ nodes: chain().nodes, target, metal: 'copper' })
const perTonne = (book: FactorBook, target = 'refine') => printed(over(totalOf(footprintOf(chainTo(target), book, rules).total), exactWhole(1000)), 6)
const tonnes = (kilograms: bigint) => printed(over(kilograms, exactWhole(1000)), 3)

describe('golden G4: mine, freight, smelter, refinery', () => {
  const want = golden.G4_chain
  const book = bookOf([mine, smelter, refinery])
  it('adds up the mine and splits it by mass, since the value ratio is at most 5', () => {
    const made = burdenOfActivity(book, mine, rules)
    if (!made.accepted) throw new Error(made.refusal.detail)
    const { total, lines, allotted, perTonne: each } = made.value
    expect(tonnes(totalOf(total))).toBe(want['mineTotal'])
    expect(tonnes(lines[0]!.burden.scope1)).toBe(want['diesel'])
    expect(tonnes(lines[1]!.burden.scope2Location)).toBe(want['elec'])
    expect([allotted.applied, printed(allotted.valueRatio!, 4)]).toEqual(['mass', want['valueRatio']])
    expect(printed(allotted.parts[0]!.share, 8)).toBe(want['allocMassCu'])
    expect(tonnes(totalOf(allotted.parts[0]!.burden))).toBe(want['mineToCuMass'])
    expect(printed(over(totalOf(each('copper')!.gross), exactWhole(1000)), 6)).toBe(want['mineIntPerTCu'])
    expect(printed(over(totalOf(allotted.parts[0]!.burden), exactWhole(100_000_000)), 6)).toBe(want['mineIntPerDmt'])
  })
  it('splits it by value where that is chosen', () => {
    const made = burdenOfActivity(bookOf([mine], [chosen('M', 'mining', 'economic')]), mine, rules)
    if (!made.accepted) throw new Error(made.refusal.detail)
    expect(printed(made.value.allotted.parts[0]!.share, 8)).toBe(want['allocEconCu'])
    expect(tonnes(totalOf(made.value.allotted.parts[0]!.burden))).toBe(want['mineToCuEcon'])
  })
  it('carries it to the cathode, by stage', () => {
    const footprint = footprintOf(chainTo('refine'), book, rules)
    const cathode = exactOf(want['cathode']!)
    expect(tonnes(times(totalOf(footprint.total), cathode))).toBe(want['total'])
    expect(perTonne(book)).toBe(want['cathodePCF'])
    const share = (stage: string) => printed(over(100n * footprint.parts.filter((part) => part.stage === stage).reduce((sum, part) => sum + totalOf(part.burden), 0n), totalOf(footprint.total)), 4)
    expect({ mine: share('mining'), freight: share('freight'), smelter: share('smelting'), refinery: share('refining') }).toEqual(want.sharePct)
    const freight = footprint.parts.filter(({ stage }) => stage === 'freight').reduce((sum, part) => sum + totalOf(part.burden), 0n)
    expect(tonnes(times(freight, cathode))).toBe(printed(exactOf(want['sea']!) + exactOf(want['road']!), 3))
    const smelting = footprint.parts.find(({ stage }) => stage === 'smelting')!
    expect(tonnes(times(totalOf(smelting.burden), cathode))).toBe(want['smelter'])
    const refining = footprint.parts.find(({ stage }) => stage === 'refining')!
    expect(tonnes(times(refining.burden.scope2Location, cathode))).toBe(want['refElec'])
    expect(tonnes(times(totalOf(refining.burden), cathode))).toBe(want['refinery'])
    expect(printed(over(100n * primaryOf(footprint.total), totalOf(footprint.total)), 4)).toBe(want['primaryDataSharePct'])
    expect(footprint.missing).toEqual([])
  })
  it('takes the other rules of the split on the same facts', () => {
    expect(perTonne(bookOf([mine, smelter, refinery], [chosen('M', 'mining', 'economic')]))).toBe(want['cathodePCF_econMine'])
    const withAcid = activity('S', 'smelting', smelterLines, [{ substance: 'copper', tonnes: '27300' }, { substance: 'sulphuric-acid', tonnes: '95000', displaces: { kgCo2ePerTonne: '100', source: 'golden G4' } }])
    const credited = bookOf([mine, withAcid, refinery], [chosen('S', 'smelting', 'system-expansion')])
    expect(perTonne(credited)).toBe(want['cathodePCF_acidCredit'])
    expect(footprintOf(chainTo('refine'), credited, rules).parts.some(({ label }) => label === 'co-product-credit')).toBe(true)
  })
  it('says what is missing and by how much, and counts nothing in its place', () => {
    const { missing } = footprintOf(chainTo('refine'), bookOf([mine, refinery]), rules)
    expect(missing.map(({ stage, why, share }) => [stage, why, printed(share, 2)])).toEqual([['smelting', 'no-figures', '1.00']])
  })
})

describe('an output that the figures do not name', () => {
  const concentrate = [flow('concentrate', 28_000, wmt), flow('concentrate', 600, null, 'molybdenum')]
  const of = (activities: ActivityVersion[], metal: Substance, outputs = concentrate, choices: AllocationChoice[] = []) => {
    const nodes = new Map<string, ChainNode>([['in', { key: 'in', event: event('M', 'extract', [], [flow('ore', 28_700)]), inputs: [] }], ['out', { key: 'out', event: event('S', 'transform', [flow('ore', 28_700)], outputs), inputs: [{ node: 'in', metal: 'copper', amount: 28_700 * TONNE, via: null }] }]])
    const { total, missing } = footprintOf({ nodes, target: 'out', metal }, bookOf([mine, ...activities], choices), rules)
    return { kg: printed(totalOf(total), 3), missing: missing.map(({ stage, why, share }) => [stage, why, printed(share, 4)]) }
  }
  const alone = activity('S', 'concentrating', [line('direct', 'direct', 1, '28000', 't CO2e', true)], [{ substance: 'copper', tonnes: '28000' }])
  const valued = activity('S', 'concentrating', [line('direct', 'direct', 1, '28000', 't CO2e', true)], [{ substance: 'copper', tonnes: '14000', unitValue: '10' }, { substance: 'gold', tonnes: '1', unitValue: '90000' }])
  const gap = (share: string) => [['concentrating', 'figures-unusable', share]]
  it('is said to be missing of every lot that shares with it', () => {
    expect(of([alone], 'molybdenum').missing).toEqual(gap('0.0210'))
    expect(of([alone], 'copper').missing).toEqual(gap('0.0210'))
  })
  it('is said of its own lot alone where it bears nothing of the others', () => {
    const withAcid = [concentrate[0]!, flow('acid', 95_000, null, 'sulphuric-acid')]
    expect(of([alone], 'copper', withAcid).missing).toEqual([])
    expect(of([alone], 'sulphuric-acid', withAcid)).toMatchObject({ kg: '0.000', missing: gap('1.0000') })
    const economic = [chosen('S', 'concentrating', 'economic')]
    expect(of([valued], 'copper', concentrate, economic).missing).toEqual([])
    expect(of([valued], 'molybdenum', concentrate, economic)).toMatchObject({ kg: '0.000', missing: gap('1.0000') })
  })
  it('still bears what came in where nothing else does: nothing is lost', () => {
    const { kg, missing } = of([valued], 'molybdenum', [concentrate[1]!], [chosen('S', 'concentrating', 'economic')])
    expect(Number(kg)).toBeGreaterThan(0)
    expect(missing).toEqual(gap('1.0000'))
  })
  it('gives a product that displaces another no figure of its own', () => {
    const displacing = activity('S', 'concentrating', alone.activity.lines as ActivityLine[], [...alone.activity.outputs, { substance: 'sulphuric-acid', tonnes: '95000', displaces: { kgCo2ePerTonne: '100', source: 'invented' } }])
    const withAcid = [concentrate[0]!, flow('acid', 95_000, null, 'sulphuric-acid')]
    const rule = [chosen('S', 'concentrating', 'system-expansion')]
    expect(of([displacing], 'sulphuric-acid', withAcid, rule).missing).toEqual(gap('1.0000'))
    expect(of([displacing], 'copper', withAcid, rule).missing).toEqual([])
  })
})

describe('the share of primary data', () => {
  it('never passes one, also where a credit lowers the total', () => {
    const burden = { ...noBurden, scope1: exactWhole(100), scope3: exactWhole(-60), primaryLocation: exactWhole(100), primaryMarket: exactWhole(100) }
    expect([printedBurden(burden, 'location').primaryShare, primaryShareOf({ parts: [], total: burden, missing: [] }, 'location')]).toEqual(['1.000000', '1.000000'])
  })
})

describe('golden G4b: rod of cathode and bought scrap, cut off from its first life', () => {
  const want = golden.G4b_rod
  const book = bookOf([mine, smelter, refinery, rod])
  const rodOf = (scrapTonnes: number): string => {
    const { nodes } = chain()
    const scrap = flow('scrap', scrapTonnes)
    const inputs: ChainNode['inputs'] = [{ node: 'refine', metal: 'copper', amount: (200 - scrapTonnes) * TONNE, via: null }, ...scrapTonnes === 0 ? [] : [{ node: 'scrap', metal: 'copper' as const, amount: scrapTonnes * TONNE, via: null }]]
    nodes.set('scrap', { key: 'scrap', event: event('W', 'receive', [], [scrap], { entering: [{ ...scrap, origin: { kind: 'scrap', scrapClass: 'pre-consumer' } }] }), inputs: [] })
    nodes.set('rod', { key: 'rod', event: event('W', 'transform', [flow('cathode', 200 - scrapTonnes), scrap], [flow('rod', 199)]), inputs })
    return printed(over(totalOf(footprintOf({ nodes, target: 'rod', metal: 'copper' }, book, rules).total), exactWhole(1000)), 6)
  }
  it('gives the printed digits for 0, 10 and 30 % of scrap', () => {
    expect([rodOf(0), rodOf(20), rodOf(60)]).toEqual([want['pcf0pct'], want['pcf10pct'], want['pcf30pct']])
  })
})
