// A rating: what the assessor found one criterion to be, on the scale of its standard, with the reason for it. Every
// rating has a rationale; a criterion that does not apply has a reason instead of a level.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
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

export type RatingChange = {
  readonly place: string
  /** What stood there, and who gave it; null where nothing did. */
  readonly before: string | null
  readonly beforeBy: readonly string[]
  readonly after: string | null
  readonly by: string
  readonly isLead: boolean
  readonly reason: string | null
}

/**
 * Whether a rating may be changed so. Only its assessor or the lead of the case changes it, and says why; a reviewer
 * returns the report instead.
 * @returns whether anything changes, or `rating-of-another`, `rating-reason-missing`
 */
export function ratingChange({ place, before, beforeBy, after, by, isLead, reason }: RatingChange): Outcome<boolean> {
  if (before === after && beforeBy.length <= 1) return accept(false)
  if (before === null) return accept(true)
  if (!isLead && beforeBy.some((author) => author !== by)) {
    return deny(refuse('rating-of-another', `${place} was rated by another assessor. Ask them or the lead assessor to change it.`))
  }
  return reason === null || reason.trim() === ''
    ? deny(refuse('rating-reason-missing', `${place} is rated "${before}" and would become ${after === null ? 'unrated' : `"${after}"`}. Say why.`)) : accept(true)
}

/** Levels from worst to best; the last one is full. */
export const isFull = (standard: { readonly ratingScale: { readonly levels: readonly { readonly slug: string }[] } }, level: string | null): boolean =>
  level !== null && standard.ratingScale.levels.at(-1)?.slug === level

/** The criteria that a round after the first looks at again: those that apply and were not fully met. */
export const openCriteria = (standing: readonly Pick<Rating, 'standard' | 'criterion' | 'level' | 'isApplicable'>[], top: ReadonlyMap<string, string>): { standard: string; criterion: string }[] =>
  standing.filter(({ standard, level, isApplicable }) => isApplicable && level !== top.get(standard)).map(({ standard, criterion }) => ({ standard, criterion }))
