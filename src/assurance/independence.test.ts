import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  above, conflictText, conflictsOf, standsUntil, whoMayNotDecide, whoMayNotReview,
  type CaseFacts, type Declaration, type IndependenceRules, type KnownFacts, type ShareParty, type Shareholding, type TeamAsked,
} from './independence.ts'

const rules: IndependenceRules = { coolingYears: 2, leadCycles: 2, firmCycles: 3, ownershipHops: 4, ownershipPercent: 5 }
const asked: TeamAsked = { firmId: 'frm_a', leadUserId: 'lead', assessorUserIds: ['second'], organisationId: 'org_a', siteId: 'CHL-1', cycle: 4, today: '2026-06-15' }
const nothing: KnownFacts = { declarations: [], shareholdings: [], siteUserIds: [], earlier: [] }

const firm: ShareParty = { kind: 'firm', id: 'frm_a', name: 'Halden Assurance' }
const organisation: ShareParty = { kind: 'organisation', id: 'org_a', name: 'Marrick Metals' }
const company = (name: string): ShareParty => ({ kind: 'company', id: name, name })
let number = 0
const share = (holder: ShareParty, held: ShareParty, more: Partial<Shareholding> = {}): Shareholding =>
  ({ shareholdingId: `shr_${++number}`, holder, held, percent: 60, heldFrom: null, heldUntil: null, source: 'register', ...more })
const declared = (more: Partial<Declaration>): Declaration => ({
  declarationId: 'dcl_1', firmId: 'frm_a', userId: 'lead', about: { kind: 'site', id: 'CHL-1' }, kind: 'consulting', endedOn: null, note: null,
  declaredAt: '2026-01-01T00:00:00Z', declaredBy: 'member:lead', withdrawnAt: null, ...more,
})

describe('ownership', () => {
  test('a parent shared through a holding on either side is found, with the way there', () => {
    const shareholdings = [share(company('Northgate Holding'), firm), share(company('Alder Group'), company('Northgate Holding')), share(company('Alder Group'), organisation)]
    const [conflict, ...others] = conflictsOf(asked, { ...nothing, shareholdings }, rules)
    expect(others).toEqual([])
    expect(conflict).toMatchObject({ kind: 'shared-parent', basis: 'found', userId: null, path: ['Halden Assurance', 'Northgate Holding', 'Alder Group', 'Marrick Metals'] })
    expect(conflictText(conflict!, () => 'Halden Assurance')).toContain('Northgate Holding')
  })

  test('a share of one in the other is found in both directions', () => {
    for (const shareholdings of [[share(organisation, firm)], [share(firm, organisation)]]) {
      expect(conflictsOf(asked, { ...nothing, shareholdings }, rules)).toMatchObject([{ kind: 'ownership', basis: 'found' }])
    }
  })

  test('shares below the set percentage, sold before or not yet held link nobody', () => {
    const link = (more: Partial<Shareholding>) => conflictsOf(asked, { ...nothing, shareholdings: [share(organisation, firm, more)] }, rules)
    expect(link({ percent: 4 })).toEqual([])
    expect(link({ heldUntil: '2026-06-14' })).toEqual([])
    expect(link({ heldUntil: '2026-06-15' })).toHaveLength(1)
    expect(link({ heldFrom: '2026-06-16' })).toEqual([])
  })

  test('a parent further up than the set number of shareholdings is not looked for', () => {
    const chain = [firm, company('a'), company('b'), company('c'), company('d'), company('e')]
    const shareholdings = [...chain.slice(1).map((holder, index) => share(holder, chain[index]!)), share(company('e'), organisation)]
    expect(conflictsOf(asked, { ...nothing, shareholdings }, rules)).toEqual([])
    expect(conflictsOf(asked, { ...nothing, shareholdings }, { ...rules, ownershipHops: 5 })).toMatchObject([{ kind: 'shared-parent' }])
  })

  test('the walk ends in any graph, circles included, and never goes further than it may', () => {
    const parties = [firm, organisation, company('a'), company('b'), company('c')]
    const edge = fc.tuple(fc.nat(4), fc.nat(4)).filter(([a, b]) => a !== b).map(([a, b]) => share(parties[a]!, parties[b]!))
    fc.assert(fc.property(fc.array(edge, { maxLength: 20 }), fc.integer({ min: 1, max: 6 }), (shareholdings, ownershipHops) => {
      const ways = above(firm, shareholdings, { ownershipHops, ownershipPercent: 5 }, '2026-06-15')
      for (const way of ways.values()) expect(way.length).toBeLessThanOrEqual(ownershipHops + 1)
      const more = above(firm, shareholdings, { ownershipHops: ownershipHops + 1, ownershipPercent: 5 }, '2026-06-15')
      for (const node of ways.keys()) expect(more.has(node)).toBe(true)
    }))
  })
})

describe('what was declared', () => {
  test('consulting stands in the way for the cooling-off years and not a day longer', () => {
    const on = (today: string) => conflictsOf({ ...asked, today }, { ...nothing, declarations: [declared({ endedOn: '2024-06-15' })] }, rules)
    expect(on('2026-06-15')).toMatchObject([{ kind: 'consulting', basis: 'declared', userId: 'lead', until: '2026-06-15' }])
    expect(on('2026-06-16')).toEqual([])
  })

  test('counts for the firm and the people of the team, for site and organisation, until withdrawn', () => {
    const count = (more: Partial<Declaration>) => conflictsOf(asked, { ...nothing, declarations: [declared(more)] }, rules).length
    expect(count({ userId: null })).toBe(1)
    expect(count({ userId: null, firmId: 'frm_b' })).toBe(0)
    expect(count({ userId: 'somebody-else' })).toBe(0)
    expect(count({ about: { kind: 'organisation', id: 'org_a' } })).toBe(1)
    expect(count({ about: { kind: 'organisation', id: 'org_b' } })).toBe(0)
    expect(count({ withdrawnAt: '2026-02-01T00:00:00Z' })).toBe(0)
  })

  test('kinship that ended ends at once', () => {
    expect(standsUntil({ kind: 'family', endedOn: '2026-01-01' }, 2)).toBe('2026-01-01')
    expect(standsUntil({ kind: 'employment', endedOn: '2026-01-01' }, 2)).toBe('2028-01-01')
    expect(standsUntil({ kind: 'employment', endedOn: null }, 2)).toBeNull()
  })
})

test('an assessor with an account of the site is employed there', () => {
  expect(conflictsOf(asked, { ...nothing, siteUserIds: ['second'] }, rules)).toMatchObject([{ kind: 'employment', basis: 'found', userId: 'second' }])
})

describe('rotation', () => {
  const cycle = (n: number, firmId: string, leadUserId: string) => ({ cycle: n, firmId, leadUserId })
  test('the same lead and the same firm stop after their number of cycles in a row', () => {
    expect(conflictsOf(asked, { ...nothing, earlier: [cycle(2, 'frm_a', 'lead'), cycle(3, 'frm_a', 'lead')] }, rules)).toMatchObject([{ kind: 'rotation-lead', userId: 'lead', cycles: 2 }])
    expect(conflictsOf(asked, { ...nothing, earlier: [1, 2, 3].map((n) => cycle(n, 'frm_a', `other-${n}`)) }, rules)).toMatchObject([{ kind: 'rotation-firm', userId: null, cycles: 3 }])
  })
  test('a cycle of somebody else in between begins the count anew', () => {
    expect(conflictsOf(asked, { ...nothing, earlier: [cycle(1, 'frm_a', 'lead'), cycle(2, 'frm_b', 'x'), cycle(3, 'frm_a', 'lead')] }, rules)).toEqual([])
  })
})

test('who rated, was on the team, belongs to the site or has a tie neither reviews nor decides', () => {
  const facts: CaseFacts = {
    raterIds: ['rater'], teamIds: ['rater', 'replaced'], siteUserIds: ['owner'], declarations: [declared({ userId: 'reviewer' }), declared({ userId: 'late', endedOn: '2020-01-01' })],
    siteId: 'CHL-1', organisationId: 'org_a', today: '2026-06-15', coolingYears: 2,
  }
  const excluded = { rater: ['rated', 'on-the-team'], replaced: ['on-the-team'], owner: ['of-the-site'], reviewer: ['conflict'] }
  expect(Object.fromEntries(whoMayNotReview(facts))).toEqual(excluded)
  expect(Object.fromEntries(whoMayNotDecide(facts))).toEqual(excluded)
})
