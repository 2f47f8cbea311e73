// Who may be told what, and from when: the gate a claim passes when it is issued, shown before. Its days are settings; what it
// says of a block is "by this scheme's setting", since it is no legal advice (custody notes 4.6; Directive (EU) 2024/825).
import { z } from 'zod'
import type { Day } from '#src/kernel/time.ts'
import type { ClaimAudience, ClaimBasis, SubjectKind } from './claim-template.ts'

export const GateReason = z.enum(['eu-consumer-offset-blocked', 'eu-consumer-offset-soon', 'consumer-offset-elsewhere', 'words-travel-downstream', 'net-in-footprint-field'])
export type GateReason = z.infer<typeof GateReason>
export const GateCondition = z.enum(['iso-14068-1-report', 'disclosures', 'legal-review'])
export type GateCondition = z.infer<typeof GateCondition>

export const Gate = z.object({
  result: z.enum(['allow', 'warn', 'block']),
  because: z.array(GateReason),
  conditions: z.array(GateCondition),
  /** The day from which the setting blocks, where one does or will. */
  blocksFrom: z.string().nullable(),
})
export type Gate = z.infer<typeof Gate>

export type GateQuestion = {
  readonly audience: ClaimAudience | 'any'
  readonly basis: ClaimBasis
  readonly subject: SubjectKind | 'product'
  readonly on: Day
  /** A net value stands where a product footprint belongs. */
  readonly isNetInFootprint: boolean
}

/** @param euConsumerFrom the setting: consumers in the EU are told nothing of this kind from that day */
export function gateFor({ audience, basis, subject, on, isNetInFootprint }: GateQuestion, euConsumerFrom: Day): Gate {
  if (isNetInFootprint) return { result: 'block', because: ['net-in-footprint-field'], conditions: [], blocksFrom: null }
  if (basis !== 'offset') return { result: 'allow', because: [], conditions: [], blocksFrom: null }
  const conditions: GateCondition[] = ['iso-14068-1-report', 'disclosures', 'legal-review']
  // What everybody can read, consumers in the EU read too.
  if ((audience === 'eu-consumer' || audience === 'public') && subject !== 'site') {
    return on >= euConsumerFrom ? { result: 'block', because: ['eu-consumer-offset-blocked'], conditions: [], blocksFrom: euConsumerFrom }
      : { result: 'warn', because: ['eu-consumer-offset-soon'], conditions, blocksFrom: euConsumerFrom }
  }
  if (audience === 'other-consumer' || audience === 'any') return { result: 'warn', because: ['consumer-offset-elsewhere'], conditions, blocksFrom: null }
  return { result: 'allow', because: ['words-travel-downstream'], conditions, blocksFrom: null }
}
