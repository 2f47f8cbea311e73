// One's own claims, newest first; those under review by themselves.
import { Button, Group } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { everyRow, usePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { ExportCsv } from '../ui/export-csv.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { saveCsv } from '../ui/save-file.ts'
import { ShowMore } from '../ui/show-more.tsx'
import { wordsFor } from './claim-words.ts'

const route = getRouteApi('/claims')

type Body = Result<'listClaims'>['items'][number]['body']
const COLUMNS = ['column.claim', 'column.subject', 'column.audience', 'column.state', 'column.issued', 'column.valid-until'] as const

function List() {
  const t = useMessages('claims')
  const { day } = useFormat()
  const { review } = route.useSearch()
  const asked = review === undefined ? {} : ({ needsReview: 'true' } as const)
  const pages = usePages('listClaims', asked)
  const { items } = pages
  const subjectOf = ({ subject }: Body): string => `${t(`subject.${subject.kind}`)} ${subject.label}`
  const audienceOf = ({ audience }: Body): string => audience.partner ?? t(`audience.${audience.kind}`)
  const save = async (): Promise<void> => {
    const rows = (await everyRow('listClaims', asked)).map(({ body, state, review: open }) => [
      body.claimId, wordsFor(body.words, t.language).title, subjectOf(body), body.isSimulated ? t('simulated') : '', audienceOf(body),
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
      <RowTable
        label={t('mine.title')}
        rows={items}
        keyOf={({ body }) => body.claimId}
        columns={[
          { heading: t('column.claim'), cell: ({ body }) => <Link to="/claims/$claimId" params={{ claimId: body.claimId }} search={{}}>{wordsFor(body.words, t.language).title}</Link> },
          { heading: t('column.subject'), cell: ({ body }) => `${subjectOf(body)}${body.isSimulated ? ` (${t('simulated')})` : ''}` },
          { heading: t('column.audience'), cell: ({ body }) => audienceOf(body) },
          { heading: t('column.state'), cell: ({ state, review: open }) => <>{t(`state.${state}`)}{open === null ? null : <strong> · {t('review.open')}</strong>}</> },
          { heading: t('column.issued'), cell: ({ body }) => day(body.issuedOn, 'short'), className: 'nowrap' },
          { heading: t('column.valid-until'), cell: ({ body }) => day(body.validUntil, 'short'), className: 'nowrap' },
        ]}
      />
      <ShowMore of={pages} />
      <Group mt="md"><ExportCsv save={save} /></Group>
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
