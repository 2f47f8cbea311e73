// The desk of a technical reviewer: the reports still to be read, the nearest due first.
import { Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import classes from './decision.module.css'
import { Waiting } from './parts.tsx'

function Reviews() {
  const t = useMessages('decision')
  const { day } = useFormat()
  const { data, error } = useLooseRead('listOwnReviews', { limit: 200 })
  if (data === undefined) return <Waiting error={error} />
  if (data.items.length === 0)
    return (
      <Empty title={t('reviews.none')}>
        <p>{t('reviews.none.meaning')}</p>
      </Empty>
    )
  return (
    <ul className={classes.rows}>
      {data.items.map((one) => (
        <li key={one.caseId}>
          <Link to="/cases/$caseId/review" params={{ caseId: one.caseId }}>
            <strong>{one.siteName}</strong>
          </Link>{' '}
          {one.roundKind === null ? null : t(`round.${one.roundKind}`)} · {one.dueOn === null ? null : t('due', { day: day(one.dueOn) })} ·{' '}
          {t('reviews.questions', { open: one.openQuestions, answered: one.answeredQuestions })}
        </li>
      ))}
    </ul>
  )
}

export function Page() {
  const t = useMessages('decision')
  return (
    <Frame>
      <PageHeading title={t('reviews.title')} lead={t('reviews.lead')} />
      <NeedsAccount roles={['technical-reviewer']}>
        <Reviews />
      </NeedsAccount>
    </Frame>
  )
}
