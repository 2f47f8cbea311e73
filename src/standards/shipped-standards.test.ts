// The standards that are shipped: all of them load through the same code, complete and consistent.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { applicable } from './applicability.ts'
import { evaluate } from './award-rule.ts'
import { differences, strayPredecessors, unaccounted } from './difference.ts'
import { packFaults, wordingFor, type LanguagePack } from './language-pack.ts'
import { readStandardFile } from './load.ts'
import { isInForce } from './standard-view.ts'
import type { Criterion, Standard } from './standard.ts'

const folder = fileURLToPath(new URL('../../standards/', import.meta.url))
const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.yaml')).sort()

const files = paths.map((path) => {
  const outcome = readStandardFile(path, readFileSync(`${folder}${path}`, 'utf8'))
  if (!outcome.accepted) throw new Error(outcome.refusal.detail)
  return outcome.value
})
const standards = files.flatMap((file) => file.kind === 'standard' ? [file.standard] : [])
const packs = files.flatMap((file) => file.kind === 'language-pack' ? [file.pack] : [])
const standard = (slug: string, version: string): Standard => standards.find((one) => one.standard === slug && one.version === version)!
const packsOf = (one: Standard): LanguagePack[] => packs.filter((pack) => pack.standard === one.standard && pack.version === one.version)
const two = standard('risk-readiness-assessment', '2.0')
const three = standard('risk-readiness-assessment', '3.0')
const example = standard('example-performance-areas', 'draft-1')
const bySlug = (one: Standard, slug: string): Criterion => one.criteria.find((criterion) => criterion.slug === slug)!

describe('the shipped standards', () => {
  it('are the expected ones, with their numbers of criteria', () => {
    expect(standards.map((one) => [one.standard, one.version, one.register, one.criteria.length])).toEqual([
      ['chain-of-custody', '2022', 'chain-of-custody', 3],
      ['example-performance-areas', 'draft-1', 'mark', 8],
      ['joint-due-diligence-standard', '2022', 'due-diligence', 5],
      ['risk-readiness-assessment', '2.0', 'mark', 32],
      ['risk-readiness-assessment', '3.0', 'mark', 33],
    ])
  })

  it.each(standards.map((one) => [`${one.standard} ${one.version}`, one] as const))('%s numbers its criteria without a gap and names each once', (_, one) => {
    expect(one.criteria.map((criterion) => criterion.number)).toEqual(one.criteria.map((_, i) => i + 1))
    expect(new Set(one.criteria.map((criterion) => criterion.slug)).size).toBe(one.criteria.length)
  })

  it.each(standards.map((one) => [`${one.standard} ${one.version}`, one] as const))('%s stands whole in English, Spanish, Chinese and French, unread translations marked', (_, one) => {
    expect(one.language).toBe('en')
    expect(packsOf(one).map((pack) => [pack.language, pack.reviewed])).toEqual([['es', false], ['fr', false], ['zh', false]])
    for (const pack of packsOf(one)) {
      expect(packFaults(pack, one)).toEqual([])
      for (const criterion of one.criteria) {
        const words = pack.criteria[criterion.slug]!
        expect(words.meaning, `${criterion.slug} in ${pack.language}`).not.toBe(criterion.meaning)
        if (pack.language === 'zh') expect(words.title).toMatch(/\p{Script=Han}/u)
      }
    }
  })

  it('mark what was deduced, and name a source for what was found', () => {
    for (const one of standards) for (const criterion of one.criteria) {
      expect(criterion.sdgs.basis).toBe('inferred')
      if (criterion.relation?.kind !== 'new') expect(criterion.relation?.basis ?? 'inferred').toBe('inferred')
      if (criterion.naming.basis === 'found') expect(criterion.naming.sources).not.toEqual([])
    }
  })

  it('yield a claim of a site, of a product, or none', () => {
    expect(Object.fromEntries(standards.map((one) => [one.standard, one.claim.level]))).toEqual({
      'chain-of-custody': 'product', 'example-performance-areas': 'site', 'joint-due-diligence-standard': 'none', 'risk-readiness-assessment': 'site',
    })
    expect(standard('joint-due-diligence-standard', '2022').metals?.covered).toEqual(['copper', 'lead', 'nickel', 'zinc', 'molybdenum'])
    expect(three.marks.map((mark) => mark.slug)).toEqual(['copper', 'molybdenum', 'nickel', 'zinc'])
  })

  it('carry the clocks of the cycle: 6, 12 and 24 months from the letter, 12 months of plan, three years', () => {
    for (const one of [two, three]) {
      expect(one.clocks.map((clock) => [clock.slug, clock.start.event, clock.length.months])).toEqual([
        ['self-assessment', 'letter-signed', 6], ['site-assessment', 'letter-signed', 12], ['improvement-plan', 'award-decided', 12],
        ['full-conformance', 'letter-signed', 24], ['award-validity', 'award-decided', 36], ['re-assessment', 'award-decided', 36],
      ])
      expect(one.clocks.every((clock) => clock.warnings.daysBefore.join() === '90,30,7,1,0')).toBe(true)
      expect(one.clocks.find((clock) => clock.slug === 'improvement-plan')?.start.basis).toBe('inferred')
    }
  })

  it('are in force on the days they were', () => {
    expect([isInForce(two, '2023-12-31'), isInForce(two, '2024-01-01')]).toEqual([true, false])
    expect([isInForce(three, '2023-12-31'), isInForce(three, '2024-01-01')]).toEqual([false, true])
    expect(isInForce(standard('chain-of-custody', '2022'), '2022-06-01')).toBeNull()
    expect(isInForce(example, '2026-06-01')).toBe(false)
  })
})

describe('version 3.0 beside 2.0', () => {
  it('says of every criterion before what became of it', () => {
    expect(unaccounted(two, three)).toEqual([])
    expect(strayPredecessors(two, three)).toEqual([])
  })

  it('shows each criterion of both sides, by kind', () => {
    const outcome = differences(two, three)
    if (!outcome.accepted) throw new Error(outcome.refusal.code)
    const rows = outcome.value
    const slugs = (kind: string) => rows.filter((row) => row.kind === kind).flatMap((row) => row.to.map((criterion) => criterion.number))
    expect(slugs('new')).toEqual([1, 2, 18, 26, 30])
    expect(slugs('split')).toEqual([4, 6])
    expect(slugs('merged')).toEqual([10, 16, 27])
    expect(slugs('widened')).toEqual([7, 14, 15, 32])
    expect(rows.filter((row) => row.kind === 'spread').map((row) => row.from[0]!.slug)).toEqual(['human-rights', 'environmental-risk-management'])
    expect(new Set(rows.filter((row) => !['spread', 'dropped'].includes(row.kind)).flatMap((row) => row.to)).size).toBe(33)
    expect(new Set(rows.flatMap((row) => row.from)).size).toBe(32)
  })

  it('notes what moved', () => {
    const outcome = differences(two, three)
    const closure = outcome.accepted ? outcome.value.find((row) => row.to[0]?.slug === 'mine-closure') : undefined
    expect(closure).toMatchObject({ kind: 'same', moved: { number: true, group: true, title: true } })
  })

  it('is not compared the wrong way round, nor with another standard', () => {
    expect(differences(three, two)).toMatchObject({ accepted: false, refusal: { code: 'versions-unrelated' } })
    expect(differences(example, three)).toMatchObject({ accepted: false, refusal: { code: 'versions-unrelated' } })
  })
})

describe('applicability', () => {
  it('leaves closure and tailings of a mine out at a refinery, and nothing out where the type is not known', () => {
    const at = (siteTypes: Parameters<typeof applicable>[1]['siteTypes']) => applicable(three, { siteTypes, metals: ['copper'] }).length
    expect(at(['refinery'])).toBe(31)
    expect(at(['mine'])).toBe(33)
    expect(at(['refinery', 'mine'])).toBe(33)
    expect(at(['unknown'])).toBe(33)
    expect(bySlug(three, 'mine-closure').applicability).toMatchObject({ basis: 'inferred', mayBeExcluded: true })
  })

  it('covers lead by due diligence only', () => {
    const lead = { siteTypes: ['smelter' as const], metals: ['lead' as const] }
    expect(applicable(three, lead)).toEqual([])
    expect(applicable(standard('joint-due-diligence-standard', '2022'), lead)).toHaveLength(5)
  })
})

/** Everything rated at one level but for the exceptions. */
const rate = (criteria: readonly Criterion[], level: string, but: Record<string, string> = {}) =>
  new Map(criteria.map(({ slug }) => [slug, but[slug] ?? level]))
const verdict = (one: Standard, criteria: readonly Criterion[], ratings: Map<string, string>) => {
  const outcome = evaluate(one, ratings, new Set(criteria.map(({ slug }) => slug)))
  return outcome.accepted ? { verdict: outcome.value.verdict, full: outcome.value.full?.verdict ?? null } : outcome.refusal.code
}

describe('two kinds of award rule through the same code', () => {
  it('awards when every criterion is at least partially met', () => {
    for (const one of [two, three]) {
      const criteria = applicable(one, { siteTypes: ['mine'], metals: ['copper'] })
      expect(verdict(one, criteria, rate(criteria, 'fully-meets'))).toEqual({ verdict: 'met', full: 'met' })
      expect(verdict(one, criteria, rate(criteria, 'fully-meets', { pollution: 'partially-meets' }))).toEqual({ verdict: 'met', full: 'not-met' })
      expect(verdict(one, criteria, rate(criteria, 'fully-meets', { pollution: 'does-not-meet' }))).toEqual({ verdict: 'not-met', full: 'not-met' })
    }
  })

  it('awards performance areas by a threshold over ordered levels', () => {
    const smelter = applicable(example, { siteTypes: ['smelter'], metals: ['copper'] })
    expect(smelter.map(({ slug }) => slug)).not.toContain('safe-tailings')
    expect(smelter).toHaveLength(7)
    const foundational = { 'honest-dealing': 'foundational' }
    expect(verdict(example, smelter, rate(smelter, 'good', foundational))).toEqual({ verdict: 'met', full: null })
    expect(verdict(example, smelter, rate(smelter, 'leading', { ...foundational, 'open-books': 'foundational' }))).toEqual({ verdict: 'not-met', full: null })
    expect(verdict(example, smelter, rate(smelter, 'leading', { 'open-books': 'not-reached' }))).toEqual({ verdict: 'not-met', full: null })
  })
})

describe('the words of a reader', () => {
  it('come from the pack of the language, of its main language, or from the standard', () => {
    const words = (language: string) => wordingFor(three, packsOf(three), language)
    expect(words('es')).toMatchObject({ language: 'es', isReviewed: false })
    expect(words('zh-Hant-TW')).toMatchObject({ language: 'zh', isReviewed: false })
    expect(words('FR')).toMatchObject({ language: 'fr' })
    expect(words('ja')).toMatchObject({ language: 'en', isReviewed: true })
    expect(words('es').criterion('child-labor', bySlug(three, 'child-labor')).title).toBe('Sin trabajo infantil')
    expect(words('es').of('levels', 'fully-meets', 'Fully meets')).toBe('Cumple plenamente')
    expect(words('ja').of('levels', 'fully-meets', 'Fully meets')).toBe('Fully meets')
  })
})

describe('the code', () => {
  it('knows no standard, scheme, level or criterion by name', () => {
    const source = fileURLToPath(new URL('./', import.meta.url))
    const code = readdirSync(source).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(`${source}${name}`, 'utf8')).join('\n')
    const names = standards.flatMap((one) => [
      // The register of that kind is a word of the code; the standard of that name is not.
      one.standard === 'chain-of-custody' ? one.title : one.standard, one.scheme.slug, one.scheme.title,
      ...one.ratingScale.levels.map((level) => level.slug),
      ...one.criteria.map((criterion) => criterion.slug).filter((slug) => slug.includes('-')),
    ]).filter((name) => name.length > 6)
    expect(names.filter((name) => code.includes(name))).toEqual([])
  })
})
