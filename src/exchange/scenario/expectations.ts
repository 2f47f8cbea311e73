// What a scenario expects to find, as phrases. Figures are compared to the digits that are written.
import { accountOf } from './acts.ts'
import type { Expectation, Told } from './scenario.ts'
import { day, figure, mass, type Slots } from './slots.ts'
import { choice, oneOf, phrase, type Syntax } from './syntax.ts'

type Of<K extends Expectation['expect']> = Extract<Expectation, { expect: K }>
type Expected = { readonly syntax: Syntax<Expectation>; readonly is: (value: Expectation) => boolean }

const expected = <K extends Expectation['expect']>(kind: K, template: string, fields: Parameters<typeof phrase<Of<K>>>[1], fixed: Partial<Of<K>> = {}): Expected => ({
  syntax: phrase<Of<K>>(template, fields, { ...fixed, expect: kind } as Partial<Of<K>>) as unknown as Syntax<Expectation>,
  is: (value) => value.expect === kind && Object.entries(fixed).every(([name, one]) => (value as unknown as Record<string, unknown>)[name] === one),
})

export function expectationsOf(slots: Slots, told: Syntax<Told>): { readonly syntax: Syntax<Expectation>; readonly phrases: readonly Syntax<Expectation>[] } {
  const options = [
    expected('refusal', 'refusal {code}: {told}', { code: slots.name('code'), told }),
    ...lotExpectations(slots), ...tradeExpectations(slots), ...accountExpectations(slots), ...carbonExpectations(slots),
  ]
  return { syntax: choice(options, 'expectation'), phrases: options.map(({ syntax }) => syntax) }
}

function lotExpectations({ name, substance }: Slots): Expected[] {
  const [lot, of, origin] = [name('lot'), name('party'), name('origin')]
  return [
    expected('dry', 'dry mass of {lot}[at {of}] {mass}', { lot, of, mass }),
    expected('lot', 'lot {lot}[at {of}] {mass} {substance} left', { lot, of, mass, substance }, { isLeft: true }),
    expected('lot', 'lot {lot}[at {of}] {mass} {substance}', { lot, of, mass, substance }, { isLeft: false }),
    expected('share', 'share of {origin} in {lot}[at {of}] {figure}<isPercent|%>', { origin, lot, of, figure }),
    expected('origin-mass', 'mass of {origin} in {lot}[at {of}] {mass}', { origin, lot, of, mass }),
    expected('awarded', 'awarded chain of {lot}[at {of}][as of {asOf}] {figure}<isPercent|%>', { lot, of, asOf: day, figure }, { isChain: true }),
    expected('awarded', 'awarded share of {lot}[at {of}][as of {asOf}] {figure}<isPercent|%>', { lot, of, asOf: day, figure }, { isChain: false }),
    expected('recovery', 'recovery of {event} {figure}', { event: name('event'), figure }),
    expected('needed', 'need of {source} for {mass} of {lot}[at {of}] {needs} dry', { source: lot, mass, lot, of, needs: mass }, { isDry: true }),
    expected('needed', 'need of {source} for {mass} of {lot}[at {of}] {needs}', { source: lot, mass, lot, of, needs: mass }, { isDry: false }),
  ]
}

function tradeExpectations({ name, substance, percent }: Slots): Expected[] {
  return [
    expected('shipment', 'shipment {shipment} of {of} {state}', { shipment: name('shipment'), of: name('party'), state: name('state') }),
    expected('payable', 'payable {figure} % of {metal} at {grade} %', { figure, metal: substance, grade: percent }),
    expected('refining-charge', 'refining charge {figure} USD per dmt of {metal} at {grade} % and {cents} c per lb', { figure, metal: substance, grade: percent, cents: figure }),
  ]
}

function accountExpectations(slots: Slots): Expected[] {
  const party = slots.name('party')
  const account = accountOf(slots)
  return [
    expected('balance', '{of} {party} {account}<isNegative|minus> {mass}', { of: oneOf(['balance', 'left', 'expired', 'group']), party, account, mass }),
    expected('vintage', 'vintage {period} {party} {account} {mass}', { period: figure, party, account, mass }),
    expected('entitled', 'eligible share {party} {account} {figure} %', { party, account, figure }),
  ]
}

function carbonExpectations({ name, stage }: Slots): Expected[] {
  const [lot, of] = [name('lot'), name('party')]
  return [
    expected('footprint', 'footprint of {lot}[at {of}] {figure} t per t', { lot, of, figure }),
    expected('footprint-total', 'emissions of {lot}[at {of}] {figure} t', { lot, of, figure }),
    expected('footprint-part', 'footprint part {stage} of {lot}[at {of}] {figure} %', { stage, lot, of, figure }),
    expected('measured-share', 'measured data of {lot}[at {of}] {figure} %', { lot, of, figure }),
    expected('activity-total', 'emissions at {party} in {stage} {figure} t', { party: of, stage, figure }),
    expected('neutral', 'neutral {of} of {ref} {figure} t', { of: oneOf(['gross', 'needed', 'surplus']), ref: name('claim'), figure }),
    expected('claim', 'claim {ref} {gate}', { ref: name('claim'), gate: name('answer') }),
  ]
}
