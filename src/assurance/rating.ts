// A rating: what the assessor found one criterion to be, on the scale of its standard, with the reason for it. Every
// rating has a rationale; a criterion that does not apply has a reason instead of a level.
import { z } from 'zod'
import { Instant } from '#src/kernel/time.ts'
import { shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'

export const Rating = z.object({
  caseId: z.string(),
  round: z.number().int().min(1),
  standard: Slug,
  standardVersion: Version,
  criterion: Slug,
  /** Null where the criterion does not apply; then the rationale says why. */
  level: Slug.nullable(),
  isApplicable: z.boolean(),
  rationale: shortText(8000),
  /** Accepted on recognition of this certificate: desk check only. */
  certificateId: z.string().nullable(),
  evidenceIds: z.array(z.string()).max(200),
  ratedBy: z.string(),
  ratedAt: Instant,
})
export type Rating = z.infer<typeof Rating>

/** What the award rule needs of the ratings under one standard: level by criterion, and which criteria apply. */
export function ruledBy(ratings: readonly Rating[], applicableBySite: ReadonlySet<string>): { levels: Map<string, string>; applicable: Set<string> } {
  const levels = new Map<string, string>()
  const applicable = new Set(applicableBySite)
  for (const rating of ratings) {
    if (rating.level === null) applicable.delete(rating.criterion)
    else levels.set(rating.criterion, rating.level)
  }
  return { levels, applicable }
}
