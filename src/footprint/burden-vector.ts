// What weighs on metal: kg CO2e by scope, as an exact vector. Location- and market-based electricity stand side by side and are
// never summed (GHG Protocol scope 2; custody invariant 34); what offsets do never enters (ISO 14067; invariant 31).
import { z } from 'zod'
import { ONE, over, portion, printed, times, type Exact } from './exact.ts'

/** Which of the two values of electricity counts in a total. */
export const ElectricityBasis = z.enum(['location', 'market'])
export type ElectricityBasis = z.infer<typeof ElectricityBasis>

/** kg CO2e. `primary*` are the parts that rest on the own measurements of the site where they arise. */
export type ScopedBurden = {
  readonly scope1: Exact
  readonly scope2Location: Exact
  readonly scope2Market: Exact
  readonly scope3: Exact
  readonly primaryLocation: Exact
  readonly primaryMarket: Exact
}

export const noBurden: ScopedBurden = { scope1: 0n, scope2Location: 0n, scope2Market: 0n, scope3: 0n, primaryLocation: 0n, primaryMarket: 0n }
const parts = ['scope1', 'scope2Location', 'scope2Market', 'scope3', 'primaryLocation', 'primaryMarket'] as const

const mapped = (of: (part: typeof parts[number]) => Exact): ScopedBurden =>
  ({ scope1: of('scope1'), scope2Location: of('scope2Location'), scope2Market: of('scope2Market'), scope3: of('scope3'), primaryLocation: of('primaryLocation'), primaryMarket: of('primaryMarket') })

export const sumOf = (...burdens: readonly ScopedBurden[]): ScopedBurden => mapped((part) => burdens.reduce((sum, one) => sum + one[part], 0n))
export const lessBurden = (a: ScopedBurden, b: ScopedBurden): ScopedBurden => mapped((part) => a[part] - b[part])
export const scaled = (burden: ScopedBurden, by: Exact): ScopedBurden => mapped((part) => times(burden[part], by))
/** burden × part ÷ whole. */
export const portionOf = (burden: ScopedBurden, part: Exact, whole: Exact): ScopedBurden => mapped((name) => portion(burden[name], part, whole))

export const totalOf = (burden: ScopedBurden, basis: ElectricityBasis = 'location'): Exact =>
  burden.scope1 + burden.scope3 + (basis === 'location' ? burden.scope2Location : burden.scope2Market)
export const primaryOf = (burden: ScopedBurden, basis: ElectricityBasis = 'location'): Exact => basis === 'location' ? burden.primaryLocation : burden.primaryMarket

/** Of the total, 0 to 1; null where the total is nothing. A credit lowers the total alone, so that the quotient may pass one. */
export function primaryShare(burden: ScopedBurden, basis: ElectricityBasis): Exact | null {
  const total = totalOf(burden, basis)
  if (total === 0n) return null
  const share = over(primaryOf(burden, basis), total)
  return share < 0n ? 0n : share > ONE ? ONE : share
}

/** A burden as it is answered: texts with six digits, in kg CO2e. */
export const PrintedBurden = z.object({
  scope1: z.string(), scope2Location: z.string(), scope2Market: z.string(), scope3: z.string(),
  total: z.string().describe('scope 1, 2 and 3 with electricity by the basis of the method line'),
  primaryShare: z.string().nullable().describe('share of the total that rests on primary data, 0 to 1; null where the total is zero'),
})
export type PrintedBurden = z.infer<typeof PrintedBurden>

export function printedBurden(burden: ScopedBurden, basis: ElectricityBasis, digits = 6): PrintedBurden {
  const [total, share] = [totalOf(burden, basis), primaryShare(burden, basis)]
  return {
    scope1: printed(burden.scope1, digits), scope2Location: printed(burden.scope2Location, digits), scope2Market: printed(burden.scope2Market, digits), scope3: printed(burden.scope3, digits),
    total: printed(total, digits), primaryShare: share === null ? null : printed(share, 6),
  }
}
