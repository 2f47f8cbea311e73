// The operator's inquiries into books: opened with a reason, for a limited time.
import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { call } from '../api/client.ts'
import { useBooks } from '../custody/books.ts'
import { OrganisationName } from '../custody/names.tsx'
import { PartnerField } from '../custody/partner-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useToday } from '../ui/use-today.ts'
import classes from './lots.module.css'

const KEY = ['listInquiries', 'all']
/** Which books may be read changes with an inquiry. */
const forget = async (queries: QueryClient): Promise<void> => { await Promise.all([KEY, ['listBooks']].map((queryKey) => queries.invalidateQueries({ queryKey }))) }

function Opening() {
  const t = useMessages('lots')
  const queries = useQueryClient()
  const [organisationId, setOrganisationId] = useState('')
  const [reason, setReason] = useState('')
  const [untold, setUntold] = useState('')
  const open = useMutation({
    mutationFn: () => call('openInquiry', { organisationId: organisationId.trim(), reason, ...(untold.trim() === '' ? {} : { untoldBecause: untold.trim() }) }),
    onSuccess: () => {
      setReason('')
      setUntold('')
      return forget(queries)
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        open.mutate()
      }}>
      <PartnerField label={t('inquiries.organisation')} isRequired among="published" value={organisationId} error={undefined} onChange={setOrganisationId} />
      <Textarea required minLength={10} autosize minRows={2} label={t('inquiries.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <TextInput label={t('inquiries.untold')} value={untold} onChange={(event) => setUntold(event.currentTarget.value)} />
      <ProblemText error={open.error} />
      <div>
        <Button type="submit" loading={open.isPending}>
          {t('inquiries.open')}
        </Button>
      </div>
    </form>
  )
}

function Inquiries() {
  const t = useMessages('lots')
  const { day } = useFormat()
  const today = useToday()
  const books = useBooks().data?.items
  const nameOf = (organisationId: string) => books?.find((one) => one.organisationId === organisationId)?.name ?? <OrganisationName organisationId={organisationId} />
  const queries = useQueryClient()
  const read = useQuery({ queryKey: KEY, queryFn: ({ signal }) => call('listInquiries', { limit: 100 }, { signal }) })
  const close = useMutation({ mutationFn: (inquiryId: string) => call('closeInquiry', { inquiryId }), onSuccess: () => forget(queries) })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  if (read.data.items.length === 0) return <p>{t('inquiries.none')}</p>
  return (
    <>
      <ProblemText error={close.error} />
      <PlainTable label={t('inquiries.title')}>
        <thead>
          <tr>
            {(['party', 'reason', 'from', 'until', 'state'] as const).map((name) => (
              <th key={name} scope="col">
                {t(`column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {read.data.items.map((one) => {
            const isOpen = one.closedAt === null && one.closesAt.slice(0, 10) >= today
            return (
              <tr key={one.inquiryId}>
                <th scope="row" className={classes.refs}>{nameOf(one.organisationId)}</th>
                <td>
                  {one.reason}
                  {one.untoldBecause === null ? null : <span className={classes.small}>{t('inquiries.is-untold')}: {one.untoldBecause}</span>}
                </td>
                <td className="nowrap">{day(one.openedAt, 'short')}</td>
                <td className="nowrap">{day(one.closedAt ?? one.closesAt, 'short')}</td>
                <td>
                  {t(isOpen ? 'inquiries.is-open' : 'inquiries.is-closed')}{' '}
                  {isOpen ? (
                    <>
                      <Link to="/lots" search={{ book: one.organisationId }}>{t('inquiries.look')}</Link>{' '}
                    <Button size="compact-sm" variant="default" aria-label={`${t('inquiries.close')}: ${one.organisationId}`} onClick={() => close.mutate(one.inquiryId)}>
                      {t('inquiries.close')}
                    </Button>
                    </>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </PlainTable>
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  return (
    <Frame>
      <PageHeading title={t('inquiries.title')} lead={t('inquiries.lead')} />
      <NeedsAccount roles={['operator']}>
        <Opening />
        <section className={classes.section}>
          <Inquiries />
        </section>
      </NeedsAccount>
    </Frame>
  )
}
