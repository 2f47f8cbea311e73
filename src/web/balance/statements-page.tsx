// Transfer statements, issued and received; and the form that issues one.
import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useToday } from '../ui/use-today.ts'
import { BookPage } from './book-page.tsx'
import { MASS, useAct, useKind, useMass, Waiting } from './parts.tsx'
import classes from './balance.module.css'

const route = getRouteApi('/transfer-statements')

function Issue({ account, instead }: { readonly account: string | undefined; readonly instead: string | undefined }) {
  const t = useMessages('balance')
  const navigate = useNavigate()
  const kindOf = useKind()
  const mass = useMass()
  const today = useToday()
  const accounts = (useLooseRead('listAccounts', { limit: 500 }).data?.items ?? []).filter(({ mayWrite }) => mayWrite)
  const [fields, setFields] = useState({ accountId: account ?? '', quantity: '', on: today, way: 'here', to: '', shipment: '', netMass: '', supersedes: instead ?? '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const given = (name: 'shipment' | 'netMass' | 'supersedes') => fields[name].trim() === '' ? {} : { [name]: fields[name].trim() }
  const issue = useAct(() => api.issueStatement({
    accountId: fields.accountId || accounts[0]!.account.accountId, quantity: fields.quantity.trim(), dispatchOn: fields.on, to: fields.way === 'here' ? { organisationId: fields.to.trim() } : { name: fields.to.trim() },
    ...given('shipment'), ...given('netMass'), ...given('supersedes'),
  } as InputFor<'issueStatement'>), ({ number }) => void navigate({ to: '/transfer-statements/$number', params: { number } }))
  return (
    <form onSubmit={(event) => { event.preventDefault(); issue.mutate(undefined) }}>
      <Stack gap="sm">
        <NativeSelect label={t('statement.account')} value={fields.accountId || (accounts[0]?.account.accountId ?? '')} onChange={(event) => set({ accountId: event.currentTarget.value })}
          data={accounts.map((row) => ({ value: row.account.accountId, label: `${row.siteName}: ${kindOf(row.account)} (${mass(row.meter.left)} ${t('left')})` }))} />
        <TextInput label={t('field.quantity')} description={t('mass.meaning')} required pattern={MASS} value={fields.quantity} onChange={(event) => set({ quantity: event.currentTarget.value })} />
        <TextInput type="date" label={t('statement.dispatched')} required max={today} value={fields.on} onChange={(event) => set({ on: event.currentTarget.value })} />
        <NativeSelect label={t('statement.receiver')} value={fields.way} data={[{ value: 'here', label: t('statement.receiver.here') }, { value: 'paper', label: t('statement.receiver.paper') }]} onChange={(event) => set({ way: event.currentTarget.value })} />
        <TextInput label={t('statement.to')} required maxLength={fields.way === 'here' ? 100 : 200} value={fields.to} onChange={(event) => set({ to: event.currentTarget.value })} />
        <TextInput label={t('statement.shipment')} maxLength={80} value={fields.shipment} onChange={(event) => set({ shipment: event.currentTarget.value })} />
        <TextInput label={t('statement.net')} pattern={MASS} value={fields.netMass} onChange={(event) => set({ netMass: event.currentTarget.value })} />
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
  const [limit, setLimit] = useState(100)
  const { data, error } = useLooseRead('listStatements', { ...(direction === undefined ? {} : { direction }), limit })
  if (data === undefined) return <Waiting error={error} />
  if (data.items.length === 0) return <Empty title={t('statements.none')}><p>{t('statements.none.next')}</p></Empty>
  return (
    <>
      <PlainTable label={t('statements.title')}>
        <thead><tr><th scope="col">{t('statement.number')}</th><th scope="col">{t('field.state')}</th><th scope="col">{t('field.quantity')}</th><th scope="col">{t('statement.dispatched')}</th><th scope="col">{t('statement.from')}</th><th scope="col">{t('statement.to')}</th></tr></thead>
        <tbody>
          {data.items.map((one) => (
            <tr key={one.number}>
              <th scope="row" className="nowrap"><Link to="/transfer-statements/$number" params={{ number: one.number }}>{one.number}</Link></th>
              <td><span className={classes.state} data-state={one.state}>{t(`statement.state.${one.state}`)}</span></td>
              <td className={classes.number}>{mass(one.document.quantity)}</td><td>{day(one.document.dispatchOn, 'short')}</td><td>{one.document.issuer.name}</td><td>{one.document.receiver.name}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {data.next === null ? null : <Button variant="default" onClick={() => setLimit((now) => Math.min(1000, now * 4))}>{t('entries.more')}</Button>}
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
