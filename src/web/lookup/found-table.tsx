// Per name the sites it may mean: how it was found, with what doubt, and what is known of the marks.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { Sources } from '../ui/sources.tsx'
import { StatusMark, StatusShape } from '../ui/status-mark.tsx'
import { useWords } from '../ui/words.ts'
import type { Answer } from './lookup-page.tsx'
import classes from './lookup.module.css'

type Looked = Answer['items'][number]
type Find = Looked['finds'][number]
type Outcome = Looked['outcome']

const SIGN: Readonly<Record<Outcome, string>> = { match: '●', possible: '◐', none: '○' }
const OUTCOMES: readonly Outcome[] = ['match', 'possible', 'none']

function HowFound({ find }: { readonly find: Find }) {
  const t = useMessages('lookup')
  const { percent } = useFormat()
  const { by, doubts, score } = find
  const brand = [
    by.maker,
    by.plant,
    by.from === null && by.to === null ? null : t('brand.years', { from: by.from ?? '…', to: by.to ?? '…' }),
  ]
    .filter((part) => part !== null)
    .join(', ')
  return (
    <>
      {t(`by.${by.kind}`, { text: by.text })}
      {brand === '' ? '' : ` (${brand})`}
      <span className={classes.small}>{t('score', { score: percent(score, 0) })}</span>
      {doubts.map((doubt) => (
        <span key={doubt} className={classes.doubt} lang="en">
          {doubt}
        </span>
      ))}
    </>
  )
}

function Marks({ find }: { readonly find: Find }) {
  const t = useMessages('lookup')
  const words = useWords()
  const { dated } = useFormat()
  const { marks } = find.site.standing
  if (marks.length === 0)
    return (
      <>
        <StatusMark status="no-award-found" />
        <span className={classes.small}>{t('marks.none')}</span>
      </>
    )
  return (
    <ul className={classes.marks}>
      {marks.map((standing) => {
        const name = standing.mark === null ? t('mark.unstated') : words.metal(standing.mark)
        return (
          <li key={name}>
            <StatusShape status={standing.status} /> {name}: {words.status(standing.status)}
            {standing.lastAward === null ? null : (
              <span className={classes.small}>
                {t('last-award', { date: dated(standing.lastAward.date) })}{' '}
                <Sources sources={[standing.lastAward.source]} about={`${find.site.name}: ${name}`} />
              </span>
            )}
            {standing.laterSource === null ? null : (
              <span className={classes.small}>
                {t('later', {
                  kind: words.milestone(standing.laterSource.kind),
                  date: dated(standing.laterSource.date),
                })}{' '}
                <Sources
                  sources={[standing.laterSource.source]}
                  about={`${find.site.name}: ${words.milestone(standing.laterSource.kind)}`}
                />
              </span>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Rows({ looked }: { readonly looked: Looked }) {
  const t = useMessages('lookup')
  const words = useWords()
  const count = Math.max(1, looked.finds.length)
  const name = (
    <th scope="rowgroup" rowSpan={count}>
      {looked.asked}
      <span className={classes.outcome} data-outcome={looked.outcome}>
        <span aria-hidden>{SIGN[looked.outcome]}</span> {t(`outcome.${looked.outcome}`, { count: looked.finds.length })}
      </span>
    </th>
  )
  if (looked.finds.length === 0)
    return (
      <tbody>
        <tr>
          {name}
          <td colSpan={3} className="quiet">
            {t('not-known')}
          </td>
        </tr>
      </tbody>
    )
  return (
    <tbody>
      {looked.finds.map((find, index) => (
        <tr key={find.site.siteId}>
          {index === 0 ? name : null}
          <td>
            <Link to="/sites/$siteId" params={{ siteId: find.site.siteId }}>
              {find.site.name}
            </Link>
            <span className={classes.small}>
              {[words.country(find.site.country), find.site.types.map(words.type).join(', '), find.site.operator]
                .filter((part) => part !== null && part !== '')
                .join(' · ')}
            </span>
          </td>
          <td>
            <HowFound find={find} />
          </td>
          <td>
            <Marks find={find} />
          </td>
        </tr>
      ))}
    </tbody>
  )
}

export function FoundTable({ answer }: { readonly answer: Answer }) {
  const t = useMessages('lookup')
  const [shown, setShown] = useState<Outcome>()
  return (
    <>
      <div className={classes.chips} role="group" aria-label={t('filter')}>
        <button type="button" aria-pressed={shown === undefined} onClick={() => setShown(undefined)}>
          {t('filter.all', { count: answer.counts.asked })}
        </button>
        {OUTCOMES.filter((outcome) => answer.counts[outcome] > 0).map((outcome) => (
          <button
            key={outcome}
            type="button"
            aria-pressed={shown === outcome}
            onClick={() => setShown(shown === outcome ? undefined : outcome)}>
            <span aria-hidden>{SIGN[outcome]}</span> {t(`filter.${outcome}`, { count: answer.counts[outcome] })}
          </button>
        ))}
      </div>
      <div className={classes.found}>
        <PlainTable label={t('answer', { count: answer.counts.asked })}>
          <thead>
            <tr>
              <th scope="col">{t('col.asked')}</th>
              <th scope="col">{t('col.site')}</th>
              <th scope="col">{t('col.how')}</th>
              <th scope="col">{t('col.marks')}</th>
            </tr>
          </thead>
          {answer.items.map((looked, index) =>
            shown === undefined || looked.outcome === shown ? <Rows key={index} looked={looked} /> : null,
          )}
        </PlainTable>
      </div>
    </>
  )
}
