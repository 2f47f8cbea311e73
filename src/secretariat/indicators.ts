// Programme indicators from published facts alone, so that every number can be made again from the log as of its day:
// partial ratings per site, days from letter to award, closure of improvement plans, disclosures of sites (monitoring and
// evaluation system, indicators seen in use).
import { z } from 'zod'
import { letterFact, planStandingFact, summaryReportFact, type SummaryReport } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { SiteId } from '#src/kernel/id.ts'
import { daysBetween, Day } from '#src/kernel/time.ts'
import { WebAddress } from '#src/kernel/text.ts'
import { factKind, type FactSet } from '#src/transparency/fact.ts'

/** What a site made public of itself and the programme counts; id: `<site>.<kind>`. */
export const SiteDisclosure = z.object({
  siteId: SiteId, kind: z.enum(['greenhouse-gas-target', 'five-step-report']), publishedOn: Day, address: WebAddress,
})
export type SiteDisclosure = z.infer<typeof SiteDisclosure>
export const siteDisclosureFact = factKind('site-disclosure', SiteDisclosure)

export const Indicator = z.object({
  indicator: z.enum(['partial-ratings-per-site', 'days-letter-to-award', 'plan-closure', 'greenhouse-gas-targets', 'five-step-reports', 'awards-in-force', 'conditional-awards']),
  /** Null where nothing was there to count. */
  value: z.number().nullable(),
  unit: z.enum(['criteria', 'days', 'percent', 'sites', 'awards']),
  /** How many were looked at. */
  n: z.number().int(),
  /** The facts that were counted, by id. */
  restsOn: z.array(z.string()),
})
export type Indicator = z.infer<typeof Indicator>

const mean = (values: readonly number[]): number | null => values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The case of a fact whose id is `<case>.<round>` with whatever stands behind it. */
const caseOf = (factId: string): string => factId.split('.')[0]!

/** The last report of each site by the day, of any round: what is rated now. */
function lastReports(facts: FactSet, asOf: Day) {
  const bySite = new Map<string, { id: string; value: SummaryReport }>()
  for (const { id, value } of facts.of(summaryReportFact).values()) {
    if (value.decidedOn > asOf) continue
    const known = bySite.get(value.siteId)
    if (known === undefined || known.value.decidedOn < value.decidedOn || (known.value.decidedOn === value.decidedOn && known.value.round < value.round)) bySite.set(value.siteId, { id, value })
  }
  return [...bySite.values()]
}

/** A rating is partial where it is on the scale between the lowest and the highest that its report shows; told by its slug. */
const isPartial = (level: string | null): boolean => level !== null && level.startsWith('partially')

/** @param asOf a day; facts recorded later are the caller's to leave out */
export function indicatorsOf(facts: FactSet, asOf: Day): Indicator[] {
  const reports = lastReports(facts, asOf)
  const awards = [...facts.of(awardFact).values()].filter(({ value }) => value.decidedOn <= asOf)
  const inForce = awards.filter(({ value }) => value.state === 'in-force' && value.validUntil >= asOf)
  const letters = [...facts.of(letterFact).values()].filter(({ value }) => value.signedOn <= asOf)
  const durations = letters.flatMap(({ id, value }) => {
    const first = [...facts.of(summaryReportFact).values()]
      .filter((report) => caseOf(report.id) === caseOf(id) && report.value.outcome !== 'not-awarded' && report.value.decidedOn <= asOf)
      .map((report) => report.value.decidedOn).sort()[0]
    return first === undefined ? [] : [{ id, days: daysBetween(value.signedOn, first) }]
  })
  const plans = [...facts.of(planStandingFact).values()].filter(({ value }) => value.asOf <= asOf)
  const gaps = plans.flatMap(({ value }) => value.gaps)
  const disclosed = (kind: SiteDisclosure['kind']) => [...facts.of(siteDisclosureFact).values()].filter(({ value }) => value.kind === kind && value.publishedOn <= asOf)
  const counted = (indicator: Indicator['indicator'], found: readonly { id: string }[], unit: Indicator['unit']): Indicator =>
    ({ indicator, value: found.length, unit, n: found.length, restsOn: found.map(({ id }) => id) })
  return [
    { indicator: 'partial-ratings-per-site', value: mean(reports.map(({ value }) => value.ratings.filter(({ level }) => isPartial(level)).length)), unit: 'criteria', n: reports.length, restsOn: reports.map(({ id }) => id) },
    { indicator: 'days-letter-to-award', value: median(durations.map(({ days }) => days)), unit: 'days', n: durations.length, restsOn: durations.map(({ id }) => id) },
    {
      indicator: 'plan-closure', value: gaps.length === 0 ? null : 100 * gaps.filter(({ status }) => status === 'verified').length / gaps.length, unit: 'percent', n: gaps.length,
      restsOn: plans.map(({ id }) => id),
    },
    counted('greenhouse-gas-targets', disclosed('greenhouse-gas-target'), 'sites'),
    counted('five-step-reports', disclosed('five-step-report'), 'sites'),
    counted('awards-in-force', inForce, 'awards'),
    counted('conditional-awards', inForce.filter(({ value }) => value.isConditional), 'awards'),
  ]
}
