import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readStandardFile } from '#src/standards/load.ts'
import { applicable as applicableTo } from '#src/standards/applicability.ts'
import type { Rule, Selection } from '#src/standards/award-rule.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { criteriaOfMark, gapCriteria, inputsText, markAnswer, type CriterionStanding, type MarkAnswer, type MarkRuled } from './mark-engine.ts'

// The oracle: the rule read once more, written without the engine, and every question answered by trying everything.
type World = { ruled: MarkRuled; criteria: string[]; standings: Map<string, CriterionStanding> }

function holds(rule: Rule, world: World, level: (criterion: string) => number): boolean {
  if ('rules' in rule) return rule.op === 'all-of' ? !rule.rules.some((part) => !holds(part, world, level)) : rule.rules.some((part) => holds(part, world, level))
  const scale = world.ruled.ratingScale.levels.map(({ slug }) => slug)
  const looked = world.ruled.criteria.filter(({ slug, group, applicability }) => world.criteria.includes(slug)
    && (rule.over.criteria ?? [slug]).includes(slug) && (rule.over.groups ?? [group.slug]).includes(group.slug)
    && (rule.over.siteTypes === undefined || rule.over.siteTypes.some((type) => applicability.siteTypes?.includes(type)))
    && (rule.over.metals === undefined || rule.over.metals.some((metal) => applicability.metals?.includes(metal))))
  const passing = looked.filter(({ slug }) => level(slug) >= scale.indexOf(rule.atLeast)).length
  if (rule.op === 'every') return passing === looked.length
  if (rule.op === 'some') return passing > 0
  return passing * 100 >= rule.percent * looked.length
}
const isAwarded = (world: World, level: (criterion: string) => number) => holds(world.ruled.awardRule.rule, world, level)
const isFull = (world: World, level: (criterion: string) => number) =>
  isAwarded(world, level) && (world.ruled.fullRule === undefined || holds(world.ruled.fullRule.rule, world, level))
const said = (world: World, level: (criterion: string) => number) => isFull(world, level) ? 'awarded' : isAwarded(world, level) ? 'conditional' : 'not-awarded'

const rankIn = (world: World, criterion: string): number => {
  const standing = world.standings.get(criterion)
  if (standing === undefined || standing.level === null || standing.lacksEvidence) return -1
  return world.ruled.ratingScale.levels.findIndex(({ slug }) => slug === standing.level)
}

/** Every way in which some criteria could be rated, the others staying as they are. @param worst the lowest place tried */
function* completions(world: World, open: readonly string[], worst = 0): Generator<(criterion: string) => number> {
  const width = world.ruled.ratingScale.levels.length - worst
  for (let number = 0; number < width ** open.length; number++) {
    const ranks = new Map(open.map((criterion, i) => [criterion, worst + Math.floor(number / width ** i) % width]))
    yield (criterion) => ranks.get(criterion) ?? rankIn(world, criterion)
  }
}
const every = <T>(values: Iterable<T>, is: (value: T) => boolean): boolean => { for (const value of values) if (!is(value)) return false; return true }

const targetOf = (answer: MarkAnswer): 'award' | 'full' => answer.outcome === 'not-awarded' ? 'award' : 'full'
const reaches = (world: World, target: 'award' | 'full') => target === 'award' ? isAwarded.bind(null, world) : isFull.bind(null, world)

/** @param tries how the open ones are tried: all completions, or the two that bound them where there are too many */
function check(world: World, answer: MarkAnswer, isExhaustive: boolean): void {
  const best = world.ruled.ratingScale.levels.length - 1
  const tried = (open: readonly string[], worst = 0): ((criterion: string) => number)[] => isExhaustive ? [...completions(world, open, worst)]
    : [worst, best].map((rank) => (criterion: string) => open.includes(criterion) ? rank : rankIn(world, criterion))
  const unrated = world.criteria.filter((criterion) => rankIn(world, criterion) === -1)

  const outcomes = new Set(tried(unrated, -1).map((level) => said(world, level)))
  expect(answer.outcome).toBe(outcomes.size === 1 ? [...outcomes][0] : 'undetermined')

  // Causes that bar: with them alone the target is out of reach whatever the others are; without any one it is not.
  const barred = reaches(world, answer.bars.length === 0 ? targetOf(answer) : isAwarded(world, (criterion) => rankIn(world, criterion)) ? 'full' : 'award')
  if (answer.outcome !== 'awarded') {
    expect(answer.bars.length + answer.unreachable.length).toBeGreaterThan(0)
    const free = world.criteria.filter((criterion) => !answer.bars.some((cause) => cause.criterion === criterion))
    expect(every(tried(free, -1), (level) => !barred(level))).toBe(true)
    for (const cause of answer.bars) {
      expect(every(tried([...free, cause.criterion], -1), (level) => !barred(level))).toBe(false)
      const rank = (level: string) => world.ruled.ratingScale.levels.findIndex(({ slug }) => slug === level)
      const at = (place: number) => (criterion: string) => criterion === cause.criterion ? place : free.includes(criterion) ? best : rankIn(world, criterion)
      expect([barred(at(rank(cause.atLeast))), rank(cause.atLeast) === 0 || barred(at(rank(cause.atLeast) - 1))]).toEqual([true, rank(cause.atLeast) === 0])
    }
  } else expect(answer.bars).toEqual([])

  // Causes that uphold: with them alone the target is reached whatever the others are; without any one it need not be.
  if (answer.outcome === 'awarded' || answer.outcome === 'conditional') {
    const upheld = reaches(world, answer.outcome === 'awarded' ? 'full' : 'award')
    const free = world.criteria.filter((criterion) => !answer.upholds.some((cause) => cause.criterion === criterion))
    expect(every(tried(free, -1), upheld)).toBe(true)
    for (const cause of answer.upholds) expect(every(tried([...free, cause.criterion], -1), upheld)).toBe(false)
  }

  // Repairs: all of them always give the target, however the rest comes out; one left out, or one level less, may not.
  for (const [target, repairs] of [['award', answer.toAward], ['full', answer.toFull]] as const) {
    const isReached = reaches(world, target)
    const isPossible = isReached(() => best)
    expect(answer.unreachable.includes(target)).toBe(!isPossible)
    if (!isPossible) { expect(repairs).toEqual([]); continue }
    const withRepairs = (applied: readonly { criterion: string; rank: number }[]) => every(
      tried(unrated.filter((criterion) => !applied.some((repair) => repair.criterion === criterion)), -1),
      (level) => isReached((criterion) => applied.find((repair) => repair.criterion === criterion)?.rank ?? level(criterion)),
    )
    const ranked = repairs.map(({ criterion, to }) => ({ criterion, rank: world.ruled.ratingScale.levels.findIndex(({ slug }) => slug === to) }))
    expect(withRepairs(ranked)).toBe(true)
    for (const repair of ranked) expect(withRepairs(ranked.filter((other) => other !== repair))).toBe(false)
    for (const { needs, criterion, from } of repairs) {
      expect([from, needs === 'evidence']).toEqual([world.standings.get(criterion)?.level ?? null, needs === 'evidence' && world.standings.get(criterion)!.lacksEvidence])
    }
  }

  // Each criterion alone: what the table says would change it, does; where it says nothing would, nothing does.
  for (const effect of answer.criteria) {
    if (!effect.isApplicable) { expect([effect.ifRaised, effect.ifLowered]).toEqual([null, null]); continue }
    const own = rankIn(world, effect.criterion)
    const as = (rank: number) => {
      const open = unrated.filter((criterion) => criterion !== effect.criterion)
      const found = new Set(tried(open, -1).map((level) => said(world, (criterion) => criterion === effect.criterion ? rank : level(criterion))))
      return found.size === 1 ? [...found][0]! : 'undetermined'
    }
    const places = world.ruled.ratingScale.levels.map((level, rank) => ({ to: level.slug, rank, outcome: as(rank) })).filter(({ outcome }) => outcome !== answer.outcome)
    const up = places.find(({ rank }) => rank > own)
    const down = own === -1 ? undefined : places.findLast(({ rank }) => rank < own)
    expect([effect.ifRaised, effect.ifLowered]).toEqual([up, down].map((one) => one === undefined ? null : { to: one.to, outcome: one.outcome }))
  }
}

const groups = ['air', 'people', 'place']
const ruleOf = (levels: readonly string[], criteria: readonly string[], strict: boolean): fc.Arbitrary<Rule> => fc.letrec<{ rule: Rule; leaf: Rule }>((tie) => {
  const over: fc.Arbitrary<Selection> = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, fc.uniqueArray(fc.constantFrom(...groups), { minLength: 1, maxLength: 2 }).map((some) => ({ groups: some })),
    fc.uniqueArray(fc.constantFrom(...criteria), { minLength: 1, maxLength: 3 }).map((some) => ({ criteria: some })),
    fc.constant<Selection>({ siteTypes: ['smelter'] }), fc.constant<Selection>({ metals: ['copper'] }))
  const atLeast = fc.constantFrom(...levels.slice(strict ? 1 : 0))
  return {
    leaf: fc.oneof(
      fc.record({ op: fc.constantFrom('every' as const, 'some' as const), over, atLeast }),
      fc.record({ op: fc.constant('share' as const), over, atLeast, percent: fc.integer({ min: 1, max: 100 }) }),
    ),
    rule: fc.oneof({ maxDepth: 2 }, tie('leaf'),
      fc.record({ op: fc.constantFrom('all-of' as const, 'any-of' as const), rules: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) })),
  }
}).rule

const randomWorld: fc.Arbitrary<World> = fc.record({ size: fc.integer({ min: 1, max: 5 }), width: fc.integer({ min: 2, max: 3 }) }).chain(({ size, width }) => {
  const levels = ['low', 'middle', 'high'].slice(0, width)
  const criteria = Array.from({ length: size }, (_, i) => `c${i}`)
  return fc.record({
    award: ruleOf(levels, criteria, false), full: fc.option(ruleOf(levels, criteria, true), { nil: undefined }),
    shape: fc.array(fc.record({ group: fc.constantFrom(...groups), smelter: fc.boolean(), copper: fc.boolean() }), { minLength: size, maxLength: size }),
    standing: fc.array(fc.record({ level: fc.option(fc.constantFrom(...levels), { nil: null, freq: 4 }), lacksEvidence: fc.boolean() }), { minLength: size, maxLength: size }),
    applies: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: size, maxLength: size }),
  }).map(({ award, full, shape, standing, applies }): World => ({
    ruled: {
      standard: 'random', version: '1.0', marks: [], ratingScale: { levels: levels.map((slug) => ({ slug })) },
      criteria: criteria.map((slug, i) => ({ slug, group: { slug: shape[i]!.group }, applicability: { ...(shape[i]!.smelter ? { siteTypes: ['smelter'] } : {}), ...(shape[i]!.copper ? { metals: ['copper'] } : {}) } })),
      awardRule: { rule: award }, fullRule: full === undefined ? undefined : { rule: full },
    },
    criteria: criteria.filter((_, i) => i === 0 || applies[i]! > 0), standings: new Map(criteria.map((slug, i) => [slug, standing[i]!])),
  }))
})

const answerOf = ({ ruled, criteria, standings }: World, mark: string | null = null) => orRefuse(markAnswer(ruled, mark, standings, new Set(criteria)))
const folder = fileURLToPath(new URL('../../standards/', import.meta.url))
const standards = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.yaml')).sort().flatMap((path) => {
  const file = orRefuse(readStandardFile(path, readFileSync(`${folder}${path}`, 'utf8')))
  return file.kind === 'standard' ? [file.standard] : []
})

describe('the engine against trying everything', () => {
  test('for random rules, scales and assessments', () => {
    fc.assert(fc.property(randomWorld, (world) => { check(world, answerOf(world), true) }), { numRuns: 1500 })
  }, 60_000)

  test.each(standards.map((standard) => [`${standard.standard} ${standard.version}`, standard] as const))('for assessments of few criteria of %s, exhaustively', (_, standard) => {
    const levels = standard.ratingScale.levels.map(({ slug }) => slug)
    const world = fc.uniqueArray(fc.constantFrom(...standard.criteria.map(({ slug }) => slug)), { minLength: 1, maxLength: levels.length > 3 ? 4 : 5 }).chain((criteria) =>
      fc.array(fc.record({ level: fc.option(fc.constantFrom(...levels), { nil: null, freq: 5 }), lacksEvidence: fc.integer({ min: 0, max: 5 }).map((one) => one === 0) }), { minLength: criteria.length, maxLength: criteria.length })
        .map((standing): World => ({ ruled: standard, criteria, standings: new Map(criteria.map((slug, i) => [slug, standing[i]!])) })))
    fc.assert(fc.property(world, (one) => { check(one, answerOf(one), true) }), { numRuns: 500 })
  }, 60_000)

  test.each(standards.map((standard) => [`${standard.standard} ${standard.version}`, standard] as const))('for whole assessments of %s, between the best and the worst', (_, standard) => {
    const levels = standard.ratingScale.levels.map(({ slug }) => slug)
    const mostlyGood = fc.oneof({ weight: 12, arbitrary: fc.constant(levels.at(-1)!) }, { weight: 5, arbitrary: fc.constant(levels.at(-2)!) }, { weight: 1, arbitrary: fc.constantFrom(...levels) })
    const criteria = standard.criteria.map(({ slug }) => slug)
    const world = fc.array(fc.record({ level: fc.option(mostlyGood, { nil: null, freq: 40 }), lacksEvidence: fc.integer({ min: 0, max: 60 }).map((one) => one === 0), applies: fc.integer({ min: 0, max: 9 }) }), { minLength: criteria.length, maxLength: criteria.length })
      .map((standing): World => ({ ruled: standard, criteria: criteria.filter((_, i) => i === 0 || standing[i]!.applies > 0), standings: new Map(criteria.map((slug, i) => [slug, { level: standing[i]!.level, lacksEvidence: standing[i]!.lacksEvidence }])) }))
    fc.assert(fc.property(world, (one) => { check(one, answerOf(one), false) }), { numRuns: 600 })
  }, 60_000)
})

const rra = standards.find(({ standard, version }) => standard === 'risk-readiness-assessment' && version === '3.0')!
const all = new Set(applicableTo(rra, { siteTypes: ['smelter'], metals: ['copper', 'molybdenum'] }).map(({ slug }) => slug))
const rated = (level: string, except: Record<string, string | null> = {}): Map<string, CriterionStanding> =>
  new Map([...all].map((slug) => [slug, { level: slug in except ? except[slug]! : level, lacksEvidence: false }]))

describe('a mark', () => {
  test('is awarded where every criterion is met in full, and nothing stands between', () => {
    const answer = orRefuse(markAnswer(rra, 'copper', rated('fully-meets'), all))
    expect(answer).toMatchObject({ outcome: 'awarded', bars: [], toAward: [], toFull: [] })
    expect(answer.upholds).toHaveLength(all.size)
  })
  test('is conditional while one is met in part, and names it', () => {
    const answer = orRefuse(markAnswer(rra, 'molybdenum', rated('fully-meets', { 'water-stewardship': 'partially-meets' }), all))
    expect(answer.outcome).toBe('conditional')
    expect(answer.bars).toEqual([{ criterion: 'water-stewardship', level: 'partially-meets', atLeast: 'fully-meets' }])
    expect(answer.toFull).toEqual([{ criterion: 'water-stewardship', from: 'partially-meets', to: 'fully-meets', needs: 'raise' }])
  })
  test('is not awarded where one is not met; the repair names all of them, the cause one that suffices', () => {
    const answer = orRefuse(markAnswer(rra, 'copper', rated('partially-meets', { pollution: 'does-not-meet', 'climate-action': 'does-not-meet' }), all))
    expect(answer.outcome).toBe('not-awarded')
    expect(answer.bars).toHaveLength(1)
    expect(answer.toAward.map(({ criterion, to }) => [criterion, to])).toEqual([['climate-action', 'partially-meets'], ['pollution', 'partially-meets']])
  })
  test('is undetermined while somebody has still to rate, or to show', () => {
    const standings = rated('fully-meets', { pollution: null }).set('climate-action', { level: 'fully-meets', lacksEvidence: true })
    const answer = orRefuse(markAnswer(rra, 'copper', standings, all))
    expect(answer.outcome).toBe('undetermined')
    expect(answer.toAward.map(({ criterion, needs }) => [criterion, needs])).toEqual([['climate-action', 'evidence'], ['pollution', 'rate']])
  })
  test('is asked of the criteria that speak for its metals', () => {
    const ruled: MarkRuled = { ...rra, marks: [{ slug: 'copper', metals: ['copper'] }], criteria: rra.criteria.map((one, i) => i > 0 ? one : { ...one, applicability: { ...one.applicability, metals: ['nickel'] } }) }
    expect(criteriaOfMark(ruled, 'copper', all).size).toBe(all.size - 1)
    expect(criteriaOfMark(ruled, null, all).size).toBe(all.size)
  })
  test('has a hash that changes with every input and with nothing else', () => {
    const one = inputsText(rra, rated('fully-meets'), all)
    expect(inputsText(rra, new Map([...rated('fully-meets')].reverse()), new Set([...all].reverse()))).toBe(one)
    expect(inputsText(rra, rated('fully-meets', { pollution: 'partially-meets' }), all)).not.toBe(one)
  })
  test('leaves a gap for each criterion that falls short of the unconditional award', () => {
    const levels = new Map([...all].map((slug) => [slug, slug === 'pollution' ? 'does-not-meet' : slug === 'climate-action' ? 'partially-meets' : 'fully-meets']))
    expect(gapCriteria(rra, levels, all)).toEqual([
      { criterion: 'climate-action', level: 'partially-meets', asked: 'fully-meets' }, { criterion: 'pollution', level: 'does-not-meet', asked: 'fully-meets' },
    ])
  })
  test('of a standard for which nothing applies is refused', () => {
    const outcome = markAnswer(rra, 'copper', new Map(), new Set())
    expect(outcome).toMatchObject({ accepted: false, refusal: { code: 'nothing-applies' } })
  })
})
