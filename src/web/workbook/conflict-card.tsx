// Two people wrote different things into one cell. Both values stand here with who and when; a person settles which holds.
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { cellIn, type Book, type Criterion, type Field } from './answer.ts'
import type { Choice } from './rating-choice.tsx'
import type { Sent } from './queue.ts'
import { putCells } from './use-workbook.ts'
import classes from './workbook.module.css'

type Props = {
  readonly book: Book
  readonly criterion: Criterion
  readonly field: Exclude<Field, 'assignee'>
  readonly choices: readonly Choice[]
}

export function ConflictCard({ book, criterion, field, choices }: Props) {
  const t = useMessages('workbook')
  const { instant } = useFormat()
  const client = useQueryClient()
  const heading = useId()
  const cell = cellIn(criterion, field)!
  const [both, setBoth] = useState<string>()
  const settle = useMutation({
    mutationFn: (value: string | null) =>
      api.settleConflict({
        caseId: book.caseId, standard: criterion.standard, criterion: criterion.criterion, field,
        changeId: `set_${crypto.randomUUID().replaceAll('-', '')}`, heads: cell.heads, value,
      }) as Promise<Sent>,
    onSuccess: ({ cells }) => putCells(client, book.caseId, cells),
    onError: () => void client.invalidateQueries({ queryKey: ['getWorkbook', { caseId: book.caseId }] }),
  })
  const nameOf = (userId: string) => book.people.find((one) => one.userId === userId)?.name ?? t('somebody')
  const wordOf = (value: string | null) =>
    value === null ? t('conflict.empty') : field === 'rating' ? (choices.find((choice) => choice.value === value)?.label ?? value) : value
  const texts = cell.conflict.map(({ value }) => value ?? '').filter((text) => text !== '')
  return (
    <section className={classes.conflict} aria-labelledby={heading}>
      <h4 id={heading}>{t('conflict.title', { field: t(`field.${field}`) })}</h4>
      <p>{t('conflict.meaning')}</p>
      <ul>
        {cell.conflict.map((one, index) => (
          <li key={one.changeId}>
            <p className={classes.said}>{wordOf(one.value)}</p>
            <p className="quiet">
              {t('conflict.by', { name: nameOf(one.author), at: instant(one.at), source: one.source })}
            </p>
            {book.mayWrite ? (
              <Button
                size="xs"
                variant="default"
                loading={settle.isPending}
                onClick={() => settle.mutate(one.value)}
                aria-label={t('conflict.take.named', { number: index + 1, name: nameOf(one.author) })}>
                {t('conflict.take')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {!book.mayWrite || field === 'rating' ? null : both === undefined ? (
        <Button size="xs" variant="default" onClick={() => setBoth(texts.join('\n\n'))}>
          {t('conflict.write')}
        </Button>
      ) : (
        <>
          <Textarea
            label={t('conflict.both')}
            autosize
            minRows={3}
            maxLength={8000}
            value={both}
            onChange={(event) => setBoth(event.currentTarget.value)}
          />
          <Button size="xs" mt="xs" loading={settle.isPending} onClick={() => settle.mutate(both.trim() === '' ? null : both)}>
            {t('conflict.settle')}
          </Button>
        </>
      )}
      <ProblemText error={settle.error} />
    </section>
  )
}
