// What a correction reaches: an award that stands otherwise, an event taken back, a second assay, a link made or undone, a
// factor revised. Nothing already issued changes; its owners are told, and see before and after (issue paragraph 2.4).
import { z } from 'zod'
import { LotId } from '#src/custody/lot.ts'
import { Instant } from '#src/kernel/time.ts'
import { AnswerVersions, Share } from './lot-answer.ts'

export const ImpactCause = z.enum(['award-changed', 'event-corrected', 'lot-adjusted', 'link-made', 'link-undone', 'factor-revised'])
export type ImpactCause = z.infer<typeof ImpactCause>

export type ProvenanceChange = {
  readonly changeNo: number
  readonly cause: ImpactCause
  /** The site, the book, or the batch of lines. */
  readonly subject: string
  readonly detail: Readonly<Record<string, unknown>>
  /** Lots it starts from; for a site, all that came by it; for a book, all of it. */
  readonly lotNos: readonly number[]
  readonly changedAt: Instant
}

export type ReachedLot = { readonly lotNo: number; readonly lotId: LotId; readonly organisationId: string }

/** Something issued about a lot, such as a passport, that says what was known when it was issued. */
export const Issued = z.object({ kind: z.enum(['passport', 'claim', 'transfer-statement']), id: z.string(), lotId: LotId, issuedAt: Instant })
export type Issued = z.infer<typeof Issued>

export const Figures = z.object({ awardedMine: Share, awardedChain: Share, preConsumer: Share, postConsumer: Share, unknown: Share })
export type Figures = z.infer<typeof Figures>

export const Impact = z.object({
  changeNo: z.number().int(),
  lotId: LotId,
  cause: ImpactCause,
  siteId: z.string().nullable().describe('the site whose standing changed; null where it is held back, or the cause is another'),
  changedAt: Instant,
  effectiveOn: z.string().nullable().describe('the day from which it holds, where that is known and the site is shown'),
  factorVersion: z.number().int().nullable().describe('of revised figures: the version whose effect on footprints getFactorImpact tells'),
  before: Figures.nullable().describe('null where the records do not hold what was known before'),
  after: Figures.nullable(),
  hasChanged: z.boolean().describe('whether any figure of this lot is another than before; true of revised figures, which change footprints and no share'),
  issued: z.array(Issued),
  versions: AnswerVersions.nullable(),
})
export type Impact = z.infer<typeof Impact>
