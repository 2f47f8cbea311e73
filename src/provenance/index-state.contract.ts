import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'

const count = z.number().int().nonnegative()

const version = z.object({
  logPosition: count.describe('How many log entries it has seen'),
  factorVersion: z.string().describe('The footprint factors it was made with'),
  engineVersion: z.string(),
})

const IndexStateView = z.object({
  version,
  lots: count, events: count, draws: count,
  vectors: count.describe('Mixtures with a composition of their own; a lot of one source shares that of its source'),
  origins: count.describe('Sites by assurance epoch, countries, scrap classes and unknown'),
  bytes: count, bytesPerLot: z.number().nonnegative(),
  precision: z.enum(['float64', 'float32', 'sparse']),
  flaggedPlaces: z.string().describe('Version of the list of flagged places'),
})

export const indexStateContract = {
  getIndexState: operation({
    method: 'GET', path: '/provenance-index', tag: 'Provenance', permit: 'provenance-index:read', summary: 'What the provenance index holds, up to which log entry, and by which factors',
    input: z.object({}), result: IndexStateView,
  }),
  rebuildIndex: operation({
    method: 'POST', path: '/provenance-index/rebuilds', tag: 'Provenance', permit: 'provenance-index:write', summary: 'Makes the provenance index anew from the ledger, and says what differed',
    input: z.object({}),
    result: z.object({
      version, lots: count,
      isSame: z.boolean().describe('Whether the index that was running said the same of every lot'),
      differences: z.array(z.object({ lotId: z.string(), what: z.string() })).describe('The first of them'),
    }),
  }),
}
