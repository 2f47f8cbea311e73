// What may be said of the marks of a site on a day. A record compiled from public sources never gets a computed
// negative status (architecture section 7): it says which award was found, or that none was. Only an award decided in
// this installation, or imported by the owner of the mark, carries a live one.
import { z } from 'zod'
import { Day, Dated } from '#src/kernel/time.ts'
import { Mark } from '#src/awards/milestone.ts'
import { Citation } from '#src/parties/source.ts'

/** What a compiled record can say. */
export const CompiledStatus = z.enum(['awarded', 'award-possible', 'committed', 'no-award-found'])
export type CompiledStatus = z.infer<typeof CompiledStatus>

/** What only the owner of a mark can say. */
export const LiveStatus = z.enum(['live-awarded', 'conditional', 'suspended', 'withdrawn', 'expired'])
export type LiveStatus = z.infer<typeof LiveStatus>

export const SiteStatus = z.enum([...CompiledStatus.options, ...LiveStatus.options])
export type SiteStatus = z.infer<typeof SiteStatus>

/** The sentence to show, by key of the message catalogue: `standing.<key>`. */
export const StatementKey = z.enum(['last-award-found', 'award-possible', 'commitment-found', 'no-award-found', 'live'])
export type StatementKey = z.infer<typeof StatementKey>

export const LastAward = z.object({
  milestoneId: z.string(),
  kind: z.enum(['award', 're-award', 'extension', 're-assessment', 'follow-up']),
  date: Dated,
  announcedOn: Day.nullable(),
  source: Citation,
})
export type LastAward = z.infer<typeof LastAward>

export const MarkStanding = z.object({
  /** Null where the source states no mark. */
  mark: Mark.nullable(),
  basis: z.enum(['compiled', 'live']),
  status: SiteStatus,
  statementKey: StatementKey,
  lastAward: LastAward.nullable(),
  /** First award found, with the same certainty. */
  firstAward: LastAward.nullable(),
  /** End of validity: of a live award its law, of a compiled one only what a source states. */
  validUntil: Day.nullable(),
  /** Only ever set on a live award. */
  condition: z.string().nullable(),
})
export type MarkStanding = z.infer<typeof MarkStanding>

/** `status` speaks of the marks that were asked about: of `mark`, else of the marks of `metal`, else of any. */
export const Standing = z.object({
  basis: z.enum(['compiled', 'live']),
  status: SiteStatus,
  marks: z.array(MarkStanding),
})
export type Standing = z.infer<typeof Standing>
