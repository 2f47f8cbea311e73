import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rule, evaluate, type Ruled, type Verdict } from './award-rule.ts'

const LEVELS = ['none', 'low', 'mid', 'high'] as const
const SLUGS = ['a', 'b', 'c', 'd', 'e'] as const
const GROUPS = ['left', 'right'] as const

const ruled = (rule: Rule, fullRule?: Rule): Ruled => ({
  criteria: SLUGS.map((slug, i) => ({ slug, group: { slug: GROUPS[i % 2]! }, applicability: slug === 'e' ? { siteTypes: ['mine'], metals: ['copper'] } : {} })),
  ratingScale: { levels: LEVELS.map((slug) => ({ slug })) },
  awardRule: { rule },
  ...(fullRule === undefined ? {} : { fullRule: { rule: fullRule } }),
})

const verdictOf = (rule: Rule, ratings: Record<string, string>, applicable: readonly string[] = SLUGS): Verdict => {
  const outcome = evaluate(ruled(rule), new Map(Object.entries(ratings)), new Set(applicable))
  if (!outcome.accepted) throw new Error(outcome.refusal.code)
  return outcome.value.verdict
}
const all = (level: string) => Object.fromEntries(SLUGS.map((slug) => [slug, level]))

describe('the award rule', () => {
  it('asks every selected criterion for a level', () => {
    const rule: Rule = { op: 'every', over: {}, atLeast: 'mid' }
    expect(verdictOf(rule, all('mid'))).toBe('met')
    expect(verdictOf(rule, { ...all('high'), c: 'low' })).toBe('not-met')
    expect(verdictOf(rule, { a: 'high' })).toBe('undetermined')
  })

  it('passes over what does not apply', () => {
    const rule: Rule = { op: 'every', over: {}, atLeast: 'mid' }
    expect(verdictOf(rule, { a: 'mid', c: 'none' }, ['a'])).toBe('met')
  })

  it('selects by group, criterion, site type and metal, and by all of them together', () => {
    expect(verdictOf({ op: 'every', over: { groups: ['left'] }, atLeast: 'mid' }, { a: 'mid', c: 'mid', e: 'mid', b: 'none', d: 'none' })).toBe('met')
    expect(verdictOf({ op: 'some', over: { criteria: ['b', 'd'] }, atLeast: 'high' }, { ...all('low'), d: 'high' })).toBe('met')
    expect(verdictOf({ op: 'every', over: { siteTypes: ['mine'] }, atLeast: 'high' }, { ...all('none'), e: 'high' })).toBe('met')
    expect(verdictOf({ op: 'some', over: { metals: ['copper'] }, atLeast: 'high' }, { ...all('high'), e: 'low' })).toBe('not-met')
    expect(verdictOf({ op: 'some', over: { groups: ['right'], metals: ['copper'] }, atLeast: 'none' }, all('high'))).toBe('not-met')
  })

  it('counts a share in whole numbers', () => {
    const rule: Rule = { op: 'share', over: {}, atLeast: 'high', percent: 80 }
    expect(verdictOf(rule, { ...all('high'), a: 'none' })).toBe('met')
    expect(verdictOf(rule, { ...all('high'), a: 'none', b: 'mid' })).toBe('not-met')
  })

  it('says how many are short, which, and which are unrated', () => {
    const outcome = evaluate(ruled({ op: 'all-of', rules: [{ op: 'share', over: {}, atLeast: 'high', percent: 60 }, { op: 'every', over: {}, atLeast: 'low' }] }),
      new Map([['a', 'high'], ['b', 'mid'], ['c', 'none']]), new Set(SLUGS))
    expect(outcome).toMatchObject({
      accepted: true,
      value: {
        verdict: 'not-met',
        explanation: {
          parts: [
            { op: 'share', verdict: 'undetermined', selected: 5, reached: 1, needed: 3, short: ['b', 'c'], unrated: ['d', 'e'] },
            { op: 'every', verdict: 'not-met', short: ['c'] },
          ],
        },
        criteria: [
          { criterion: 'a', rating: 'high', asked: [{ atLeast: 'high', isReached: true }, { atLeast: 'low', isReached: true }] },
          { criterion: 'b', asked: [{ atLeast: 'high', isReached: false }, { atLeast: 'low', isReached: true }] },
          { criterion: 'c', asked: [{ atLeast: 'high', isReached: false }, { atLeast: 'low', isReached: false }] },
          { criterion: 'd', rating: null, asked: [{ atLeast: 'high', isReached: null }, { atLeast: 'low', isReached: null }] },
          { criterion: 'e' },
        ],
      },
    })
  })

  it('tells an award from one whose condition is lifted', () => {
    const standard = ruled({ op: 'every', over: {}, atLeast: 'mid' }, { op: 'every', over: {}, atLeast: 'high' })
    const outcome = evaluate(standard, new Map(Object.entries({ ...all('high'), b: 'mid' })), new Set(SLUGS))
    expect(outcome).toMatchObject({ accepted: true, value: { verdict: 'met', full: { verdict: 'not-met', short: ['b'] } } })
  })

  it('refuses ratings of what is not there, and a decision on nothing', () => {
    const standard = ruled({ op: 'every', over: {}, atLeast: 'mid' })
    expect(evaluate(standard, new Map([['z', 'mid']]), new Set(SLUGS))).toMatchObject({ accepted: false, refusal: { code: 'rating-unknown' } })
    expect(evaluate(standard, new Map([['a', 'best']]), new Set(SLUGS))).toMatchObject({ accepted: false, refusal: { code: 'rating-unknown' } })
    expect(evaluate(standard, new Map(), new Set())).toMatchObject({ accepted: false, refusal: { code: 'nothing-applies' } })
  })
})

const level = fc.constantFrom(...LEVELS)
/** A rule asks for more than the lowest level, which everything reaches. */
const asked = fc.constantFrom('low', 'mid', 'high')
const selection = fc.oneof(
  fc.constant({}),
  fc.record({ groups: fc.subarray([...GROUPS], { minLength: 1 }) }),
  fc.record({ criteria: fc.subarray([...SLUGS], { minLength: 1 }) }),
)
const comparison = fc.oneof(
  fc.record({ op: fc.constantFrom('every' as const, 'some' as const), over: selection, atLeast: asked }),
  fc.record({ op: fc.constant('share' as const), over: selection, atLeast: asked, percent: fc.integer({ min: 1, max: 100 }) }),
) as fc.Arbitrary<Exclude<Rule, { rules: Rule[] }>>
const rule = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof({ maxDepth: 3 }, comparison,
    fc.record({ op: fc.constantFrom('all-of' as const, 'any-of' as const), rules: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Rule>),
})).rule
const ratings = fc.array(fc.option(level, { nil: undefined }), { minLength: SLUGS.length, maxLength: SLUGS.length })
const applies = fc.subarray([...SLUGS], { minLength: 1 })
const rated = (levels: readonly (string | undefined)[]) => Object.fromEntries(SLUGS.flatMap((slug, i) => levels[i] === undefined ? [] : [[slug, levels[i]!]]))
const ORDER: readonly Verdict[] = ['not-met', 'undetermined', 'met']

describe('laws of the award rule', () => {
  it('never loses by a better rating', () => {
    fc.assert(fc.property(rule, ratings, applies, fc.nat(SLUGS.length - 1), level, (aRule, levels, applicable, at, better) => {
      const before = levels[at]
      fc.pre(before !== undefined && LEVELS.indexOf(better) >= LEVELS.indexOf(before))
      const raised = levels.with(at, better)
      const [worse, now] = [verdictOf(aRule, rated(levels), applicable), verdictOf(aRule, rated(raised), applicable)]
      expect(ORDER.indexOf(now)).toBeGreaterThanOrEqual(ORDER.indexOf(worse))
    }))
  })

  it('is undetermined exactly when the best and the worst case of the unrated differ', () => {
    fc.assert(fc.property(rule, ratings, applies, (aRule, levels, applicable) => {
      const worst = verdictOf(aRule, rated(levels.map((one) => one ?? 'none')), applicable)
      const best = verdictOf(aRule, rated(levels.map((one) => one ?? 'high')), applicable)
      expect(verdictOf(aRule, rated(levels), applicable)).toBe(worst === best ? worst : 'undetermined')
    }))
  })

  it('is met when as many criteria rise as are still needed, and not when one fewer does', () => {
    fc.assert(fc.property(comparison, ratings, applies, (aRule, levels, applicable) => {
      const outcome = evaluate(ruled(aRule), new Map(Object.entries(rated(levels))), new Set(applicable))
      if (!outcome.accepted || !('needed' in outcome.value.explanation)) throw new Error('a comparison is explained by what is needed')
      const { needed, reached, short, unrated, selected } = outcome.value.explanation
      expect(reached + short.length + unrated.length).toBe(selected)
      fc.pre(reached < needed && needed <= selected)
      const rising = [...short, ...unrated]
      const after = (count: number) => verdictOf(aRule, {
        ...rated(levels.map((one) => one ?? 'none')), ...Object.fromEntries(rising.slice(0, count).map((slug) => [slug, aRule.atLeast])),
      }, applicable)
      expect(after(needed - reached)).toBe('met')
      expect(after(needed - reached - 1)).toBe('not-met')
    }))
  })

  it('reads back as it was written', () => {
    fc.assert(fc.property(rule, (aRule) => { expect(Rule.parse(JSON.parse(JSON.stringify(aRule)))).toEqual(aRule) }))
  })
})
