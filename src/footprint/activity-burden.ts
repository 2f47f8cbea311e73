// From activity figures to kg CO2e: each line by its factor, the sum split across the outputs, and what weighs on a tonne of
// each (custody notes 4.1, 4.3; worked as golden G4).
import type { Substance } from '#src/custody/substance.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { ActivityLine, ActivityVersion, FactorUse } from './activity.ts'
import { allot, type AllocationRule, type Allotted } from './allocation.ts'
import { noBurden, portionOf, sumOf, type ScopedBurden } from './burden-vector.ts'
import type { FactorQuality, FactorVersion, FactorUnit } from './emission-factor.ts'
import { exactOf, ONE, over, times, type Exact } from './exact.ts'
import { choiceFor, factorNamed, type FactorBook, type FootprintRules } from './factor-book.ts'

export type UsedFactor = { readonly name: string; readonly kgCo2e: string; readonly unit: string; readonly quality: FactorQuality | 'own'; readonly source: string; readonly versionId: string | null }
export type LineBurden = { readonly line: ActivityLine; readonly burden: ScopedBurden; readonly factor: UsedFactor | null; readonly marketFactor: UsedFactor | null }
export type ActivityBurden = {
  readonly version: ActivityVersion
  readonly rule: AllocationRule
  readonly lines: readonly LineBurden[]
  readonly total: ScopedBurden
  readonly allotted: Allotted
  /** kg CO2e of a tonne of contained metal, credit of co-products apart. */
  perTonne(substance: Substance): { readonly gross: ScopedBurden; readonly credit: Exact } | undefined
}

const SCALE: Partial<Record<FactorUnit, { readonly of: string; readonly count: bigint }>> = {
  kWh: { of: 'energy', count: 1n }, MWh: { of: 'energy', count: 1000n }, kg: { of: 'mass', count: 1n }, t: { of: 'mass', count: 1000n },
}

/** The amount in the unit of the factor, or undefined where the two units measure different things. */
function inUnit(amount: Exact, unit: FactorUnit, wanted: FactorUnit): Exact | undefined {
  if (unit === wanted) return amount
  const [a, b] = [SCALE[unit], SCALE[wanted]]
  if (a === undefined || b === undefined || a.of !== b.of) return undefined
  return amount * a.count / b.count
}

function factorOf(book: FactorBook, organisationId: string, use: FactorUse, unit: FactorUnit): Outcome<{ used: UsedFactor; kg: Exact; unit: FactorUnit }> {
  if (!('factor' in use)) return accept({ used: { name: '', kgCo2e: use.kgCo2e, unit, quality: 'own', source: use.source, versionId: null }, kg: exactOf(use.kgCo2e), unit })
  const known = factorNamed(book, organisationId, use.factor)
  if (known === undefined) return deny(refuse('emission-factor-unknown', `There is no factor ${use.factor}. Enter it with its source, or state a factor of your own on the line.`))
  return accept({ used: usedOf(known), kg: exactOf(known.kgCo2e), unit: known.unit })
}
export const usedOf = (known: FactorVersion): UsedFactor =>
  ({ name: known.name, kgCo2e: known.kgCo2e, unit: known.unit, quality: known.quality, source: known.source, versionId: known.factorVersionId })

function kgOf(book: FactorBook, organisationId: string, line: ActivityLine, use: FactorUse | undefined, amount: Exact): Outcome<{ kg: Exact; used: UsedFactor | null }> {
  if (line.unit === 't CO2e') return accept({ kg: times(amount, exactOf('1000')), used: null })
  const factor = factorOf(book, organisationId, use!, line.unit)
  if (!factor.accepted) return factor
  const converted = inUnit(amount, line.unit, factor.value.unit)
  if (converted === undefined) return deny(refuse('factor-unit-differs', `The line "${line.name}" is in ${line.unit}, its factor is per ${factor.value.unit}. State the amount in ${factor.value.unit}.`))
  return accept({ kg: times(converted, factor.value.kg), used: factor.value.used })
}

function lineBurden(book: FactorBook, version: ActivityVersion, line: ActivityLine): Outcome<LineBurden> {
  const each = exactOf(line.amount)
  const amount = line.per === 'period' ? each : times(each, exactOf(version.activity.outputs[0]!.tonnes))
  const located = kgOf(book, version.organisationId, line, line.factor, amount)
  if (!located.accepted) return located
  const market = line.marketFactor === undefined ? located : kgOf(book, version.organisationId, line, line.marketFactor, amount)
  if (!market.accepted) return market
  const kg = located.value.kg
  const scoped = line.scope === 1 ? { scope1: kg } : line.scope === 3 ? { scope3: kg } : { scope2Location: kg, scope2Market: market.value.kg }
  const primary = line.isPrimary ? { primaryLocation: kg, primaryMarket: line.scope === 2 ? market.value.kg : kg } : {}
  return accept({ line, burden: { ...noBurden, ...scoped, ...primary }, factor: located.value.used, marketFactor: line.marketFactor === undefined ? null : market.value.used })
}

/** @returns refusals of factors that are missing or of another unit, and those of the split */
export function burdenOfActivity(book: FactorBook, version: ActivityVersion, rules: FootprintRules): Outcome<ActivityBurden> {
  const lines: LineBurden[] = []
  for (const line of version.activity.lines) {
    const one = lineBurden(book, version, line)
    if (!one.accepted) return one
    lines.push(one.value)
  }
  const total = sumOf(...lines.map(({ burden }) => burden))
  const { siteId, stage, outputs } = version.activity
  const rule = choiceFor(book, version.organisationId, siteId, stage)?.rule ?? 'by-value-ratio'
  const allotted = allot(total, outputs, rule, rules.valueRatioCutOff)
  if (!allotted.accepted) return allotted
  const intensities = new Map(allotted.value.parts.flatMap((part) => {
    const tonnes = exactOf(outputs.find(({ substance }) => substance === part.substance)!.tonnes)
    if (tonnes === 0n) return []
    const gross = { ...part.burden, scope3: part.burden.scope3 + part.credit }
    return [[part.substance, { gross: portionOf(gross, ONE, tonnes), credit: over(part.credit, tonnes) }] as const]
  }))
  return accept({ version, rule, lines, total, allotted: allotted.value, perTonne: (substance) => intensities.get(substance) })
}

const kept = new WeakMap<FactorBook, Map<string, Outcome<ActivityBurden>>>()

/** The same, worked out once of a book and rules: asked again for every lot. */
export function keptBurden(book: FactorBook, version: ActivityVersion, rules: FootprintRules): Outcome<ActivityBurden> {
  const key = `${version.activityId}.${version.version}/${rules.valueRatioCutOff}`
  const shelf = kept.get(book) ?? new Map<string, Outcome<ActivityBurden>>()
  kept.set(book, shelf)
  const known = shelf.get(key)
  if (known !== undefined) return known
  const made = burdenOfActivity(book, version, rules)
  shelf.set(key, made)
  return made
}
