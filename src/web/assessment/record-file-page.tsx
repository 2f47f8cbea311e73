// The record as one file: taken along, filled without a network, and brought back with a look at every change first.
import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { linkTo, upload, type Result } from '../api/client.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { useDocumentTitle } from '../workbook/use-workbook.ts'
import classes from './assessment.module.css'

type Reading = Result<'previewOnSiteFile'>

const shown = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : Array.isArray(value) ? value.map((one) => (typeof one === 'object' && one !== null ? Object.values(one).join(' ') : String(one))).join('; ') : String(value)

function Preview({ reading }: { readonly reading: Reading }) {
  const t = useMessages('assessment')
  const changes = reading.changes.filter(({ effect }) => effect !== 'known')
  return (
    <>
      <p role="status">{t('file.summary', { changes: changes.length, conflicts: changes.filter(({ effect }) => effect === 'conflicts').length, known: reading.changes.length - changes.length })}</p>
      {reading.unread.length === 0 ? null : (
        <div className={classes.warning}>
          <p>{t('file.unread', { count: reading.unread.length })}</p>
          <ul>
            {reading.unread.slice(0, 50).map((one) => (
              <li key={`${one.sheet} ${one.line} ${one.field}`}>
                {one.sheet} {one.line}: {one.text} – {one.detail}
              </li>
            ))}
          </ul>
        </div>
      )}
      {changes.length === 0 ? null : (
        <PlainTable label={t('file.changes')}>
          <thead>
            <tr>
              {(['place', 'field', 'before', 'after', 'effect'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`file.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.changeId}>
                <th scope="row">{change.title ?? change.criterion}</th>
                <td>{t.has(`column.${change.field}`) ? t(`column.${change.field}` as 'column.rating') : change.field}</td>
                <td>{shown(change.before)}</td>
                <td>{shown(change.after)}</td>
                <td>
                  {t(change.effect === 'conflicts' ? 'file.conflicts' : 'file.changes-it')}
                  {change.needsReason ? ` · ${t('file.needs-reason')}` : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
    </>
  )
}

function Files({ caseId }: { readonly caseId: string }) {
  const t = useMessages('assessment')
  useDocumentTitle(t('file.title'))
  const [file, setFile] = useState<File>()
  const [reason, setReason] = useState('')
  const preview = useMutation({ mutationFn: (chosen: File) => upload('previewOnSiteFile', { caseId, filename: chosen.name }, chosen) })
  const apply = useAct(() => upload('applyOnSiteFile', { caseId, filename: file!.name, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }, file!))
  const needsReason = preview.data?.changes.some((change) => change.needsReason) ?? false
  return (
    <>
      <div className={classes.way}>
        <Link to="/cases/$caseId/assessment/on-site" params={{ caseId }}>
          {t('rating.all')}
        </Link>
      </div>
      <h2>{t('file.title')}</h2>
      <p>{t('file.meaning')}</p>
      <div className={classes.row}>
        <Button component="a" href={linkTo('exportOnSiteRecord', { caseId, format: 'zip' })}>
          {t('file.take-zip')}
        </Button>
        <Button component="a" variant="default" href={linkTo('exportOnSiteRecord', { caseId, format: 'xlsx' })}>
          {t('file.take-xlsx')}
        </Button>
      </div>
      <h3>{t('file.back')}</h3>
      <FileDrop
        label={t('file.choose')}
        accept=".zip,.json,.xlsx"
        isBusy={preview.isPending}
        onFile={(chosen) => {
          setFile(chosen)
          apply.reset()
          preview.mutate(chosen)
        }}>
        <p>{t('file.back.meaning')}</p>
      </FileDrop>
      <ProblemText error={preview.error} />
      {preview.data === undefined || apply.isSuccess ? null : (
        <>
          <Preview reading={preview.data} />
          {needsReason ? <Textarea label={t('column.change-reason')} description={t('rating.reason.meaning')} required autosize minRows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} /> : null}
          <ProblemText error={apply.error} />
          <div className={classes.row}>
            <Button loading={apply.isPending} disabled={needsReason && reason.trim() === ''} onClick={() => apply.mutate(undefined)}>
              {t('file.apply')}
            </Button>
          </div>
        </>
      )}
      {apply.isSuccess ? <p role="status">{t('file.applied', { count: apply.data.added })}</p> : null}
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      <Files caseId={caseId} />
    </CaseFrame>
  )
}
