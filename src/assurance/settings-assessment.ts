// What a scheme may set of independence, plan, visit, report and calibration. No source states these numbers; the defaults
// follow what standards for auditing bodies usually ask, and are shown as assumed.
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { shortText } from '#src/kernel/text.ts'

const count = (most: number) => z.number().int().min(1).max(most)

export const coolingYears = schemeSetting('independence.cooling-years', z.number().int().min(0).max(20), 2, 'inferred')
export const leadCycles = schemeSetting('independence.lead-cycles', count(20), 2, 'inferred')
export const firmCycles = schemeSetting('independence.firm-cycles', count(20), 3, 'inferred')
export const ownershipHops = schemeSetting('independence.ownership-hops', count(10), 4, 'inferred')
export const ownershipPercent = schemeSetting('independence.ownership-percent', z.number().min(0).max(100), 5, 'inferred')
export const conflictOverride = schemeSetting('independence.override', z.boolean(), false, 'inferred')

/** Groups that are interviewed; of groups of employees a least number is asked. */
export const interviewGroups = schemeSetting('assessment.interview-groups', z.array(z.object({
  group: z.string().max(60).regex(/^[a-z]+(-[a-z]+)*$/), isEmployees: z.boolean(),
})).min(1).max(30), [
  { group: 'management', isEmployees: false }, { group: 'employees', isEmployees: true }, { group: 'worker-representatives', isEmployees: false },
  { group: 'contractors', isEmployees: true }, { group: 'community', isEmployees: false }, { group: 'authorities', isEmployees: false },
], 'inferred')
/** Least interviews of a group of employees: this factor times the square root of its size, rounded up. */
export const interviewFactor = schemeSetting('assessment.interview-factor', z.number().min(0).max(20), 1, 'inferred')
export const minimumGroupSize = schemeSetting('assessment.minimum-group-size', count(100), 5, 'inferred')
export const noticeDays = schemeSetting('assessment.notice-days', z.number().int().min(0).max(365), 30, 'inferred')
export const questionDays = schemeSetting('assessment.question-days', count(180), 14, 'inferred')
/** Whether a criterion with an open critical or major finding may be rated at the top of its scale. */
export const findingForbidsTop = schemeSetting('assessment.finding-forbids-top', z.boolean(), true, 'inferred')
export const leastPersonDays = schemeSetting('assessment.least-person-days', z.number().min(0).max(200), 2, 'inferred')
export const mediaScanWords = schemeSetting('assessment.media-scan-words', z.array(shortText(100)).max(50), ['accident', 'strike', 'spill', 'protest', 'fine'], 'inferred')

/** Ratings and peers below which no distribution is shown. */
export const calibrationRatings = schemeSetting('calibration.least-ratings', count(1000), 5, 'inferred')
export const calibrationPeers = schemeSetting('calibration.least-peers', count(100), 3, 'inferred')

export const assessmentSettings = [
  coolingYears, leadCycles, firmCycles, ownershipHops, ownershipPercent, conflictOverride, interviewGroups, interviewFactor, minimumGroupSize,
  noticeDays, questionDays, findingForbidsTop, leastPersonDays, mediaScanWords, calibrationRatings, calibrationPeers,
] as const
