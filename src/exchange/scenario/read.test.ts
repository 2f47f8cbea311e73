import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultText, readScenario, writeScenario } from './read.ts'
import type { Drawn, Expectation, LotFact, Made, Scenario, ScenarioWords, Statement, StoryAct, Told } from './scenario.ts'

const words: ScenarioWords = {
  substances: ['copper', 'gold', 'sulphuric-acid'], materials: ['concentrate', 'cathode', 'rod', 'scrap'], models: ['mass-balance', 'segregated'], scrapClasses: ['internal', 'pre-consumer', 'post-consumer'],
  modes: ['sea', 'road'], characteristics: ['awarded-mined', 'recycled-post-consumer'], stages: ['mining', 'smelting'], units: ['l', 'kWh', 'MWh'], registers: ['copper', 'gold', 'sulphuric-acid', 'chain-of-custody'],
}
const read = (text: string) => readScenario(text, words)
const strip = ({ statements }: Scenario) => statements.map((statement) => Object.fromEntries(Object.entries(statement).filter(([name]) => name !== 'line')))
const only = (text: string) => { const { scenario, faults } = read(text); expect(faults).toEqual([]); return strip(scenario)[0] }
const fault = (text: string) => faultText(read(text).faults[0]!)

describe('a line of a scenario', () => {
  it('says who is where, and how long an award runs', () => {
    expect(only('mine Alta in CHL awarded copper from 2025-01-10 to 2028-01-09')).toEqual({ kind: 'place', place: { role: 'mine', name: 'Alta', country: 'CHL', awards: [{ mark: 'copper', from: '2025-01-10', to: '2028-01-09' }] } })
  })
  it('reads weights, moisture and assay of a lot', () => {
    expect(only('2026-01-05 Alta extracts lot A: 10,000 t wet, 8.5 % moisture, 28.00 % copper')).toEqual({
      kind: 'told', told: { on: '2026-01-05', party: 'Alta', act: { act: 'extract', outputs: [{ lot: 'A', facts: [{ fact: 'gross', mass: { amount: '10000', unit: 't' }, isWet: true }, { fact: 'moisture', percent: '8.5' }, { fact: 'assay', percent: '28.00', substance: 'copper' }] }] } },
    })
  })
  it('reads a shipment with its way, and a receipt with its weight', () => {
    expect(only('2026-01-20 Alta ships A to Norte as SH-1 by sea 12,000 km then road 150 km')).toMatchObject({ told: { act: { act: 'ship', inputs: [{ lot: 'A' }], shipment: 'SH-1', legs: [{ mode: 'sea', km: '12000' }, { mode: 'road', km: '150' }] } } })
    expect(only('2026-02-20 Norte receives SH-1: 9,990 t')).toMatchObject({ told: { act: { act: 'receive', shipment: 'SH-1', facts: [{ fact: 'gross', mass: { amount: '9990', unit: 't' }, isWet: false }] } } })
  })
  it('reads what goes in with its recovery, what comes out, and what is lost', () => {
    expect(only('2026-03-01 Norte smelts A at 97.5 %, 120 t of B and C into cathode K1 7,513.911 t copper, loses 232.389 t')).toMatchObject({ told: { act: {
      act: 'transform', verb: 'smelts', inputs: [{ lot: 'A', recovery: '97.5' }, { lot: 'B', take: { amount: '120', unit: 't' } }, { lot: 'C' }],
      outputs: [{ material: 'cathode', lot: 'K1', facts: [{ fact: 'contained', substance: 'copper' }] }], losses: [{ mass: { amount: '232.389', unit: 't' } }],
    } } })
  })
  it('reads what is expected', () => {
    expect(only('expect refusal lot-overdrawn: 2026-03-02 Norte sells 8,000 t of K1 in "the end market"')).toMatchObject({ expectation: { expect: 'refusal', code: 'lot-overdrawn', told: { act: { act: 'sell', market: 'the end market' } } } })
    expect(only('expect share of Alta in K1 0.33073855')).toMatchObject({ expectation: { expect: 'share', origin: 'Alta', lot: 'K1', figure: '0.33073855', isPercent: false } })
    expect(only('expect balance Norte awarded-mined copper 185.671 t')).toMatchObject({ expectation: { expect: 'balance', account: { characteristic: 'awarded-mined', metal: 'copper' } } })
    expect(only('expect footprint of K1 4.946737 t per t')).toMatchObject({ expectation: { expect: 'footprint', lot: 'K1', figure: '4.946737' } })
  })
  it('takes an indented line as what happened instead', () => {
    expect(only('2026-03-05 Alta corrects E1: "assay misread"\n  2026-01-05 Alta extracts lot A: 9,900 t wet, 28 % copper')).toMatchObject({ told: { act: { act: 'correct', event: 'E1', instead: { on: '2026-01-05', act: { act: 'extract' } } } } })
  })
})

describe('a line that cannot be read', () => {
  it.each([
    ['2026-01-20 Alta ships A to Norte SH-1', 'Line 1, column 34: expected "at" or "as", found "SH-1"'],
    ['2026-02-30 Alta extracts A: 5 t copper', 'Line 1, column 1: expected'],
    ['2026-01-20 Alta extracts A: 5 tons copper', 'Line 1, column 31: expected "t" or "kg" or "g" or "mg" or "lb" or "oz" or "%", found "tons"'],
    ['expect share of Alta in K1', 'Line 1, column 27: expected "at" or a number, found the end of the line'],
    ['mine Alta', 'Line 1, column 10: expected "in", found the end of the line'],
    ['  awarded copper from 2025-01-10', 'Line 1, column 3: expected a statement'],
    ['today 2026-01-01 now', 'Line 1, column 18: expected the end of the line, found "now"'],
  ])('%s', (text, told) => {
    expect(fault(text).slice(0, told.length)).toBe(told)
  })
  it('does not hide the lines after it', () => {
    const { scenario, faults } = read('nonsense\n\ntoday 2026-01-01\nmore nonsense')
    expect(faults.map(({ line }) => line)).toEqual([1, 4])
    expect(strip(scenario)).toEqual([{ kind: 'blank' }, { kind: 'today', day: '2026-01-01' }])
  })
})

// Any scenario --------------------------------------------------------------------------------------------------------

const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
const name = fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9./_-]{0,8}$/), fc.stringMatching(/^[0-9]{1,4}-?[A-Z]{0,2}$/), fc.stringMatching(/^[A-Za-z0-9 ,:%()äéñ铜-]{1,12}$/), fc.constantFrom('and', 'copper', 'of', 'lot', 'at', '2026-01-01', 'scheme', 'expect'))
const figure = fc.tuple(fc.nat(99_999_999), fc.option(fc.nat(999), { nil: undefined })).map(([whole, part]) => part === undefined ? String(whole) : `${whole}.${part}`)
const mass = fc.record({ amount: figure, unit: fc.constantFrom('t', 'kg', 'g', 'mg', 'lb', 'oz') })
const substance = fc.constantFrom(...words.substances)
const maybe = <T>(key: string, one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined }).map((value): object => value === undefined ? {} : { [key]: value })
const merged = <T>(...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<T> => fc.tuple(...parts).map((all) => Object.assign({}, ...all) as T)
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 })
const lotFact = fc.oneof(
  fc.record({ fact: fc.constant('gross'), mass, isWet: fc.boolean() }), fc.record({ fact: fc.constant('moisture'), percent: figure }), fc.record({ fact: fc.constant('assay'), percent: figure, substance }),
  fc.record({ fact: fc.constant('contained'), mass, substance }), fc.record({ fact: fc.constant('scrap'), scrapClass: fc.constantFrom(...words.scrapClasses) }), fc.record({ fact: fc.constant('model'), model: fc.constantFrom(...words.models) }),
  fc.record({ fact: fc.constant('declared'), origin: name }), fc.record({ fact: fc.constant('brand'), brand: name }),
) as fc.Arbitrary<LotFact>
const drawn = merged<Drawn>(fc.record({ lot: name }), maybe('take', mass), maybe('recovery', figure))
const made = merged<Made>(fc.record({ lot: name }), maybe('material', fc.constantFrom(...words.materials)), maybe('sentAs', name), maybe('facts', some(lotFact)))
const account = fc.record({ characteristic: fc.constantFrom(...words.characteristics), metal: substance })
const lost = merged(fc.record({ mass }), maybe('substance', substance))
const plainAct = fc.oneof(
  fc.record({ act: fc.constant('extract'), outputs: some(made) }),
  merged(fc.record({ act: fc.constant('transform'), verb: fc.constantFrom('smelts', 'casts'), inputs: some(drawn), outputs: some(made) }), maybe('losses', some(lost)), maybe('stock', some(lost))),
  fc.record({ act: fc.constant('regroup'), verb: fc.constantFrom('splits', 'merges', 'packs'), inputs: some(drawn), outputs: some(made) }),
  merged(fc.record({ act: fc.constant('ship'), inputs: some(drawn), to: name, shipment: name }), maybe('toSite', name), maybe('legs', some(fc.record({ mode: fc.constantFrom(...words.modes), km: figure }))), maybe('model', fc.constantFrom(...words.models))),
  merged(fc.record({ act: fc.constant('receive'), shipment: name }), maybe('from', name), fc.oneof(maybe('facts', some(lotFact)), maybe('outputs', some(made)))),
  merged(fc.record({ act: fc.constant('buy'), outputs: some(made) }), maybe('from', name)),
  merged(fc.record({ act: fc.constant('sell'), inputs: some(drawn), market: name }), maybe('buyer', name)),
  merged(fc.record({ act: fc.constant('adjust'), verb: fc.constantFrom('weighs', 'assays'), lot: name, facts: some(lotFact), isSettlement: fc.boolean() }), maybe('by', fc.constantFrom('counterparty', 'umpire'))),
  fc.record({ act: fc.constant('void'), event: name, reason: name }), merged(fc.record({ act: fc.constant('link'), lot: name, shipment: name, sender: name }), maybe('sentAs', name)),
  fc.record({ act: fc.constant('claim'), account, mass, ref: name }), fc.record({ act: fc.constant('transfer'), account, mass, to: name, ref: name }),
  merged(fc.record({ act: fc.constant('open-account'), account, from: day }), maybe('profile', name), maybe('recovery', figure), maybe('opening', some(fc.record({ mass, periods: figure })))),
) as fc.Arbitrary<StoryAct>
const toldBy = (act: fc.Arbitrary<StoryAct>) => merged<Told>(fc.record({ on: day, party: name, act }), maybe('time', fc.constantFrom('08:00', '23:59')), maybe('inBookOf', name), maybe('event', name))
const told = fc.oneof(toldBy(plainAct), toldBy(fc.record({ act: fc.constant('correct' as const), event: name, reason: name, instead: toldBy(plainAct) })))
const expectation = fc.oneof(
  fc.record({ expect: fc.constant('refusal'), code: name, told }),
  merged(fc.record({ expect: fc.constant('share'), origin: name, lot: name, figure, isPercent: fc.boolean() }), maybe('of', name)),
  fc.record({ expect: fc.constant('balance'), party: name, account, of: fc.constantFrom('balance', 'left'), mass, isNegative: fc.boolean() }),
  merged(fc.record({ expect: fc.constant('lot'), lot: name, mass, substance, isLeft: fc.boolean() }), maybe('of', name)),
) as fc.Arbitrary<Expectation>
const place = merged(fc.record({ role: fc.constantFrom('mine', 'smelter', 'rod-mill'), name, country: name }), maybe('owner', name), maybe('awards', some(merged(fc.record({ mark: substance, from: day }), maybe('to', day)))))
const statement = fc.oneof(
  fc.record({ kind: fc.constant('told'), told }), fc.record({ kind: fc.constant('expect'), expectation }), fc.record({ kind: fc.constant('place'), place }), fc.record({ kind: fc.constant('blank') }),
  fc.record({ kind: fc.constant('comment'), text: fc.stringMatching(/^([a-z]+( [a-z]+)*)?$/) }), fc.record({ kind: fc.constant('title'), text: name }), fc.record({ kind: fc.constant('today'), day }),
  merged(fc.record({ kind: fc.constant('award'), on: day, party: name, change: fc.constantFrom('suspended', 'withdrawn', 'given'), mark: substance, from: day }), maybe('to', day)),
) as fc.Arbitrary<Statement>

describe('any scenario', () => {
  it('that is written is read the same', () => {
    fc.assert(fc.property(fc.array(statement, { minLength: 1, maxLength: 8 }), (statements) => {
      const scenario = { statements: statements.map((one, i) => ({ ...one, line: i + 1 })) }
      const text = writeScenario(scenario, words)
      const again = read(text)
      expect(again.faults.map(faultText), text).toEqual([])
      expect(strip(again.scenario)).toEqual(statements)
    }), { numRuns: 300 })
  })
  it('never breaks the reader, whatever it holds', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200, unit: 'binary' }), (text) => { read(text) }), { numRuns: 300 })
  })
})
