import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHILE, MERGED, PERU, ZAMBIA, aSite, factsOf, siteNumber, smallRegistry } from '#test/registry-facts.ts'
import { putFact } from '#src/transparency/fact.ts'
import { siteFact } from '#src/parties/site.ts'
import { lookUp, namesIn, namesOfTable, type Looked } from './lookup.ts'

const [NORTH, SMELTER] = [siteNumber('CHL', 41), siteNumber('CHL', 42)]
const facts = factsOf([
  ...smallRegistry(),
  putFact(siteFact, NORTH, aSite({ name: 'Rosario Norte', operator: 'Kupfer Eins AG', identifiers: [{ scheme: 'icmm', value: 'ICMM00042' }] })),
  putFact(siteFact, SMELTER, aSite({ name: 'Fundición Plata', types: ['smelter'], operator: 'Kupfer Eins AG', aliases: [{ name: 'PLATA-1', kind: 'brand', maker: 'Kupfer Eins', plant: 'Fundición Plata', to: '2020-12-31' }] })),
  putFact(siteFact, siteNumber('PER', 43), aSite({ name: 'Rosario', country: 'PER' })),
  putFact(siteFact, siteNumber('MEX', 44), aSite({ name: 'Rosario', country: 'MEX' })),
])
const ask = (name: string): Looked => lookUp(facts, name, '2026-06-15')
const told = ({ outcome, finds }: Looked) => [outcome, finds[0]?.siteId ?? null, finds[0]?.by.kind ?? null]

test.each<[string, string, string | null, string | null]>([
  ['Cerro Inventado', 'match', CHILE, 'name'],
  ['cerro inventado mine', 'match', CHILE, 'name'],
  ['CERINV', 'match', CHILE, 'brand'],
  ['Cerro Inventado, Chile', 'match', CHILE, 'name'],
  ['Animas (Peru)', 'match', PERU, 'name'],
  ['Cerro Inventato', 'possible', CHILE, 'name'],
  ['Cerro Inventado, Zambia', 'none', null, null],
  ['Rosario', 'possible', expect.any(String) as unknown as string, 'name'],
  ['Rosario, Mexico', 'match', siteNumber('MEX', 44), 'name'],
  ['ICMM00042', 'match', NORTH, 'identifier'],
  [ZAMBIA.toLowerCase(), 'match', ZAMBIA, 'site-number'],
  [MERGED, 'match', CHILE, 'site-number'],
  ['PLATA-1', 'possible', SMELTER, 'brand'],
  ['Kupfer Eins', 'possible', expect.any(String) as unknown as string, 'operator'],
  ['Invented Copper', 'possible', CHILE, 'operator'],
  ['Something else entirely', 'none', null, null],
  ['<script>', 'none', null, null],
])('%s', (name, outcome, siteId, kind) => { expect(told(ask(name))).toEqual([outcome, siteId, kind]) })

describe('doubts are said', () => {
  test.each([
    ['Cerro Inventato', /the name is like "Cerro Inventado", not the same/], ['Rosario', /2 sites go by this name/], ['PLATA-1', /known until 2020-12-31/],
    ['Kupfer Eins', /the firm behind the site, one of its 2 sites here/], ['Cerro Inventado smelter', /speaks of smelter, the record of mine and sx-ew/],
  ])('of %s', (name, doubt) => {
    const { outcome, finds } = ask(name)
    expect([outcome, finds[0]!.doubts.join()]).toEqual(['possible', expect.stringMatching(doubt)])
  })

  test('a brand comes with its maker, plant and dates', () => {
    expect(ask('PLATA-1').finds[0]!.by).toEqual({ kind: 'brand', text: 'PLATA-1', maker: 'Kupfer Eins', plant: 'Fundición Plata', from: null, to: '2020-12-31' })
  })
})

test('names are read from pasted text and from a list', () => {
  expect(namesIn('• El Abra\r\n\r\n- "Aurubis, Pirdop"\n  Zebra\tZambia\n')).toEqual(['El Abra', 'Aurubis, Pirdop', 'Zebra'])
  expect(namesOfTable(['No', 'Supplier name'], [['1', 'A'], ['2', 'B']])).toEqual(['A', 'B'])
  expect(namesOfTable(['El Abra'], [['Zebra']])).toEqual(['El Abra', 'Zebra'])
})

test('any text gets an answer: a match without doubt, or possible ones with scores in order', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('Rosario', 'Cerro', 'CHL-', 'Kupfer')), (name) => {
    const { outcome, finds } = ask(name)
    expect(outcome === 'none').toBe(finds.length === 0)
    if (outcome === 'match') expect(finds.filter(({ doubts, score }) => doubts.length === 0 && score >= 0.9)).toHaveLength(1)
    const scores = finds.map(({ score }) => score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    for (const score of scores) { expect(score).toBeGreaterThan(0); expect(score).toBeLessThanOrEqual(1) }
  }))
})
