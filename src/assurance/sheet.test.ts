import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admitted, applied, cellsOf, emptyCell, headsOf, keyText, reading, settles, type Cell, type CellKey, type Change } from './sheet.ts'

const keys: CellKey[] = ['rationale', 'rating'].map((field) => ({ standard: 'risk-readiness-assessment', criterion: 'water', field }))

/** What a device does: types into a cell, or takes over what another device has. */
type Step = { device: number; does: { types: number; cell: number } | { hears: number } }
const steps = (devices: number) => fc.array(fc.record({
  device: fc.nat(devices - 1),
  does: fc.oneof({ weight: 3, arbitrary: fc.record({ types: fc.nat(3), cell: fc.nat(1) }) }, { weight: 1, arbitrary: fc.record({ hears: fc.nat(devices - 1) }) }),
}), { maxLength: 40 })

/** Plays the steps: each device knows what it typed and what it heard. @returns every change, in the order of typing */
function played(devices: number, script: readonly Step[]): Change[] {
  const known = Array.from({ length: devices }, (): Change[] => [])
  const all: Change[] = []
  for (const [at, { device, does }] of script.entries()) {
    const mine = known[device]!
    if ('hears' in does) { mine.push(...known[does.hears]!); continue }
    const key = keys[does.cell]!
    const seen = cellsOf(mine).get(keyText(key)) ?? emptyCell(key)
    const change: Change = {
      changeId: `change_${at}`, key, value: `value ${does.types}`, parents: headsOf(seen).map(({ changeId }) => changeId),
      author: `device ${device}`, at: `2026-01-01T00:00:${String(at % 7).padStart(2, '0')}.000Z`, source: 'screen',
    }
    mine.push(change)
    all.push(change)
  }
  return all
}
const state = (changes: readonly Change[]) => [...cellsOf(changes)].map(([key, cell]) => ({ key, reading: reading(cell), ids: [...cell.changes.keys()].toSorted() })).toSorted((a, b) => a.key < b.key ? -1 : 1)
const scripts = fc.integer({ min: 1, max: 4 }).chain((devices) => steps(devices).map((script) => played(devices, script)))
const shuffledTwice = (changes: readonly Change[]) => fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2, maxLength: changes.length * 2 })

describe('a sheet that several devices write', () => {
  test('is the same whatever the order and however often its changes arrive', () => fc.assert(fc.property(
    scripts.chain((changes) => fc.tuple(fc.constant(changes), shuffledTwice(changes))),
    ([changes, arrived]) => { expect(state(arrived)).toEqual(state(changes)) },
  )))

  test('is the same applied change by change as read at once', () => fc.assert(fc.property(scripts, (changes) => {
    for (const key of keys) {
      const one = changes.filter((change) => change.key === key).reduce<Cell>(applied, emptyCell(key))
      expect(reading(one)).toEqual(reading(cellsOf(changes).get(keyText(key)) ?? emptyCell(key)))
    }
  })))

  test('loses no value that was ever typed', () => fc.assert(fc.property(scripts, (changes) => {
    const kept = [...cellsOf(changes).values()].flatMap(({ changes: held }) => [...held.values()])
    expect(kept.map(({ changeId, value }) => `${changeId} ${String(value)}`).toSorted()).toEqual(changes.map(({ changeId, value }) => `${changeId} ${String(value)}`).toSorted())
  })))

  test('shows every value that nobody saw and replaced', () => fc.assert(fc.property(scripts, (changes) => {
    for (const cell of cellsOf(changes).values()) {
      const replaced = new Set([...cell.changes.values()].flatMap(({ parents }) => parents))
      const standing = [...cell.changes.values()].filter(({ changeId }) => !replaced.has(changeId)).map(({ value }) => value)
      expect(new Set(reading(cell).values.map(({ value }) => value))).toEqual(new Set(standing))
      expect(reading(cell).heads.length).toBeGreaterThan(0)
    }
  })))

  test('stays settled when the losing change arrives late or again', () => fc.assert(fc.property(
    scripts.chain((changes) => fc.tuple(fc.constant(changes), shuffledTwice(changes))),
    ([changes, late]) => {
      for (const cell of cellsOf(changes).values()) {
        const parents = headsOf(cell).map(({ changeId }) => changeId)
        const settling: Change = { changeId: 'change_settling', key: cell.key, value: 'settled', parents, author: 'a person', at: '2026-01-02T00:00:00.000Z', source: 'screen' }
        expect(settles(headsOf(cell), parents)).toBe(true)
        const after = [settling, ...late.filter(({ key }) => key === cell.key)].reduce<Cell>(applied, emptyCell(cell.key))
        expect(reading(after)).toMatchObject({ value: 'settled', isConflict: false })
      }
    },
  )))

  test('is never in conflict where all say the same', () => fc.assert(fc.property(scripts, (changes) => {
    const same = changes.map((change) => ({ ...change, value: 'one and the same' }))
    for (const cell of cellsOf(same).values()) expect(reading(cell).isConflict).toBe(false)
  })))

  test('admits what is new, in an order in which each change follows those it names', () => fc.assert(fc.property(
    scripts.chain((changes) => fc.tuple(fc.constant(changes), shuffledTwice(changes), fc.nat(changes.length))),
    ([changes, arrived, held]) => {
      const known = changes.slice(0, held)
      const fresh = admitted(known, arrived)
      if (!fresh.accepted) throw new Error(fresh.refusal.detail)
      expect(fresh.value.map(({ changeId }) => changeId).toSorted()).toEqual(changes.slice(held).map(({ changeId }) => changeId).toSorted())
      const seen = new Set(known.map(({ changeId }) => changeId))
      for (const change of fresh.value) {
        expect(change.parents.filter((parent) => !seen.has(parent))).toEqual([])
        seen.add(change.changeId)
      }
    },
  )))
})

describe('a change is refused', () => {
  const change = (changeId: string, parents: string[] = [], value = 'a'): Change =>
    ({ changeId, key: keys[0]!, value, parents, author: 'u', at: '2026-01-01T00:00:00.000Z', source: 'file' })
  const codeOf = (known: Change[], typed: Change[]): string => {
    const outcome = admitted(known, typed)
    return outcome.accepted ? 'accepted' : outcome.refusal.code
  }

  test('that bears the number of another', () => {
    expect(codeOf([change('change_1')], [change('change_1', [], 'b')])).toBe('change-altered')
    expect(codeOf([], [change('change_1'), change('change_1', [], 'b')])).toBe('change-altered')
    expect(codeOf([change('change_1')], [{ ...change('change_1'), key: keys[1]! }])).toBe('change-altered')
  })
  test('that follows what nobody knows, or what stands in another cell', () => {
    expect(codeOf([], [change('change_2', ['change_1'])])).toBe('change-parent-unknown')
    expect(codeOf([{ ...change('change_1'), key: keys[1]! }], [change('change_2', ['change_1'])])).toBe('change-parent-unknown')
  })
  test('that would follow itself by a detour, and so make values vanish', () => {
    expect(codeOf([], [change('change_1', ['change_2']), change('change_2', ['change_1'])])).toBe('change-parent-unknown')
    expect(codeOf([], [change('change_1', ['change_1'])])).toBe('change-parent-unknown')
  })
  test('not twice: what is known is passed over, whoever sends it', () => {
    expect(admitted([change('change_1')], [{ ...change('change_1'), author: 'another' }])).toEqual({ accepted: true, value: [] })
  })
})
