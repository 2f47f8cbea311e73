// A carbon-neutral claim: gross footprint, reductions and retired credits, side by side and never added up into a footprint
// (ISO 14068-1; custody notes 4.6, invariants 31 and 35). Credits are whole units; what is left over is not bankable.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse, type Refusal } from '#src/kernel/refusal.ts'
import { longText, shortText, WebAddress } from '#src/kernel/text.ts'
import { addMonths, Day } from '#src/kernel/time.ts'
import { Decimal, exactOf, exactWhole, printed, wholeAbove, type Exact } from '#src/footprint/exact.ts'

export const NeutralStandard = z.enum(['iso-14068-1', 'pas-2060'])
export type NeutralStandard = z.infer<typeof NeutralStandard>
export const STANDARD_NAMES: Readonly<Record<NeutralStandard, string>> = { 'iso-14068-1': 'ISO 14068-1:2023', 'pas-2060': 'PAS 2060:2014' }

const Serial = z.string().regex(/^\d{1,18}$/, 'a serial is its digits, without the series before it')

/** Credits taken out of use in their registry, by the serials printed on the retirement. */
export const Retirement = z.object({
  registry: shortText(80), project: shortText(120),
  series: shortText(80).describe('what stands before the serials, such as VCS-1'),
  serialFrom: Serial, serialTo: Serial,
  vintage: z.number().int().min(1990).max(2100),
  type: z.enum(['avoidance', 'removal']),
  retiredOn: Day,
  beneficiary: shortText(200).describe('for whom it was retired, as the registry says'),
})
export type Retirement = z.infer<typeof Retirement>

export const Reduction = z.object({ action: longText(300).refine((text) => text.trim().length >= 3, 'say what was done'), baselineYear: z.number().int().min(1990).max(2100), tonnesCo2e: Decimal, source: longText(300) })
export type Reduction = z.infer<typeof Reduction>

export const NeutralTerms = z.object({
  standard: NeutralStandard,
  baseline: longText(400).describe('against what reductions are counted'),
  reductions: z.array(Reduction).max(20),
  retirements: z.array(Retirement).min(1).max(50),
  verifier: shortText(200).optional(),
  statementUrl: WebAddress.optional(),
  /** What would be printed as the product's footprint, in t CO2e: gross, or it is refused. */
  statedFootprintTonnes: Decimal.optional(),
})
export type NeutralTerms = z.infer<typeof NeutralTerms>

export type SerialSpan = { readonly from: bigint; readonly to: bigint; readonly units: bigint }
export const spanOf = ({ serialFrom, serialTo }: Pick<Retirement, 'serialFrom' | 'serialTo'>): SerialSpan => {
  const [from, to] = [BigInt(serialFrom), BigInt(serialTo)]
  return { from, to, units: to - from + 1n }
}

/** Registry and series as they are compared, so that another way to write them is not another credit. */
export const foldedSeries = ({ registry, series }: Pick<Retirement, 'registry' | 'series'>): string =>
  `${registry}|${series}`.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{N}|]+/gu, '')

type Serials = Pick<Retirement, 'registry' | 'series' | 'serialFrom' | 'serialTo'>

/** Retirements without the serials of others: what a claim adds to the credits it took over. */
export function besides(list: readonly Retirement[], others: readonly Serials[]): Retirement[] {
  return others.reduce<Retirement[]>((left, other) => left.flatMap((one) => {
    const [a, b] = [spanOf(one), spanOf(other)]
    if (foldedSeries(one) !== foldedSeries(other) || b.to < a.from || b.from > a.to) return [one]
    const digits = (serial: bigint): string => String(serial).padStart(one.serialFrom.length, '0')
    return [
      ...a.from < b.from ? [{ ...one, serialTo: digits(b.from - 1n) }] : [],
      ...a.to > b.to ? [{ ...one, serialFrom: digits(b.to + 1n) }] : [],
    ]
  }), [...list])
}

export const Neutrality = z.object({
  grossTonnes: z.string(), residualTonnes: z.string(), creditsNeeded: z.string(), creditsRetired: z.string(), surplusTonnes: z.string().describe('stays retired for this claim; not bankable'),
  reducedTonnes: z.string().describe('told beside it; the gross footprint has it in already'),
})
export type Neutrality = z.infer<typeof Neutrality>

export type NeutralRules = { readonly windowMonths: number; readonly pas2060Until: Day; readonly today: Day }

/** Everything that is wrong with the terms, the heaviest first. */
export function faultsOf(terms: NeutralTerms, gross: Exact, rules: NeutralRules): Refusal[] {
  const faults: Refusal[] = []
  if (isNetStated(terms, gross)) faults.push(refuse('net-footprint-refused', 'A net value stands in the field of the footprint. A product footprint (ISO 14067, PACT) stays gross: credits are told beside it and never taken off.'))
  if (terms.standard === 'pas-2060' && rules.today > rules.pas2060Until) faults.push(refuse('standard-withdrawn', `PAS 2060 was withdrawn on ${rules.pas2060Until}; ISO 14068-1:2023 takes its place. Name that.`))
  for (const [i, one] of terms.retirements.entries()) {
    const name = `${one.series} ${one.serialFrom}-${one.serialTo}`
    const { from, to } = spanOf(one)
    if (to < from) faults.push(refuse('credit-serials-invalid', `The serials of ${name} run backwards.`))
    if (one.retiredOn > rules.today || one.retiredOn < addMonths(rules.today, -rules.windowMonths)) faults.push(refuse('credit-outside-window', `${name} was retired on ${one.retiredOn}. Credits count that were retired within ${rules.windowMonths} months before the claim.`))
    if (terms.retirements.slice(0, i).some((other) => foldedSeries(other) === foldedSeries(one) && spanOf(other).from <= to && from <= spanOf(other).to)) faults.push(refuse('credit-already-used', `${name} is listed twice in this claim. A serial counts once.`))
  }
  const needed = wholeAbove(gross)
  const retired = retiredUnits(terms)
  if (retired < needed) faults.push(refuse('credits-short', `${needed} whole credits are needed for ${printed(gross, 4)} t CO2e, and ${retired} were retired.`))
  return faults
}

export const retiredUnits = ({ retirements }: NeutralTerms): bigint => retirements.reduce((sum, one) => sum + (spanOf(one).units > 0n ? spanOf(one).units : 0n), 0n)
export const isNetStated = ({ statedFootprintTonnes }: NeutralTerms, gross: Exact): boolean => statedFootprintTonnes !== undefined && exactOf(statedFootprintTonnes) < exactOf(printed(gross, Math.min(12, decimals(statedFootprintTonnes))))
const decimals = (text: string): number => text.includes('.') ? text.length - text.indexOf('.') - 1 : 0

export function neutralityOf(terms: NeutralTerms, gross: Exact): Neutrality {
  const retired = retiredUnits(terms)
  const reduced = terms.reductions.reduce((sum, { tonnesCo2e }) => sum + exactOf(tonnesCo2e), 0n)
  return {
    grossTonnes: printed(gross, 4), residualTonnes: printed(gross, 4), creditsNeeded: String(wholeAbove(gross)), creditsRetired: String(retired),
    surplusTonnes: printed(exactWhole(retired) - gross, 4), reducedTonnes: printed(reduced, 4),
  }
}

/** @returns the first fault, or what the claim says */
export function decideNeutrality(terms: NeutralTerms, gross: Exact, rules: NeutralRules): Outcome<Neutrality> {
  const [fault] = faultsOf(terms, gross, rules)
  return fault === undefined ? accept(neutralityOf(terms, gross)) : deny(fault)
}
