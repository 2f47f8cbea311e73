// The emission curve, for the page, the table and whoever computes on: all three say the same of every bar.
import { z } from 'zod'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { operation } from '#src/kernel/operation.ts'
import { EmissionFigure, EmissionScope } from '#src/footprint/emission-figure.ts'
import { Metal } from '#src/parties/site.ts'
import { EmissionCurve } from './emission-curve-record.ts'
import { FigureFormat } from './statistics.contract.ts'

const read = { method: 'GET', permit: 'registry:read', tag: 'Emission curve' } as const

const curve = {
  metal: Metal.default('copper'),
  scope: EmissionScope.optional().describe('default: the scope of which most mines have a figure'),
  boundary: z.string().max(300).optional().describe('only figures of this boundary, as `available` spells it'),
  year: z.coerce.number().int().min(1900).max(2200).optional().describe('year of the emissions; default: the one of which most mines have a figure'),
  series: EmissionFigure.shape.series.default('past'),
  asOf: TimeQuery.shape.asOf.describe('awards are highlighted as of this day (default: today)'),
  knownAt: TimeQuery.shape.knownAt,
}

export const emissionCurveContract = {
  getEmissionCurve: operation({
    ...read, path: '/emission-curve', summary: 'Get the emission curve of mines',
    description: 'Bars in order of intensity with mean, deciles and the share of awarded mines. A bar is named only where emissions and output are of the same or adjacent years and the mine ran; all others are "modelled, years differ".',
    input: z.object(curve),
    result: EmissionCurve,
  }),
  exportEmissionCurve: operation({
    ...read, path: '/emission-curve/export', summary: 'Export the emission curve', stream: 'export',
    description: 'The bars as drawn, and the mines without a figure. Unnamed bars stay unnamed.',
    input: z.object({ ...curve, format: FigureFormat.default('csv') }),
    result: z.unknown(),
  }),
} as const
