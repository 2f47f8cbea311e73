// Figures of the registry, each computed when it is asked for, with its rows and its rule.
import { z } from 'zod'
import { TimeQuery } from '#src/kernel/as-of.ts'
import { operation } from '#src/kernel/operation.ts'
import { Country, Metal } from '#src/parties/site.ts'
import { Coverage, CoverageSeries, CoverageStage } from './coverage-record.ts'
import { Rule } from './method.ts'
import { Statistics } from './statistics.ts'

const read = { method: 'GET', permit: 'registry:read', tag: 'Statistics' } as const

const share = {
  metal: Metal.default('copper').describe('a metal for which a mark exists: copper, molybdenum, nickel, zinc'),
  country: Country.optional().describe('share of the output of one country; default: of the world'),
  stage: CoverageStage.default('mined'),
}
const YearQuery = z.coerce.number().int().min(1900).max(2100).describe('the year of output')
const status = {
  asOf: TimeQuery.shape.asOf.describe('status of the sites on this day (default: 31 December of the year, or today where that is still to come)'),
  knownAt: TimeQuery.shape.knownAt,
}

export const FigureFormat = z.enum(['csv', 'json'])
export type FigureFormat = z.infer<typeof FigureFormat>

export const statisticsContract = {
  getStatistics: operation({
    ...read, path: '/statistics', summary: 'Get the counts of the registry',
    description: 'Participants, partners and awarded sites by type, metal, mark and country as of a day: at least and at most, with the rows behind each count, beside the published counts.',
    input: z.object(TimeQuery.shape),
    result: Statistics,
  }),
  getCoverage: operation({
    ...read, path: '/statistics/coverage', summary: 'Get the share of production from awarded sites',
    description: 'A range from 0 to 1 for one year, the outputs it counts with their sources, the sites that lack an output, the denominator with its edition, and the published figures beside it.',
    input: z.object({ ...share, year: YearQuery, ...status }),
    result: Coverage,
    refusals: ['metal-without-mark'],
  }),
  getCoverageSeries: operation({
    ...read, path: '/statistics/coverage-series', summary: 'Get the share of production from awarded sites by year',
    description: 'Every year of which an output of the world or the country is in the registry, by the status of 31 December, up to a day.',
    input: z.object({ ...share, ...TimeQuery.shape }),
    result: CoverageSeries,
    refusals: ['metal-without-mark'],
  }),
  exportCoverage: operation({
    ...read, path: '/statistics/coverage/export', summary: 'Export the outputs behind a share of production', stream: 'export',
    description: 'One row per counted output and per missing site, each with its source, dataset and licence.',
    input: z.object({ ...share, year: YearQuery, ...status, format: FigureFormat.default('csv') }),
    result: z.unknown(),
    refusals: ['metal-without-mark'],
  }),
  getMethod: operation({
    ...read, path: '/statistics/method', summary: 'Get the rules behind every figure',
    input: z.object({}),
    result: z.object({ items: z.array(Rule), next: z.null() }),
  }),
} as const
