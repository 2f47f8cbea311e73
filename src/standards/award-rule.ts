// The law of the award rule: a closed algebra (every, some, share; all of, any of) over a selection of the applicable
// criteria, on an ordered scale. It has no negation, so that a better rating never loses an award, and an outcome can
// always be explained and its shortfall counted. The rules themselves are data (standards/*).
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Metal, SiteType } from '#src/parties/site.ts'

export const Slug = z.string().max(80).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug is lower-case words joined by hyphens')

/** Which of the applicable criteria a rule looks at: all where nothing is named, else those that fit every part named. */
export const Selection = z.strictObject({
  groups: z.array(Slug).min(1).max(50).optional(),
  criteria: z.array(Slug).min(1).max(200).optional(),
  /** Criteria that are declared for one of these site types. */
  siteTypes: z.array(SiteType).min(1).optional(),
  /** Criteria that are declared for one of these metals. */
  metals: z.array(Metal).min(1).optional(),
})
export type Selection = z.infer<typeof Selection>

export type Rule =
  | { op: 'every'; over: Selection; atLeast: string }
  | { op: 'some'; over: Selection; atLeast: string }
  | { op: 'share'; over: Selection; atLeast: string; percent: number }
  | { op: 'all-of' | 'any-of'; rules: Rule[] }

const rules = z.array(z.lazy((): z.ZodType<Rule> => Rule)).min(1).max(20)
export const Rule: z.ZodType<Rule> = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('every'), over: Selection, atLeast: Slug }),
  z.strictObject({ op: z.literal('some'), over: Selection, atLeast: Slug }),
  /** A whole percentage, compared in integers: 80 % of 5 is 4, with no rounding to argue about. */
  z.strictObject({ op: z.literal('share'), over: Selection, atLeast: Slug, percent: z.number().int().min(1).max(100) }),
  z.strictObject({ op: z.literal('all-of'), rules }),
  z.strictObject({ op: z.literal('any-of'), rules }),
])

/** What the rule needs to know of a criterion. */
export type RatedCriterion = {
  readonly slug: string
  readonly group: { readonly slug: string }
  readonly applicability: { readonly siteTypes?: readonly string[] | undefined; readonly metals?: readonly string[] | undefined }
}

/** What the rule needs to know of a standard: its criteria, its scale from worst to best, and what it asks. */
export type Ruled = {
  readonly criteria: readonly RatedCriterion[]
  readonly ratingScale: { readonly levels: readonly { readonly slug: string }[] }
  readonly awardRule: { readonly rule: Rule }
  /** What lifts the condition of an award; absent where the standard knows no conditional award. */
  readonly fullRule?: { readonly rule: Rule } | undefined
}

/** `undetermined` where criteria still unrated decide it: nothing is awarded on what nobody has rated. */
export const Verdict = z.enum(['met', 'not-met', 'undetermined'])
export type Verdict = z.infer<typeof Verdict>

export type Explanation =
  | {
    op: 'every' | 'some' | 'share'
    verdict: Verdict
    atLeast: string
    selected: number
    reached: number
    needed: number
    /** Rated below the level: `needed - reached` of these and of the unrated must rise for the rule to be met. */
    short: string[]
    unrated: string[]
  }
  | { op: 'all-of' | 'any-of'; verdict: Verdict; parts: Explanation[] }

const count = z.number().int().min(0)
export const Explanation: z.ZodType<Explanation> = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.enum(['every', 'some', 'share']), verdict: Verdict, atLeast: Slug,
    selected: count, reached: count, needed: count, short: z.array(Slug), unrated: z.array(Slug),
  }),
  z.strictObject({ op: z.enum(['all-of', 'any-of']), verdict: Verdict, parts: z.array(z.lazy((): z.ZodType<Explanation> => Explanation)) }),
])

export const CriterionReason = z.object({
  criterion: Slug,
  isApplicable: z.boolean(),
  rating: Slug.nullable(),
  /** Each level that the rule asks of it, and whether its rating reaches that level; null while it is unrated. */
  asked: z.array(z.object({ atLeast: Slug, isReached: z.boolean().nullable() })),
})
export type CriterionReason = z.infer<typeof CriterionReason>

export const Evaluation = z.object({
  verdict: Verdict,
  explanation: Explanation,
  /** The rule that lifts the condition of the award, where there is one. */
  full: Explanation.nullable(),
  criteria: z.array(CriterionReason),
})
export type Evaluation = z.infer<typeof Evaluation>

type Case = {
  readonly criteria: readonly RatedCriterion[]
  readonly rank: ReadonlyMap<string, number>
  readonly ratings: ReadonlyMap<string, string>
}

/**
 * Applies the award rule to the ratings of one assessment.
 * @param ratings level slug by criterion slug; a criterion without one is unrated
 * @param applicable slugs of the criteria that apply to the site
 */
export function evaluate(standard: Ruled, ratings: ReadonlyMap<string, string>, applicable: ReadonlySet<string>): Outcome<Evaluation> {
  const rank = new Map(standard.ratingScale.levels.map((level, index) => [level.slug, index]))
  const known = new Set(standard.criteria.map((criterion) => criterion.slug))
  for (const [criterion, level] of ratings) {
    if (!known.has(criterion)) {
      return deny(refuse('rating-unknown', `The rating of ${criterion} names no criterion of this standard. Use the slug of the criterion.`))
    }
    if (!rank.has(level)) {
      const scale = [...rank.keys()].join(', ')
      return deny(refuse('rating-unknown', `${criterion} is rated ${level}, which is not on the scale. Use one of ${scale}.`))
    }
  }
  const criteria = standard.criteria.filter((criterion) => applicable.has(criterion.slug))
  if (criteria.length === 0) {
    return deny(refuse('nothing-applies', 'No criterion of this standard applies to the site, so that nothing can be decided. '
      + 'Correct the site types and metals, or choose another standard.'))
  }
  const at: Case = { criteria, rank, ratings }
  const explanation = explain(standard.awardRule.rule, at)
  return accept({
    verdict: explanation.verdict,
    explanation,
    full: standard.fullRule === undefined ? null : explain(standard.fullRule.rule, at),
    criteria: standard.criteria.map((criterion) => reasonFor(criterion, standard.awardRule.rule, at)),
  })
}

export const isSelected = (over: Selection, criterion: RatedCriterion): boolean =>
  (over.groups === undefined || over.groups.includes(criterion.group.slug))
  && (over.criteria === undefined || over.criteria.includes(criterion.slug))
  && (over.siteTypes === undefined || over.siteTypes.some((type) => criterion.applicability.siteTypes?.includes(type)))
  && (over.metals === undefined || over.metals.some((metal) => criterion.applicability.metals?.includes(metal)))

/** Whether a criterion reaches a level; null while it is unrated. */
function reaches(criterion: RatedCriterion, atLeast: string, { rank, ratings }: Case): boolean | null {
  const rating = ratings.get(criterion.slug)
  return rating === undefined ? null : rank.get(rating)! >= rank.get(atLeast)!
}

function explain(rule: Rule, at: Case): Explanation {
  if ('rules' in rule) {
    const parts = rule.rules.map((part) => explain(part, at))
    return { op: rule.op, verdict: combine(rule.op, parts.map((part) => part.verdict)), parts }
  }
  const selected = at.criteria.filter((criterion) => isSelected(rule.over, criterion))
  const standing = selected.map((criterion) => ({ slug: criterion.slug, reached: reaches(criterion, rule.atLeast, at) }))
  const reached = standing.filter((one) => one.reached === true).length
  const unrated = standing.filter((one) => one.reached === null).map((one) => one.slug)
  const needed = rule.op === 'some' ? 1 : rule.op === 'every' ? selected.length : Math.ceil(rule.percent * selected.length / 100)
  return {
    op: rule.op,
    verdict: reached >= needed ? 'met' : reached + unrated.length < needed ? 'not-met' : 'undetermined',
    atLeast: rule.atLeast, selected: selected.length, reached, needed,
    short: standing.filter((one) => one.reached === false).map((one) => one.slug),
    unrated,
  }
}

/** Three-valued and exact: without negation, the best and the worst case of every part come together. */
function combine(op: 'all-of' | 'any-of', verdicts: readonly Verdict[]): Verdict {
  const [decides, needs]: [Verdict, Verdict] = op === 'all-of' ? ['not-met', 'met'] : ['met', 'not-met']
  if (verdicts.includes(decides)) return decides
  return verdicts.every((verdict) => verdict === needs) ? needs : 'undetermined'
}

function reasonFor(criterion: RatedCriterion, rule: Rule, at: Case): CriterionReason {
  const isApplicable = at.criteria.includes(criterion)
  const asking = isApplicable ? leaves(rule).filter((leaf) => isSelected(leaf.over, criterion)) : []
  const levels = [...new Set(asking.map((leaf) => leaf.atLeast))]
  return {
    criterion: criterion.slug,
    isApplicable,
    rating: at.ratings.get(criterion.slug) ?? null,
    asked: levels.map((atLeast) => ({ atLeast, isReached: reaches(criterion, atLeast, at) })),
  }
}

type Leaf = Extract<Rule, { over: Selection }>
/** The comparisons a rule is made of, from left to right. */
export const leaves = (rule: Rule): Leaf[] => 'rules' in rule ? rule.rules.flatMap(leaves) : [rule]

/**
 * Whether a rule is met where every criterion has a rank on the scale: the same law as `evaluate`, two-valued, for asking
 * what would be if some ratings were others.
 * @param rankOf place on the scale, worst is 0; below it counts as reaching nothing
 */
export function isMet(rule: Rule, criteria: readonly RatedCriterion[], rankOf: (criterion: string) => number, scale: ReadonlyMap<string, number>): boolean {
  if ('rules' in rule) {
    const isPartMet = (part: Rule): boolean => isMet(part, criteria, rankOf, scale)
    return rule.op === 'all-of' ? rule.rules.every(isPartMet) : rule.rules.some(isPartMet)
  }
  const asked = scale.get(rule.atLeast)!
  const selected = criteria.filter((criterion) => isSelected(rule.over, criterion))
  const reached = selected.filter(({ slug }) => rankOf(slug) >= asked).length
  return reached >= (rule.op === 'some' ? 1 : rule.op === 'every' ? selected.length : Math.ceil(rule.percent * selected.length / 100))
}
