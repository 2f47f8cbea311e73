// What a mark would be on given ratings, why, and what stands between the site and it (assurance framework, decision rules).
// The rule is the standard's (`standards/award-rule.ts`); it has no negation, so that a better rating never loses an
// award, and every question here is answered by asking the rule again with some ratings at their best or their worst.
import { z } from 'zod'
import { accept, type Outcome } from '#src/kernel/outcome.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { CriterionReason, Explanation, Slug, evaluate, isMet, isSelected, leaves, type RatedCriterion, type Rule, type Ruled } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'

/** Stored with every decision. Raised whenever the same inputs could give another answer. */
export const ENGINE_VERSION = 'mark-engine-1'

/** From worst to best; `undetermined` where criteria nobody has rated decide it. */
export const MarkOutcome = z.enum(['not-awarded', 'conditional', 'awarded', 'undetermined'])
export type MarkOutcome = z.infer<typeof MarkOutcome>

/** What is known of one criterion. A level that nothing supports counts as unrated: nobody has shown it. */
export type CriterionStanding = { readonly level: string | null; readonly lacksEvidence: boolean }

/** What the engine needs to know of a standard besides its rule. */
export type MarkRuled = Ruled & {
  readonly standard: string
  readonly version: string
  readonly marks: readonly { readonly slug: string; readonly metals: readonly string[] }[]
}

/** What the outcome is measured against: the award at all, and the award without a condition. */
export const MarkTarget = z.enum(['award', 'full'])
export type MarkTarget = z.infer<typeof MarkTarget>

/**
 * One of a set of causes that is minimal: with these as they are, no other rating could change the outcome; with any one
 * of them set aside, some other rating could.
 */
export const Cause = z.object({
  criterion: Slug,
  /** Null while nobody has rated it, or nothing supports the rating. */
  level: Slug.nullable(),
  /** For a cause that bars: the lowest level at which it no longer would. For one that upholds: the level it needs. */
  atLeast: Slug,
})
export type Cause = z.infer<typeof Cause>

/** One of a set of repairs that is minimal: all of them always give the outcome, and with any one left out they do not. */
export const Repair = z.object({
  criterion: Slug,
  from: Slug.nullable(),
  to: Slug,
  needs: z.enum(['raise', 'rate', 'evidence']),
})
export type Repair = z.infer<typeof Repair>

export const CriterionEffect = z.object({
  ...CriterionReason.shape,
  lacksEvidence: z.boolean(),
  /** Whether a change of this rating alone, up or down, changes the outcome. */
  isDecisive: z.boolean(),
  /** The least level above its own that alone would give another outcome, and which; null where none would. */
  ifRaised: z.object({ to: Slug, outcome: MarkOutcome }).nullable(),
  /** The highest level below its own that alone would give another outcome, and which; null where none would. */
  ifLowered: z.object({ to: Slug, outcome: MarkOutcome }).nullable(),
})
export type CriterionEffect = z.infer<typeof CriterionEffect>

export const MarkAnswer = z.object({
  engine: z.string(), standard: Slug, standardVersion: Version,
  /** Null for a standard that grants no mark: due diligence, chain of custody. */
  mark: Slug.nullable(),
  outcome: MarkOutcome,
  rule: Explanation, full: Explanation.nullable(),
  criteria: z.array(CriterionEffect),
  /** Why it is not less; empty for `not-awarded`. */
  upholds: z.array(Cause),
  /** Why it is not more; empty for `awarded`. */
  bars: z.array(Cause),
  /** What stands between the site and the award, and between it and the award without a condition. */
  toAward: z.array(Repair), toFull: z.array(Repair),
  /** Targets that no rating of this site can reach, such as a share of nothing. */
  unreachable: z.array(MarkTarget),
})
export type MarkAnswer = z.infer<typeof MarkAnswer>

const UNRATED = -1

type Asked = {
  readonly criteria: readonly RatedCriterion[]
  readonly scale: ReadonlyMap<string, number>
  readonly levels: readonly string[]
  readonly best: number
  readonly rule: Rule
  readonly fullRule: Rule | undefined
  /** Rank by criterion as it stands; `UNRATED` where nobody rated it. */
  readonly ranks: ReadonlyMap<string, number>
}
type Ranks = ReadonlyMap<string, number>

const reachesTarget = (asked: Asked, target: MarkTarget, ranks: Ranks): boolean => {
  const rankOf = (criterion: string): number => ranks.get(criterion) ?? UNRATED
  return isMet(asked.rule, asked.criteria, rankOf, asked.scale)
    && (target === 'award' || asked.fullRule === undefined || isMet(asked.fullRule, asked.criteria, rankOf, asked.scale))
}

const outcomeAt = (asked: Asked, ranks: Ranks): Exclude<MarkOutcome, 'undetermined'> =>
  !reachesTarget(asked, 'award', ranks) ? 'not-awarded' : reachesTarget(asked, 'full', ranks) ? 'awarded' : 'conditional'

/** Without negation the worst and the best completion bound all others: where they agree, the outcome is determined. */
function outcomeOf(asked: Asked, ranks: Ranks): MarkOutcome {
  const worst = outcomeAt(asked, ranks)
  const best = new Map([...ranks].map(([criterion, rank]) => [criterion, rank === UNRATED ? asked.best : rank]))
  return worst === outcomeAt(asked, best) ? worst : 'undetermined'
}

const changed = (ranks: Ranks, criterion: string, rank: number): Ranks => new Map(ranks).set(criterion, rank)

/** Facts that alone keep a target out of reach: every other criterion may be at its best. */
function barsOf(asked: Asked, target: MarkTarget): Cause[] {
  let ranks = asked.ranks
  if (reachesTarget(asked, target, ranks)) return []
  // The best rated are set aside first, so that the worst remain: they are what a reader asks about.
  const order = [...asked.criteria].sort((a, b) => asked.ranks.get(b.slug)! - asked.ranks.get(a.slug)!)
  const causes = new Set(order.map(({ slug }) => slug))
  for (const { slug } of order) {
    const without = changed(ranks, slug, asked.best)
    if (reachesTarget(asked, target, without)) continue
    ranks = without
    causes.delete(slug)
  }
  const held = ranks
  return asked.criteria.filter(({ slug }) => causes.has(slug)).map(({ slug }) => {
    const level = asked.levels.find((_, rank) => rank > held.get(slug)! && reachesTarget(asked, target, changed(held, slug, rank)))
    return { criterion: slug, level: levelOf(asked, slug), atLeast: level ?? asked.levels[asked.best]! }
  })
}

/** Facts that alone give a target: every other criterion may be at its worst. */
function upholdsOf(asked: Asked, target: MarkTarget): Cause[] {
  let ranks = asked.ranks
  if (!reachesTarget(asked, target, ranks)) return []
  const order = [...asked.criteria].sort((a, b) => asked.ranks.get(a.slug)! - asked.ranks.get(b.slug)!)
  const causes = new Set(order.map(({ slug }) => slug))
  for (const { slug } of order) {
    const without = changed(ranks, slug, UNRATED)
    if (!reachesTarget(asked, target, without)) continue
    ranks = without
    causes.delete(slug)
  }
  const held = ranks
  return asked.criteria.filter(({ slug }) => causes.has(slug)).map(({ slug }) => {
    const level = asked.levels.find((_, rank) => reachesTarget(asked, target, changed(held, slug, rank)))
    return { criterion: slug, level: levelOf(asked, slug), atLeast: level! }
  })
}

const levelOf = (asked: Asked, criterion: string): string | null => asked.levels[asked.ranks.get(criterion)!] ?? null

/** The fewest found by two orders of leaving out; each set is minimal, also in its levels. Undefined where nothing helps. */
function repairsFor(asked: Asked, target: MarkTarget): ReadonlyMap<string, number> | undefined {
  if (!reachesTarget(asked, target, new Map(asked.criteria.map(({ slug }) => [slug, asked.best])))) return undefined
  const rising = [...asked.criteria].sort((a, b) => asked.ranks.get(a.slug)! - asked.ranks.get(b.slug)!).map(({ slug }) => slug)
  const [one, other] = [[...rising].reverse(), rising].map((order) => minimalRepairs(asked, target, order))
  return one!.size <= other!.size ? one! : other!
}

function minimalRepairs(asked: Asked, target: MarkTarget, order: readonly string[]): Map<string, number> {
    const repairs = new Map(order.filter((criterion) => asked.ranks.get(criterion)! < asked.best).map((criterion) => [criterion, asked.best]))
  const isEnough = (): boolean => reachesTarget(asked, target, new Map([...asked.ranks, ...repairs]))
  for (const criterion of order) {
    const to = repairs.get(criterion)
    if (to === undefined) continue
    repairs.delete(criterion)
    if (!isEnough()) repairs.set(criterion, to)
  }
  for (const criterion of repairs.keys()) {
    for (let rank = repairs.get(criterion)! - 1; rank > asked.ranks.get(criterion)! && rank >= 0; rank--) {
      const before = repairs.get(criterion)!
      repairs.set(criterion, rank)
      if (isEnough()) continue
      repairs.set(criterion, before)
      break
    }
  }
  return repairs
}

function asRepairs(asked: Asked, repairs: ReadonlyMap<string, number> | undefined, standings: ReadonlyMap<string, CriterionStanding>): Repair[] {
  if (repairs === undefined) return []
  return asked.criteria.filter(({ slug }) => repairs.has(slug)).map(({ slug }) => {
    const standing = standings.get(slug)
    const claimed = standing?.level ?? null
    const to = repairs.get(slug)!
    const isClaimed = claimed !== null && asked.scale.get(claimed)! >= to
    return {
      criterion: slug, from: claimed, to: isClaimed ? claimed : asked.levels[to]!,
      needs: isClaimed ? 'evidence' as const : claimed === null ? 'rate' as const : 'raise' as const,
    }
  })
}

function effectOf(asked: Asked, reason: CriterionReason, standing: CriterionStanding | undefined, outcome: MarkOutcome): CriterionEffect {
  const lacksEvidence = standing?.lacksEvidence ?? false
  const none = { ...reason, rating: standing?.level ?? null, lacksEvidence, isDecisive: false, ifRaised: null, ifLowered: null }
  if (!reason.isApplicable) return none
  const own = asked.ranks.get(reason.criterion)!
  const firstOther = (ranks: readonly number[]): CriterionEffect['ifRaised'] => {
    for (const rank of ranks) {
      const other = outcomeOf(asked, changed(asked.ranks, reason.criterion, rank))
      if (other !== outcome) return { to: asked.levels[rank]!, outcome: other }
    }
    return null
  }
  const places = asked.levels.map((_, rank) => rank)
  const ifRaised = firstOther(places.filter((rank) => rank > own))
  const ifLowered = own === UNRATED ? null : firstOther(places.filter((rank) => rank < own).reverse())
  return { ...none, isDecisive: ifRaised !== null || ifLowered !== null, ifRaised, ifLowered }
}

/** Criteria that speak for a mark: one that is declared for other metals does not. */
export const criteriaOfMark = (ruled: MarkRuled, mark: string | null, applicable: ReadonlySet<string>): ReadonlySet<string> => {
  const metals = ruled.marks.find(({ slug }) => slug === mark)?.metals
  return new Set(ruled.criteria.filter(({ slug, applicability }) => applicable.has(slug)
    && (metals === undefined || applicability.metals === undefined || applicability.metals.some((metal) => metals.includes(metal)))).map(({ slug }) => slug))
}

/**
 * What one mark would be, with its explanation.
 * @param standings by criterion; a criterion without one is unrated
 * @param applicable the criteria that apply to the site
 * @returns the refusals `rating-unknown`, `nothing-applies` of the award rule, where it cannot be asked
 */
export function markAnswer(ruled: MarkRuled, mark: string | null, standings: ReadonlyMap<string, CriterionStanding>, applicable: ReadonlySet<string>): Outcome<MarkAnswer> {
  const speaking = criteriaOfMark(ruled, mark, applicable)
  const ratings = new Map([...standings].flatMap(([criterion, { level, lacksEvidence }]) => level === null || lacksEvidence ? [] : [[criterion, level] as const]))
  const evaluated = evaluate(ruled, ratings, speaking)
  if (!evaluated.accepted) return evaluated
  const levels = ruled.ratingScale.levels.map(({ slug }) => slug)
  const scale = new Map(levels.map((level, rank) => [level, rank]))
  const criteria = ruled.criteria.filter(({ slug }) => speaking.has(slug))
  const asked: Asked = {
    criteria, scale, levels, best: levels.length - 1, rule: ruled.awardRule.rule, fullRule: ruled.fullRule?.rule,
    ranks: new Map(criteria.map(({ slug }) => [slug, ratings.has(slug) ? scale.get(ratings.get(slug)!)! : UNRATED])),
  }
  const outcome = outcomeOf(asked, asked.ranks)
  const [award, full] = (['award', 'full'] as const).map((target) => repairsFor(asked, target))
  const barred: MarkTarget = reachesTarget(asked, 'award', asked.ranks) ? 'full' : 'award'
  return accept({
    engine: ENGINE_VERSION, standard: ruled.standard, standardVersion: ruled.version, mark, outcome,
    rule: evaluated.value.explanation, full: evaluated.value.full,
    criteria: evaluated.value.criteria.map((reason) => effectOf(asked, reason, standings.get(reason.criterion), outcome)),
    upholds: upholdsOf(asked, outcome === 'awarded' ? 'full' : 'award'), bars: barsOf(asked, barred),
    toAward: asRepairs(asked, award, standings), toFull: asRepairs(asked, full, standings),
    unreachable: [...award === undefined ? ['award' as const] : [], ...full === undefined ? ['full' as const] : []],
  })
}

/** The text whose hash is stored with an answer: engine, standard version and every input, and nothing else. */
export const inputsText = (ruled: MarkRuled, standings: ReadonlyMap<string, CriterionStanding>, applicable: ReadonlySet<string>): string => canonicalText({
  engine: ENGINE_VERSION, standard: ruled.standard, version: ruled.version, applicable: [...applicable].sort(),
  ratings: Object.fromEntries([...standings].map(([criterion, { level, lacksEvidence }]) => [criterion, lacksEvidence ? null : level])),
})

/** The levels that the rule of the unconditional award asks of a criterion. */
const askedLevels = (ruled: Ruled, criterion: RatedCriterion): string[] => leaves((ruled.fullRule ?? ruled.awardRule).rule)
  .filter(({ over }) => isSelected(over, criterion)).map(({ atLeast }) => atLeast)

/** Criteria that are rated, apply, and fall short of what the unconditional award asks of them: each is a gap to close. */
export function gapCriteria(ruled: Ruled, levels: ReadonlyMap<string, string>, applicable: ReadonlySet<string>): { criterion: string; level: string; asked: string }[] {
  const rank = new Map(ruled.ratingScale.levels.map(({ slug }, place) => [slug, place]))
  return ruled.criteria.filter(({ slug }) => applicable.has(slug) && levels.has(slug)).flatMap((criterion) => {
    const level = levels.get(criterion.slug)!
    const asked = askedLevels(ruled, criterion).sort((a, b) => rank.get(b)! - rank.get(a)!)[0]
    return asked !== undefined && rank.get(level)! < rank.get(asked)! ? [{ criterion: criterion.slug, level, asked }] : []
  })
}
