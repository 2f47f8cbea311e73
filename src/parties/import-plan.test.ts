import { describe, expect, test } from 'vitest'
import { aSite, siteNumber } from '#test/registry-facts.ts'
import { factSet } from '#src/transparency/fact.ts'
import type { RowReading } from './directory-row.ts'
import { DirectoryRow, type Directory } from './directory.ts'
import { planRows, rowHash, type Remembered } from './import-plan.ts'
import { planPublication, type DecidedRow } from './import-publication.ts'
import { siteIndex } from './site-index.ts'
import { siteFact, type Site } from './site.ts'

const [ABRA, CERRO, OLD] = [siteNumber('CHL', 11), siteNumber('CHL', 12), siteNumber('CHL', 13)]
const list: Directory = { kind: 'third-party', datasetId: 'list', title: 'Invented list', licence: 'CC0', attribution: 'Invented', isShareAlike: false }
const owner: Directory = { ...list, kind: 'mark-owner', datasetId: 'owner', title: 'Invented mark' }
const facts = factSet(7, ([
  [ABRA, { name: 'El Abra', position: { latitude: -21.92, longitude: -68.83, precision: 'exact' } }],
  [CERRO, { name: 'Cerro Inventado', position: { latitude: -22.5, longitude: -68.9, precision: 'exact' }, identifiers: [{ scheme: 'list', value: '5' }] }],
  [OLD, { name: 'Cerro Viejo', mergedInto: CERRO }],
] as [string, Partial<Site>][]).map(([id, more]) => ({ kind: siteFact.kind, id, value: aSite(more) })))
const index = siteIndex(facts)

const row = (more: Partial<DirectoryRow> = {}): DirectoryRow => DirectoryRow.parse({
  name: 'El Abra Mine', isNameComposed: false, aliases: [], identifiers: [], country: 'CHL', types: ['mine'], metals: ['copper'], statements: [],
  position: { latitude: -21.921, longitude: -68.831, precision: 'exact' }, ...more,
})
const reading = (clean: DirectoryRow, entryKey = clean.name): RowReading => ({ clean, problems: [], entryKey })
function finish<T>(steps: Generator<void, T>): T {
  for (;;) { const { done, value } = steps.next(); if (done === true) return value }
}
const plan = (rows: DirectoryRow[], remembered: Remembered = new Map(), directory = list) =>
  finish(planRows(rows.map((clean, i) => ({ line: i + 2, reading: reading(clean) })), index, remembered, directory))
const told = (planned: ReturnType<typeof plan>) => planned.map(({ state, siteId, joinsLine }) => [state, siteId ?? joinsLine ?? null])

describe('what becomes of a row', () => {
  test('matched, new, doubtful, or kept out', () => {
    expect(told(plan([
      row(), row({ name: 'Nueva', position: { latitude: -30, longitude: -70, precision: 'exact' } }),
      row({ name: 'Cerro Inventado', position: { latitude: -22.62, longitude: -68.9, precision: 'exact' } }),
    ]))).toEqual([['matched', ABRA], ['new', null], ['doubtful', null]])
  })

  test('an identifier in common is a match, wherever it is', () => {
    expect(told(plan([row({ name: 'Other', identifiers: [{ scheme: 'List', value: '5' }] })]))).toEqual([['matched', CERRO]])
  })

  test('the same identifier twice is an error; in the list of a mark’s owner it is one more mark', () => {
    const twice = [row({ identifiers: [{ scheme: 'x', value: '1' }] }), row({ identifiers: [{ scheme: 'x', value: '1' }] })]
    const planned = plan(twice)
    expect(told(planned)).toEqual([['matched', ABRA], ['error', null]])
    expect(planned[1]!.problems.map(({ code }) => code)).toEqual(['identifier-repeated'])
    expect(told(plan(twice, new Map(), owner))).toEqual([['matched', ABRA], ['joined', 2]])
  })

  test('the same name within 2.5 km joins the row above, further off it does not', () => {
    const new1 = row({ name: 'Nueva', position: { latitude: -30, longitude: -70, precision: 'exact' } })
    const planned = plan([new1, row({ ...new1, position: { latitude: -30.02, longitude: -70, precision: 'exact' } }), row({ ...new1, position: { latitude: -30.03, longitude: -70, precision: 'exact' } })])
    expect(told(planned)).toEqual([['new', null], ['joined', 2], ['new', null]])
    expect(planned.map(({ problems }) => problems.map(({ code }) => code).join())).toEqual(['', 'row-repeats', 'name-repeats'])
  })

  test('of two rows that fit one site the better keeps it, and a person sees the other', () => {
    const planned = plan([row({ name: 'El Abra', position: { latitude: -21.945, longitude: -68.83, precision: 'exact' } }), row({ name: 'El Abra mina', types: ['mine', 'sx-ew'] })])
    expect(told(planned)).toEqual([['doubtful', null], ['matched', ABRA]])
    expect(planned[0]!.candidates[0]!.reasons.map(({ code }) => code)).toContain('other-row-fits-better')
  })

  test('a composed name never matches on its own', () => {
    expect(told(plan([row({ isNameComposed: true })]))).toEqual([['doubtful', null]])
  })

  test('what was decided before is remembered, through a merger too', () => {
    const remembered = (outcome: 'placed' | 'rejected' | 'doubtful', siteId: string | null, hash = '') => new Map([['El Abra Mine', { outcome, siteId, rowHash: hash }]])
    expect(told(plan([row()], remembered('placed', OLD)))).toEqual([['matched', CERRO]])
    expect(told(plan([row()], remembered('rejected', null)))).toEqual([['rejected', null]])
    expect(told(plan([row()], remembered('doubtful', null, rowHash(row(), list))))).toEqual([['doubtful', null]])
    expect(told(plan([row()], remembered('doubtful', null, 'said otherwise')))).toEqual([['matched', ABRA]])
  })
})

describe('a publication', () => {
  const decided = (clean: DirectoryRow, more: Partial<DecidedRow> = {}): DecidedRow =>
    ({ line: 2, entryKey: clean.name, state: 'new', siteId: null, mergedSiteId: null, joinsLine: null, clean, ...more })
  let next = 100
  const ground = { index, facts, remembered: new Map(), newSiteId: (country: string) => siteNumber(country, next++) }
  const nueva = row({ name: 'Nueva', identifiers: [{ scheme: 'x', value: '9' }], position: { latitude: -30, longitude: -70, precision: 'exact' } })

  test('joined rows become one site with what all of them say', () => {
    const { sites, placed, newSites } = planPublication([
      decided(nueva), decided({ ...nueva, name: 'Nueva Smelter', types: ['smelter'], metals: ['gold'], identifiers: [{ scheme: 'x', value: '10' }] }, { line: 3, state: 'joined', joinsLine: 2 }),
    ], list, ground)
    expect(sites.size).toBe(1)
    expect([...sites.values()][0]).toMatchObject({ name: 'Nueva', types: ['mine', 'smelter'], metals: ['copper', 'gold'], dataset: 'list', aliases: [{ name: 'Nueva Smelter' }] })
    expect([placed.length, newSites.size]).toEqual([2, 1])
  })

  test('a row joined to one that stays behind stays behind', () => {
    expect(planPublication([decided(nueva, { state: 'doubtful' }), decided(nueva, { line: 3, state: 'joined', joinsLine: 2 })], list, ground)).toMatchObject({ placed: [], left: { doubtful: 2, errors: 0 } })
  })

  test('a new row whose identifier a site carries by now stays behind', () => {
    expect(planPublication([decided({ ...nueva, identifiers: [{ scheme: 'list', value: '5' }] })], list, ground)).toMatchObject({ placed: [], left: { doubtful: 1 } })
    expect(planPublication([decided(nueva), decided({ ...nueva, name: 'Again' }, { line: 3 })], list, ground)).toMatchObject({ placed: [{ line: 2 }], left: { doubtful: 1 } })
  })

  test('merging leads the other record to the site', () => {
    const { sites, mergedSites } = planPublication([decided(row(), { state: 'merging', siteId: ABRA, mergedSiteId: CERRO })], list, ground)
    expect(sites.get(CERRO)).toMatchObject({ mergedInto: ABRA, identifiers: [], aliases: [] })
    expect(sites.get(ABRA)!.identifiers).toEqual([{ scheme: 'list', value: '5' }])
    expect(sites.get(ABRA)!.aliases.map(({ name }) => name)).toContain('Cerro Inventado')
    expect([...mergedSites]).toEqual([CERRO])
  })

  test('a number that is taken is asked for again', () => {
    const numbers = [ABRA, CERRO, siteNumber('CHL', 77)]
    expect([...planPublication([decided(nueva)], list, { ...ground, newSiteId: () => numbers.shift()! }).newSites]).toEqual([siteNumber('CHL', 77)])
  })

  test('the same words again leave a site as it was corrected since', () => {
    const remembered = new Map([['El Abra Mine', { outcome: 'placed' as const, siteId: ABRA, rowHash: rowHash(row(), list) }]])
    const match = { state: 'matched', siteId: ABRA } as const
    expect(planPublication([decided(row(), match)], list, { ...ground, remembered }).sites.get(ABRA)).toEqual(index.site(ABRA))
    expect(planPublication([decided(row({ place: 'Calama' }), match)], list, { ...ground, remembered }).sites.get(ABRA)!.place).toBe('Calama')
  })
})
