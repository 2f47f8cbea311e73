import { describe, expect, test } from 'vitest'
import type { FactVersion } from '#src/transparency/fact.ts'
import { changedFields, pageKey, siteChanges } from './site-history.ts'

const at = (position: number) => `2025-01-0${position}T00:00:00.000Z`
const version = (id: string, value: unknown, recordedAt: number, supersededAt: number | null = null, withheldReason: string | null = null): FactVersion => ({
  kind: 'site', id, value, recordedAt, recordedOn: at(recordedAt), supersededAt, supersededOn: supersededAt === null ? null : at(supersededAt), withheldReason,
  retractedReason: supersededAt !== null && id === 'gone' ? 'its source was withdrawn' : null,
})

describe('what was known when', () => {
  test('is told newest first, with what each change changed', () => {
    const changes = siteChanges([version('a', { name: 'Old', metals: ['copper'] }, 1, 3), version('a', { name: 'New', metals: ['copper'] }, 3)])
    expect(changes).toEqual([
      { position: 3, at: at(3), kind: 'site', factId: 'a', change: 'changed', reason: null, fields: [{ field: 'name', before: 'Old', after: 'New' }] },
      { position: 1, at: at(1), kind: 'site', factId: 'a', change: 'recorded', reason: null,
        fields: [{ field: 'metals', before: null, after: ['copper'] }, { field: 'name', before: null, after: 'Old' }] },
    ])
  })

  test('tells a retraction, and what came after it as recorded anew', () => {
    const changes = siteChanges([version('a', { name: 'A' }, 1, 2), version('a', { name: 'B' }, 4)])
    expect(changes.map(({ position, change }) => [position, change])).toEqual([[4, 'recorded'], [2, 'retracted'], [1, 'recorded']])
    expect(changes[0]!.fields).toEqual([{ field: 'name', before: null, after: 'B' }])
  })

  test('says why nothing took the place of what was retracted', () => {
    expect(siteChanges([version('gone', { name: 'A' }, 1, 2)])[0]).toMatchObject({ change: 'retracted', reason: 'its source was withdrawn' })
  })

  test('shows a removal by law without its words', () => {
    expect(siteChanges([version('a', null, 1, null, 'court order')])).toEqual([
      { position: 1, at: at(1), kind: 'site', factId: 'a', change: 'withheld', reason: 'court order', fields: [] }])
  })

  test('is in an order that a page can go on from', () => {
    const changes = siteChanges([version('b', { x: 1 }, 1), version('a', { x: 1 }, 1, 2), version('a', { x: 2 }, 2), version('c', { x: 1 }, 9)])
    const keys = changes.map(pageKey)
    expect(keys).toEqual(keys.toSorted())
    expect(new Set(keys).size).toBe(4)
  })

  test('sees a change at any depth, and none where there is none', () => {
    expect(changedFields({ a: { b: [1, 2] } }, { a: { b: [1, 2] } })).toEqual([])
    expect(changedFields({ a: { b: [1, 2] } }, { a: { b: [1, 3] } })).toHaveLength(1)
  })
})
