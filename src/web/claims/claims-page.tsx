// One's own claims, newest first; those under review by themselves.
import { Button, Group } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { wordsFor } from './claim-words.ts'

const route = getRouteApi('/claims')
const [STEP, MOST] = [50, 1000]

function List() {
  const t = useMessages('claims')
  const { day } = useFormat()
  const { review } = route.useSearch()
  const [limit, setLimit] = useState(STEP)
  const { items, next } = useRead('listClaims', { limit, ...(review === undefined ? {} : { needsReview: 'true' }) })
  if (items.length === 0) {
    return (
      <Empty title={t(review === undefined ? 'mine.none' : 'mine.none-to-review')}>
        <p>{t('mine.none.meaning')}</p>
      </Empty>
    )
  }
  return (
    <>
      <PlainTable label={t('mine.title')}>
        <thead>
          <tr>
            {(['column.claim', 'column.subject', 'column.audience', 'column.state', 'column.issued', 'column.valid-until'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ body, state, review: open }) => (
            <tr key={body.claimId}>
              <th scope="row">
                <Link to="/claims/$claimId" params={{ claimId: body.claimId }} search={{}}>
                  {wordsFor(body.words, t.language).title}
                </Link>
              </th>
              <td>
                {t(`subject.${body.subject.kind}`)} {body.subject.label}
                {body.isSimulated ? ` (${t('simulated')})` : null}
              </td>
              <td>{body.audience.partner ?? t(`audience.${body.audience.kind}`)}</td>
              <td>
                {t(`state.${state}`)}
                {open === null ? null : <strong> · {t('review.open')}</strong>}
              </td>
              <td className="nowrap">{day(body.issuedOn, 'short')}</td>
              <td className="nowrap">{day(body.validUntil, 'short')}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {next === null || limit >= MOST ? null : (
        <Button variant="default" mt="md" onClick={() => setLimit(Math.min(MOST, limit + STEP))}>
          {t('mine.more')}
        </Button>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('claims')
  const { review } = route.useSearch()
  return (
    <Frame>
      <PageHeading title={t('mine.title')} lead={t('mine.lead')} />
      <NeedsAccount roles={['site-owner', 'site-contributor', 'partner']}>
        <Group mb="md">
          <Button component="a" renderRoot={(props) => <Link {...props} to="/claims/new" search={{}} />}>
            {t('mine.say')}
          </Button>
          <Button variant="default" component="a" renderRoot={(props) => <Link {...props} to="/claims" search={review === undefined ? { review: 'yes' } : {}} />}>
            {t(review === undefined ? 'mine.to-review' : 'mine.all')}
          </Button>
        </Group>
        <List />
      </NeedsAccount>
    </Frame>
  )
}
