// The shapes in which a share of production is told: the range, what it counts, what it lacks, what was published.
import { z } from 'zod'
import { Day, Dated } from '#src/kernel/time.ts'
import { HoldingReason } from '#src/awards/holding.ts'
import { Mark, MilestoneKind, Milestone } from '#src/awards/milestone.ts'
import { AreaProduction, Production } from '#src/parties/production.ts'
import { Country, Metal } from '#src/parties/site.ts'
import { Citation } from '#src/parties/source.ts'
import { RuleKey } from './method.ts'
import { ComparedFigure } from './published-comparison.ts'

export const CoverageStage = z.enum(['mined', 'refined'])

/** An event that an answer rests on, short enough to cite. */
export const AwardEvent = z.object({
  milestoneId: z.string(), kind: MilestoneKind, date: Dated, validUntil: Day.nullable(),
  origin: Milestone.shape.origin, citations: z.array(Citation),
})
export type AwardEvent = z.infer<typeof AwardEvent>

/** A site under an output, and why it counts or does not. */
export const CountedSite = z.object({
  siteId: z.string(), name: z.string(), country: Country.nullable(),
  surely: z.boolean(), possibly: z.boolean(), because: HoldingReason.or(z.literal('outside-country')),
  events: z.array(AwardEvent),
})
export type CountedSite = z.infer<typeof CountedSite>

export const OutputFlag = z.enum(['earlier-year', 'part-year', 'fiscal-year', 'not-100-percent', 'reported-together', 'refined-stands-in', 'sources-differ'])
export type OutputFlag = z.infer<typeof OutputFlag>

export const CountedOutput = z.object({
  subject: z.object({ kind: z.enum(['site', 'unit']), id: z.string(), name: z.string() }),
  sites: z.array(CountedSite),
  tonnes: z.number(),
  /** Share of the denominator, 0 to 1. */
  share: z.number().nullable(),
  year: z.number().int(),
  flags: z.array(OutputFlag),
  inLow: z.boolean(),
  inHigh: z.boolean(),
  ...Production.pick({ stageAsFound: true, basis: true, calendar: true, quality: true, monthsCovered: true, dataset: true, citations: true }).shape,
  productionId: z.string(),
  note: z.string().nullable(),
  /** Values of the same year from other sources, unresolved. */
  beside: z.array(z.object({
    productionId: z.string(),
    ...Production.pick({ tonnesContained: true, basis: true, quality: true, monthsCovered: true, dataset: true, citations: true }).shape,
  })),
})
export type CountedOutput = z.infer<typeof CountedOutput>

export const MissingSite = z.object({
  siteId: z.string(), name: z.string(), country: Country,
  surely: z.boolean(), because: HoldingReason, events: z.array(AwardEvent),
  /** The preferred value nearest to the year that the rule does not allow; of a unit where it names one. */
  nearestKnown: z.object({
    year: z.number().int(), tonnes: z.number(), reportedWith: z.string().nullable(), citations: z.array(Citation),
  }).nullable(),
})
export type MissingSite = z.infer<typeof MissingSite>

export const Denominator = z.object({
  areaProductionId: z.string(),
  ...AreaProduction.pick({ area: true, year: true, tonnesContained: true, edition: true, status: true, dataset: true, citations: true }).shape,
  note: z.string().nullable(),
})
export type Denominator = z.infer<typeof Denominator>

/** What accounts for a gap, largest first. `points` are percentage points of the share. */
export const Explanation = z.object({
  /** In high and not in low: the width of the range. */
  highOnly: z.array(z.object({ id: z.string(), name: z.string(), tonnes: z.number(), points: z.number().nullable(), because: HoldingReason.or(z.literal('outside-country')) })),
  /** Counted with a value of another year or of part of the year. */
  flagged: z.array(z.object({ id: z.string(), name: z.string(), tonnes: z.number(), year: z.number().int(), flags: z.array(OutputFlag) })),
  /** Awarded and without a value. */
  missing: z.array(z.object({ siteId: z.string(), name: z.string(), nearestKnownYear: z.number().int().nullable(), nearestKnownTonnes: z.number().nullable() })),
  /** Outputs of sites whose award is found after the day only: not counted. */
  awardedLater: z.array(z.object({ id: z.string(), name: z.string(), tonnes: z.number(), points: z.number().nullable() })),
  /** The range with another edition of the denominator. */
  otherEditions: z.array(z.object({ edition: z.string(), low: z.number(), high: z.number() })),
  statement: z.string(),
})
export type Explanation = z.infer<typeof Explanation>

export const Warning = z.object({
  key: z.enum(['no-denominator', 'outputs-missing', 'share-above-one', 'statements-withheld', 'status-day-is-today', 'no-site-awarded']),
  text: z.string(),
})
export type Warning = z.infer<typeof Warning>

const CoverageRange = z.object({
  year: z.number().int(),
  statusOn: Day,
  /** Shares from 0 to 1; null without a denominator, or where no output of any awarded site is known. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  numerator: z.object({ lowTonnes: z.number(), highTonnes: z.number() }),
  denominator: Denominator.nullable(),
  published: z.array(ComparedFigure),
  explanation: Explanation,
  warnings: z.array(Warning),
})

const about = {
  position: z.number().int(),
  metal: Metal, mark: Mark, stage: CoverageStage,
  /** ISO 3166-1 alpha-3, or WLD for the world. */
  area: z.string(),
  rules: z.array(RuleKey),
}

export const Coverage = z.object({
  ...about, ...CoverageRange.shape,
  /** Other editions of the denominator. */
  otherDenominators: z.array(Denominator),
  countedOutputs: z.array(CountedOutput),
  missingSites: z.array(MissingSite),
})
export type Coverage = z.infer<typeof Coverage>

export const CoverageSeries = z.object({
  ...about,
  years: z.array(CoverageRange.extend({
    countedSites: z.number().int(), missingSites: z.number().int(),
    /** Site numbers behind the range. */
    sitesInLow: z.array(z.string()), sitesInHigh: z.array(z.string()),
  })),
})
export type CoverageSeries = z.infer<typeof CoverageSeries>
