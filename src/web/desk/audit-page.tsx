// The whole audit trail, by object, kind, account and day; exported as filtered.
import { TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { linkTo } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { AuditEntries } from './audit-entries.tsx'
import classes from './desk.module.css'

const route = getRouteApi('/audit-trail')
const FIELDS = ['subject', 'kind', 'actor'] as const
const DAYS = ['from', 'to'] as const

function Trail() {
  const t = useMessages('desk')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (name: string, value: string) => void navigate({ search: { ...search, [name]: value === '' ? undefined : value }, replace: true })
  const filter = Object.fromEntries(Object.entries(search).filter(([name, value]) => [...FIELDS, ...DAYS].includes(name as 'kind') && value !== undefined))
  const trail = useLoosePages('listAuditTrail', filter, 100)
  const entries = trail.items ?? []
  return (
    <>
      <div className={classes.filters}>
        {FIELDS.map((name) => (
          <TextInput key={name} label={t(`audit.${name}`)} value={search[name] ?? ''} onChange={(event) => set(name, event.currentTarget.value)} />
        ))}
        {DAYS.map((name) => (
          <TextInput key={name} type="date" label={t(`audit.${name}`)} value={search[name] ?? ''} onChange={(event) => set(name, event.currentTarget.value)} />
        ))}
        <a href={linkTo('exportAuditTrail', filter)}>{t('export.csv')}</a>
      </div>
      <ProblemText error={trail.error} />
      {trail.items !== undefined && entries.length === 0 ? (
        <Empty title={t('audit.none')}>
          <p>{t('audit.none.next')}</p>
        </Empty>
      ) : (
        <AuditEntries entries={entries} />
      )}
      <ShowMore of={trail} />
    </>
  )
}

export function Page() {
  const t = useMessages('desk')
  return (
    <Frame>
      <PageHeading title={t('audit.title')} lead={t('audit.lead')} />
      <NeedsAccount roles={['operator']}>
        <Trail />
      </NeedsAccount>
    </Frame>
  )
}
