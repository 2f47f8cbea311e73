// The report of a round: drafted, checked for completeness, submitted; and the report for each standard, made from the one
// record.
import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { PlainAct } from './reason-act.tsx'
import { useDocumentTitle } from '../workbook/use-workbook.ts'
import classes from './assessment.module.css'

type ReportOfView = Result<'getReport'>

function Gaps({ report }: { readonly report: ReportOfView }) {
  const t = useMessages('assessment')
  if (report.gaps.length === 0) return report.may.submit ? <p role="status">{t('report.complete')}</p> : null
  return (
    <details className={classes.warning}>
      <summary>{t('report.gaps', { count: report.gaps.length })}</summary>
      <ul>
        {report.gaps.map((gap, index) => (
          <li key={index}>
            {gap.standard === null || gap.criterion === null ? (
              t(`report-gap.${gap.code}`)
            ) : (
              <>
                <Link to="/cases/$caseId/assessment/on-site/$standard/$criterion" params={{ caseId: report.caseId, standard: gap.standard, criterion: gap.criterion }}>
                  {gap.criterion}
                </Link>
                : {t(`report-gap.${gap.code}`)}
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Practices({ report, value, onChange }: { readonly report: ReportOfView; readonly value: ReportOfView['goodPractices']; readonly onChange: (value: ReportOfView['goodPractices']) => void }) {
  const t = useMessages('assessment')
  const record = useLooseRead('getOnSiteRecord', { caseId: report.caseId }).data
  const [at, setAt] = useState('')
  const [text, setText] = useState('')
  const criteria = (record?.criteria ?? []).filter(({ isInRound }) => isInRound)
  const chosen = at === '' ? (criteria[0] === undefined ? '' : `${criteria[0].standard}/${criteria[0].criterion}`) : at
  return (
    <fieldset className={classes.rating}>
      <legend>{t('report.practices')}</legend>
      <p className="quiet">{t('report.practices.meaning')}</p>
      <ul className={classes.list}>
        {value.map((one, index) => (
          <li key={index}>
            <strong>{criteria.find((found) => found.standard === one.standard && found.criterion === one.criterion)?.title ?? one.criterion}</strong>
            <p className={classes.words}>{one.text}</p>
            <div className={classes.row}>
              <Button size="xs" variant="default" onClick={() => onChange(value.filter((_, other) => other !== index))}>
                {t('remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <NativeSelect label={t('column.criterion')} value={chosen} data={criteria.map((one) => ({ value: `${one.standard}/${one.criterion}`, label: `${one.number} ${one.title}` }))} onChange={(event) => setAt(event.currentTarget.value)} />
      <Textarea label={t('report.practice')} autosize minRows={2} maxLength={2000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <div className={classes.row}>
        <Button
          variant="default"
          disabled={text.trim() === '' || chosen === ''}
          onClick={() => {
            const [standard, criterion] = chosen.split('/')
            onChange([...value, { standard: standard!, criterion: criterion!, text: text.trim() }])
            setText('')
          }}>
          {t('report.add-practice')}
        </Button>
      </div>
    </fieldset>
  )
}

function Editor({ report }: { readonly report: ReportOfView }) {
  const t = useMessages('assessment')
  const [draft, setDraft] = useState({ assessedFrom: report.assessedFrom, assessedTo: report.assessedTo, summary: report.summary, strengths: report.strengths, goodPractices: report.goodPractices })
  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const isDirty = (Object.keys(draft) as (keyof typeof draft)[]).some((name) => JSON.stringify(draft[name]) !== JSON.stringify(report[name]))
  const save = useAct(() => api.saveReport({ caseId: report.caseId, report: draft, version: report.version }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}>
      <Stack gap="sm">
        <div className={classes.cells}>
          <TextInput type="date" label={t('report.from')} value={draft.assessedFrom ?? ''} onChange={(event) => set({ assessedFrom: event.currentTarget.value || null })} />
          <TextInput type="date" label={t('report.to')} value={draft.assessedTo ?? ''} onChange={(event) => set({ assessedTo: event.currentTarget.value || null })} />
        </div>
        <Textarea label={t('report.summary')} autosize minRows={5} maxLength={20_000} value={draft.summary} onChange={(event) => set({ summary: event.currentTarget.value })} />
        <Textarea label={t('report.strengths')} autosize minRows={3} maxLength={8000} value={draft.strengths} onChange={(event) => set({ strengths: event.currentTarget.value })} />
        <Practices report={report} value={draft.goodPractices} onChange={(goodPractices) => set({ goodPractices })} />
        <ProblemText error={save.error} />
        <div className={classes.row}>
          <Button type="submit" variant={report.may.submit && !isDirty ? 'default' : 'filled'} loading={save.isPending}>
            {t('report.save')}
          </Button>
          <span role="status" className="quiet">
            {t(save.isPending ? 'saving' : isDirty ? 'not-saved-yet' : 'saved')}
          </span>
        </div>
        {report.may.submit ? (
          <>
            <p className="quiet">{t('report.submit.meaning')}</p>
            <PlainAct label={t('report.submit')} isDisabled={isDirty || report.gaps.length > 0} onDo={() => api.submitReport({ caseId: report.caseId, version: report.version })} />
          </>
        ) : null}
      </Stack>
    </form>
  )
}

function OfStandard({ report, standard }: { readonly report: ReportOfView; readonly standard: string }) {
  const t = useMessages('assessment')
  const read = useLooseRead('getStandardReport', { caseId: report.caseId, standard, round: report.round })
  const of = read.data
  if (of === undefined) return <ProblemText error={read.error} />
  return (
    <section aria-label={of.title}>
      <h3>{of.title}</h3>
      <PlainTable label={of.title}>
        <thead>
          <tr>
            {(['number', 'criterion', 'rating', 'rationale'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {of.ratings.map((rating) => (
            <tr key={rating.criterion}>
              <td className="numeric">{rating.number}</td>
              <th scope="row">{rating.title}</th>
              <td>
                {rating.levelTitle ?? t('rating.not-applicable')}
                {rating.certificateId === null ? '' : ` · ${t('on-recognition')}`}
              </td>
              <td>{rating.rationale}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      <ul className={classes.list}>
        {of.findings.map((finding) => (
          <li key={finding.findingId}>
            <strong>{finding.grade === null ? t('finding.ungraded') : t(`grade.${finding.grade}`)}</strong>
            <p className={classes.words}>{finding.statement}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Report({ caseId }: { readonly caseId: string }) {
  const t = useMessages('assessment')
  const { instant, day } = useFormat()
  useDocumentTitle(t('step.report'))
  const read = useLooseRead('getReport', { caseId })
  const report = read.data
  return (
    <>
      <div className={classes.way}>
        <Link to="/cases/$caseId/assessment" params={{ caseId }}>
          {t('back')}
        </Link>
      </div>
      <h2>{t('step.report')}</h2>
      {report === undefined ? (
        <ProblemText error={read.error} />
      ) : (
        <>
          <p>
            {t(`report.${report.state}`)}
            {report.submittedAt === null ? '' : ` · ${t('report.submitted-by', { name: report.submittedByName ?? '', at: instant(report.submittedAt) })}`}
          </p>
          <Gaps report={report} />
          {report.may.write ? (
            <Editor key={report.version} report={report} />
          ) : (
            <>
              {report.assessedFrom === null || report.assessedTo === null ? null : <p>{t('report.days', { from: day(report.assessedFrom), to: day(report.assessedTo) })}</p>}
              <p className={classes.words}>{report.summary}</p>
              <h3>{t('report.strengths')}</h3>
              <p className={classes.words}>{report.strengths}</p>
            </>
          )}
          {report.submittedAt === null ? null : report.standards.map(({ standard }) => <OfStandard key={standard} report={report} standard={standard} />)}
        </>
      )}
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      <Report caseId={caseId} />
    </CaseFrame>
  )
}
