// The log is shown up to its last public entry: what came after it is released with the next, so that nobody can read
// from its length when something confidential was recorded (architecture section 5).
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { entriesFrom, readHead } from './log.store.ts'
import type { transparencyContract } from './transparency.contract.ts'

export const transparencyHandlers: Handlers<typeof transparencyContract, Context> = {
  getLog: async (ctx) => {
    const { publicSize } = await readHead(ctx.sql)
    const last = publicSize === 0 ? [] : await entriesFrom(ctx.sql, publicSize - 1, 1)
    return { size: publicSize, recordedAt: last[0]?.recorded_at ?? null }
  },
  listLogEntries: async (ctx, { from, limit }) => {
    const { publicSize } = await readHead(ctx.sql)
    const entries = (await entriesFrom(ctx.sql, from, limit)).filter((entry) => entry.position < publicSize)
    const items = entries.map((entry) => ({
      position: entry.position, header: entry.header, leafHash: entry.leaf_hash.toString('hex'), payload: entry.is_public ? entry.payload : null,
    }))
    return { items, next: from + limit < publicSize ? from + limit : null }
  },
}
