// What events add, as the provenance index asks for it: the same law as the exact answer, in numbers a column can hold. Wired
// to the index in the platform.
import { settingKnownAt, settingOf } from '#src/access/scheme-setting.store.ts'
import type { Substance } from '#src/custody/substance.ts'
import type { Burden, BurdenEvent, BurdenPart, BurdenSource } from '#src/provenance/burden.ts'
import { primaryOf, totalOf } from './burden-vector.ts'
import type { ShippedFactors } from './emission-factor.ts'
import { burdenOfEvent, tonnesOf, type AddedBurden } from './event-burden.ts'
import { nearest, over, printed, times } from './exact.ts'
import { bookKnownAt, rulesFrom, type FactorBook, type FootprintRules } from './factor-book.ts'
import { factorVersionNow, readFactorBook, editionNow } from './footprint.store.ts'
import { electricityBasisSetting, valueRatioSetting } from './settings-footprint.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Instant } from '#src/kernel/time.ts'

/** What the scheme had set of the method, now or at an instant. */
export async function rulesOf(sql: Sql, knownAt: Instant | null = null): Promise<FootprintRules> {
  return knownAt === null ? rulesFrom(await settingOf(sql, valueRatioSetting), await settingOf(sql, electricityBasisSetting))
    : rulesFrom(await settingKnownAt(sql, valueRatioSetting, knownAt), await settingKnownAt(sql, electricityBasisSetting, knownAt))
}

/** A method in a word: changes whenever a number may. */
const wordOf = (version: number, edition: string, { basis, valueRatioCutOff }: FootprintRules): string => `${version}/${edition}/${basis}/${printed(valueRatioCutOff, 2)}`

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
  version: async (sql, knownAt) => {
    const rules = await rulesOf(sql, knownAt)
    if (knownAt === undefined) return wordOf(await factorVersionNow(sql), await editionNow(sql, shipped), rules)
    const { version, edition } = bookKnownAt(await readFactorBook(sql, shipped), knownAt)
    return wordOf(version, edition, rules)
  },
  burdensOf: async (sql, events) => {
    const [book, rules] = [await readFactorBook(sql, shipped), await rulesOf(sql)]
    return events.map((event) => burdenFor(book, event, rules))
  },
})

