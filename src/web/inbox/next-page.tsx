// Where each signed-in person lands: what to do next, by when and why; then what waits for others.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { holdsRole, useMe } from '../account/me.ts'
import { useLooseRead } from '../api/reads.ts'
import type { Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { DueDay } from './due-day.tsx'
import classes from './inbox.module.css'

type Step = Result<'listNext'>['items'][number]
const PAGE = 50
const MOST = 1000

function StepRow({ step }: { readonly step: Step }) {
  const t = useMessages('inbox')
  const cases = useMessages('cases')
  const state = `state.${step.state}`
  return (
    <li className={classes.row} data-waiting={!step.isYours || undefined}>
      <div>
        <h3>
          <Link to={step.link as '/'}>
            {step.isYours || step.waitsFor === null
              ? t(`act.${step.act}`)
              : t('next.waits-for', { who: t(`who.${step.waitsFor}`), act: t(`act.${step.act}`) })}
          </Link>
        </h3>
        <p>
          {step.siteName} · {cases.has(state) ? cases(state) : step.state}
        </p>
        {step.isYours || step.act === 'keep-award' ? <p>{t(`why.${step.act}`)}</p> : null}
      </div>
      <DueDay dueOn={step.dueOn} daysLeft={step.daysLeft} />
    </li>
  )
}

/** What the secretariat does for the scheme rather than for a case. */
function SchemeSteps() {
  const t = useMessages('inbox')
  const assumed = useLooseRead('listSettings', {}).data?.assumed ?? 0
  const mail = useLooseRead('getMailStanding', {}).data
  const reports = useLooseRead('listErrorReports', { state: 'open', limit: 100 }).data?.items.length ?? 0
  const steps = [
    { key: 'mail-held', to: '/settings', count: mail?.isReleased === false ? mail.held : 0 },
    { key: 'mail-failed', to: '/settings', count: mail?.failed ?? 0 },
    { key: 'reports', to: '/error-reports', count: reports },
    { key: 'settings', to: '/settings', count: assumed },
  ] as const
  const open = steps.filter(({ count, key }) => count > 0 || (key === 'mail-held' && mail?.isReleased === false))
  if (open.length === 0) return null
  return (
    <section aria-labelledby="scheme">
      <h2 id="scheme">{t('next.scheme')}</h2>
      <ul className={classes.list}>
        {open.map(({ key, to, count }) => (
          <li key={key} className={classes.row}>
            <div>
              <h3>
                <Link to={to}>{t(`next.${key}`, { count })}</Link>
              </h3>
              <p>{t(`next.${key}.why`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Steps() {
  const t = useMessages('inbox')
  const [limit, setLimit] = useState(PAGE)
  const answer = useLooseRead('listNext', { limit }).data
  const me = useMe()
  const isOperator = holdsRole(me, 'operator')
  if (answer === undefined) return <div aria-busy="true" style={{ minHeight: '16rem' }} />
  const mine = answer.items.filter(({ isYours }) => isYours)
  const waiting = answer.items.filter(({ isYours }) => !isYours)
  const nothing = answer.items.length > 0 ? 'next.empty.done' : holdsRole(me, 'firm-admin') ? 'next.empty.firm' : 'next.empty.member'
  return (
    <>
      <section aria-labelledby="mine">
        <h2 id="mine">{t('next.mine', { count: answer.mine })}</h2>
        {mine.length === 0 ? (
          isOperator ? null : (
            <Empty title={t(nothing)} />
          )
        ) : (
          <ul className={classes.list}>
            {mine.map((step) => (
              <StepRow key={step.caseId} step={step} />
            ))}
          </ul>
        )}
      </section>
      {isOperator ? <SchemeSteps /> : null}
      {waiting.length === 0 ? null : (
        <section aria-labelledby="waiting">
          <h2 id="waiting">{t('next.waiting', { count: answer.waiting })}</h2>
          <ul className={classes.list}>
            {waiting.map((step) => (
              <StepRow key={step.caseId} step={step} />
            ))}
          </ul>
        </section>
      )}
      <ShowMore of={{ hasMore: answer.next !== null && limit < MOST, isAsking: false, more: () => setLimit(Math.min(limit * 4, MOST)) }} />
    </>
  )
}

export function Page() {
  const t = useMessages('inbox')
  return (
    <Frame>
      <PageHeading title={t('next')} lead={t('next.lead')} />
      <NeedsAccount>
        <Steps />
      </NeedsAccount>
    </Frame>
  )
}
