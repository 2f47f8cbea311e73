import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitted, cellsOf, keyText, reading, type Change, type TypedChange } from '#src/assurance/sheet.ts'
import { cellView } from '#src/assurance/workbook-view.ts'
import { openQueue, type Cell, type Queue, type Storage, type Verdict } from './queue.ts'

const cells: Cell[] = (['rating', 'rationale'] as const).map((field) => ({ standard: 'standard', criterion: 'water', field }))

const memory = (): Storage => {
  const held = new Map<string, string>()
  return { keys: () => [...held.keys()], get: (key) => held.get(key) ?? null, set: (key, value) => { held.set(key, value) }, remove: (key) => { held.delete(key) } }
}

/** A server by the law of the sheet, which fails when it is told to: before it heard, or after. */
function server() {
  const all: Change[] = []
  const how: { next: ('no-network' | 'answer-lost' | 'refuses')[] } = { next: [] }
  const view = (cell: Cell) => cellView(reading(cellsOf(all).get(keyText(cell)) ?? { key: cell, changes: new Map() }))
  return {
    all, how, view,
    send: async (changes: readonly TypedChange[]) => {
      const fault = how.next.shift()
      if (fault === 'no-network') throw new Error('again')
      if (fault === 'refuses') throw new Error('no')
      const fresh = admitted(all, changes)
      if (!fresh.accepted) throw new Error(`alone ${fresh.refusal.code}`)
      all.push(...fresh.value.map((change): Change => ({ ...change, author: 'u', at: '2026-01-01T00:00:00.000Z', source: 'screen' })))
      if (fault === 'answer-lost') throw new Error('again')
      return { added: fresh.value.map(({ changeId }) => changeId), cells: cells.map((cell) => ({ ...cell, cell: view(cell) })) }
    },
  }
}
const judge = (error: Error): Verdict => error.message.split(' ')[0] as Verdict

let ids = 0
/** A device: its storage outlives a reload, its timers do not. */
function device(remote: ReturnType<typeof server>, storage: Storage) {
  const timers: (() => void)[] = []
  const open = (): Queue => openQueue({
    storage, prefix: 'cupel:case:0:u:', send: remote.send, judge, onSaved: () => {}, newId: () => `change_${String(++ids).padStart(6, '0')}`,
    later: (_, work) => { timers.push(work); return () => { const at = timers.indexOf(work); if (at >= 0) timers.splice(at, 1) } },
  })
  let queue = open()
  return {
    get queue() { return queue },
    reload: () => { queue.close(); queue = open() },
    tick: async () => { timers.shift()?.(); for (let i = 0; i < 40; i++) await Promise.resolve() },
  }
}
const headsOn = (remote: ReturnType<typeof server>, cell: Cell) => remote.view(cell).heads

type Step = { types: number; cell: number } | { fails: 'no-network' | 'answer-lost' | 'refuses' } | 'tick' | 'reload'
const steps = fc.array<Step>(fc.oneof(
  fc.record({ types: fc.nat(100), cell: fc.nat(1) }), fc.record({ fails: fc.constantFrom('no-network', 'answer-lost', 'refuses') }), fc.constant('tick'), fc.constant('reload'),
), { maxLength: 40 })

test('whatever fails and however often the page is reloaded, the last words typed reach the server, once and without conflict', async () => {
  await fc.assert(fc.asyncProperty(steps, async (script) => {
    const remote = server()
    const one = device(remote, memory())
    const last = new Map<Cell, string>()
    for (const step of script) {
      if (step === 'tick') await one.tick()
      else if (step === 'reload') one.reload()
      else if ('fails' in step) remote.how.next.push(step.fails)
      else {
        const cell = cells[step.cell]!
        one.queue.type(cell, `text ${step.types}`, headsOn(remote, cell))
        last.set(cell, `text ${step.types}`)
        expect(one.queue.valueOf(cell)).toEqual({ value: `text ${step.types}` })
      }
    }
    remote.how.next = []
    await one.queue.retry()
    for (let i = 0; i < 10 && one.queue.state().kind !== 'saved'; i++) await one.tick()
    expect(one.queue.state()).toEqual({ kind: 'saved' })
    for (const [cell, value] of last) expect(remote.view(cell)).toMatchObject({ value, conflict: [] })
    expect(new Set(remote.all.map(({ changeId }) => changeId)).size).toBe(remote.all.length)
  }))
})

test('a change that may have reached the server is never altered; typing goes on in one that follows it', async () => {
  const remote = server()
  const one = device(remote, memory())
  const cell = cells[1]!
  one.queue.type(cell, 'on', [])
  one.queue.type(cell, 'one', [])
  expect(one.queue.waiting()).toHaveLength(1)
  remote.how.next = ['answer-lost']
  await one.tick()
  one.queue.type(cell, 'one and', [])
  expect(one.queue.waiting().map(({ value }) => value)).toEqual(['one', 'one and'])
  expect(one.queue.waiting()[1]!.parents).toEqual([one.queue.waiting()[0]!.changeId])
  expect(one.queue.state()).toEqual({ kind: 'waiting', count: 2 })
  one.reload()
  expect(one.queue.valueOf(cell)).toEqual({ value: 'one and' })
})

test('one value that is refused keeps none of the others, and is told with its reason', async () => {
  const remote = server()
  const one = device(remote, memory())
  const send = remote.send
  const picky = { ...remote, send: async (changes: readonly TypedChange[]) => { if (changes.some(({ value }) => value === 'bad')) throw new Error('alone value-invalid'); return send(changes) } }
  const other = device(picky, memory())
  other.queue.type(cells[0]!, 'bad', [])
  other.queue.type(cells[1]!, 'good', [])
  await other.tick()
  expect(remote.all.map(({ value }) => value)).toEqual(['good'])
  expect(other.queue.state()).toMatchObject({ kind: 'refused', count: 1, error: new Error('alone value-invalid') })
  expect(other.queue.waiting().map(({ value }) => value)).toEqual(['bad'])
  expect(one.queue.state()).toEqual({ kind: 'saved' })
})

test('two tabs share one storage and lose nothing of one another', async () => {
  const remote = server()
  const storage = memory()
  const [left, right] = [device(remote, storage), device(remote, storage)]
  left.queue.type(cells[0]!, 'left', [])
  right.queue.type(cells[1]!, 'right', [])
  left.reload()
  expect(left.queue.waiting().map(({ value }) => value).toSorted()).toEqual(['left', 'right'])
  await left.tick()
  await right.tick()
  await left.queue.retry()
  await right.queue.retry()
  expect(remote.all.map(({ value }) => value).toSorted()).toEqual(['left', 'right'])
})

test('what is given up on purpose is gone here, and does not come back with a reload', async () => {
  const remote = server()
  const one = device(remote, memory())
  remote.how.next = ['refuses']
  one.queue.type(cells[0]!, 'unwanted', [])
  await one.tick()
  expect(one.queue.state()).toMatchObject({ kind: 'refused', count: 1 })
  one.queue.discard()
  one.reload()
  expect(one.queue.state()).toEqual({ kind: 'saved' })
  expect(one.queue.waiting()).toEqual([])
  expect(remote.all).toEqual([])
})
