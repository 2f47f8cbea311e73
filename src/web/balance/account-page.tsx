// One account: how much may still be claimed, what a claim would leave, what may be credited, and everything that was entered.
import { Button, Modal } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, linkTo, type Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useToday } from '../ui/use-today.ts'
import { BookPage } from './book-page.tsx'
import { Claim, CorrectForm, CreditForm, GroupTransfer, ThroughputForm } from './account-forms.tsx'
import { Meter, useAct, useKind, useMass, Waiting } from './parts.tsx'
import { Recovery, RecoveryForm } from './recovery.tsx'
import { unitOf } from './typed-mass.ts'
import classes from './balance.module.css'

const route = getRouteApi('/balance/$accountId')
type Detail = Result<'getAccount'>
type Entry = Result<'listAccountEntries'>['items'][number]

function Suggestions({ accountId }: { readonly accountId: string }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  const { data } = useLooseRead('suggestCredits', { accountId })
  const credit = useAct(({ lot, on }: { lot: string; on: string }) => api.creditAccount({ accountId, on, source: { kind: 'lot', lot } }))
  if (data === undefined || data.items.length === 0) return null
  return (
    <section aria-labelledby="suggestions">
      <h2 id="suggestions">{t('suggestions')}</h2>
      <p className="quiet">{t('suggestions.meaning')}</p>
      <ProblemText error={credit.error} />
      <PlainTable label={t('suggestions')}>
        <thead><tr><th scope="col">{t('column.lot')}</th><th scope="col">{t('column.received')}</th><th scope="col">{t('field.supplier')}</th><th scope="col">{t('column.contained')}</th><th scope="col">{t('column.would')}</th><th scope="col"><span className="visually-hidden">{t('column.actions')}</span></th></tr></thead>
        <tbody>
          {data.items.map((one) => (
            <tr key={one.lot}>
              <th scope="row">{one.lot}</th><td>{day(one.receivedOn, 'short')}</td><td>{one.supplierName}</td><td className={classes.number}>{mass(one.contained)}</td><td className={classes.number}>{mass(one.wouldCredit)}</td>
              <td><Button size="xs" variant="default" loading={credit.isPending && credit.variables.lot === one.lot} onClick={() => credit.mutate({ lot: one.lot, on: one.receivedOn })}>{t('suggestions.credit', { lot: one.lot })}</Button></td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Entries({ accountId, onCorrect }: { readonly accountId: string; readonly onCorrect: ((entry: Entry) => void) | undefined }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  const pages = useLoosePages('listAccountEntries', { accountId })
  const { items: rows } = pages
  if (rows === undefined) return <Waiting error={pages.error} />
  if (rows.length === 0) return <p className="quiet">{t('entries.none')}</p>
  return (
    <>
      <PlainTable label={t('entries')}>
        <thead><tr><th scope="col">{t('field.day')}</th><th scope="col">{t('field.kind')}</th><th scope="col">{t('figure.amount')}</th><th scope="col">{t('figure.eligibleInput')}</th><th scope="col">{t('field.rests')}</th><th scope="col">{t('field.note')}</th><th scope="col"><span className="visually-hidden">{t('column.actions')}</span></th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.entryId}>
              <td className="nowrap">{day(one.on, 'short')}</td>
              <th scope="row">{t(`entry.${one.kind}`)}</th>
              <td className={classes.number}>{mass(one.amount)}</td>
              <td className={classes.number}>{one.eligible.startsWith('0.000 ') ? '–' : mass(one.eligible)}</td>
              <td className={classes.code}>{one.restsOn === 'statement' && one.restsRef !== null ? <Link to="/transfer-statements/$number" params={{ number: one.restsRef }}>{one.restsRef}</Link> : one.document ?? one.restsRef ?? '–'}{one.supplierSite === null ? '' : ` · ${one.supplierSite}`}</td>
              <td>{one.note ?? ''}</td>
              <td>{onCorrect !== undefined && (one.kind === 'credit' || one.kind === 'throughput') ? <Button size="xs" variant="subtle" onClick={() => onCorrect(one)}>{t('correct')}<span className="visually-hidden"> {t(`entry.${one.kind}`)} {day(one.on, 'short')}</span></Button> : null}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <ShowMore of={pages} />
    </>
  )
}

function Periods({ detail }: { readonly detail: Detail }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  const figures = ['opening', 'credited', 'claimed', 'returned', 'adjusted', 'groupIn', 'groupOut', 'expired', 'closing'] as const
  const shown = figures.filter((name) => ['opening', 'credited', 'claimed', 'closing', 'expired'].includes(name) || detail.periods.some((one) => !one.figures[name].startsWith('0.000 ')))
  return (
    <section aria-labelledby="periods">
      <h2 id="periods">{t('periods')}</h2>
      <PlainTable label={t('periods')}>
        <thead><tr><th scope="col">{t('field.period')}</th><th scope="col">{t('field.state')}</th>{shown.map((name) => <th key={name} scope="col">{t(`figure.${name}`)}</th>)}<th scope="col">{t('field.digest')}</th></tr></thead>
        <tbody>
          {detail.periods.map((one) => (
            <tr key={one.period}>
              <th scope="row" className="nowrap">{day(one.from, 'short')} – {day(one.to, 'short')}</th><td>{t(`state.${one.state}`)}</td>
              {shown.map((name) => <td key={name} className={classes.number}>{mass(one.figures[name])}</td>)}
              <td className={classes.code}>{one.digest === null ? '–' : <abbr title={one.digest}>{one.digest.slice(0, 12)}…</abbr>}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function MadeOf({ detail }: { readonly detail: Detail }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  if (detail.vintages.length === 0) return null
  return (
    <section aria-labelledby="vintages">
      <h2 id="vintages">{t('vintages')}</h2>
      <Facts>
        {detail.vintages.map((one) => (
          <Fact key={one.period} name={one.period < 1 ? t('vintage.opening') : t('vintage.of', { period: one.period })}>
            {mass(one.quantity)} <span className="quiet">({one.usableUntil === null ? t('vintages.never') : `${t('field.usable')} ${day(one.usableUntil)}`})</span>
          </Fact>
        ))}
      </Facts>
    </section>
  )
}

function Group({ group, accountId, onMove }: { readonly group: NonNullable<Detail['group']>; readonly accountId: string; readonly onMove: (() => void) | undefined }) {
  const t = useMessages('balance')
  const mass = useMass()
  return (
    <section aria-labelledby="group">
      <h2 id="group">{t('group')}: {group.name}</h2>
      <p>{group.boundary}</p>
      <p><strong>{t('group.balance', { quantity: mass(group.balance) })}</strong></p>
      <Facts>
        {group.members.map((one) => (
          <Fact key={one.accountId} name={one.accountId === accountId ? one.siteName : <Link to="/balance/$accountId" params={{ accountId: one.accountId }}>{one.siteName}</Link>}>{mass(one.balance)}</Fact>
        ))}
      </Facts>
      {onMove === undefined || group.members.length < 2 ? null : <Button variant="default" onClick={onMove}>{t('group.transfer')}</Button>}
    </section>
  )
}

type Open = { readonly what: 'credit' | 'throughput' | 'group' | 'recovery' } | { readonly what: 'correct'; readonly entry: Entry }

function Shown({ detail }: { readonly detail: Detail }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const kindOf = useKind()
  const [open, setOpen] = useState<Open>()
  const today = useToday()
  const { account, mayWrite } = detail
  const { accountId } = account
  const unit = unitOf(account)
  const done = (): void => setOpen(undefined)
  const overdue = detail.periods.findLast(({ state, to }) => state === 'open' && to < today)
  const titles = { credit: t('credit'), throughput: t('throughput'), group: t('group.transfer'), recovery: t('recovery.revise'), correct: t('correct.title') }
  return (
    <>
      <PageHeading title={t('account.title', { kind: kindOf(account), site: detail.siteName })} lead={`${detail.profileTitle}. ${t('period', { from: day(detail.period.from), to: day(detail.period.to) })}.`} />
      {overdue === undefined ? null : <p className={classes.late}>{t('account.overdue', { day: day(overdue.to) })}</p>}
      <Meter row={detail} />
      <div className={classes.actions}>
        {mayWrite ? <Button onClick={() => setOpen({ what: 'credit' })}>{t('credit')}</Button> : null}
        {mayWrite ? <Button variant="default" component="a" renderRoot={(props) => <Link {...props} to="/balance/$accountId/month" params={{ accountId }} />}>{t('account.month')}</Button> : null}
        {mayWrite ? <Button variant="default" onClick={() => setOpen({ what: 'throughput' })}>{t('throughput')}</Button> : null}
        {detail.mayClose ? <Button variant="default" component="a" renderRoot={(props) => <Link {...props} to="/balance/$accountId/close" params={{ accountId }} />}>{t('account.close')}</Button> : null}
        {mayWrite ? <Button variant="default" component="a" renderRoot={(props) => <Link {...props} to="/transfer-statements" search={{ account: accountId }} />}>{t('account.state')}</Button> : null}
        <Button variant="subtle" component="a" href={linkTo('exportAccount', { accountId })}>{t('account.export')}</Button>
      </div>
      <Claim accountId={accountId} unit={unit} mayWrite={mayWrite} />
      {mayWrite ? <Suggestions accountId={accountId} /> : null}
      <MadeOf detail={detail} />
      <Recovery account={account} onRevise={mayWrite ? () => setOpen({ what: 'recovery' }) : undefined} />
      {detail.group === null ? null : <Group group={detail.group} accountId={accountId} onMove={mayWrite ? () => setOpen({ what: 'group' }) : undefined} />}
      <Periods detail={detail} />
      <section aria-labelledby="entries">
        <h2 id="entries">{t('entries')}</h2>
        <Entries accountId={accountId} onCorrect={mayWrite ? (entry) => setOpen({ what: 'correct', entry }) : undefined} />
      </section>
      <Modal opened={open !== undefined} onClose={done} title={open === undefined ? '' : titles[open.what]} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        {open?.what === 'credit' ? <CreditForm accountId={accountId} unit={unit} onDone={done} /> : open?.what === 'throughput' ? <ThroughputForm accountId={accountId} unit={unit} onDone={done} />
          : open?.what === 'recovery' ? <RecoveryForm account={account} onDone={done} /> : open?.what === 'correct' ? <CorrectForm accountId={accountId} unit={unit} entry={open.entry} onDone={done} /> : open?.what === 'group' && detail.group !== null ? <GroupTransfer from={accountId} unit={unit} group={detail.group} onDone={done} /> : null}
      </Modal>
    </>
  )
}

function Content() {
  const { accountId } = route.useParams()
  const t = useMessages('balance')
  const { data, error } = useLooseRead('getAccount', { accountId })
  if (data === undefined) return <><PageHeading title={t('accounts.title')} /><Waiting error={error} /></>
  return <Shown detail={data} />
}

export const Page = () => (
  <BookPage>
    <Content />
  </BookPage>
)
