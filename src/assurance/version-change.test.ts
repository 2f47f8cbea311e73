import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Standard } from '#src/standards/standard.ts'
import { cellsOf, headsOf, keyText, readingOf, type Change } from './sheet.ts'
import { carriedChanges, conflictsIn, continuations, dispositionOf, headsWith, headsWithout, newGapsOf, renamedAway, restorations, retractable, type TransitionRule } from './version-change.ts'

const FIELDS = ['rating', 'rationale', 'assignee'] as const
const OLD = ['a', 'b', 'c', 'd'] as const
const NEW = ['a', 'b', 'x', 'y'] as const

type Relation = { kind: 'same' | 'merged' | 'split' | 'widened' | 'new'; predecessors: string[] }
const standardOf = (version: string, criteria: readonly { slug: string; relation?: Relation }[], more: object = {}): Standard => ({
  standard: 'example', version, ratingScale: { levels: [{ slug: 'low', title: 'Low' }, { slug: 'full', title: 'Full' }] },
  criteria: criteria.map(({ slug, relation }, index) => ({ slug, number: index + 1, title: slug, applicability: { mayBeExcluded: false }, relation })), ...more,
}) as unknown as Standard
const older = standardOf('1', OLD.map((slug) => ({ slug })))

/** A newer version whose criteria continue any of the older ones, under the same or another name; what is left is spread or dropped. */
const newer = fc.record({
  links: fc.array(fc.subarray([...OLD]), { minLength: NEW.length, maxLength: NEW.length }), kinds: fc.array(fc.constantFrom('same', 'merged', 'widened'), { minLength: NEW.length, maxLength: NEW.length }),
  over: fc.subarray([...NEW]),
}).map(({ links, kinds, over }): Standard => standardOf('2', NEW.map((slug, index) => ({
  slug, relation: links[index]!.length === 0 ? { kind: 'new' as const, predecessors: [] } : { kind: kinds[index] as 'same', predecessors: links[index]! },
})), { predecessor: { version: '1', discontinued: OLD.filter((slug) => !links.flat().includes(slug)).map((criterion) => ({ criterion, kind: 'spread', over })) } }))

/** What people typed, each having seen what stood or not. */
const typed = (prefix: string, criteria: readonly string[], before: readonly Change[] = []) => fc.array(fc.record({
  criterion: fc.constantFrom(...criteria), field: fc.constantFrom(...FIELDS), value: fc.constantFrom<string | null>('low', 'full', 'words', null), saw: fc.boolean(),
}), { maxLength: 14 }).map((steps) => {
  const all: Change[] = [...before]
  for (const [index, { criterion, field, value, saw }] of steps.entries()) {
    const key = { standard: 'example', criterion, field }
    const cell = cellsOf(all).get(keyText(key))
    all.push({ changeId: `${prefix}_${String(index).padStart(6, '0')}`, key, value, parents: saw && cell !== undefined ? headsOf(cell).map(({ changeId }) => changeId) : [], author: `person ${index % 3}`, at: `2026-01-01T00:00:${String(index).padStart(2, '0')}.000Z`, source: 'screen' })
  }
  return all
})
const headsIn = (changes: readonly Change[]) => headsWith(changes, [])
const ids = (prefix: string) => { let next = 0; return () => `${prefix}_${String(++next).padStart(8, '0')}` }
const by = (prefix: string) => ({ newId: ids(prefix), author: 'operator', at: '2026-02-01T00:00:00.000Z' })
const carry = (to: Standard, changes: readonly Change[]): Change[] => carriedChanges(older, to, { heads: headsIn(changes), ...by('carried') })
const asText = (heads: ReadonlyMap<string, readonly Change[]>) => [...heads].filter(([, list]) => list.length > 0).map(([key, list]) => [key, ...list.map(({ changeId }) => changeId).toSorted()]).toSorted((a, b) => a[0]! < b[0]! ? -1 : 1)
const undone = (to: Standard, all: readonly Change[], carried: readonly Change[], before: readonly Change[]): Change[] => {
  const names = new Set(carried.map(({ changeId }) => changeId))
  const gone = retractable(all, names)
  return [...all.filter(({ changeId }) => !gone.has(changeId)), ...restorations(all, names, new Set(renamedAway(older, to)), new Set(before.map(({ changeId }) => changeId)), by('back'))]
}

describe('a change of version', () => {
  test('and back is as if nothing had been', () => fc.assert(fc.property(newer, typed('typed', OLD), (to, changes) => {
    const carried = carry(to, changes)
    expect(undone(to, [...changes, ...carried], carried, changes)).toEqual(changes)
    expect(asText(headsWithout([...changes, ...carried], new Set(carried.map(({ changeId }) => changeId))))).toEqual(asText(headsIn(changes)))
  })))

  test('leaves every answer to be read under what continues its criterion, and else where it was', () => fc.assert(fc.property(newer, typed('typed', OLD), (to, changes) => {
    const [before, next] = [headsIn(changes), continuations(older, to)]
    const after = headsWith(changes, carry(to, changes))
    for (const heads of before.values()) {
      for (const { key, value } of heads) {
        if (value === null || (key.field === 'rating' && value === 'words')) continue
        const targets = next.get(key.criterion)!.map(({ to: target }) => target)
        for (const criterion of targets.length === 0 && !renamedAway(older, to).includes(key.criterion) ? [key.criterion] : targets) {
          expect(after.get(keyText({ ...key, criterion }))!.map((head) => head.value)).toContain(value)
        }
      }
    }
  })))

  test('shows answers that differ side by side, and never two that are the same', () => fc.assert(fc.property(newer, typed('typed', OLD), (to, changes) => {
    const after = headsWith(changes, carry(to, changes))
    for (const { criterion, field } of conflictsIn(to, after)) {
      const { values } = readingOf(after.get(keyText({ standard: 'example', criterion, field }))!)
      expect(values.length).toBeGreaterThan(1)
    }
  })))

  test('alters no change that somebody typed, and keeps its author and day', () => fc.assert(fc.property(newer, typed('typed', OLD), (to, changes) => {
    const known = new Set(changes.map(({ author, at }) => `${author} ${at}`))
    for (const change of carry(to, changes)) {
      expect(change.source).toBe('carried')
      if (change.value !== null) expect(known.has(`${change.author} ${change.at}`)).toBe(true)
    }
  })))

  test('taken back keeps what people typed since, and gives the older criteria of a renamed one their answers again', () => fc.assert(fc.property(
    newer.chain((to) => typed('typed', OLD).chain((changes) => { const carried = carry(to, changes); return fc.tuple(fc.constant(to), fc.constant(changes), fc.constant(carried), typed('later', NEW, [...changes, ...carried])) })),
    ([to, changes, carried, all]) => {
      const back = undone(to, all, carried, changes)
      const kept = new Set(back.map(({ changeId }) => changeId))
      for (const { changeId } of all) if (!changeId.startsWith('carried')) expect(kept.has(changeId)).toBe(true)
      const [before, now] = [headsIn(changes), headsIn(back)]
      for (const criterion of renamedAway(older, to)) {
        for (const field of FIELDS) {
          const key = keyText({ standard: 'example', criterion, field })
          const values = (heads: readonly Change[] | undefined) => [...new Set((heads ?? []).map(({ value }) => value))].filter((value) => value !== null).toSorted()
          expect(values(now.get(key))).toEqual(values(before.get(key)))
        }
      }
    },
  )))

  test('lists what is new, widened, without a level on the scale, or was not answered before', () => {
    const to = standardOf('2', [
      { slug: 'a', relation: { kind: 'same', predecessors: ['a'] } }, { slug: 'x', relation: { kind: 'widened', predecessors: ['b'] } },
      { slug: 'y', relation: { kind: 'new', predecessors: [] } }, { slug: 'z', relation: { kind: 'same', predecessors: ['c'] } }, { slug: 'w', relation: { kind: 'same', predecessors: ['d'] } },
    ], { predecessor: { version: '1', discontinued: [] } })
    const at = (criterion: string, value: string): Change => ({ changeId: `typed_${criterion}00`, key: { standard: 'example', criterion, field: 'rating' }, value, parents: [], author: 'p', at: '2026-01-01T00:00:00.000Z', source: 'screen' })
    const changes = [at('a', 'full'), at('b', 'low'), at('d', 'a level of old')]
    const site = { siteTypes: ['mine' as const], metals: ['copper' as const] }
    expect(newGapsOf(older, to, site, headsIn(changes), headsWith(changes, carry(to, changes)))).toEqual([
      { criterion: 'x', cause: 'widened' }, { criterion: 'y', cause: 'new' }, { criterion: 'z', cause: 'unanswered-before' }, { criterion: 'w', cause: 'level-gone' },
    ])
  })
})

test('the rule of the scheme says what becomes of a case', () => {
  const rule = (openCases: TransitionRule['openCases'], changeUntil: string | null = null): TransitionRule => ({ from: '1', to: '2', newCasesFrom: '2026-01-01', openCases, changeUntil })
  expect(dispositionOf(true, undefined, '2026-05-01')).toBe('may-change')
  expect(dispositionOf(false, rule('must-change'), '2026-05-01')).toBe('ends-under-its-version')
  expect(dispositionOf(true, rule('stay'), '2026-05-01')).toBe('ends-under-its-version')
  expect(dispositionOf(true, rule('may-change', '2026-04-30'), '2026-05-01')).toBe('ends-under-its-version')
  expect(dispositionOf(true, rule('may-change', '2026-05-01'), '2026-05-01')).toBe('may-change')
  expect(dispositionOf(true, rule('must-change', '2026-04-30'), '2026-05-01')).toBe('must-change')
})
