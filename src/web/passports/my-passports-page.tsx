// The passports of one's own products, newest first, with those under review marked.
import { Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'

const STEP = 50
const MOST = 1000

function List() {
  const t = useMessages('passports')
  const { day } = useFormat()
  const [limit, setLimit] = useState(STEP)
  const { items, next } = useRead('listPassports', { limit })
  if (items.length === 0) {
    return (
      <Empty title={t('mine.none')}>
        <p>{t('mine.none.meaning')}</p>
      </Empty>
    )
  }
  return (
    <>
      <PlainTable label={t('mine.title')}>
        <thead>
          <tr>
            {(['column.product', 'column.number', 'column.lot', 'column.state', 'column.issued'] as const).map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.passportId}>
              <th scope="row">
                <Link to="/passports/$passportId" params={{ passportId: one.passportId }}>
                  {one.product}
                </Link>
              </th>
              <td className="numeric">{one.passportId}</td>
              <td>{one.lotId.slice(one.lotId.indexOf(':') + 1)}</td>
              <td>{t(`state.${one.state}`)}</td>
              <td>{day(one.issuedAt)}</td>
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
