import { describe, expect, test } from 'vitest'
import { aMilestone, aSite, CHILE, factsOf, onDay } from '#test/registry-facts.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import { badgeFor, badgeSvg } from './badge.ts'
import { siteIndexOf } from './site-index.ts'

const site = (...milestones: Milestone[]) => siteIndexOf(factsOf([
  putFact(siteFact, CHILE, aSite({ name: 'Cerro <b>&' })),
  ...milestones.map((value, i) => putFact(milestoneFact, `m${i}`, { ...value, siteId: CHILE })),
])).bySiteId.get(CHILE)!
const award = (origin: Milestone['origin'], more: Partial<Milestone> = {}) => aMilestone('award', onDay('2025-01-01'), { origin, ...more })

describe('a badge', () => {
  test('exists for an award decided here and in force', async () => {
    const badge = orRefuse(badgeFor(site(award('decided', { validUntil: '2028-01-01' })), 'copper', '2026-01-01'))
    const svg = await badgeSvg(badge)
    expect(svg).toContain('copper award')
    expect(svg).toContain('valid until 2028-01-01, as of 2026-01-01')
    expect(svg).toContain('Cerro &lt;b&gt;&amp;')
  })

  test.each<[string, Milestone[]]>([
    ['a compiled award', [award('compiled')]],
    ['an award imported from the owner', [award('mark-owner')]],
    ['an award of another mark', [award('decided', { mark: 'zinc' })]],
    ['an award that ended', [award('decided', { validUntil: '2025-06-01' })]],
    ['a suspended award', [award('decided'), aMilestone('suspension', onDay('2025-06-01'), { origin: 'decided' })]],
    ['an award with an open condition', [award('decided', { condition: 'plan' })]],
    ['nothing', []],
  ])('does not exist for %s', (_, milestones) => {
    expect(badgeFor(site(...milestones), 'copper', '2026-01-01')).toMatchObject({ accepted: false, refusal: { code: 'badge-needs-decided-award' } })
  })
})
