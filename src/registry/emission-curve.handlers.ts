import type { Context } from '#src/access/context.ts'
import { knownAtInstant } from '#src/kernel/as-of.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import type { EmissionCurve } from './emission-curve-record.ts'
import type { emissionCurveContract } from './emission-curve.contract.ts'
import { emissionCurve, type CurveQuery } from './emission-curve.ts'
import { curveRows, fileResponse } from './figures-export.ts'
import { registryIndex } from './registry-index.ts'

type CurveInput = Omit<CurveQuery, 'asOf'> & { asOf?: string | undefined; knownAt?: string | undefined }

async function curveAsked(ctx: Context, { knownAt, asOf, ...query }: CurveInput): Promise<EmissionCurve> {
  const index = registryIndex(await ctx.facts(knownAtInstant(knownAt)))
  return emissionCurve(index, { ...query, asOf: asOf ?? ctx.today })
}

export const emissionCurveHandlers: Handlers<typeof emissionCurveContract, Context> = {
  getEmissionCurve: curveAsked,
  exportEmissionCurve: async (ctx, { format, ...query }) => {
    const answer = await curveAsked(ctx, query)
    const name = `emission-curve-${answer.metal}-${answer.scope}-${answer.year ?? 'none'}-${answer.series}`
    return fileResponse(name, format, answer, () => curveRows(answer))
  },
}
