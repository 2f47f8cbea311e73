// What every page of a case shares: the site's name as the one h1, where the case stands, the nearest due day, and the
// pages that this account may open.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './cases.module.css'

export type CaseOfView = Result<'getCase'>

/** Each page of a case, its address below the case's, and the permit that opens it. */
const TABS = [
  { tab: 'overview', path: '', permit: 'case:read' },
  { tab: 'workbook', path: '/workbook', permit: 'workbook:read' },
  { tab: 'recognition', path: '/recognition', permit: 'recognition:read' },
  { tab: 'assessment', path: '/assessment', permit: 'assessment:read' },
  { tab: 'review', path: '/review', permit: 'review:read' },
  { tab: 'mark', path: '/mark', permit: 'mark-preview:read' },
  { tab: 'decision', path: '/decision', permit: 'report:read' },
  { tab: 'improvement-plan', path: '/improvement-plan', permit: 'improvement-plan:read' },
  { tab: 'concerns', path: '/concerns', permit: 'concern:read' },
  { tab: 'history', path: '/history', permit: 'audit:read' },
] as const
export type CaseTab = (typeof TABS)[number]['tab'] | 'letter'

/** The case of a page: read once and shared by every part of it. */
export const useCase = (caseId: string): CaseOfView | undefined => useLooseRead('getCase', { caseId }).data

export function DaysLeft({ count }: { readonly count: number }) {
  const t = useMessages('cases')
  return (
    <span className={classes.left} data-late={count < 0 ? '' : undefined}>
      {count < 0 ? t('frame.overdue', { count: -count }) : t('frame.days', { count })}
    </span>
  )
}

function Standing({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const next = one.nextDue
  return (
    <span className={classes.standing}>
      <span className={classes.state}>{t(`state.${one.state}`)}</span>
      <span>{t('frame.cycle', { cycle: one.cycle })}</span>
      {next === null ? (
        <span>{t('frame.no-clock')}</span>
      ) : (
        <span>
          {t('frame.due', { title: next.title, day: day(next.dueOn) })} · <DaysLeft count={next.daysLeft ?? 0} />
        </span>
      )}
    </span>
  )
}

function Tabs({ one, tab }: { readonly one: CaseOfView; readonly tab: CaseTab }) {
  const t = useMessages('cases')
  const open = TABS.filter(({ permit }) => one.permits.includes(permit))
  return (
    <nav aria-label={t('tab.label')} className={classes.tabs}>
      <ul>
        {open.map((entry) => (
          <li key={entry.tab}>
            <Link
              to={`/cases/${one.caseId}${entry.path}` as '/'}
              activeOptions={{ exact: true }}
              {...(entry.tab === tab ? { 'aria-current': 'page' as const } : {})}>
              {t(`tab.${entry.tab}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

type Props = {
  readonly caseId: string
  readonly tab: CaseTab
  readonly actions?: ReactNode
  /** Given the case where a page needs it; it is drawn once the case is there. */
  readonly children: ReactNode | ((one: CaseOfView) => ReactNode)
}

function Absent({ error }: { readonly error: Error | null }) {
  const t = useMessages('cases')
  if (!(error instanceof Problem) || error.body.status !== 404) return <ProblemText error={error} />
  return (
    <Empty title={t('frame.absent')}>
      <p>{t('frame.absent.meaning')}</p>
      <Link to={'/cases' as '/'}>{t('frame.all')}</Link>
    </Empty>
  )
}

export function CaseFrame({ caseId, tab, actions, children }: Props) {
  const t = useMessages('cases')
  const me = useMe()
  const read = useLooseRead('getCase', { caseId }, me !== undefined && me.kind !== 'public')
  const one = read.data
  return (
    <Frame>
      {one === undefined ? (
        <PageHeading title={t('page-title', { site: t('frame.case'), tab: t(`tab.${tab}`) })} />
      ) : (
        <PageHeading title={t('page-title', { site: one.siteName, tab: t(`tab.${tab}`) })} lead={<Standing one={one} />} actions={actions}>
          {one.siteName}
        </PageHeading>
      )}
      <NeedsAccount>
        {one === undefined ? (
          <Absent error={read.error} />
        ) : (
          <>
            <Tabs one={one} tab={tab} />
            {typeof children === 'function' ? children(one) : children}
          </>
        )}
      </NeedsAccount>
    </Frame>
  )
}
