import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aSite, siteNumber } from '#test/registry-facts.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { DirectoryRow, type Directory } from './directory.ts'
import { changedSite, mergedSites, newSite } from './site-change.ts'
import { Site } from './site.ts'

const list: Directory = { kind: 'third-party', datasetId: 'list', title: 'Invented list', licence: 'CC0', attribution: 'Invented', isShareAlike: false }
const owner: Directory = { ...list, kind: 'mark-owner', datasetId: 'owner', title: 'Invented mark' }
const row = (more: Partial<DirectoryRow> = {}): DirectoryRow => DirectoryRow.parse({
  name: 'Mina Inventada', isNameComposed: false, aliases: [{ name: 'Inventada', kind: 'name' }], identifiers: [{ scheme: 'list', value: '1' }], country: 'CHL', types: ['mine'],
  metals: ['gold'], statements: [], position: { latitude: -22.5, longitude: -68.9, precision: 'exact' }, operator: 'Minera Dos', ...more,
})
const known = aSite({ name: 'Kupferberg', types: ['smelter'], operator: 'Minera Uno', position: { latitude: -22, longitude: -68, precision: 'approximate' } })

describe('a third party', () => {
  const after = changedSite(known, row(), list)
  test('adds what was not known, with its source', () => {
    expect(after.aliases).toEqual([
      { name: 'Mina Inventada', kind: 'directory-name', citation: { text: 'Invented list, list 1' } }, { name: 'Inventada', kind: 'name', citation: { text: 'Invented list, list 1' } },
    ])
    expect([after.identifiers, after.metals]).toEqual([[{ scheme: 'list', value: '1' }], ['copper', 'gold']])
  })
  test('overrules nothing: what differs is kept beside the record as listed', () => {
    expect(after).toMatchObject({ name: 'Kupferberg', types: ['smelter'], operator: 'Minera Uno', position: known.position, dataset: 'invented' })
    expect(after.citations.at(-1)).toEqual({ text: 'Invented list, list 1', note: 'Listed as: Mina Inventada; Chile; -22.5, -68.9; mine; operator Minera Dos' })
  })
  test('fills a gap and names itself as the source of the place', () => {
    const { position: _position, ...placeless } = known
    expect(changedSite(placeless, row(), list).position).toEqual({ latitude: -22.5, longitude: -68.9, precision: 'exact', citation: { text: 'Invented list, list 1' } })
  })
})

describe('the owner of the mark', () => {
  test('supersedes the record, which keeps its former name as another', () => {
    const after = changedSite(known, row({ name: 'Inventada Real' }), owner)
    expect(after).toMatchObject({ name: 'Inventada Real', types: ['mine'], operator: 'Minera Dos', position: { latitude: -22.5 }, dataset: 'owner' })
    expect(after.aliases).toContainEqual({ name: 'Kupferberg', kind: 'name' })
    expect(after.citations.length).toBe(known.citations.length + 1)
  })
  test('and a third party no longer changes it', () => {
    const owned = changedSite(known, row({ name: 'Inventada Real' }), owner)
    expect(changedSite(owned, row({ name: 'Third name', operator: 'Minera Tres' }), list)).toMatchObject({ name: 'Inventada Real', operator: 'Minera Dos', dataset: 'owner' })
  })
})

test('a list changes the record that rests on it', () => {
  expect(changedSite(newSite(row(), list), row({ name: 'Renamed', operator: 'Minera Tres' }), list)).toMatchObject({ name: 'Renamed', operator: 'Minera Tres' })
})

test('merging gives names and identifiers to the site that stays', () => {
  const [a, b] = [siteNumber('CHL', 1), aSite({ name: 'Other', identifiers: [{ scheme: 'x', value: '1' }], aliases: [{ name: 'Third', kind: 'brand', maker: 'M' }] })]
  const { into, from } = mergedSites(known, b, a)
  expect(into.aliases.map(({ name }) => name)).toEqual(['Other', 'Third'])
  expect(into.identifiers).toEqual(b.identifiers)
  expect(from).toMatchObject({ name: 'Other', aliases: [], identifiers: [], mergedInto: a })
})

test('done twice is done once, and the result is a site', () => {
  const rows = fc.record({
    name: fc.constantFrom('Mina Inventada', 'Kupferberg', 'Renamed'), operator: fc.constantFrom('Minera Uno', 'Minera Dos'),
    aliases: fc.array(fc.record({ name: fc.constantFrom('Kupferberg', 'A', 'B', 'B.'), kind: fc.constantFrom('name' as const, 'brand' as const) }), { maxLength: 4 }),
    types: fc.constantFrom<DirectoryRow['types']>(['mine'], ['unknown'], ['smelter', 'refinery']), metals: fc.subarray<DirectoryRow['metals'][number]>(['copper', 'gold', 'zinc']),
  }).map(row)
  fc.assert(fc.property(rows, fc.constantFrom(list, owner), (one, directory) => {
    const once = changedSite(known, one, directory)
    expect(canonicalText(changedSite(once, one, directory))).toBe(canonicalText(once))
    expect(Site.parse(once)).toEqual(once)
    const fresh = newSite(one, directory)
    expect(canonicalText(changedSite(fresh, one, directory))).toBe(canonicalText(fresh))
  }))
})
