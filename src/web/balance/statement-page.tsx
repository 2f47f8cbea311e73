// One transfer statement as it is printed, with what its receiver and its issuer may do.
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, linkTo, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { DocumentView } from '../published/document-view.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useToday } from '../ui/use-today.ts'
import { BookPage } from './book-page.tsx'
import { useAct, useKind, useMass, Waiting } from './parts.tsx'
import classes from './balance.module.css'

const route = getRouteApi('/transfer-statements/$number')
type Statement = Result<'getStatement'>
const LANGUAGES = ['en', 'es', 'zh', 'fr'] as const

function Accept({ one }: { readonly one: Statement }) {
  const t = useMessages('balance')
  const mass = useMass()
  const kindOf = useKind()
  const today = useToday()
  const fitting = (useLooseRead('listAccounts', { organisationId: one.document.receiver.organisationId ?? '', limit: 500 }).data?.items ?? [])
    .filter(({ account, mayWrite }) => mayWrite && account.profile === one.document.profile && account.metal === one.document.metal && account.characteristic === one.document.characteristic)
  const [fields, setFields] = useState({ accountId: '', on: today })
  const accept = useAct(() => api.acceptStatement({ number: one.number, accountId: fields.accountId || fitting[0]!.account.accountId, on: fields.on }))
  return (
    <section className={classes.panel} aria-labelledby="accept">
      <h2 id="accept">{t('statement.accept')}</h2>
      <p>{t('statement.accept.meaning', { quantity: mass(one.document.quantity) })}</p>
      {fitting.length === 0 ? <p>{t('statement.accept.none')} <Link to="/balance">{t('accounts.title')}</Link></p> : (
        <form onSubmit={(event) => { event.preventDefault(); accept.mutate(undefined) }}>
          <Stack gap="sm">
            <NativeSelect label={t('statement.account')} value={fields.accountId || fitting[0]!.account.accountId} data={fitting.map((row) => ({ value: row.account.accountId, label: `${row.siteName}: ${kindOf(row.account)}` }))} onChange={(event) => setFields((now) => ({ ...now, accountId: event.currentTarget.value }))} />
            <TextInput type="date" label={t('field.day')} required min={one.document.dispatchOn} max={today} value={fields.on} onChange={(event) => setFields((now) => ({ ...now, on: event.currentTarget.value }))} />
            <Button type="submit" className={classes.submit} loading={accept.isPending}>{t('statement.accept')}</Button>
          </Stack>
        </form>
      )}
      <ProblemText error={accept.error} />
    </section>
  )
}

function Void({ one }: { readonly one: Statement }) {
  const t = useMessages('balance')
  const [reason, setReason] = useState('')
  const act = useAct(() => api.voidStatement({ number: one.number, reason: reason.trim() }))
  return (
    <section className={classes.panel} aria-labelledby="void">
      <h2 id="void">{t('statement.void')}</h2>
      <p>{t('statement.void.meaning')}</p>
      <form onSubmit={(event) => { event.preventDefault(); act.mutate(undefined) }}>
        <Stack gap="sm">
          <TextInput label={t('field.reason')} required maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <ProblemText error={act.error} />
          <Button type="submit" variant="default" className={classes.submit} loading={act.isPending}>{t('statement.void')}</Button>
        </Stack>
      </form>
    </section>
  )
}

function Content() {
  const { number } = route.useParams()
  const t = useMessages('balance')
  const language = useLanguage()
  const { data, error } = useLooseRead('getStatement', { number })
  const text = useLooseRead('getStatementText', { number, language })
  if (data === undefined) return <><PageHeading title={t('statements.title')} /><Waiting error={error} /></>
  return (
    <>
      <PageHeading title={`${t('print.title')} ${number}`}>{t('print.title')} <span className={classes.code}>{number}</span></PageHeading>
      <p><span className={classes.state} data-state={data.state}>{t(`statement.state.${data.state}`)}</span></p>
      <div className={classes.actions}>
        {LANGUAGES.map((one) => <Button key={one} size="xs" variant="default" component="a" href={linkTo('exportStatement', { number, language: one })}>{t('statement.pdf')} ({one})</Button>)}
        {data.state === 'void' && data.role !== 'receiver' && data.supersededBy === null ? <Button component="a" renderRoot={(props) => <Link {...props} to="/transfer-statements" search={{ account: data.document.accountId, instead: number }} />}>{t('statement.reissue')}</Button> : null}
      </div>
      {data.mayAccept ? <Accept one={data} /> : null}
      {text.data === undefined ? <Waiting error={text.error} /> : <DocumentView document={text.data.document} />}
      {data.mayVoid ? <Void one={data} /> : null}
    </>
  )
}

export const Page = () => (
  <BookPage>
    <Content />
  </BookPage>
)
