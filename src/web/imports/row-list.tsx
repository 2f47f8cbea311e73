// Rows to be decided by hand or by key: j and k walk, 1 to 4 decide the row in focus, u takes a decision back.
import { useEffect, useRef } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { isTyping, useKeysAreOn } from '../shell/keys.ts'
import { RowCard, type RowActions } from './row-card.tsx'
import type { Row } from './use-rows.ts'
import classes from './imports.module.css'

export type ListedRow = { readonly importId: string; readonly row: Row; readonly title?: string }

const ACT: Readonly<Record<string, keyof RowActions>> = {
  1: 'match',
  2: 'create',
  3: 'reject',
  4: 'merge',
  u: 'reopen',
}

export function RowList({
  rows,
  onDecided,
  isLocked,
}: {
  readonly rows: readonly ListedRow[]
  readonly onDecided: (row: Row, importId: string) => void
  readonly isLocked: boolean
}) {
  const t = useMessages('imports')
  const keysAreOn = useKeysAreOn()
  const list = useRef<HTMLOListElement>(null)
  const active = useRef(-1)
  const actions = useRef(new Map<number, RowActions>())
  const focusOn = (index: number) => {
    active.current = Math.max(0, Math.min(rows.length - 1, index))
    list.current?.querySelectorAll<HTMLElement>(':scope > li')[active.current]?.focus()
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!keysAreOn || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === 'j' || event.key === 'k') {
        event.preventDefault()
        focusOn(active.current + (event.key === 'j' ? 1 : -1))
      }
      const act = ACT[event.key]
      if (act === undefined || isLocked || !(list.current?.contains(document.activeElement) ?? false)) return
      event.preventDefault()
      actions.current.get(active.current)?.[act]()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
  return (
    <>
      <p className={`${classes.keys} no-print`}>{t('rows.keys')}</p>
      <ol className={classes.rows} ref={list}>
        {rows.map(({ importId, row, title }, index) => (
          <li
            key={`${importId} ${row.line}`}
            tabIndex={-1}
            onFocus={() => {
              active.current = index
            }}
            className={classes.rowItem}
            aria-label={t('row.label', { line: row.line, name: row.clean?.name ?? '' })}>
            <RowCard
              importId={importId}
              row={row}
              title={title}
              isLocked={isLocked}
              actions={(own) => {
                actions.current.set(index, own)
              }}
              onDecided={(decided) => {
                onDecided(decided, importId)
                focusOn(index + 1)
              }}
            />
          </li>
        ))}
      </ol>
    </>
  )
}
