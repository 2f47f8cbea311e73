// How a footprint was worked out, so far as two numbers must agree in it to stand against each other: the issue's "the rule
// printed beside every number", field by field (custody notes 8, invariant 36). The footprints' own slice names it.
import { z } from 'zod'

export const ToldMethod = z.object({
  boundaries: z.array(z.string()).describe('of the whole, and as the figures on the way state theirs'),
  gwp: z.array(z.string()).describe('sets of characterisation factors'),
  basis: z.string().describe('of electricity'),
  rules: z.array(z.string()).describe('rules by which co-products share burdens on the way'),
  valueRatioCutOff: z.string(),
  factorVersion: z.number().int(),
  edition: z.string().describe('of the shipped factors'),
})
export type ToldMethod = z.infer<typeof ToldMethod>

export const MethodField = z.enum(['boundary', 'gwp', 'electricity-basis', 'allocation-rule', 'value-ratio-cut-off', 'factor-version', 'factor-edition', 'missing-parts', 'method-untold'])
export type MethodField = z.infer<typeof MethodField>

const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n')

/** A footprint with its method; null where the index alone carries it. */
export type Numbered = { readonly isAtLeast: boolean; readonly method: ToldMethod | null }

/** In what two footprints differ so that their numbers cannot stand against each other. */
export function methodDifferences(one: Numbered, other: Numbered): MethodField[] {
  const missing = one.isAtLeast || other.isAtLeast ? ['missing-parts' as const] : []
  const [a, b] = [one.method, other.method]
  if (a === null || b === null) return ['method-untold', ...missing]
  const fields: readonly (readonly [MethodField, boolean])[] = [
    ['boundary', same(a.boundaries, b.boundaries)], ['gwp', same(a.gwp, b.gwp)], ['electricity-basis', a.basis === b.basis], ['allocation-rule', same(a.rules, b.rules)],
    ['value-ratio-cut-off', a.valueRatioCutOff === b.valueRatioCutOff], ['factor-version', a.factorVersion === b.factorVersion], ['factor-edition', a.edition === b.edition],
  ]
  return [...fields.flatMap(([field, isAlike]) => isAlike ? [] : [field]), ...missing]
}
