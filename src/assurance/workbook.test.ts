import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readStandardFile } from '#src/standards/load.ts'
import type { Standard } from '#src/standards/standard.ts'
import type { Change } from './sheet.ts'
import { acceptable, answerOf, answerState, asTyped, keyOfLine, linesOf, progressOf, workbookRound, type WorkbookLine } from './workbook.ts'
import { alwaysBlocking, blockingChecks, lookThrough, type LookedThrough, type QualityCode } from './workbook-quality.ts'

const standardOf = (path: string): Standard => {
  const file = readStandardFile(path, readFileSync(`standards/${path}`, 'utf8'))
  if (!file.accepted || file.value.kind !== 'standard') throw new Error(path)
  return file.value.standard
}
const rra = standardOf('risk-readiness-assessment/3.0.yaml')
const lines = linesOf({ siteTypes: ['smelter'], metals: ['copper'] }, [rra])
const lineOf = (slug: string): WorkbookLine => ({ standard: rra, criterion: rra.criteria.find((one) => one.slug === slug)! })
const top = rra.ratingScale.levels.at(-1)!.slug
const low = rra.ratingScale.levels[0]!.slug
const optional = rra.criteria.find(({ applicability }) => applicability.mayBeExcluded && applicability.siteTypes === undefined)!.slug
const bound = rra.criteria.find(({ applicability }) => !applicability.mayBeExcluded && applicability.siteTypes === undefined && applicability.metals === undefined)!.slug

let count = 0
const cellsWith = (slug: string, values: Record<string, string | string[]>): Map<string, Change[]> => new Map(Object.entries(values).map(([field, value]) => {
  const key = { standard: rra.standard, criterion: slug, field }
  return [`${rra.standard}/${slug}/${field}`, [value].flat().map((one): Change => ({ changeId: `change_${++count}`, key, value: one, parents: [], author: 'u1', at: '2026-03-01T00:00:00.000Z', source: 'screen' }))]
}))
const looked = (slug: string, values: Record<string, string | string[]>, more: Partial<LookedThrough> = {}): LookedThrough => ({
  line: lineOf(slug), answer: answerOf(cellsWith(slug, values), `${rra.standard}/${slug}`), evidence: [], isRecognised: false, ...more,
})
const evidence = (change: Partial<LookedThrough['evidence'][number]> = {}) => [{ evidenceId: 'evd_1', isStanding: true, validUntil: null, isPrivate: false, ...change }]
const codesOf = (...all: LookedThrough[]): QualityCode[] => lookThrough(all, blockingChecks.standard).map(({ code }) => code)

describe('a workbook', () => {
  test('holds the criteria that apply to the site and no others', () => {
    expect(lines.map(({ criterion }) => criterion.slug)).not.toContain(rra.criteria.find(({ applicability }) => applicability.siteTypes?.includes('mine') && !applicability.siteTypes.includes('smelter'))!.slug)
    expect(lines.length).toBeLessThan(rra.criteria.length)
  })

  test('of a remediation is a sheet of its own, and stays the one that is shown afterwards', () => {
    expect(workbookRound({ state: 'committed', round: 0, roundKind: null })).toBe(0)
    expect(workbookRound({ state: 'in-review', round: 1, roundKind: 'assessment' })).toBe(0)
    expect(workbookRound({ state: 'remediation', round: 1, roundKind: 'assessment' })).toBe(1)
    expect(workbookRound({ state: 'assessed', round: 2, roundKind: 'remediation' })).toBe(1)
    expect(workbookRound({ state: 'assessed', round: 2, roundKind: 'follow-up' })).toBe(0)
  })

  test('is answered by a rating with its rationale, or by a reason why it does not apply', () => {
    const state = (values: Record<string, string | string[]>) => answerState(looked(optional, values).answer)
    expect(state({})).toBe('unanswered')
    expect(state({ note: 'ask the lab' })).toBe('unanswered')
    expect(state({ rationale: 'x' })).toBe('begun')
    expect(state({ rating: top })).toBe('begun')
    expect(state({ rating: top, rationale: '  \n' })).toBe('begun')
    expect(state({ rating: top, rationale: 'x' })).toBe('answered')
    expect(state({ rating: 'not-applicable', rationale: 'x' })).toBe('begun')
    expect(state({ rating: 'not-applicable', 'not-applicable-reason': 'x' })).toBe('answered')
    expect(state({ rating: top, rationale: ['x', 'y'] })).toBe('conflict')
    expect(state({ rating: top, rationale: ['x', 'x'] })).toBe('answered')
  })

  test('counts how far it has come', () => {
    const one = (values: Record<string, string | string[]>, evidenceCount: number) => ({ answer: looked(optional, values).answer, evidenceCount })
    expect(progressOf([one({}, 0), one({ rating: top, rationale: 'x' }, 2), one({ rating: 'not-applicable', 'not-applicable-reason': 'x' }, 0), one({ rating: [top, low] }, 0)]))
      .toEqual({ criteria: 4, answered: 2, begun: 0, unanswered: 1, conflicts: 1, notApplicable: 1, withoutEvidence: 2 })
  })
})

describe('a value', () => {
  const known = new Map(lines.map((line) => [keyOfLine(line), line]))
  const typed = (criterion: string, field: string, value: string | number | null) => acceptable(known, [{ changeId: 'change_x', key: { standard: rra.standard, criterion, field }, value, parents: [] }])
  const codeOf = (...of: Parameters<typeof typed>): string => { const outcome = typed(...of); return outcome.accepted ? 'accepted' : outcome.refusal.code }

  test('that its cell can hold is kept, with one kind of line end, and an empty one clears the cell', () => {
    expect(typed(optional, 'rationale', 'a\r\nb\rc')).toMatchObject({ accepted: true, value: [{ value: 'a\nb\nc' }] })
    expect(typed(optional, 'rationale', '  \n ')).toMatchObject({ accepted: true, value: [{ value: null }] })
    expect(asTyped(null)).toBeNull()
    expect(codeOf(optional, 'rating', 'not-applicable')).toBe('accepted')
    expect(codeOf(optional, 'rating', top)).toBe('accepted')
  })

  test('that it cannot hold is refused, and names its place', () => {
    expect(codeOf(optional, 'rating', 'splendid')).toBe('workbook-value-invalid')
    expect(codeOf(optional, 'rationale', 7)).toBe('workbook-value-invalid')
    expect(codeOf(optional, 'rationale', 'x'.repeat(8001))).toBe('workbook-value-invalid')
    expect(codeOf(optional, 'rationale', 'a\u0000b')).toBe('workbook-value-invalid')
    expect(codeOf(optional, 'assignee', 'u1')).toBe('workbook-value-invalid')
    expect(codeOf('tailings-of-the-moon', 'rationale', 'x')).toBe('workbook-value-invalid')
    expect(typed(optional, 'rating', 'splendid')).toMatchObject({ refusal: { errors: [{ pointer: '/changes/0/value' }] } })
  })
})

describe('the quality check', () => {
  test('finds what is not answered or not settled, which always blocks', () => {
    expect(lookThrough([looked(bound, {}), looked(optional, { rating: [top, low], rationale: 'x' })], [])).toMatchObject([
      { code: 'unanswered', criterion: bound, field: 'rating', isBlocking: true }, { code: 'conflict', criterion: optional, field: 'rating', isBlocking: true },
    ].map((one) => expect.objectContaining(one)))
    expect(alwaysBlocking).toEqual(['unanswered', 'conflict'])
  })

  test('wants a rationale for every rating and evidence for the highest', () => {
    expect(codesOf(looked(bound, { rating: low }))).toEqual(['rationale-missing'])
    expect(codesOf(looked(bound, { rating: low, rationale: 'x' }))).toEqual([])
    expect(codesOf(looked(bound, { rating: top, rationale: 'x' }))).toEqual(['evidence-missing'])
    expect(codesOf(looked(bound, { rating: top, rationale: 'x' }, { evidence: evidence() }))).toEqual([])
    expect(codesOf(looked(bound, { rating: top, rationale: 'x' }, { isRecognised: true }))).toEqual([])
  })

  test('finds evidence that no longer holds, or that no assessor will see', () => {
    expect(codesOf(looked(bound, { rating: low, rationale: 'x' }, { evidence: evidence({ isStanding: false, validUntil: '2026-01-31' }) }))).toEqual(['evidence-lapsed'])
    const [hint] = lookThrough([looked(bound, { rating: low, rationale: 'x' }, { evidence: evidence({ isPrivate: true }) })], blockingChecks.standard)
    expect(hint).toMatchObject({ code: 'evidence-private', evidenceId: 'evd_1', isBlocking: false })
  })

  test('wants a reason where a criterion does not apply, and only where it may be left out', () => {
    expect(codesOf(looked(optional, { rating: 'not-applicable' }))).toEqual(['reason-missing'])
    expect(codesOf(looked(optional, { rating: 'not-applicable', 'not-applicable-reason': 'no people live near' }))).toEqual([])
    expect(codesOf(looked(bound, { rating: 'not-applicable', 'not-applicable-reason': 'x' }))).toEqual(['not-excludable'])
  })

  test('finds answers that contradict one another', () => {
    const left = { rating: 'not-applicable', 'not-applicable-reason': 'x' }
    expect(codesOf(looked(optional, left, { evidence: evidence() }))).toEqual(['excluded-with-evidence'])
    expect(codesOf(looked(optional, left, { isRecognised: true }))).toEqual(['excluded-but-recognised'])
    expect(codesOf(looked(bound, { rating: low, rationale: 'x', 'not-applicable-reason': 'x' }))).toEqual(['reason-contradicts-rating'])
    const twin: Standard = { ...rra, standard: 'twin', criteria: [{ ...lineOf(bound).criterion, mappings: [{ standard: rra.standard, criterion: bound, relationship: 'equal-to', basis: 'found', sources: [] }] }] }
    const other = (rating: string): LookedThrough => ({ ...looked(bound, { rating, rationale: 'x' }, { evidence: evidence() }), line: { standard: twin, criterion: twin.criteria[0]! } })
    const here = looked(bound, { rating: low, rationale: 'x' }, { evidence: evidence() })
    expect(lookThrough([here, other(top)], [])).toMatchObject([{ code: 'equal-criterion-differs', standard: 'twin', other: { standard: rra.standard, criterion: bound }, isBlocking: false }])
    expect(codesOf(here, other(low))).toEqual([])
  })
})
