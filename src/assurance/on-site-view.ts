// What a reader is shown of an on-site record: each criterion with all that an assessor needs to rate it on one screen.
import { z } from 'zod'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { CaseId } from './case.ts'
import { CaseState, RoundKind } from './cycle.ts'
import { ClosingMeeting, AssessmentFinding, InterviewCount, MediaFind } from './on-site.ts'
import { ScopingLine } from './scoping.ts'

export const RatingCell = z.object({
  standard: Slug, criterion: Slug,
  rating: z.string().nullable(), rationale: z.string().nullable(), notApplicableReason: z.string().nullable(), notes: z.string().nullable(),
  evidenceIds: z.array(z.string()), certificateId: z.string().nullable(), ratedBy: z.string().nullable(), ratedAt: z.string().nullable(),
  /** Fields in which different values stand. */
  conflicts: z.array(z.string()), seen: z.array(z.string()),
})

/** Values that stand side by side in one cell, until an assessor settles them. */
export const CellConflict = z.object({
  standard: z.string(), criterion: z.string(), field: z.string(),
  values: z.array(z.object({ changeId: z.string(), value: z.json(), author: z.string(), authorName: z.string(), at: z.string(), source: z.string() })),
})

export const RecordCriterion = z.object({
  ...RatingCell.shape, number: z.number().int(), title: z.string(), meaning: z.string(), group: Slug, mayBeExcluded: z.boolean(),
  /** Whether this round looks at it. */
  isInRound: z.boolean(),
  ratedByName: z.string().nullable(),
  self: z.object({ rating: z.string().nullable(), rationale: z.string().nullable(), notApplicableReason: z.string().nullable() }),
  /** From the round before. */
  earlier: z.object({ level: z.string().nullable(), rationale: z.string() }).nullable(),
  recognition: ScopingLine.pick({ standing: true, remains: true, lapsesOn: true, certificateIds: true, isApproved: true }).nullable(),
  check: z.object({ certificateId: z.string(), isAccepted: z.boolean(), note: z.string() }).nullable(),
  findingIds: z.array(z.string()),
  state: z.enum(['unrated', 'begun', 'rated', 'conflict']),
})
export type RecordCriterion = z.infer<typeof RecordCriterion>

export const OnSiteRecord = z.object({
  caseId: CaseId, siteName: z.string(), state: CaseState, round: z.number().int(), roundKind: RoundKind.nullable(), path: z.enum(['desk', 'on-site']),
  mayWrite: z.boolean(), isLead: z.boolean(), mayComplete: z.boolean(), me: z.string(),
  standards: z.array(z.object({
    standard: Slug, standardVersion: Version, title: z.string(), isGoverning: z.boolean(), levels: z.array(z.object({ slug: Slug, title: z.string() })),
    groups: z.array(z.object({ slug: Slug, title: z.string() })),
  })),
  criteria: z.array(RecordCriterion),
  findings: z.array(z.object({ ...AssessmentFinding.shape, writtenByName: z.string().nullable() })),
  media: z.array(MediaFind),
  interviews: z.array(z.object({ ...InterviewCount.shape, isEmployees: z.boolean(), planned: z.number().int().nullable(), least: z.number().int().nullable(), isBelowMinimum: z.boolean() })),
  minimumGroupSize: z.number().int(),
  closing: ClosingMeeting,
  conflicts: z.array(CellConflict),
  progress: z.object({ criteria: z.number().int(), rated: z.number().int(), begun: z.number().int(), conflicts: z.number().int() }),
})
export type OnSiteRecord = z.infer<typeof OnSiteRecord>
