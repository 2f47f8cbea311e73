// The assessment of a case step by step: who assesses, what is planned, what is public, the desk, the visit, the report.
// Each step says how it stands and what its next act is.
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame, type CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { EngagementStep } from './engagement-step.tsx'
import { NoticeForm } from './notice-form.tsx'
import { RoundStep } from './round-step.tsx'
import { ReasonAct } from './reason-act.tsx'
import classes from './assessment.module.css'

type Tone = 'wait' | 'good' | 'bad' | undefined

export function Step({ title, mark, tone, isNow, children }: { readonly title: string; readonly mark: string; readonly tone?: Tone; readonly isNow?: boolean; readonly children?: ReactNode }) {
  return (
    <li className={classes.step} data-now={isNow === true ? '' : undefined}>
      <h2>
        {title}
        <span className={classes.mark} data-tone={tone}>
          {mark}
        </span>
      </h2>
      {children}
    </li>
  )
}

const ORDER = ['committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'in-review', 'final']
/** Whether a case has passed a state of its first round. */
const isPast = (one: CaseOfView, state: string): boolean => one.round > 1 || (ORDER.includes(one.state) ? ORDER.indexOf(one.state) > ORDER.indexOf(state) : ['remediation', 'conditional', 'awarded', 'closed'].includes(one.state))

function PlanStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const plan = useLooseRead('getPlan', { caseId: one.caseId })
  const data = plan.data
  const isDone = isPast(one, 'self-assessed')
  return (
    <Step
      title={t('step.plan')}
      isNow={one.state === 'self-assessed'}
      tone={isDone ? 'good' : 'wait'}
      mark={isDone ? t('plan.approved') : data === undefined || data.version === 0 ? t('plan.not-begun') : data.gaps.length > 0 ? t('plan.gaps', { count: data.gaps.length }) : data.confirmed === null ? t('plan.to-confirm') : t('plan.to-approve')}>
      <ProblemText error={plan.error} />
      {data?.plan.visitFrom == null || data.plan.visitTo === null ? null : <p>{t('plan.visit', { from: day(data.plan.visitFrom), to: day(data.plan.visitTo), days: data.plan.personDays })}</p>}
      <div className={classes.row}>
        <Link to="/cases/$caseId/assessment/plan" params={{ caseId: one.caseId }}>
          {t('plan.open')}
        </Link>
        {one.permits.includes('plan:approve') && (one.state === 'planned' || one.state === 'announced') ? (
          <ReasonAct label={t('plan.reopen')} meaning={t('plan.reopen.meaning')} field={t('reason')} max={1000} onDo={(reason) => api.reopenPlan({ caseId: one.caseId, reason })} />
        ) : null}
      </div>
    </Step>
  )
}

function NoticeStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const plan = useLooseRead('getPlan', { caseId: one.caseId }).data
  const notice = plan?.notice ?? null
  return (
    <Step title={t('step.notice')} isNow={one.state === 'planned'} tone={notice === null ? 'wait' : 'good'} mark={notice === null ? t('notice.none') : t('notice.published', { day: day(notice.publishedOn) })}>
      {notice === null ? null : (
        <>
          <p className={classes.words}>{notice.text}</p>
          <p className="quiet">{t('notice.concerns', { day: day(notice.concernsUntil) })}</p>
        </>
      )}
      {one.state === 'planned' && one.permits.includes('plan:approve') && plan !== undefined ? <NoticeForm caseId={one.caseId} plan={plan} /> : null}
    </Step>
  )
}

function DeskStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const desk = useLooseRead('getDeskReview', { caseId: one.caseId })
  const open = desk.data?.open ?? 0
  const isDone = isPast(one, 'announced')
  return (
    <Step title={t('step.desk')} isNow={one.state === 'announced'} tone={isDone ? 'good' : open > 0 ? 'wait' : undefined} mark={isDone ? t('desk.done') : t('desk.open', { count: open })}>
      <ProblemText error={desk.error} />
      <Link to="/cases/$caseId/assessment/desk-review" params={{ caseId: one.caseId }}>
        {t('desk.go')}
      </Link>
    </Step>
  )
}

function OnSiteStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const maySee = one.permits.includes('finding:read')
  const record = useLooseRead('getOnSiteRecord', { caseId: one.caseId }, maySee)
  const progress = record.data?.progress
  const isDone = isPast(one, 'desk-reviewed')
  return (
    <Step
      title={t('step.on-site')}
      isNow={one.state === 'desk-reviewed' || one.state === 'assessed'}
      tone={isDone ? 'good' : undefined}
      mark={progress === undefined ? t(isDone ? 'on-site.done' : 'on-site.ahead') : t('on-site.rated', { rated: progress.rated, criteria: progress.criteria })}>
      {maySee ? (
        <div className={classes.row}>
          <Link to="/cases/$caseId/assessment/on-site" params={{ caseId: one.caseId }}>
            {t('on-site.open')}
          </Link>
          {record.data?.mayWrite === true ? (
            <Link to="/cases/$caseId/assessment/on-site/file" params={{ caseId: one.caseId }}>
              {t('file.open')}
            </Link>
          ) : null}
        </div>
      ) : (
        <p className="quiet">{t('on-site.hidden')}</p>
      )}
    </Step>
  )
}

/** Its writers see a draft, who reads the record sees what is in review, everybody of the case what is final. Nobody asks in vain. */
const seesReport = ({ state, permits }: CaseOfView): boolean =>
  permits.includes('report:write') || (state === 'in-review' && permits.includes('finding:read')) || ['final', 'remediation', 'conditional', 'awarded', 'closed'].includes(state)

function ReportStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const report = useLooseRead('getReport', { caseId: one.caseId, round: Math.max(1, one.round) }, seesReport(one))
  return (
    <Step title={t('step.report')} isNow={one.state === 'assessed'} tone={report.data?.state === 'final' ? 'good' : report.data?.state === 'returned' ? 'bad' : undefined} mark={report.data === undefined ? t('report.hidden') : t(`report.${report.data.state}`)}>
      {report.data === undefined ? null : (
        <Link to="/cases/$caseId/assessment/report" params={{ caseId: one.caseId }}>
          {t('report.open')}
        </Link>
      )}
    </Step>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      {(one) => (
        <ol className={classes.steps}>
          <EngagementStep one={one} />
          <PlanStep one={one} />
          <NoticeStep one={one} />
          <DeskStep one={one} />
          <OnSiteStep one={one} />
          <ReportStep one={one} />
          <RoundStep one={one} />
        </ol>
      )}
    </CaseFrame>
  )
}
