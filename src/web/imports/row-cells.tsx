// The cells of a row as they stand in the file, and written anew where they are wrong. The file itself is kept as it
// came.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import type { Row } from './use-rows.ts'
import classes from './imports.module.css'

type Props = {
  readonly row: Row
  readonly isLocked: boolean
  readonly isBusy: boolean
  readonly onCorrect: (corrections: Record<string, string>) => void
}

export function RowCells({ row, isLocked, isBusy, onCorrect }: Props) {
  const t = useMessages('imports')
  return (
    <details className={classes.cells}>
      <summary>
        {t('cells', { count: row.cells.length })}
        {Object.keys(row.corrections).length === 0
          ? ''
          : ` · ${t('cells.corrected', { count: Object.keys(row.corrections).length })}`}
      </summary>
      <CellForm
        key={JSON.stringify(row.corrections)}
        row={row}
        isLocked={isLocked}
        isBusy={isBusy}
        onCorrect={onCorrect}
      />
    </details>
  )
}

function CellForm({ row, isLocked, isBusy, onCorrect }: Props) {
  const t = useMessages('imports')
  const [written, setWritten] = useState<Readonly<Record<string, string>>>(row.corrections)
  const changed = Object.fromEntries(
    row.cells.flatMap(({ column, text }) => {
      const now = written[column]
      return now === undefined || now === text ? [] : [[column, now]]
    }),
  )
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onCorrect(changed)
      }}>
      <div className={classes.cellGrid}>
        {row.cells.map(({ column, text }) => (
          <TextInput
            key={column}
            size="xs"
            label={column}
            value={written[column] ?? text}
            disabled={isLocked}
            {...(written[column] !== undefined && written[column] !== text
              ? { description: t('cells.was', { text }) }
              : {})}
            onChange={(event) => {
              const { value } = event.currentTarget
              setWritten((before) => ({ ...before, [column]: value }))
            }}
          />
        ))}
      </div>
      {isLocked ? null : (
        <Button type="submit" size="xs" variant="default" loading={isBusy}>
          {t('cells.save')}
        </Button>
      )}
    </form>
  )
}
