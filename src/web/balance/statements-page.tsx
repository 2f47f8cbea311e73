// Transfer statements, issued and received; and the form that issues one.
import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useLooseRead } from '../api/reads.ts'
import { PartnerField } from '../custody/partner-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useToday } from '../ui/use-today.ts'
import { BookPage } from './book-page.tsx'
import { MassField, useAct, useKind, useMass, Waiting } from './parts.tsx'
import { massIn, unitOf } from './typed-mass.ts'
import classes from './balance.module.css'

const route = getRouteApi('/transfer-statements')

function Issue({ account, instead }: { readonly account: string | undefined; readonly instead: string | undefined }) {
  const t = useMessages('balance')
  const navigate = useNavigate()
  const kindOf = useKind()
  const mass = useMass()
  const today = useToday()
  const accounts = (useLooseRead('listAccounts', { limit: 500 }).data?.items ?? []).filter(({ mayWrite }) => mayWrite)
  const [fields, setFields] = useState({ accountId: account ?? '', quantity: '', on: today, to: '', shipment: '', netMass: '', supersedes: instead ?? '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const given = (name: 'shipment' | 'supersedes') => fields[name].trim() === '' ? {} : { [name]: fields[name].trim() }
  const from = accounts.find((row) => row.account.accountId === fields.accountId) ?? accounts[0]
  const unit = from === undefined ? 't' : unitOf(from.account)
  const isHere = /^(org|ptn)_\S+$/.test(fields.to)
  const issue = useAct(() => api.issueStatement({
    accountId: from!.account.accountId, quantity: massIn(fields.quantity, unit, t.language), dispatchOn: fields.on, to: isHere ? { organisationId: fields.to } : { name: fields.to.trim() },
    ...given('shipment'), ...(fields.netMass.trim() === '' ? {} : { netMass: massIn(fields.netMass, 't', t.language) }), ...given('supersedes'),
  } as InputFor<'issueStatement'>), ({ number }) => void navigate({ to: '/transfer-statements/$number', params: { number } }))
  return (
    <form onSubmit={(event) => { event.preventDefault(); issue.mutate(undefined) }}>
      <Stack gap="sm">
        <NativeSelect label={t('statement.account')} value={from?.account.accountId ?? ''} onChange={(event) => set({ accountId: event.currentTarget.value })}
          data={accounts.map((row) => ({ value: row.account.accountId, label: `${row.siteName}: ${kindOf(row.account)} (${mass(row.meter.left)} ${t('left')})` }))} />
        <MassField label={t('field.quantity')} unit={unit} isRequired value={fields.quantity} onChange={(quantity) => set({ quantity })} />
        <TextInput type="date" label={t('statement.dispatched')} required max={today} value={fields.on} onChange={(event) => set({ on: event.currentTarget.value })} />
        <PartnerField label={t('statement.receiver')} value={fields.to} isRequired error={undefined} onChange={(to) => set({ to })} />
        {fields.to.trim() === '' ? null : <p className={classes.beneath} role="status">{t(isHere ? 'statement.receiver.here' : 'statement.receiver.paper')}</p>}
        <TextInput label={t('statement.shipment')} maxLength={80} value={fields.shipment} onChange={(event) => set({ shipment: event.currentTarget.value })} />
        <MassField label={t('statement.net')} unit="t" value={fields.netMass} onChange={(netMass) => set({ netMass })} />
        <TextInput label={t('statement.supersedes')} maxLength={15} value={fields.supersedes} onChange={(event) => set({ supersedes: event.currentTarget.value })} />
        <ProblemText error={issue.error} />
        <Button type="submit" className={classes.submit} disabled={accounts.length === 0} loading={issue.isPending}>{t('statement.submit')}</Button>
      </Stack>
    </form>
  )
}

function List({ direction }: { readonly direction: 'out' | 'in' | undefined }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  const pages = useLoosePages('listStatements', direction === undefined ? {} : { direction }, 100)
  const { items: rows } = pages
  if (rows === undefined) return <Waiting error={pages.error} />
  if (rows.length === 0) return <Empty title={t('statements.none')}><p>{t('statements.none.next')}</p></Empty>
  return (
    <>
      <PlainTable label={t('statements.title')}>
        <thead><tr><th scope="col">{t('statement.number')}</th><th scope="col">{t('field.state')}</th><th scope="col">{t('field.quantity')}</th><th scope="col">{t('statement.dispatched')}</th><th scope="col">{t('statement.from')}</th><th scope="col">{t('statement.to')}</th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.number}>
              <th scope="row" className="nowrap"><Link to="/transfer-statements/$number" params={{ number: one.number }}>{one.number}</Link>{one.document.isSimulated ? <span className={classes.invented}>{t('simulated.short')}</span> : null}</th>
              <td><span className={classes.state} data-state={one.state}>{t(`statement.state.${one.state}`)}</span></td>
              <td className={classes.number}>{mass(one.document.quantity)}</td><td>{day(one.document.dispatchOn, 'short')}</td><td>{one.document.issuer.name}</td><td>{one.document.receiver.name}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <ShowMore of={pages} />
    </>
  )
}

function Content() {
  const t = useMessages('balance')
  const { direction, account, instead } = route.useSearch()
  const [isOpen, setOpen] = useState(account !== undefined || instead !== undefined)
  return (
    <>
      <PageHeading title={t('statements.title')} lead={t('statements.lead')} />
      <div className={classes.actions}><Button onClick={() => setOpen(true)}>{t('statement.issue')}</Button></div>
      <ul className={classes.filters}>
        {([undefined, 'out', 'in'] as const).map((one) => (
          <li key={one ?? 'all'}><Link to="/transfer-statements" search={one === undefined ? {} : { direction: one }} aria-current={direction === one ? 'page' : undefined}>{t(`statements.${one ?? 'all'}`)}</Link></li>
        ))}
      </ul>
      <List direction={direction as 'out' | 'in' | undefined} />
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('statement.issue')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        <Issue account={account} instead={instead} />
      </Modal>
    </>
  )
}

export const Page = () => (
  <BookPage>
    <Content />
  </BookPage>
)
