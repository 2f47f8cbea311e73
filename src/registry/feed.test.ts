import { describe, expect, test } from 'vitest'
import { aSite, CHILE, factsOf, siteNumber, smallRegistry } from '#test/registry-facts.ts'
import { siteFact } from '#src/parties/site.ts'
import { factSet, putFact } from '#src/transparency/fact.ts'
import { atomFeed, entriesOfAll, entriesOfSite } from './feed.ts'
import { siteIndexOf } from './site-index.ts'

const instants = new Map([[7, '2025-06-01T10:00:00.000Z']])
const feed = (entries: ReturnType<typeof entriesOfAll>) =>
  atomFeed({ title: 'Changes', self: '/api/v1/feed', page: '/sites', entries, instants, publicUrl: 'https://registry.example.org' })

describe('the feed of all changes', () => {
  test('tells few sites apart, each with its address', async () => {
    const entries = entriesOfAll(siteIndexOf(factsOf(smallRegistry())))
    expect(entries.map(({ title }) => title)).toEqual(['Cerro Inventado: 6 facts recorded', 'Zebra: 2 facts recorded', 'Ánimas: 2 facts recorded'])
    const xml = await feed(entries)
    expect(xml.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">')).toBe(true)
    expect(xml).toContain(`<link rel="alternate" type="text/html" href="https://registry.example.org/sites/${CHILE}"/>`)
    expect(xml).toContain('<updated>2025-06-01T10:00:00.000Z</updated>')
    expect(new Set(xml.match(/<id>[^<]+<\/id>/g)).size).toBe(4)
  })

  test('tells an import of many sites in one entry, newest position first', () => {
    const many = Array.from({ length: 30 }, (_, i) => ({ kind: 'site', id: siteNumber('CHL', i), value: aSite({ name: `Mine ${i}` }), recordedAt: 1 }))
    const one = { kind: 'site', id: siteNumber('PER', 99), value: aSite({ name: 'New' }), recordedAt: 2 }
    expect(entriesOfAll(siteIndexOf(factSet(3, [...many, one]))).map(({ position, siteId, title }) => [position, siteId, title])).toEqual([
      [2, siteNumber('PER', 99), 'New: 1 fact recorded'], [1, null, '30 sites recorded or changed'],
    ])
  })

  test('stays well-formed whatever a name holds', async () => {
    const xml = await feed(entriesOfAll(siteIndexOf(factsOf([putFact(siteFact, CHILE, aSite({ name: '<script>&"\u0001\uFFFF' }))]))))
    expect(xml).toContain('&lt;script&gt;&amp;&quot;\uFFFD\uFFFD')
    expect(xml).not.toContain('<script')
    expect(xml).not.toContain('\u0001')
  })
})

test('the feed of one site says which members changed', () => {
  const entries = entriesOfSite(CHILE, 'Cerro', [
    { position: 3, at: '2025-01-03T00:00:00Z', kind: 'site', factId: CHILE, change: 'changed', reason: null, fields: [{ field: 'name', before: 'A', after: 'B' }] },
    { position: 3, at: '2025-01-03T00:00:00Z', kind: 'milestone', factId: 'm1', change: 'withheld', reason: 'court order', fields: [] },
    { position: 1, at: '2025-01-01T00:00:00Z', kind: 'site', factId: CHILE, change: 'recorded', reason: null, fields: [] },
  ])
  expect(entries).toMatchObject([
    { position: 3, title: 'Cerro: 2 changes', lines: [`description of the site ${CHILE} changed (name)`, 'dated event m1 withheld (court order)'] },
    { position: 1, title: 'Cerro: 1 change' },
  ])
})
