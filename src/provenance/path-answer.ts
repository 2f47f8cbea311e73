// Events, paths and flow of a lot as they are told to one viewer: what is held back says so (users G6 and G7).
import { z } from 'zod'
import { LotId, Material } from '#src/custody/lot.ts'
import { SiteId } from '#src/kernel/id.ts'
import { Instant } from '#src/kernel/time.ts'
import { AnswerVersions, OriginName, Share, Withheld } from './lot-answer.ts'

/** An event on the way of metal, as far as this account may know of it. */
export const TracedEvent = z.object({
  event: z.union([z.string(), Withheld]),
  kind: z.string(),
  site: z.union([z.object({ siteId: SiteId, name: z.string().nullable(), country: z.string() }), z.object({ country: z.string() }), z.object({ region: z.string() }), Withheld]),
  at: z.union([Instant, Withheld]),
  lots: z.array(LotId).describe('lots of the own book; those of others are left out'),
  share: Share,
  isOwn: z.boolean(),
})
export type TracedEvent = z.infer<typeof TracedEvent>

export const LotPath = z.object({
  share: Share,
  origin: OriginName,
  steps: z.array(TracedEvent.omit({ share: true })).describe('from the lot up; a withheld step stands for all that lies above it'),
  isCutOff: z.boolean(),
})
export type LotPath = z.infer<typeof LotPath>

export const FlowNode = z.object({ id: z.string(), kind: z.enum(['origin', 'hand-over', 'site', 'lot']), label: z.union([OriginName, z.object({ kind: z.literal('place'), siteId: SiteId, name: z.string().nullable(), stage: Material }), z.object({ kind: z.literal('lot'), lotId: LotId })]), depth: z.number().int() })
export const FlowLink = z.object({ from: z.string(), to: z.string(), share: Share })
export const LotFlow = z.object({ nodes: z.array(FlowNode), links: z.array(FlowLink), versions: AnswerVersions })
export type LotFlow = z.infer<typeof LotFlow>

export const RecalledLot = z.object({ lotId: LotId, siteId: SiteId, material: z.string(), bornAt: Instant, share: Share, quanta: z.number().int(), left: z.number().int() })
export type RecalledLot = z.infer<typeof RecalledLot>

export const Demand = z.object({ origin: OriginName, lotId: z.union([LotId, Withheld]), quanta: z.number().describe('contained metal needed, losses on the way included'), dryGrams: z.number().nullable().describe('dry mass of the material as it came in') })
