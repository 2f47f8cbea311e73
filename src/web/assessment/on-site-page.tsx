// The on-site record: how far it is, the criteria to rate, findings, media scan, interviews, closing meeting, and the end of
// the visit. For a tablet in one hand: large targets, one thing at a time.
import { Link, useParams } from '@tanstack/react-router'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { ClosingPart, InterviewsPart } from './visit-parts.tsx'
import { Findings } from './findings.tsx'
import { MediaScan } from './media-scan.tsx'
import { PlainAct } from './reason-act.tsx'
import { useDocumentTitle } from '../workbook/use-workbook.ts'
import classes from './assessment.module.css'

export type RecordOfView = Result<'getOnSiteRecord'>

export const levelName = (record: RecordOfView, standard: string, level: string | null, none: string): string =>
  level === null ? none : (record.standards.find((one) => one.standard === standard)?.levels.find(({ slug }) => slug === level)?.title ?? level)

function Criteria({ record }: { readonly record: RecordOfView }) {
  const t = useMessages('assessment')
  return record.standards.map((standard) => (
    <section key={standard.standard} aria-labelledby={`s-${standard.standard}`}>
      <h3 id={`s-${standard.standard}`}>{standard.title}</h3>
      <ul className={classes.list}>
        {record.criteria
          .filter((one) => one.standard === standard.standard && one.isInRound)
          .map((one) => (
            <li key={one.criterion}>
              <div className={classes.line}>
                <Link
                  to="/cases/$caseId/assessment/on-site/$standard/$criterion"
                  params={{ caseId: record.caseId, standard: one.standard, criterion: one.criterion }}>
                  {one.number} {one.title}
                </Link>
                <span className={classes.mark} data-tone={one.state === 'conflict' ? 'bad' : one.state === 'rated' ? 'good' : undefined}>
                  {one.state === 'rated'
                    ? one.rating === 'not-applicable'
                      ? t('rating.not-applicable')
                      : levelName(record, one.standard, one.rating, '')
                    : t(`state.${one.state}`)}
                  {one.certificateId === null ? '' : ` · ${t('on-recognition')}`}
                  {one.findingIds.length === 0 ? '' : ` · ${t('findings.count', { count: one.findingIds.length })}`}
                </span>
              </div>
            </li>
          ))}
      </ul>
    </section>
  ))
}

function Record({ caseId }: { readonly caseId: string }) {
  const t = useMessages('assessment')
  const read = useLooseRead('getOnSiteRecord', { caseId })
  const record = read.data
  useDocumentTitle(record === undefined ? undefined : `${record.siteName}: ${t('step.on-site')}`)
  if (record === undefined) return <ProblemText error={read.error} />
  const { progress } = record
  return (
    <>
      <div className={classes.way}>
        <Link to="/cases/$caseId/assessment" params={{ caseId }}>
          {t('back')}
        </Link>
        {record.mayWrite ? (
          <Link to="/cases/$caseId/assessment/on-site/file" params={{ caseId }}>
            {t('file.open')}
          </Link>
        ) : null}
        <Link to="/cases/$caseId/assessment/report" params={{ caseId }}>
          {t('report.open')}
        </Link>
      </div>
      <h2>{t('step.on-site')}</h2>
      <p>{t('on-site.rated', { rated: progress.rated, criteria: progress.criteria })}</p>
      <progress className={classes.progress} value={progress.rated} max={Math.max(1, progress.criteria)} aria-label={t('step.on-site')} />
      {progress.conflicts > 0 ? <p className={classes.warning}>{t('on-site.conflicts', { count: progress.conflicts })}</p> : null}
      {record.mayWrite ? null : <p className="quiet">{t('on-site.read-only')}</p>}
      <Criteria record={record} />
      <Findings record={record} />
      <MediaScan record={record} />
      <InterviewsPart record={record} />
      <ClosingPart record={record} />
      {record.mayComplete ? <PlainAct label={t('on-site.complete')} onDo={() => api.completeSiteVisit({ caseId })} /> : null}
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      <Record caseId={caseId} />
    </CaseFrame>
  )
}
