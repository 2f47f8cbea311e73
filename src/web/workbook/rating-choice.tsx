// The rating of a criterion: the levels from best to worst and "does not apply", each with its key.
import { useId } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { NOT_APPLICABLE, type Book, type Criterion } from './answer.ts'
import classes from './workbook.module.css'

export type Choice = { readonly value: string; readonly label: string }

/** @param notApplicable the word for it */
export function choicesFor(book: Book, criterion: Criterion, notApplicable: string): Choice[] {
  const { levels } = book.standards.find(({ standard }) => standard === criterion.standard)!
  return [
    ...levels.toReversed().map(({ slug, title }) => ({ value: slug, label: title })),
    { value: NOT_APPLICABLE, label: notApplicable },
  ]
}

type Props = {
  readonly choices: readonly Choice[]
  readonly value: string | null
  readonly isReadOnly: boolean
  readonly onChoose: (value: string | null) => void
}

export function RatingChoice({ choices, value, isReadOnly, onChoose }: Props) {
  const t = useMessages('workbook')
  const name = useId()
  return (
    <fieldset className={classes.rating} disabled={isReadOnly}>
      <legend>{t('field.rating')}</legend>
      {choices.map((choice, index) => (
        <label key={choice.value} className={classes.choice} data-chosen={choice.value === value || undefined}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChoose(choice.value)}
          />
          <span>{choice.label}</span>
          {isReadOnly ? null : <kbd aria-hidden>{index + 1}</kbd>}
        </label>
      ))}
      {value === null || isReadOnly ? null : (
        <button type="button" className={classes.clear} onClick={() => onChoose(null)}>
          {t('rating.clear')}
        </button>
      )}
    </fieldset>
  )
}
