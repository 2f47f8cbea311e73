// What events add, as the provenance index asks for it: the same law as the exact answer, in numbers a column can hold. Wired
// to the index in the platform.
import { settingOf } from '#src/access/scheme-setting.store.ts'
import type { Substance } from '#src/custody/substance.ts'
import type { Burden, BurdenEvent, BurdenPart, BurdenSource } from '#src/provenance/burden.ts'
import { primaryOf, totalOf } from './burden-vector.ts'
import type { ShippedFactors } from './emission-factor.ts'
import { burdenOfEvent, tonnesOf, type AddedBurden } from './event-burden.ts'
import { nearest, over, printed, times } from './exact.ts'
import { rulesFrom, type FactorBook, type FootprintRules } from './factor-book.ts'
import { factorVersionNow, readFactorBook } from './footprint.store.ts'
import { electricityBasisSetting, valueRatioSetting } from './settings-footprint.ts'
import type { Sql } from '#src/kernel/sql.ts'

async function rulesOf(sql: Sql): Promise<FootprintRules> {
  return rulesFrom(await settingOf(sql, valueRatioSetting), await settingOf(sql, electricityBasisSetting))
}

/** One part for each scope, and for what rests on primary figures and what does not. */
function partsOf({ stage, burden, label, from }: AddedBurden, { basis }: FootprintRules): BurdenPart[] {
  const scope2 = basis === 'location' ? burden.scope2Location : burden.scope2Market
  const total = totalOf(burden, basis)
  const share = total === 0n ? 0n : over(primaryOf(burden, basis), total)
  const name = from === null ? label : `${label} ${from.version.activityId}.${from.version.version}`
  return ([[1, burden.scope1], [2, scope2], [3, burden.scope3]] as const).flatMap(([scope, kg]): BurdenPart[] => {
    if (kg === 0n) return []
    const primary = times(kg, share)
    return [{ stage, scope, kgCo2e: nearest(primary), isPrimary: true, label: name }, { stage, scope, kgCo2e: nearest(kg - primary), isPrimary: false, label: name }].filter(({ kgCo2e }) => kgCo2e !== 0)
  })
}

function burdenFor(book: FactorBook, event: BurdenEvent, rules: FootprintRules): Burden {
  const made = burdenOfEvent(book, event, rules)
  const weighed = new Map<Substance, bigint>()
  for (const { metal, amount } of event.outputs) weighed.set(metal, (weighed.get(metal) ?? 0n) + times(made.weights.get(metal) ?? 0n, tonnesOf(amount, metal)))
  const all = [...weighed.values()].reduce((sum, one) => sum + one, 0n)
  return {
    eventNo: event.eventNo, parts: made.added.flatMap((added) => partsOf(added, rules)), rule: made.rule,
    allocation: all === 0n ? {} : Object.fromEntries([...weighed].map(([metal, weight]) => [metal, nearest(over(weight, all))])),
  }
}

export const burdenSource = (shipped: ShippedFactors): BurdenSource => ({
  version: async (sql) => {
    const { valueRatioCutOff, basis } = await rulesOf(sql)
    return `${await factorVersionNow(sql)}/${shipped.edition}/${basis}/${printed(valueRatioCutOff, 2)}`
  },
  burdensOf: async (sql, events) => {
    const [book, rules] = [await readFactorBook(sql, shipped), await rulesOf(sql)]
    return events.map((event) => burdenFor(book, event, rules))
  },
})

