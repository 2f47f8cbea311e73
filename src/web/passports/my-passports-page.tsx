// The passports of one's own products, newest first, with those under review marked.
import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
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

const COLUMNS = ['column.product', 'column.number', 'column.lot', 'column.state', 'column.issued'] as const
const refOf = (lotId: string): string => lotId.slice(lotId.indexOf(':') + 1)

function List() {
  const t = useMessages('passports')
  const { day } = useFormat()
  const pages = usePages('listPassports', {})
  const { items } = pages
  const save = async (): Promise<void> => {
    const rows = (await everyRow('listPassports', {})).map((one) => [one.product, one.passportId, refOf(one.lotId), t(`state.${one.state}`), one.issuedAt.slice(0, 10), one.isSimulated ? t('field.isSimulated') : ''])
    saveCsv('passports.csv', [...COLUMNS.map((key) => t(key)), t('field.isSimulated')], rows)
  }
  if (items.length === 0) {
    return (
      <Empty title={t('mine.none')}>
        <p>{t('mine.none.meaning')}</p>
      </Empty>
    )
  }
  return (
    <>
      <RowTable
        label={t('mine.title')}
        rows={items}
        keyOf={({ passportId }) => passportId}
        columns={[
          { heading: t('column.product'), cell: (one) => <><Link to="/passports/$passportId" params={{ passportId: one.passportId }}>{one.product}</Link>{one.isSimulated ? ` (${t('field.isSimulated')})` : null}</> },
          { heading: t('column.number'), cell: ({ passportId }) => passportId, className: 'numeric nowrap' },
          { heading: t('column.lot'), cell: ({ lotId }) => refOf(lotId), className: 'nowrap' },
          { heading: t('column.state'), cell: ({ state }) => t(`state.${state}`) },
          { heading: t('column.issued'), cell: ({ issuedAt }) => day(issuedAt) },
        ]}
      />
      <ShowMore of={pages} />
      <Group mt="md"><ExportCsv save={save} /></Group>
    </>
  )
}

export function Page() {
  const t = useMessages('passports')
  return (
    <Frame>
      <PageHeading title={t('mine.title')} lead={t('mine.lead')} />
      <NeedsAccount roles={['site-owner', 'partner']}>
        <Group mb="md">
          <Button component="a" renderRoot={(props) => <Link {...props} to="/passports/new" search={{}} />}>
            {t('mine.issue')}
          </Button>
        </Group>
        <List />
      </NeedsAccount>
    </Frame>
  )
}
