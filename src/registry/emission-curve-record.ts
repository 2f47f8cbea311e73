// The shapes of the emission curve. An unnamed bar has no field in which a mine could be recognised by name.
import { z } from 'zod'
import { Day } from '#src/kernel/time.ts'
import { Mark } from '#src/awards/milestone.ts'
import { EmissionFigure, EmissionScope } from '#src/footprint/emission-figure.ts'
import { Country, Metal } from '#src/parties/site.ts'
import { Citation } from '#src/parties/source.ts'
import { RuleKey } from './method.ts'

export const UNNAMED_LABEL = 'modelled, years differ'

export const BarAward = z.enum(['surely', 'possibly', 'no-award-found'])

const drawn = {
  rank: z.number().int(),
  /** Cumulated output before and after the bar, in tonnes of metal. */
  x0: z.number(), x1: z.number(),
  outputTonnes: z.number(),
  emissionsTonnesCo2e: z.number(),
  /** t CO2e per t of metal: the height. */
  intensity: z.number(),
  scope: EmissionScope,
  quality: EmissionFigure.shape.quality,
  award: BarAward,
  emissionsYear: z.number().int(), outputYear: z.number().int(),
  /** The whole dataset, never the row of one mine. */
  dataset: z.string(),
}

export const CurveBar = z.discriminatedUnion('isNamed', [
  z.object({
    isNamed: z.literal(true), ...drawn,
    siteId: z.string().nullable(), name: z.string(), country: Country, boundary: z.string(),
    citations: z.array(Citation), note: z.string().nullable(),
  }),
  z.object({ isNamed: z.literal(false), ...drawn, label: z.literal(UNNAMED_LABEL) }),
])
export type CurveBar = z.infer<typeof CurveBar>

export const CurveGroup = z.object({
  mines: z.number().int(), outputTonnes: z.number(), emissionsTonnesCo2e: z.number(),
  /** Weighted by output; null without output. */
  mean: z.number().nullable(),
  shareOfOutput: z.number().nullable(),
})
export type CurveGroup = z.infer<typeof CurveGroup>

export const MineWithoutFigure = z.object({
  siteId: z.string(), name: z.string(), country: Country, award: z.enum(['surely', 'possibly']),
  output: z.object({
    tonnes: z.number(), year: z.number().int(), reportedWith: z.string().nullable(), dataset: z.string(), citations: z.array(Citation),
  }).nullable(),
})
export type MineWithoutFigure = z.infer<typeof MineWithoutFigure>

export const CurveYear = z.object({
  year: z.number().int(), mines: z.number().int(), outputTonnes: z.number(), emissionsTonnesCo2e: z.number(),
  mean: z.number().nullable(), datasets: z.array(z.string()),
})
export type CurveYear = z.infer<typeof CurveYear>

export const CurveDataset = z.object({
  datasetId: z.string(), title: z.string(), licence: z.string().nullable(), attribution: z.string().nullable(),
  url: z.string().nullable(), isShareAlike: z.boolean(),
})
export type CurveDataset = z.infer<typeof CurveDataset>

export const EmissionCurve = z.object({
  position: z.number().int(),
  /** The day for which awards are highlighted. */
  asOf: Day,
  metal: Metal, mark: Mark.nullable(),
  scope: EmissionScope,
  /** The year of the emissions; null when there are no figures. */
  year: z.number().int().nullable(),
  series: EmissionFigure.shape.series,
  unit: z.string(),
  boundaries: z.array(z.string()),
  bars: z.array(CurveBar),
  total: CurveGroup,
  mean: z.number().nullable(),
  deciles: z.array(z.object({ decile: z.number().int(), outputTonnes: z.number(), intensity: z.number() })),
  /** Bars by what is known of their award on the day; the three add to the total. */
  surely: CurveGroup, possibly: CurveGroup, others: CurveGroup,
  awardedShare: z.object({ low: z.number().nullable(), high: z.number().nullable() }),
  namedBars: z.number().int(),
  withoutFigure: z.array(MineWithoutFigure),
  /** Years of the same scope, boundary and series. */
  history: z.array(CurveYear),
  /** What can be asked for instead. */
  available: z.array(z.object({
    series: EmissionFigure.shape.series, scope: EmissionScope, boundary: z.string(), year: z.number().int(), mines: z.number().int(),
  })),
  datasets: z.array(CurveDataset),
  rules: z.array(RuleKey),
  warnings: z.array(z.object({ key: z.enum(['no-figures', 'boundaries-differ', 'mines-unmatched']), text: z.string() })),
})
export type EmissionCurve = z.infer<typeof EmissionCurve>
