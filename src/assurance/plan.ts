// The law of the assessment plan: team, days, what is sampled, where the assessors go, whom they talk to, in which languages,
// and how the media are scanned. The secretariat checks each plan for completeness; employees are interviewed by a least
// number (found as controls of a joint pilot; the numbers are settings).
import { z } from 'zod'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Language } from '#src/standards/standard.ts'

const Group = z.string().max(60).regex(/^[a-z]+(-[a-z]+)*$/, 'a group is lower-case words joined by hyphens')

export const InterviewPlan = z.object({
  group: Group,
  /** How many people the group has; null where nobody knows, such as a community. */
  size: z.number().int().min(0).max(1_000_000).nullable(),
  planned: z.number().int().min(0).max(100_000),
  /** Why none or fewer are planned. */
  reason: shortText(500).nullable(),
})
export type InterviewPlan = z.infer<typeof InterviewPlan>

export const PlanContent = z.object({
  visitFrom: Day.nullable(), visitTo: Day.nullable(),
  personDays: z.number().min(0).max(1000),
  areas: z.array(z.object({ area: shortText(200), what: shortText(500) })).max(100),
  /** Which documents are drawn, and how. */
  documentSampling: longText(4000),
  interviews: z.array(InterviewPlan).max(30),
  /** Spoken on site. */
  languages: z.array(Language).max(20),
  /** Of these, the ones an interpreter brings. */
  interpreted: z.array(Language).max(20),
  /** Sources and search words of the media scan. */
  mediaScan: longText(4000),
})
export type PlanContent = z.infer<typeof PlanContent>
export const emptyPlan: PlanContent = {
  visitFrom: null, visitTo: null, personDays: 0, areas: [], documentSampling: '', interviews: [], languages: [], interpreted: [], mediaScan: '',
}

export type InterviewGroup = { readonly group: string; readonly isEmployees: boolean }
export type PlanRules = { readonly groups: readonly InterviewGroup[]; readonly interviewFactor: number; readonly leastPersonDays: number; readonly noticeDays: number }

/** Least interviews of a group of employees of a size: the factor times its square root, never more than the group. */
export const leastInterviews = (size: number, factor: number): number => Math.min(size, Math.ceil(factor * Math.sqrt(size)))

export const InterviewCoverage = z.object({
  group: z.string(), isEmployees: z.boolean(), size: z.number().int().nullable(), planned: z.number().int(),
  /** Null where no least number is asked, or the size is not known. */
  least: z.number().int().nullable(), isCovered: z.boolean(),
})
export type InterviewCoverage = z.infer<typeof InterviewCoverage>

/** Interviews by group against what the scheme asks; groups that the plan adds stand last. */
export function coverageOf(plan: Pick<PlanContent, 'interviews'>, rules: Pick<PlanRules, 'groups' | 'interviewFactor'>): InterviewCoverage[] {
  const asked = [...rules.groups, ...plan.interviews.filter(({ group }) => !rules.groups.some((one) => one.group === group)).map(({ group }) => ({ group, isEmployees: false }))]
  return asked.map(({ group, isEmployees }) => {
    const row = plan.interviews.find((one) => one.group === group)
    const size = row?.size ?? null
    const planned = row?.planned ?? 0
    const least = isEmployees && size !== null ? leastInterviews(size, rules.interviewFactor) : null
    const isExplained = row !== undefined && row.reason !== null
    return { group, isEmployees, size, planned, least, isCovered: isEmployees ? size !== null && planned >= least! : planned > 0 || isExplained }
  })
}

export const PlanGapCode = z.enum([
  'team', 'visit-days', 'visit-past', 'person-days', 'areas', 'document-sampling', 'interviews', 'interview-size', 'languages', 'language-uncovered', 'media-scan', 'approval-lapses',
])
export const PlanGap = z.object({ code: PlanGapCode, pointer: z.string(), subject: z.string().nullable(), detail: z.string() })
export type PlanGap = z.infer<typeof PlanGap>

export type PlanAsked = {
  readonly plan: PlanContent
  readonly teamSize: number
  /** Languages in which somebody of the team is approved to assess on the days of the visit. */
  readonly teamLanguages: readonly string[]
  /** Approvals of the team that do not hold to the end of the visit, in words. */
  readonly lapsing: readonly string[]
  readonly today: Day
  readonly rules: PlanRules
}

/** `pt-BR` is covered by `pt`. */
const covers = (spoken: readonly string[], language: string): boolean => spoken.some((one) => one === language || one.split('-')[0] === language.split('-')[0])

/** What is missing before a plan can be confirmed; nothing means that it is complete. */
export function planGaps({ plan, teamSize, teamLanguages, lapsing, today, rules }: PlanAsked): PlanGap[] {
  const gaps: PlanGap[] = []
  const gap = (code: PlanGap['code'], pointer: string, detail: string, subject: string | null = null): void => { gaps.push({ code, pointer, subject, detail }) }
  if (teamSize === 0) gap('team', '/team', 'no team is engaged')
  if (plan.visitFrom === null || plan.visitTo === null || plan.visitTo < plan.visitFrom) gap('visit-days', '/visitFrom', 'the first and last day of the visit are not given in order')
  else if (plan.visitFrom < today) gap('visit-past', '/visitFrom', `the visit would begin on ${plan.visitFrom}, which has passed`)
  if (plan.personDays < rules.leastPersonDays) gap('person-days', '/personDays', `at least ${rules.leastPersonDays} person-days are asked, ${plan.personDays} are planned`)
  if (plan.areas.length === 0) gap('areas', '/areas', 'no area to visit is named')
  if (plan.documentSampling.trim() === '') gap('document-sampling', '/documentSampling', 'how documents are sampled is not said')
  for (const one of coverageOf(plan, rules)) {
    if (one.isEmployees && one.size === null) gap('interview-size', '/interviews', `the size of the group ${one.group} is not given`, one.group)
    else if (!one.isCovered) gap('interviews', '/interviews', one.least === null ? `no interview of ${one.group} is planned and no reason is given` : `at least ${one.least} interviews of ${one.group} are asked, ${one.planned} are planned`, one.group)
  }
  if (plan.languages.length === 0) gap('languages', '/languages', 'the languages of the site are not named')
  for (const language of plan.languages) {
    if (!covers(teamLanguages, language) && !covers(plan.interpreted, language)) gap('language-uncovered', '/languages', `nobody of the team is approved for ${language}, and no interpreter is named`, language)
  }
  if (plan.mediaScan.trim() === '') gap('media-scan', '/mediaScan', 'sources and search words of the media scan are not named')
  for (const detail of lapsing) gap('approval-lapses', '/team', detail)
  return gaps
}
