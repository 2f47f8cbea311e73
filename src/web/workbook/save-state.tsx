// Where what was typed is: with the server, on its way, or on this device alone and why. With a way to keep it in a file.
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import type { Writing } from './use-workbook.ts'
import classes from './workbook.module.css'

/** What waits here as a file that the workbook's file page takes, on this device or another. */
export function saveCopy({ book, queue }: Pick<Writing, 'book' | 'queue'>): void {
  const file = { form: 'cupel-sheet-1', caseId: book.caseId, round: book.round, sheet: 'self-assessment', changes: queue.waiting() }
  const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `workbook-${book.siteId}-unsent.json`
  link.click()
  URL.revokeObjectURL(address)
}

export function SaveState({ writing }: { readonly writing: Writing }) {
  const t = useMessages('workbook')
  const { save, queue } = writing
  const [isAsked, setAsked] = useState(false)
  if (save.kind === 'saved' || save.kind === 'saving') {
    return (
      <p className={classes.save} role="status" data-kind={save.kind}>
        {save.kind === 'saved' ? t('save.saved') : t('save.saving')}
      </p>
    )
  }
  const isSignedOut = save.kind === 'refused' && save.error instanceof Problem && save.error.body.status === 401
  const reason = save.kind === 'waiting' ? t('save.no-connection') : isSignedOut ? t('save.signed-out') : save.error.message
  return (
    <div className={classes.save} role="alert" data-kind={save.kind}>
      <p>{t('save.not-saved', { reason })}</p>
      <p>{t('save.kept', { count: save.count })}</p>
      <p className={classes.buttons}>
        <Button size="xs" variant="default" onClick={() => void queue.retry()}>
          {t('save.retry')}
        </Button>
        <Button size="xs" variant="default" onClick={() => saveCopy(writing)}>
          {t('save.copy')}
        </Button>
        {save.kind !== 'refused' ? null : isAsked ? (
          <Button size="xs" color="red" onClick={() => queue.discard()}>
            {t('save.discard.sure', { count: save.count })}
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => setAsked(true)}>
            {t('save.discard')}
          </Button>
        )}
      </p>
    </div>
  )
}
