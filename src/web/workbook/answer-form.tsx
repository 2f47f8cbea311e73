// The answer to one criterion: rating, rationale or reason, a note for colleagues and who sees to it. Everything saves by
// itself; where two values stand in a cell, the card that settles it takes the place of the field.
import { NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type RefObject } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { cellIn, isLeftOut, shown, type Criterion, type Field } from './answer.ts'
import { ConflictCard } from './conflict-card.tsx'
import { choicesFor, RatingChoice, type Choice } from './rating-choice.tsx'
import type { Sent } from './queue.ts'
import { putCells, type Writing } from './use-workbook.ts'
import classes from './workbook.module.css'

type Props = { readonly writing: Writing; readonly criterion: Criterion }
type TextField = 'rationale' | 'not-applicable-reason' | 'note'
type Typed = Exclude<Field, 'assignee'>

function History({ writing: { book }, criterion, field, choices }: Props & { readonly field: Field; readonly choices: readonly Choice[] }) {
  const t = useMessages('workbook')
  const { instant } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const read = useLooseRead('listCellChanges', { caseId: book.caseId, standard: criterion.standard, criterion: criterion.criterion, field, limit: 1000 }, isOpen)
  const wordOf = (value: unknown) =>
    typeof value !== 'string' ? t('conflict.empty') : (choices.find((choice) => choice.value === value)?.label ?? value)
  return (
    <details className={classes.history} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('history', { field: t(`field.${field}`) })}</summary>
      <ol reversed>
        {(read.data?.items ?? []).toReversed().map((one) => (
          <li key={one.changeId}>
            <p className="quiet">{t('conflict.by', { name: one.authorName ?? t('somebody'), at: instant(one.at), source: one.source })}</p>
            <p className={classes.said}>{wordOf(one.value)}</p>
          </li>
        ))}
      </ol>
      <ProblemText error={read.error} />
    </details>
  )
}

/** A card where values stand side by side that this person did not write; what one wrote oneself can be written on. */
const isToSettle = (criterion: Criterion, field: Field): boolean => (cellIn(criterion, field)?.conflict.length ?? 0) > 0

function TextCell({ writing, criterion, field, focusOn }: Props & { readonly field: TextField; readonly focusOn?: RefObject<HTMLTextAreaElement | null> }) {
  const t = useMessages('workbook')
  return (
    <Textarea
      ref={focusOn}
      label={t(`field.${field}`)}
      description={t(`field.${field}.meaning`)}
      autosize
      minRows={field === 'rationale' ? 4 : 2}
      maxRows={24}
      maxLength={8000}
      readOnly={!writing.book.mayWrite}
      value={shown(criterion, field, writing.queue) ?? ''}
      onChange={(event) => writing.type(criterion, field, event.currentTarget.value)}
    />
  )
}

function Assignee({ writing: { book }, criterion }: Props) {
  const t = useMessages('workbook')
  const client = useQueryClient()
  const assign = useMutation({
    mutationFn: (userId: string | null) =>
      api.assignCriteria({ caseId: book.caseId, criteria: [{ standard: criterion.standard, criterion: criterion.criterion }], userId }) as Promise<Sent>,
    onSuccess: ({ cells }) => putCells(client, book.caseId, cells),
  })
  return (
    <>
      <NativeSelect
        label={t('field.assignee')}
        disabled={!book.mayWrite || assign.isPending}
        value={criterion.answer.assignee?.value ?? ''}
        data={[{ value: '', label: t('assignee.nobody') }, ...book.people.filter(({ isColleague }) => isColleague).map(({ userId, name }) => ({ value: userId, label: name }))]}
        onChange={(event) => assign.mutate(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      />
      <ProblemText error={assign.error} />
    </>
  )
}

export function AnswerForm({ writing, criterion, focusOn }: Props & { readonly focusOn: RefObject<HTMLTextAreaElement | null> }) {
  const t = useMessages('workbook')
  const { book, queue } = writing
  const choices = choicesFor(book, criterion, t('file.not-applicable'))
  const leftOut = isLeftOut(criterion, queue)
  const fields: Typed[] = [
    'rating',
    ...(leftOut || shown(criterion, 'not-applicable-reason', queue) !== null || isToSettle(criterion, 'not-applicable-reason') ? (['not-applicable-reason'] as const) : []),
    ...(leftOut && shown(criterion, 'rationale', queue) === null && !isToSettle(criterion, 'rationale') ? [] : (['rationale'] as const)),
    ...(book.isOfSite ? (['note'] as const) : []),
  ]
  return (
    <section aria-labelledby="answer" className={classes.block}>
      <h3 id="answer">{t('answer')}</h3>
      {!criterion.mayBeExcluded && leftOut ? <p className={classes.warning}>{t('rating.not-excludable')}</p> : null}
      {fields.map((field) =>
        isToSettle(criterion, field) ? (
          <ConflictCard key={field} book={book} criterion={criterion} field={field} choices={choices} />
        ) : field === 'rating' ? (
          <RatingChoice
            key={field}
            choices={choices}
            value={shown(criterion, 'rating', queue)}
            isReadOnly={!book.mayWrite}
            onChoose={(value) => writing.type(criterion, 'rating', value)}
          />
        ) : (
          <TextCell key={field} writing={writing} criterion={criterion} field={field} {...(field === 'rationale' ? { focusOn } : {})} />
        ),
      )}
      {book.isOfSite ? <Assignee writing={writing} criterion={criterion} /> : null}
      <div>
        {fields.map((field) => (
          <History key={field} writing={writing} criterion={criterion} field={field} choices={choices} />
        ))}
      </div>
    </section>
  )
}
