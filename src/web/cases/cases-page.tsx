// The cases of an account: where each stands and what is due next. The filter stands in the address.
import { NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useWords } from '../ui/words.ts'
import { DaysLeft } from './case-frame.tsx'
import classes from './cases.module.css'

const route = getRouteApi('/cases')
type Row = Result<'listCases'>['items'][number]
const GROUPS = ['open', 'awarded-any', 'ended'] as const

function Filters() {
  const t = useMessages('cases')
  const search = route.useSearch()
  const navigate = useNavigate()
  const [text, setText] = useState(search.text ?? '')
  const go = (next: { state?: string; text?: string }) => void navigate({ to: '/cases', search: next, replace: true })
  return (
    <form
      role="search"
      className={classes.filters}
      onSubmit={(event) => {
        event.preventDefault()
        go({ ...search, text: text.trim() })
      }}>
      <TextInput label={t('cases.search')} type="search" value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={() => go({ ...search, text: text.trim() })} />
      <NativeSelect
        label={t('cases.state')}
        value={search.state ?? ''}
        onChange={(event) => go({ ...search, state: event.currentTarget.value })}
        data={[{ value: '', label: t('cases.state.all') }, ...GROUPS.map((value) => ({ value, label: t(`cases.state.${value}`) }))]}
      />
    </form>
  )
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const t = useMessages('cases')
  const words = useWords()
  const { day } = useFormat()
  return (
    <PlainTable label={t('cases.title')}>
      <thead>
        <tr>
          <th scope="col">{t('cases.col.site')}</th>
          <th scope="col">{t('cases.col.participant')}</th>
          <th scope="col">{t('cases.col.state')}</th>
          <th scope="col">{t('cases.col.due')}</th>
          <th scope="col">{t('cases.col.left')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.caseId}>
            <th scope="row">
              <Link to={`/cases/${row.caseId}` as '/'}>{row.siteName}</Link>
              <span className={classes.small}>
                {words.country(row.country)} · {t('frame.cycle', { cycle: row.cycle })}
              </span>
            </th>
            <td>{row.participantName}</td>
            <td>{t(`state.${row.state}`)}</td>
            <td className="nowrap">{row.nextDue === null ? '' : day(row.nextDue.dueOn)}</td>
            <td>{row.nextDue === null ? '' : <DaysLeft count={row.nextDue.daysLeft} />}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function List() {
  const t = useMessages('cases')
  const { state, text } = route.useSearch()
  const read = useLoosePages('listCases', { ...(state === undefined ? {} : { state: state as 'open' }), ...(text === undefined ? {} : { text }) })
  const { items: rows } = read
  if (rows === undefined) return <ProblemText error={read.error} />
  if (rows.length === 0)
    return (
      <Empty title={t('cases.none')}>
        <p>{t('cases.none.next')}</p>
        <Link to="/apply">{t('cases.apply')}</Link>
      </Empty>
    )
  return (
    <>
      <Rows rows={rows} />
      <ShowMore of={read} />
    </>
  )
}

export function Page() {
  const t = useMessages('cases')
  return (
    <Frame>
      <PageHeading title={t('cases.title')} lead={t('cases.lead')} actions={<Link to="/apply">{t('cases.apply')}</Link>} />
      <NeedsAccount>
        <Filters />
        <List />
      </NeedsAccount>
    </Frame>
  )
}
