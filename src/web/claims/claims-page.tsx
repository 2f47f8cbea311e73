// One's own claims, newest first; those under review by themselves.
import { Button, Group } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { everyRow, usePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { ExportCsv } from '../ui/export-csv.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { saveCsv } from '../ui/save-file.ts'
import { ShowMore } from '../ui/show-more.tsx'
import { wordsFor } from './claim-words.ts'

const route = getRouteApi('/claims')

const COLUMNS = ['column.claim', 'column.subject', 'column.audience', 'column.state', 'column.issued', 'column.valid-until'] as const

function List() {
  const t = useMessages('claims')
  const { day } = useFormat()
  const { review } = route.useSearch()
  const asked = review === undefined ? {} : ({ needsReview: 'true' } as const)
  const pages = usePages('listClaims', asked)
  const { items } = pages
  const save = async (): Promise<void> => {
    const rows = (await everyRow('listClaims', asked)).map(({ body, state, review: open }) => [
      body.claimId, wordsFor(body.words, t.language).title, `${t(`subject.${body.subject.kind}`)} ${body.subject.label}`, body.isSimulated ? t('simulated') : '', body.audience.partner ?? t(`audience.${body.audience.kind}`),
      open === null ? t(`state.${state}`) : `${t(`state.${state}`)}, ${t('review.open')}`, body.issuedOn, body.validUntil, wordsFor(body.words, t.language).statement,
    ])
    saveCsv('claims.csv', [t('column.number'), ...COLUMNS.slice(0, 2).map((key) => t(key)), t('simulated'), ...COLUMNS.slice(2).map((key) => t(key)), t('column.statement')], rows)
  }
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
            {COLUMNS.map((key) => (
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
      <Group mt="md">
        <ShowMore of={pages} />
        <ExportCsv save={save} />
      </Group>
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
