// What a line does to the book, or why it was not recorded: the same words in the form and in the table.
import type { LineAnswer } from '#src/custody/line-answer.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './custody.module.css'
import { useAmount } from './use-amount.ts'
import { RefusalText } from '../ui/refusal-text.tsx'

export function Effects({ effect }: { readonly effect: LineAnswer['effect'] }) {
  const t = useMessages('custody')
  const { amount, amounts } = useAmount()
  if (effect === undefined) return null
  const { drawn, born, measured, lost, takesBack } = effect
  return (
    <ul>
      {takesBack === null ? null : <li>{t('effect.taken-back', { event: takesBack })}</li>}
      {drawn.map(({ lot, substance, amount: taken, left }) => <li key={`${lot} ${substance}`}>{t('effect.drawn', { lot, amount: amount(taken, substance), left: amount(left, substance) })}</li>)}
      {born.map(({ lot, contained }) => <li key={lot}>{t('effect.born', { lot, amount: amounts(contained) })}</li>)}
      {measured.map(({ lot, substance, amount: found, change }) => <li key={`${lot} ${substance}`}>{t('effect.measured', { lot, amount: amount(found, substance), change: `${change > 0 ? '+' : ''}${amount(change, substance)}` })}</li>)}
      {Object.entries(lost).map(([substance, quanta]) => <li key={substance}>{t('effect.lost', { amount: amount(quanta, substance) })}</li>)}
    </ul>
  )
}

export function Outcome({ answer, isDryRun }: { readonly answer: LineAnswer; readonly isDryRun: boolean }) {
  const t = useMessages('custody')
  if (answer.state === 'refused') return <div role="alert" className={classes.refused}><p><strong>{t('refused')}.</strong></p>{answer.refusal === undefined ? null : <RefusalText refusal={answer.refusal} />}</div>
  return (
    <div role="status" className={classes.effect} data-state={isDryRun ? 'preview' : 'recorded'}>
      <h2>{isDryRun ? t('effect') : t(answer.state, { event: answer.event })}</h2>
      <Effects effect={answer.effect} />
      {isDryRun ? <p className="quiet">{t('not-yet')}</p> : null}
    </div>
  )
}
