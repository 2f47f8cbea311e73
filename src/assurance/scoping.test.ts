import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Certificate } from './certificate.ts'
import { chainOf, chainsFrom, extended, isStronger, soundEquivalence, type Equivalence, type EquivalenceConditions } from './equivalence.ts'
import { assessmentScope, scope, type ScopingLine } from './scoping.ts'
import { evidenceDifference, scopingChanges } from './scoping-change.ts'

const DAY = '2026-09-01'
const requirement = { standard: 'ours', standardVersion: '1.0', criterion: 'water' }
const conditions: EquivalenceConditions = { validAtAssessment: true, sameBoundary: true, accreditedBody: true, maxAgeMonths: null }

const aRow = (more: Partial<Equivalence> = {}): Equivalence => ({
  equivalenceId: 'row-1', standard: 'ours', standardVersion: '1.0', criterion: 'water', part: null, externalScheme: 'iso-14001', externalVersion: '2015', clauses: [], value: 'full', direction: 'recognises',
  conditions, gap: null, evidenceRequired: [], alignment: null, note: null, isExample: false, state: 'approved', approvedBy: 'o1', approvedOn: '2026-01-01', validUntil: '2028-12-31',
  revokedOn: null, revocationReason: null, version: 1, changedAt: '2026-01-01T00:00:00.000Z', ...more,
})
const aCertificate = (more: Partial<Certificate> = {}): Certificate => ({
  certificateId: 'crt_1', siteId: 'CHL-1', organisationId: 'org', scheme: 'iso-14001', schemeVersion: '2015', number: 'E 1', body: 'Halden', accreditation: 'Invented accreditation', scopeText: 'Smelting', boundary: 'same',
  validFrom: '2025-01-01', validUntil: '2027-12-31', evidenceId: 'evd_1', state: 'valid', withdrawnOn: null, withdrawalReason: null, version: 1, addedAt: '2026-01-01T00:00:00.000Z', addedBy: 'u1', ...more,
})
const line = (certificates: Certificate[], equivalences: Equivalence[], day = DAY): ScopingLine => scope({ requirements: [requirement], certificates, equivalences, assessmentOn: day })[0]!
const codes = (one: ScopingLine): string[] => one.reasons.map(({ code }) => code)

describe('a requirement', () => {
  test('is covered by a certificate that fits, until the first of its days', () => {
    expect(line([aCertificate()], [aRow({ evidenceRequired: ['Audit report'] })])).toEqual({
      ...requirement, standing: 'covered', remains: [], lapsesOn: '2027-12-31', certificateIds: ['crt_1'], equivalenceIds: ['row-1'], evidenceIds: ['evd_1'], evidenceRequired: ['Audit report'], isApproved: true,
      reasons: [{ code: 'accepted', certificateId: 'crt_1', equivalenceIds: ['row-1'], on: '2027-12-31' }],
    })
    expect(line([aCertificate()], [aRow({ validUntil: '2026-12-31' })]).lapsesOn).toBe('2026-12-31')
    expect(line([aCertificate()], [aRow({ conditions: { ...conditions, maxAgeMonths: 24 } })]).lapsesOn).toBe('2027-01-01')
  })

  test('is covered in part, with what remains', () => {
    expect(line([aCertificate()], [aRow({ value: 'partial', gap: 'Look at the river.' })])).toMatchObject({ standing: 'partly', remains: [{ kind: 'gap', text: 'Look at the river.' }] })
    expect(line([aCertificate({ boundary: 'partial' })], [aRow()])).toMatchObject({ standing: 'partly', remains: [{ kind: 'outside-boundary', text: null }] })
    expect(line([aCertificate()], [aRow({ part: 'Intake' })])).toMatchObject({ standing: 'partly', remains: [{ kind: 'rest-of-criterion', text: 'Intake' }] })
  })

  test.each<[string, Partial<Certificate>, Partial<Equivalence>, string]>([
    ['the certificate lapses on the day before', { validUntil: '2026-08-31' }, {}, 'certificate-lapses-before'],
    ['the certificate begins on the day after', { validFrom: '2026-09-02' }, {}, 'certificate-not-begun'],
    ['the certificate was withdrawn', { withdrawnOn: '2026-05-01' }, {}, 'certificate-withdrawn'],
    ['it covers other ground', { boundary: 'other' }, {}, 'outside-boundary'],
    ['the body is not accredited', { accreditation: null }, {}, 'body-not-accredited'],
    ['the certificate is too old', {}, { conditions: { ...conditions, maxAgeMonths: 19 } }, 'too-old'],
    ['the approval of the row ends before', {}, { validUntil: '2026-08-31' }, 'equivalence-expires-before'],
    ['the row says so', {}, { value: 'none' }, 'stands-for-none'],
    ['the certificate is of another version', { schemeVersion: '2004' }, {}, 'no-certificate'],
    ['the row is revoked', {}, { state: 'revoked' }, 'not-in-matrix'],
    ['only the other scheme recognises ours', {}, { direction: 'recognised-by' }, 'not-in-matrix'],
  ])('is not covered where %s', (_, certificate, row, code) => {
    expect(line([aCertificate(certificate)], [aRow(row)])).toMatchObject({ standing: 'not-covered', isApproved: false, certificateIds: [], evidenceIds: [] })
    expect(codes(line([aCertificate(certificate)], [aRow(row)]))).toEqual([code])
  })

  test.each<[string, Partial<Certificate>, Partial<Equivalence>]>([
    ['on the last day of the certificate', { validUntil: DAY }, {}], ['on its first day', { validFrom: DAY }, {}], ['on the last day of the approval', {}, { validUntil: DAY }],
    ['on the last day of its age', {}, { conditions: { ...conditions, maxAgeMonths: 20 } }], ['lapsed, where the row does not mind', { validUntil: '2026-01-01' }, { conditions: { ...conditions, validAtAssessment: false } }],
    ['on other ground, where the row does not mind', { boundary: 'other' }, { conditions: { ...conditions, sameBoundary: false } }],
  ])('is covered %s', (_, certificate, row) => { expect(line([aCertificate(certificate)], [aRow(row)]).standing).toBe('covered') })

  test('by an example alone is a preview, and what is approved goes first', () => {
    const example = aRow({ equivalenceId: 'example', state: 'proposed', isExample: true, approvedBy: null, approvedOn: null, validUntil: null })
    const preview = line([aCertificate()], [example])
    expect(preview).toMatchObject({ standing: 'covered', isApproved: false })
    expect(assessmentScope([preview])).toMatchObject({ deskOnly: [], inFull: [{ criterion: 'water' }] })
    expect(line([aCertificate()], [example, aRow({ value: 'partial', gap: 'Something.' })])).toMatchObject({ standing: 'partly', isApproved: true, equivalenceIds: ['row-1'] })
  })

  test('of two certificates lapses with the later one', () => {
    const one = line([aCertificate(), aCertificate({ certificateId: 'crt_2', validUntil: '2026-12-31', evidenceId: 'evd_2' })], [aRow()])
    expect(one).toMatchObject({ lapsesOn: '2027-12-31', certificateIds: ['crt_1'] })
  })
})

const anyRow = fc.record({
  value: fc.constantFrom('none' as const, 'partial' as const, 'full' as const), state: fc.constantFrom('approved' as const, 'proposed' as const), validUntil: fc.constantFrom(null, '2027-01-01', '2029-01-01'),
  conditions: fc.record({ validAtAssessment: fc.boolean(), sameBoundary: fc.boolean(), accreditedBody: fc.boolean(), maxAgeMonths: fc.constantFrom(null, 6, 36) }),
}).map(({ value, ...more }) => aRow({ value, gap: value === 'partial' ? 'Something remains.' : null, ...more }))

describe('a chain', () => {
  test('is never stronger than its weakest hop, never lasts longer and never asks for less', () => {
    fc.assert(fc.property(fc.array(anyRow, { minLength: 1, maxLength: 5 }), (hops) => {
      const chain = hops.slice(1).reduce(extended, chainOf(hops[0]!))
      for (const hop of hops) {
        expect(isStronger(chain.value, hop.value)).toBe(false)
        if (hop.validUntil !== null) expect(chain.validUntil !== null && chain.validUntil <= hop.validUntil).toBe(true)
        for (const name of ['validAtAssessment', 'sameBoundary', 'accreditedBody'] as const) if (hop.conditions[name]) expect(chain.conditions[name]).toBe(true)
        if (hop.conditions.maxAgeMonths !== null) expect(chain.conditions.maxAgeMonths).toBeLessThanOrEqual(hop.conditions.maxAgeMonths)
        if (hop.gap !== null) expect(chain.gaps).toContain(hop.gap)
        if (hop.state !== 'approved') expect(chain.isApproved).toBe(false)
      }
    }))
  })

  test('leads over a standard between, and never in a circle', () => {
    const rows = [
      aRow(), aRow({ equivalenceId: 'hop', standard: 'iso-14001', standardVersion: '2015', criterion: null, externalScheme: 'emas', externalVersion: '2009', value: 'partial', gap: 'Statement.' }),
      aRow({ equivalenceId: 'back', standard: 'emas', standardVersion: '2009', criterion: null, externalScheme: 'iso-14001', externalVersion: '2015' }),
    ]
    expect(chainsFrom(rows, requirement).map(({ hops }) => hops.map(({ equivalenceId }) => equivalenceId))).toEqual([['row-1'], ['row-1', 'hop']])
    const one = line([aCertificate({ scheme: 'emas', schemeVersion: '2009' })], rows)
    expect(one).toMatchObject({ standing: 'partly', equivalenceIds: ['row-1', 'hop'], remains: [{ text: 'Statement.' }] })
    expect(codes(one)).toEqual(['accepted-in-part', 'by-chain'])
  })
})

test('adding a certificate never takes anything away, and a later end never shortens', () => {
  const certificate = fc.record({ validUntil: fc.constantFrom('2026-08-31', DAY, '2027-12-31'), boundary: fc.constantFrom('same' as const, 'partial' as const, 'other' as const), accreditation: fc.constantFrom(null, 'A') }).map((more) => aCertificate(more))
  const rank = { covered: 2, partly: 1, 'not-covered': 0 } as const
  fc.assert(fc.property(fc.array(certificate, { maxLength: 3 }), certificate, fc.array(anyRow, { maxLength: 3 }), (held, more, rows) => {
    const named = held.map((one, i) => ({ ...one, certificateId: `crt_${i}` }))
    const [before, after] = [line(named, rows), line([...named, { ...more, certificateId: 'crt_x' }], rows)]
    // What is approved goes before what is not, so that the two are compared on their own.
    if (before.isApproved === after.isApproved) expect(rank[after.standing]).toBeGreaterThanOrEqual(rank[before.standing])
    else expect(after.isApproved).toBe(true)
  }))
})

describe('a difference', () => {
  test('names every line that changed, with both sides and the reason, and the files that go', () => {
    const before = scope({ requirements: [requirement, { ...requirement, criterion: 'waste' }], certificates: [aCertificate()], equivalences: [aRow()], assessmentOn: DAY })
    const after = scope({ requirements: [requirement, { ...requirement, criterion: 'waste' }], certificates: [aCertificate({ validUntil: '2026-08-15' })], equivalences: [aRow()], assessmentOn: DAY })
    expect(scopingChanges(before, after)).toMatchObject([{
      criterion: 'water', before: { standing: 'covered', place: 'deskOnly' }, after: { standing: 'not-covered', place: 'inFull' }, reasons: [{ code: 'certificate-lapses-before', on: '2026-08-15', certificateId: 'crt_1' }],
    }])
    expect(evidenceDifference(before, after)).toEqual({ added: [], removed: ['evd_1'] })
    expect(scopingChanges(before, before)).toEqual([])
  })

  test('tells of criteria that came and went', () => {
    const [one] = scope({ requirements: [requirement], certificates: [], equivalences: [], assessmentOn: DAY })
    expect(scopingChanges([one!], [{ ...one!, criterion: 'new' }])).toMatchObject([{ criterion: 'new', before: null }, { criterion: 'water', after: null }])
  })
})

test.each<[string, Partial<Equivalence>]>([
  ['a partial row without a gap', { value: 'partial', gap: null }], ['a full row with a gap', { value: 'full', gap: 'Something.' }], ['a part without a criterion', { criterion: null, part: 'Intake' }],
  ['a standard for itself', { externalScheme: 'ours', externalVersion: '1.0' }],
])('%s is no sound row', (_, more) => { expect(soundEquivalence(aRow(more))).toMatchObject({ accepted: false, refusal: { code: 'equivalence-unsound' } }) })
