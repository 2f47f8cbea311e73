// What the mark of a site would be today, what stands between it and the award, and when each clock runs out.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Day } from '#src/kernel/time.ts'
import { CaseId, CaseStandard } from './case.ts'
import { CaseClock } from './clock.ts'
import { CaseState } from './cycle.ts'
import { MarkAnswer } from './mark-engine.ts'

export const MarkPreview = z.object({
  caseId: CaseId, siteName: z.string(), state: CaseState, standards: z.array(CaseStandard), asOf: Day,
  /** Whose ratings it rests on: the site's own answers, or the assessors' once they are final. */
  basis: z.enum(['own-answers', 'assessor-ratings']),
  round: z.number().int(),
  answers: z.array(MarkAnswer),
  /** Running clocks, the nearest first. */
  clocks: z.array(CaseClock.extend({ daysLeft: z.number().int() })),
  engine: z.string(), inputsHash: z.string(),
})

export const markPreviewContract = {
  getMarkPreview: operation({
    method: 'GET', path: '/cases/{caseId}/mark-preview', tag: 'Decision', permit: 'mark-preview:read', summary: 'Read what the mark would be today and what stands between',
    description: 'In criteria and evidence, never in effort or cost. Kept from assessors and reviewers of the case until the ratings are final.',
    input: z.object({ caseId: CaseId }), result: MarkPreview, refusals: ['case-absent', 'standard-absent', 'ratings-not-final'],
  }),
} as const
