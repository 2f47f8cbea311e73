// One workbook on this device: read from the server, with its queue. The queue lives as long as the page of the browser, so
// that it goes on sending while the person moves about.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import { api } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { readOptions } from '../api/reads.ts'
import { useLanguage } from '../messages/language.ts'
import { cellIn, cellKey, parentsOf, withCells, type Book, type Criterion, type Field } from './answer.ts'
import { openQueue, type Queue, type SaveState, type Sent, type Storage, type Verdict } from './queue.ts'

/** A storage that is full or switched off keeps nothing: what was typed is then sent from memory alone. */
const browserStorage: Storage = {
  keys: () => {
    try {
      return Object.keys(localStorage)
    } catch {
      return []
    }
  },
  get: (key) => localStorage.getItem(key),
  set: (key, value) => {
    try {
      localStorage.setItem(key, value)
    } catch {
      // Nothing to do: the change still waits in memory, and the state says that it is not saved.
    }
  },
  remove: (key) => {
    try {
      localStorage.removeItem(key)
    } catch {
      // As above.
    }
  },
}

const ONE_OF_MANY = ['change-altered', 'change-parent-unknown', 'workbook-value-invalid', 'input-invalid']

export function judge(error: Error): Verdict {
  if (!(error instanceof Problem)) return 'no'
  const { status } = error.body
  if (status === 0 || status === 408 || status === 429 || status >= 500) return 'again'
  return ONE_OF_MANY.includes(error.code) ? 'alone' : 'no'
}

const queues = new Map<string, Queue>()

/** Puts cells into every copy of the workbook that was read; what is still on its way from before is dropped. */
export async function putCells(client: QueryClient, caseId: string, cells: Sent['cells']): Promise<void> {
  const queryKey = ['getWorkbook', { caseId }]
  await client.cancelQueries({ queryKey })
  client.setQueriesData<Book>({ queryKey }, (book) => (book === undefined ? book : withCells(book, cells)))
  void client.invalidateQueries({ queryKey: ['getQualityCheck', { caseId }] })
  void client.invalidateQueries({ queryKey: ['listCellChanges'] })
}

function queueOf(client: QueryClient, { caseId, round, me }: Pick<Book, 'caseId' | 'round' | 'me'>): Queue {
  const prefix = `cupel-workbook:${caseId}:${round}:${me}:`
  const known = queues.get(prefix)
  if (known !== undefined) return known
  const queue = openQueue({
    storage: browserStorage,
    prefix,
    send: async (changes) => api.saveChanges({ caseId, changes: [...changes] as never }) as Promise<Sent>,
    judge,
    onSaved: (cells) => void putCells(client, caseId, cells),
    newId: () => `scr_${crypto.randomUUID().replaceAll('-', '')}`,
    later: (milliseconds, work) => {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  queues.set(prefix, queue)
  // What waits from an earlier visit goes out now.
  if (queue.waiting().length > 0) void queue.retry()
  window.addEventListener('online', () => void queue.retry())
  return queue
}

export type Writing = {
  readonly book: Book
  readonly queue: Queue
  readonly save: SaveState
  readonly type: (criterion: Criterion, field: Field, value: string | null) => void
}

/** Others write too: the workbook is read again while it is looked at. */
const READ_AGAIN = 20_000

export function useWorkbook(caseId: string): { readonly writing: Writing | undefined; readonly error: Error | null } {
  const client = useQueryClient()
  const read = useQuery({ ...readOptions('getWorkbook', { caseId }, useLanguage()), refetchInterval: READ_AGAIN })
  const book = read.data
  const round = book?.round
  const me = book?.me
  const queue = useMemo(
    () => (round === undefined || me === undefined ? undefined : queueOf(client, { caseId, round, me })),
    [client, caseId, round, me],
  )
  const save = useSyncExternalStore(
    (listener) => queue?.subscribe(listener) ?? (() => undefined),
    () => queue?.state(),
  )
  const writing = useMemo((): Writing | undefined => {
    if (book === undefined || queue === undefined) return undefined
    return {
      book,
      queue,
      save: save ?? { kind: 'saved' },
      type: (criterion, field, value) =>
        queue.type(cellKey(criterion, field), value === '' ? null : value, parentsOf(cellIn(criterion, field), book.me)),
    }
  }, [book, queue, save])
  return { writing, error: book === undefined ? read.error : null }
}

/** Names the document; the heading above names the case alone. */
export function useDocumentTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = `${title} · Cupel`
  }, [title])
}
