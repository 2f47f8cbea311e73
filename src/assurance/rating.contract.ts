// Ratings in the on-site record, and how those of one assessor compare with those of peers.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'
import { Calibration } from './calibration.ts'
import { CaseId } from './case.ts'
import { RatingCell } from './on-site-view.ts'

const tag = 'Assessment'

export const ratingContract = {
  rateCriterion: operation({
    method: 'PUT', path: '/cases/{caseId}/ratings/{standard}/{criterion}', tag, permit: 'rating:write', summary: 'Rate a criterion in the on-site record',
    description: 'With rationale and evidence; `not-applicable` with its reason. A rating that stands is changed by its assessor or the lead alone, with a reason, which the log keeps beside old and new.',
    input: z.object({
      caseId: CaseId, standard: Slug, criterion: Slug,
      rating: z.string().max(80).describe('a level of the standard’s scale, or not-applicable'),
      rationale: longText(8000).default(''), notApplicableReason: longText(8000).default(''), notes: longText(20_000).nullable().default(null).describe('null leaves them as they are'),
      evidenceIds: z.array(z.string().max(60)).max(200).default([]), certificateId: z.string().max(60).nullable().default(null).describe('accepted on recognition of this certificate'),
      reason: shortText(2000).nullable().default(null).describe('why an earlier rating is changed'),
      seen: z.array(z.string().max(64)).max(100).describe('`seen` of the criterion as it was read'),
    }),
    result: RatingCell,
    refusals: [
      'case-absent', 'round-not-on-site', 'round-criterion-closed', 'criterion-unknown', 'rating-level-unknown', 'rating-rationale-missing', 'rating-reason-missing', 'rating-of-another',
      'recognition-not-usable', 'record-changed', 'record-value-wrong', 'standard-absent',
    ],
  }),
  getCalibration: operation({
    method: 'GET', path: '/calibrations/{standard}/{version}', tag, permit: 'calibration:read', summary: 'Compare the ratings of an assessor with those of peers',
    description: 'Per criterion the distribution of levels, with n, and how far the mean lies from the peers’. Hidden where n is too small. Seen by the operator and the assessor alone.',
    input: z.object({ standard: Slug, version: Version, userId: z.string().max(100).optional().describe('the assessor; oneself where none is given') }),
    result: Calibration, refusals: ['calibration-hidden', 'standard-absent'],
  }),
} as const
