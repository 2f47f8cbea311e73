// What becomes of an award: its history, what is proposed and decided about it, reports and reviews, special conditions.
import { NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useMe } from '../account/me.ts'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import { MatterCard, type File } from './award-matter.tsx'
import classes from './decision.module.css'
import { ActButton, TextForm, Waiting } from './parts.tsx'

const route = getRouteApi('/awards/$awardId/changes')
const PROPOSALS = ['suspend', 'withdraw', 'reinstate', 'extend', 'transfer'] as const
const REASONS = [
  'plan-overdue', 'follow-up', 'serious-event', 'grievance-upheld', 'false-claim', 'significant-change', 'site-left', 'site-closed', 'site-sold', 're-assessment', 'verified-remedy', 'correction',
] as const

function Propose({ file }: { readonly file: File }) {
  const t = useMessages('decision')
  const [proposal, setProposal] = useState<(typeof PROPOSALS)[number]>('suspend')
  const [reasonClass, setReasonClass] = useState<(typeof REASONS)[number]>('serious-event')
  const [validUntil, setValidUntil] = useState('')
  const [asOf, setAsOf] = useState('')
  const mayBeBackdated = proposal === 'suspend' || proposal === 'withdraw'
  const [organisationId, setOrganisationId] = useState('')
  return (
    <section>
      <h2>{t('propose.title')}</h2>
      <p>{t('propose.meaning')}</p>
      <TextForm
        label={t('propose.reason')}
        meaning={t('propose.reason.meaning')}
        button={t('propose.button')}
        act={(reason) =>
          api.proposeAwardChange({
            awardId: file.awardId, proposal, reasonClass, reason,
            ...(mayBeBackdated && asOf !== '' ? { asOf } : {}),
            ...(proposal === 'extend' && validUntil !== '' ? { validUntil } : {}), ...(proposal === 'transfer' && organisationId.trim() !== '' ? { organisationId: organisationId.trim() } : {}),
          })
        }>
        <NativeSelect label={t('propose.what')} value={proposal} onChange={(event) => setProposal(event.currentTarget.value as typeof proposal)} data={PROPOSALS.map((value) => ({ value, label: t(`proposal.${value}`) }))} />
        <NativeSelect label={t('propose.class')} description={t('propose.class.meaning')} value={reasonClass} onChange={(event) => setReasonClass(event.currentTarget.value as typeof reasonClass)} data={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))} />
        {mayBeBackdated ? <TextInput type="date" label={t('propose.as-of')} description={t('propose.as-of.meaning')} min={file.history.at(-1)?.on} max={file.today} value={asOf} onChange={(event) => setAsOf(event.currentTarget.value)} /> : null}
        {proposal === 'extend' ? <TextInput type="date" label={t('propose.valid-until')} required min={file.validUntil} value={validUntil} onChange={(event) => setValidUntil(event.currentTarget.value)} /> : null}
        {proposal === 'transfer' ? <TextInput label={t('propose.owner')} description={t('propose.owner.meaning')} required value={organisationId} onChange={(event) => setOrganisationId(event.currentTarget.value)} /> : null}
      </TextForm>
    </section>
  )
}

function ReportForm({ file, today }: { readonly file: File; readonly today: string }) {
  const t = useMessages('decision')
  const [kind, setKind] = useState<'significant-change' | 'serious-event'>('significant-change')
  const [happenedOn, setHappenedOn] = useState(today)
  return (
    <TextForm label={t('report.text')} meaning={t('report.text.meaning')} button={t('report.button')} act={(text) => api.reportAwardEvent({ awardId: file.awardId, kind, happenedOn, text })}>
      <NativeSelect label={t('report.kind')} value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)} data={(['significant-change', 'serious-event'] as const).map((value) => ({ value, label: t(`reason.${value}`) }))} />
      <TextInput type="date" label={t('report.day')} required max={today} value={happenedOn} onChange={(event) => setHappenedOn(event.currentTarget.value)} />
    </TextForm>
  )
}

function ReportCard({ file, report }: { readonly file: File; readonly report: File['reports'][number] }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const { reportId } = report
  const isOpen = report.state === 'open' || report.state === 'under-review'
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h3>{t(`reason.${report.kind}`)}</h3>
        <span>{t(`report.state.${report.state}`)}</span>
        <span>{day(report.happenedOn)}</span>
      </div>
      {report.text === null ? null : <p className={classes.words}>{report.text}</p>}
      {report.toldOn === null ? null : <p>{t('report.told', { day: day(report.toldOn) })}</p>}
      {report.publicSince === null ? null : <p>{t('report.public', { day: day(report.publicSince) })}</p>}
      {report.closingText === null ? null : <p className={classes.words}>{report.closingText}</p>}
      {file.may.acknowledge && report.state === 'under-review' && report.acknowledgedOn === null ? <ActButton label={t('report.acknowledge')} variant="filled" act={() => api.acknowledgeAwardReview({ reportId })} /> : null}
      {file.may.review && report.state === 'open' ? <ActButton label={t('report.review')} act={() => api.openAwardReview({ reportId })} /> : null}
      {file.may.review && report.state === 'under-review' && report.publicSince === null ? <ActButton label={t('report.publish')} act={() => api.publishAwardReview({ reportId })} /> : null}
      {file.may.review && isOpen ? (
        <>
          <TextForm label={t('report.close.text')} button={t('report.close')} variant="default" act={(text) => api.closeAwardReport({ reportId, outcome: 'answered', text })} />
          {report.kind === 'significant-change' ? <TextForm label={t('report.early.text')} button={t('report.early')} variant="default" act={(text) => api.askEarlyReassessment({ reportId, text })} /> : null}
        </>
      ) : null}
    </li>
  )
}

function Conditions({ file, today }: { readonly file: File; readonly today: string }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  return (
    <section>
      <h2>{t('conditions.title')}</h2>
      <ul className={classes.rows}>
        {file.specialConditions.map((condition) => (
          <li key={condition.conditionId}>
            {condition.text} {condition.boundTo === null ? '' : `(${condition.boundTo})`} · {condition.metOn === null ? t('conditions.open') : t('conditions.met', { day: day(condition.metOn) })}
            {file.may.meetCondition && condition.metOn === null ? (
              <TextForm label={t('conditions.how')} button={t('conditions.meet')} variant="default" act={(text) => api.meetSpecialCondition({ awardId: file.awardId, conditionId: condition.conditionId, metOn: today, text })} />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ file }: { readonly file: File }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  return (
    <section>
      <h2>{t('history.title')}</h2>
      <PlainTable label={t('history.title')}>
        <thead>
          <tr>
            <th scope="col">{t('column.day')}</th>
            <th scope="col">{t('column.change')}</th>
            <th scope="col">{t('column.reason')}</th>
            <th scope="col">{t('column.valid-until')}</th>
          </tr>
        </thead>
        <tbody>
          {file.history.map((entry, index) => (
            <tr key={index}>
              <td>{day(entry.on, 'short')}</td>
              <td>{t(`change.${entry.change}`)}</td>
              <td>{t(`reason.${entry.reasonClass}`)}</td>
              <td>{day(entry.validUntil, 'short')}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </section>
  )
}

function Content({ file, today }: { readonly file: File; readonly today: string }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  return (
    <>
      <Facts>
        <Fact name={t('column.state')}>
          {t(`award.state.${file.state}`)}
          {file.isConditional ? ` (${t('outcome.conditional')})` : ''}
        </Fact>
        <Fact name={t('column.valid-until')}>{day(file.validUntil)}</Fact>
        {file.followUpDueOn === null ? null : <Fact name={t('award.follow-up')}>{day(file.followUpDueOn)}</Fact>}
        {file.underReviewSince === null ? null : <Fact name={t('award.under-review')}>{day(file.underReviewSince)}</Fact>}
      </Facts>
      <p>
        <Link to={`/awards/${file.awardId}` as '/'}>{t('award.public')}</Link> · <Link to={`/cases/${file.caseId}` as '/'}>{t('award.case')}</Link>
      </p>
      <section>
        <h2>{t('matters.title')}</h2>
        <p className="quiet">{t('matters.meaning')}</p>
        <ul className={classes.rows}>
          {file.matters.map((matter) => (
            <MatterCard key={matter.matterId} file={file} matter={matter} />
          ))}
        </ul>
        {file.matters.length === 0 ? <p>{t('matters.none')}</p> : null}
      </section>
      {file.may.propose ? <Propose file={file} /> : null}
      {file.specialConditions.length === 0 ? null : <Conditions file={file} today={today} />}
      <section>
        <h2>{t('reports.title')}</h2>
        <ul className={classes.rows}>
          {file.reports.map((report) => (
            <ReportCard key={report.reportId} file={file} report={report} />
          ))}
        </ul>
        {file.may.report ? <ReportForm file={file} today={today} /> : null}
      </section>
      <History file={file} />
    </>
  )
}

export function Page() {
  const t = useMessages('decision')
  const words = useWords()
  const me = useMe()
  const { awardId } = route.useParams()
  const read = useLooseRead('getAwardFile', { awardId }, me !== undefined && me.kind !== 'public')
  const file = read.data
  const title = file === undefined ? t('award.title') : t('award.title.of', { mark: words.metal(file.mark), site: file.siteName })
  return (
    <Frame>
      <PageHeading title={title} lead={file?.participant} />
      <NeedsAccount>{file === undefined ? <Waiting error={read.error} /> : <Content file={file} today={file.today} />}</NeedsAccount>
    </Frame>
  )
}
