// What is typed on this device until the server has it. Each change lies in the browser's storage from the first letter,
// in a place of its own, so that neither a reload, nor a lost network, nor a second tab can lose it. What was sent is
// never altered: further typing is a change of its own that follows it. Pure but for what is handed in.
import type { TypedChange } from '#src/assurance/sheet.ts'
import type { CellOfSheet } from '#src/assurance/workbook-view.ts'

export type Cell = Pick<CellOfSheet, 'standard' | 'criterion' | 'field'>
export const cellText = ({ standard, criterion, field }: Cell): string => `${standard}/${criterion}/${field}`

/** A change that waits. Once it may have reached the server it stands as it is. */
export type Pending = TypedChange & { readonly order: number; readonly isSent: boolean }

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly count: number }
  /** No answer came: it is sent again by itself. */
  | { readonly kind: 'waiting'; readonly count: number }
  /** The server said no: a person has to do something. */
  | { readonly kind: 'refused'; readonly count: number; readonly error: Error }

export type Sent = { readonly added: readonly string[]; readonly cells: readonly CellOfSheet[] }
/** `again`: it may work later; `alone`: find out which of the batch it is; `no`: it will not work by itself. */
export type Verdict = 'again' | 'alone' | 'no'

export type Storage = {
  keys(): readonly string[]
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
}

export type World = {
  readonly storage: Storage
  /** Where the changes of this person, case and sheet lie. */
  readonly prefix: string
  readonly send: (changes: readonly TypedChange[]) => Promise<Sent>
  readonly judge: (error: Error) => Verdict
  readonly onSaved: (cells: readonly CellOfSheet[]) => void
  readonly newId: () => string
  /** Calls back after a while, and gives the way to stop it. */
  readonly later: (milliseconds: number, work: () => void) => () => void
}

const MOST_AT_ONCE = 100
const PAUSE = 600
const waits = [2000, 5000, 15_000, 30_000]

const plain = ({ changeId, key, value, parents }: Pending): TypedChange => ({ changeId, key, value, parents })

export function openQueue(world: World) {
  const { storage, prefix } = world
  const listeners = new Set<() => void>()
  const pending = new Map<string, Pending>()
  let refusal: Error | undefined
  const refused = new Set<string>()
  let failures = 0
  let isSending = false
  let isUnheard = false
  let stop: (() => void) | undefined
  let order = 0
  let state: SaveState = { kind: 'saved' }

  for (const key of storage.keys()) {
    if (!key.startsWith(prefix)) continue
    const kept = JSON.parse(storage.get(key)!) as Pending
    pending.set(kept.changeId, kept)
    order = Math.max(order, kept.order)
  }

  const inOrder = (): Pending[] => [...pending.values()].sort((a, b) => a.order - b.order)
  const tell = () => {
    const count = pending.size
    state = count === 0 ? { kind: 'saved' }
      : refusal !== undefined ? { kind: 'refused', count, error: refusal }
        : isUnheard ? { kind: 'waiting', count } : { kind: 'saving', count }
    for (const listener of listeners) listener()
  }
  const keep = (change: Pending) => {
    pending.set(change.changeId, change)
    storage.set(prefix + change.changeId, JSON.stringify(change))
  }
  const drop = (changeId: string) => {
    pending.delete(changeId)
    refused.delete(changeId)
    storage.remove(prefix + changeId)
  }

  const schedule = (milliseconds: number) => {
    stop?.()
    stop = world.later(milliseconds, () => { stop = undefined; void flush() })
  }

  /** One after the other where the batch as a whole was refused, so that one value does not keep the others. */
  async function sendAll(batch: readonly Pending[]): Promise<void> {
    try {
      const { cells } = await world.send(batch.map(plain))
      for (const { changeId } of batch) drop(changeId)
      failures = 0
      isUnheard = false
      world.onSaved(cells)
    } catch (error) {
      const verdict = world.judge(error as Error)
      if (verdict === 'again') throw error
      isUnheard = false
      if (verdict === 'alone' && batch.length > 1) {
        for (const change of batch) await sendAll([change])
        return
      }
      for (const { changeId } of batch) refused.add(changeId)
      refusal = error as Error
    }
  }

  async function flush(): Promise<void> {
    if (isSending) return
    const batch = inOrder().filter(({ changeId }) => !refused.has(changeId)).slice(0, MOST_AT_ONCE)
    if (batch.length === 0) { tell(); return }
    isSending = true
    for (const change of batch) if (!change.isSent) keep({ ...change, isSent: true })
    tell()
    try {
      await sendAll(batch)
    } catch {
      isUnheard = true
      failures += 1
    } finally {
      isSending = false
    }
    if (isUnheard) schedule(waits[Math.min(failures, waits.length) - 1]!)
    else if (inOrder().some(({ changeId }) => !refused.has(changeId))) schedule(0)
    tell()
  }

  const lastOf = (cell: Cell): Pending | undefined => inOrder().filter(({ key }) => cellText(key as Cell) === cellText(cell)).at(-1)

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    state: (): SaveState => state,
    /** What was typed here and is not with the server yet; undefined where nothing waits. */
    valueOf: (cell: Cell): { readonly value: string | null } | undefined => {
      const last = lastOf(cell)
      return last === undefined ? undefined : { value: typeof last.value === 'string' ? last.value : null }
    },
    /** @param heads what the cell showed, for a first change */
    type(cell: Cell, value: string | null, heads: readonly string[]): void {
      const last = lastOf(cell)
      if (last !== undefined && !last.isSent) keep({ ...last, value })
      else {
        order += 1
        const { standard, criterion, field } = cell
        keep({ changeId: world.newId(), key: { standard, criterion, field }, value, parents: last === undefined ? [...heads] : [last.changeId], order, isSent: false })
      }
      if (!isUnheard) schedule(PAUSE)
      tell()
    },
    /** Sends now: a person asked, or the network is back. */
    retry(): Promise<void> {
      refusal = undefined
      refused.clear()
      stop?.()
      return flush()
    },
    /** Gives up what waits: on purpose only, where a person said so twice. */
    discard(): void {
      stop?.()
      for (const changeId of pending.keys()) drop(changeId)
      refusal = undefined
      tell()
    },
    /** Everything that waits, oldest first: for a copy in a file. */
    waiting: (): TypedChange[] => inOrder().map(plain),
    close(): void { stop?.() },
  }
}
export type Queue = ReturnType<typeof openQueue>
