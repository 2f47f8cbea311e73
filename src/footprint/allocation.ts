// How the burden of a stage is split across what came out of it: by mass, by value, or by system expansion; by default in the
// order of PACT, where the ratio of values decides (custody notes 4.1; ISO 14044, 4.3.4.2). Parts sum to the whole.
import { z } from 'zod'
import type { Substance } from '#src/custody/substance.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import type { ActivityOutput } from './activity.ts'
import { lessBurden, noBurden, portionOf, sumOf, type ScopedBurden } from './burden-vector.ts'
import { exactOf, ONE, over, printed, times, type Exact } from './exact.ts'

export const AllocationRule = z.enum(['mass', 'economic', 'system-expansion', 'by-value-ratio'])
export type AllocationRule = z.infer<typeof AllocationRule>

export type Allotted = {
  /** What was done in the end: `by-value-ratio` comes out as mass or economic. */
  readonly applied: 'none' | 'mass' | 'economic' | 'system-expansion'
  /** Highest over lowest value of a tonne, where values are known. */
  readonly valueRatio: Exact | null
  readonly parts: readonly AllottedPart[]
}
export type AllottedPart = {
  readonly substance: Substance
  /** Of what is split; a product that displaces another bears its credit instead. */
  readonly share: Exact
  readonly burden: ScopedBurden
  /** What system expansion took off, in the burden already. */
  readonly credit: Exact
}

/**
 * @param cutOff ratio of values above which value decides, not mass
 * @returns refusal `output-value-missing` or `displaced-product-missing`, where the rule needs what is not stated
 */
export function allot(burden: ScopedBurden, outputs: readonly ActivityOutput[], rule: AllocationRule, cutOff: Exact): Outcome<Allotted> {
  if (rule === 'system-expansion') return expanded(burden, outputs, cutOff)
  return split(burden, outputs, rule, cutOff)
}

function split(burden: ScopedBurden, outputs: readonly ActivityOutput[], rule: 'mass' | 'economic' | 'by-value-ratio', cutOff: Exact): Outcome<Allotted> {
  const tonnes = outputs.map((output) => exactOf(output.tonnes))
  if (tonnes.every((one) => one === 0n)) return deny(refuse('output-missing', 'Nothing came out in this period, so that its burden weighs on nothing. State the output.'))
  if (outputs.length === 1) return accept({ applied: 'none', valueRatio: null, parts: [{ substance: outputs[0]!.substance, share: ONE, burden, credit: 0n }] })
  const values = outputs.map(({ unitValue }) => unitValue === undefined ? null : exactOf(unitValue))
  const known = values.filter((value) => value !== null && value > 0n) as Exact[]
  const isKnown = known.length === outputs.length
  const ratio = isKnown ? over(known.reduce((a, b) => a > b ? a : b), known.reduce((a, b) => a < b ? a : b)) : null
  if (rule === 'economic' && !isKnown) return deny(refuse('output-value-missing', 'The split by value needs the value of a tonne of every output.'))
  if (rule === 'by-value-ratio' && ratio === null) return deny(refuse('output-value-missing', 'Whether mass or value decides follows from the values: state the value of a tonne of every output, or choose mass.'))
  const byValue = rule === 'economic' || (rule === 'by-value-ratio' && ratio! > cutOff)
  const weights = byValue ? tonnes.map((one, i) => times(one, values[i]!)) : tonnes
  if (weights.every((one) => one === 0n)) return deny(refuse('output-missing', 'The weights of the split are all zero. State the output.'))
  return accept({ applied: byValue ? 'economic' : 'mass', valueRatio: ratio, parts: partsBy(burden, outputs, weights) })
}

function partsBy(burden: ScopedBurden, outputs: readonly ActivityOutput[], weights: readonly Exact[]): AllottedPart[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n)
  const largest = weights.reduce((best, weight, i) => weight > weights[best]! ? i : best, 0)
  const parts = outputs.map(({ substance }, i) => ({ substance, share: over(weights[i]!, total), burden: portionOf(burden, weights[i]!, total), credit: 0n }))
  const rest = lessBurden(burden, parts.reduce((sum, part) => sumOf(sum, part.burden), noBurden))
  const restOfShare = ONE - parts.reduce((sum, part) => sum + part.share, 0n)
  return parts.map((part, i) => i === largest ? { ...part, share: part.share + restOfShare, burden: sumOf(part.burden, rest) } : part)
}

/** What displaces another product bears that product's burden, which the others are spared: nothing is lost. */
function expanded(burden: ScopedBurden, outputs: readonly ActivityOutput[], cutOff: Exact): Outcome<Allotted> {
  const displacing = outputs.filter(({ displaces }) => displaces !== undefined)
  const others = outputs.filter(({ displaces }) => displaces === undefined)
  if (displacing.length === 0) return deny(refuse('displaced-product-missing', 'System expansion needs an output that says which product it displaces, and that product\'s factor.'))
  if (others.length === 0) return deny(refuse('displaced-product-missing', 'System expansion needs an output that bears the burden: not every output can displace another product.'))
  const credits = displacing.map((output) => times(exactOf(output.tonnes), exactOf(output.displaces!.kgCo2ePerTonne)))
  const rest = split(burden, others, others.every(({ unitValue }) => unitValue !== undefined) ? 'by-value-ratio' : 'mass', cutOff)
  if (!rest.accepted) return rest
  const credit = credits.reduce((sum, one) => sum + one, 0n)
  const parts = rest.value.parts.map((part) => ({ ...part, credit: times(credit, part.share) }))
  const left = credit - parts.reduce((sum, part) => sum + part.credit, 0n)
  parts[0] = { ...parts[0]!, credit: parts[0]!.credit + left }
  return accept({
    applied: 'system-expansion', valueRatio: rest.value.valueRatio,
    parts: [
      ...parts.map((part) => ({ ...part, burden: sumOf(part.burden, { ...noBurden, scope3: -part.credit }) })),
      ...displacing.map(({ substance }, i) => ({ substance, share: 0n, burden: { ...noBurden, scope3: credits[i]! }, credit: 0n })),
    ],
  })
}

/** The rule in words that stand beside every number; codes, which the reader's language puts into words. */
export const AllocationLine = z.object({
  rule: AllocationRule, applied: z.enum(['none', 'mass', 'economic', 'system-expansion']),
  valueRatio: z.string().nullable(), cutOff: z.string(), shares: z.array(z.object({ substance: z.string(), share: z.string(), kgCo2e: z.string() })),
})
export type AllocationLine = z.infer<typeof AllocationLine>

export const allocationLine = (rule: AllocationRule, cutOff: Exact, allotted: Allotted): AllocationLine => ({
  rule, applied: allotted.applied, valueRatio: allotted.valueRatio === null ? null : printed(allotted.valueRatio, 4), cutOff: printed(cutOff, 2),
  shares: allotted.parts.map(({ substance, share, burden }) => ({ substance, share: printed(share, 8), kgCo2e: printed(burden.scope1 + burden.scope2Location + burden.scope3, 6) })),
})
