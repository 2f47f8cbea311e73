import type { Context } from '#src/access/context.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { Mark } from '#src/awards/milestone.ts'
import type { Metal } from '#src/parties/site.ts'
import { coverage, coverageSeries, statusDayOf, WORLD, type CoverageQuery } from './coverage.ts'
import { coverageRows, fileResponse } from './figures-export.ts'
import { rules } from './method.ts'
import { markOf, registryIndex, type CoverageStage, type RegistryIndex } from './registry-index.ts'
import type { statisticsContract } from './statistics.contract.ts'
import { statistics } from './statistics.ts'

type ShareInput = { metal: Metal; country?: string | undefined; stage: CoverageStage }
type YearInput = ShareInput & { year: number; asOf?: string | undefined; knownAt?: string | undefined }

const indexAt = async (ctx: Context, knownAt: string | undefined): Promise<RegistryIndex> =>
  registryIndex(await ctx.facts(knownAtInstant(knownAt)))

/** @throws Refused `metal-without-mark` */
function shareAsked({ metal, country, stage }: ShareInput): Omit<CoverageQuery, 'year' | 'statusOn'> {
  const mark = markOf(metal)
  if (mark === null) {
    throw new Refused(refuse('metal-without-mark', `There is no mark for ${metal}. Ask for ${Mark.options.join(', ')}.`,
      [{ pointer: '/metal', detail: 'no mark exists for this metal' }]))
  }
  return { metal, mark, stage, area: country ?? WORLD }
}

async function coverageAsked(ctx: Context, input: YearInput) {
  const query = { ...shareAsked(input), year: input.year, statusOn: input.asOf ?? statusDayOf(input.year, ctx.today) }
  const index = await indexAt(ctx, input.knownAt)
  return { index, answer: coverage(index, query, ctx.today) }
}

export const statisticsHandlers: Handlers<typeof statisticsContract, Context> = {
  getStatistics: async (ctx, input) => statistics(await indexAt(ctx, input.knownAt), input.asOf ?? ctx.today),
  getCoverage: async (ctx, input) => (await coverageAsked(ctx, input)).answer,
  getCoverageSeries: async (ctx, input) => {
    const query = shareAsked(input)
    return coverageSeries(await indexAt(ctx, input.knownAt), query, input.asOf ?? ctx.today)
  },
  exportCoverage: async (ctx, input) => {
    const { index, answer } = await coverageAsked(ctx, input)
    const name = `coverage-${answer.metal}-${answer.stage}-${answer.area}-${answer.year}`.toLowerCase()
    return fileResponse(name, input.format, answer, () => coverageRows(answer, index.facts))
  },
  getMethod: async () => ({ items: [...rules], next: null }),
}
