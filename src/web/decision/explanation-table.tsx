// The award rule explained: every criterion, what was asked and found, and what would change the outcome.
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import classes from './decision.module.css'
import { CriterionLink, type StandardWords } from './parts.tsx'

export type Answer = Result<'getCaseDecision'>['answers'][number]

/** The causes of an outcome in one sentence each. */
export function Causes({ answer, words }: { readonly answer: Answer; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const level = (slug: string | null): string => (slug === null ? t('unrated') : words.level(answer.standard, slug))
  if (answer.bars.length === 0) return <p>{t('causes.all-met')}</p>
  return (
    <>
      <p>{t('causes.bars', { count: answer.bars.length })}</p>
      <ul className={classes.list}>
        {answer.bars.map((cause) => (
          <li key={cause.criterion}>
            <CriterionLink under={answer} criterion={cause.criterion} words={words} /> {t('causes.bar', { level: level(cause.level), asked: level(cause.atLeast) })}
          </li>
        ))}
      </ul>
    </>
  )
}

function Effect({ answer, effect, words }: { readonly answer: Answer; readonly effect: Answer['criteria'][number]; readonly words: StandardWords }) {
  const t = useMessages('decision')
  if (!effect.isApplicable) return <>–</>
  const say = (change: { to: string; outcome: 'awarded' | 'conditional' | 'not-awarded' | 'undetermined' }, key: 'effect.raised' | 'effect.lowered'): string =>
    t(key, { to: words.level(answer.standard, change.to), outcome: t(`outcome.${change.outcome}`) })
  if (effect.ifRaised === null && effect.ifLowered === null) return <>{t('effect.none')}</>
  return (
    <>
      {effect.ifRaised === null ? null : <div>{say(effect.ifRaised, 'effect.raised')}</div>}
      {effect.ifLowered === null ? null : <div>{say(effect.ifLowered, 'effect.lowered')}</div>}
    </>
  )
}

export function ExplanationTable({ answer, words }: { readonly answer: Answer; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const label = t('table.label', { mark: words.mark(answer.standard, answer.mark) })
  return (
    <PlainTable label={label}>
      <thead>
        <tr>
          <th scope="col">{t('column.criterion')}</th>
          <th scope="col">{t('column.found')}</th>
          <th scope="col">{t('column.asked')}</th>
          <th scope="col">{t('column.effect')}</th>
        </tr>
      </thead>
      <tbody>
        {answer.criteria.map((effect) => (
          <tr key={effect.criterion}>
            <th scope="row">
              <CriterionLink under={answer} criterion={effect.criterion} words={words} />
            </th>
            <td className={effect.isDecisive ? classes.decisive : undefined}>
              {!effect.isApplicable ? t('not-applicable') : effect.rating === null ? t('unrated') : words.level(answer.standard, effect.rating)}
              {effect.lacksEvidence ? ` (${t('lacks-evidence')})` : ''}
            </td>
            <td>
              {effect.asked.map(({ atLeast, isReached }) => (
                <div key={atLeast}>
                  {isReached === true ? '✓' : isReached === false ? '✗' : '?'} {words.level(answer.standard, atLeast)}
                </div>
              ))}
            </td>
            <td>
              <Effect answer={answer} effect={effect} words={words} />
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
