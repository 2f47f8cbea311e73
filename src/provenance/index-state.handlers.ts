// The index as its operator sees it: numbers only, nothing of a lot. A rebuild compares with the running index first and then
// takes its place in one step; as a dry run it only compares.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { flaggedPlacesSetting } from './index-setting.ts'
import { provenanceFollower, rebuild } from './index-follower.handlers.ts'
import type { indexStateContract } from './index-state.contract.ts'

export const indexStateHandlers: Handlers<typeof indexStateContract, Context> = {
  getIndexState: async (ctx) => {
    const index = await ctx.followed(provenanceFollower)
    const { atoms, ...state } = index.state
    return { version: index.version, ...state, origins: atoms, bytesPerLot: state.lots === 0 ? 0 : Math.round(state.bytes / state.lots), flaggedPlaces: (await ctx.setting(flaggedPlacesSetting)).version }
  },
  rebuildIndex: async (ctx) => {
    const index = await ctx.followed(provenanceFollower)
    const differences = await rebuild(index, ctx.isDryRun)
    return { version: index.version, lots: index.state.lots, isSame: differences.length === 0, differences }
  },
}
