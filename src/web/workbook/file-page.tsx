// The workbook as a file: out, edited anywhere, and back with a look at every change before anything happens.
import { Button, Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { linkTo, upload, type Result } from '../api/client.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import type { Book } from './answer.ts'
import { choicesFor } from './rating-choice.tsx'
import { useDocumentTitle, useWorkbook } from './use-workbook.ts'
import classes from './workbook.module.css'

type Reading = Result<'previewWorkbookFile'>
type FileChange = Reading['changes'][number]

function Word({ book, change, value }: { readonly book: Book; readonly change: FileChange; readonly value: string | null }) {
  const t = useMessages('workbook')
  if (value === null) return <span className="quiet">{t('conflict.empty')}</span>
  const criterion = book.criteria.find((one) => one.standard === change.standard && one.criterion === change.criterion)
  const isRating = change.field === 'rating' && criterion !== undefined
  const word = isRating ? choicesFor(book, criterion, t('file.not-applicable')).find((choice) => choice.value === value)?.label : undefined
  return <span className={classes.said}>{word ?? value}</span>
}

function Changes({ book, reading }: { readonly book: Book; readonly reading: Reading }) {
  const t = useMessages('workbook')
  const nameOf = (userId: string) => book.people.find((one) => one.userId === userId)?.name ?? t('somebody')
  return (
    <PlainTable label={t('preview.changes')}>
      <thead>
        <tr>
          {(['criterion', 'field', 'before', 'after', 'effect'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`preview.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {reading.changes.map((change) => (
          <tr key={change.changeId}>
            <th scope="row">{change.title}</th>
            <td>{t(`field.${change.field}`)}</td>
            <td className={classes.text}>
              <Word book={book} change={change} value={change.before} />
            </td>
            <td className={classes.text}>
              <Word book={book} change={change} value={change.after} />
            </td>
            <td className={classes.text}>
              {t(`effect.${change.effect}`)}
              {change.beside.map((one) => (
                <p key={one.changeId} className="quiet">
                  {t('effect.beside', { name: nameOf(one.author) })} <Word book={book} change={change} value={one.value} />
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Unread({ reading }: { readonly reading: Reading }) {
  const t = useMessages('workbook')
  return (
    <section aria-labelledby="unread">
      <h3 id="unread">{t('preview.unread', { count: reading.unread.length })}</h3>
      <ul>
        {reading.unread.map((row, index) => (
          <li key={index}>
            <b>
              {row.sheet} {t('preview.line', { line: row.line })}
            </b>{' '}
            {t(`unread.${row.code}`)} {row.text === null ? '' : `“${row.text}”`}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Preview({ book, file, reading, onDone }: { readonly book: Book; readonly file: File; readonly reading: Reading; readonly onDone: (added: number) => void }) {
  const t = useMessages('workbook')
  const client = useQueryClient()
  const [leavesUnread, setLeavesUnread] = useState(false)
  const news = reading.changes.filter(({ effect }) => effect !== 'known').length
  const conflicts = reading.changes.filter(({ effect }) => effect === 'conflicts').length
  const apply = useMutation({
    mutationFn: () => upload('applyWorkbookFile', { caseId: book.caseId, filename: file.name, leavesUnread: leavesUnread ? 'true' : 'false' }, file),
    onSuccess: async ({ added }) => {
      await client.invalidateQueries({ queryKey: ['getWorkbook', { caseId: book.caseId }] })
      onDone(added)
    },
  })
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t('preview', { count: news })}</h2>
      <p>{t('preview.meaning', { name: file.name, conflicts })}</p>
      {reading.unread.length === 0 ? null : <Unread reading={reading} />}
      {reading.changes.length === 0 ? null : <Changes book={book} reading={reading} />}
      {reading.unread.length === 0 ? null : (
        <Checkbox mt="md" label={t('preview.leave')} checked={leavesUnread} onChange={(event) => setLeavesUnread(event.currentTarget.checked)} />
      )}
      <ProblemText error={apply.error} />
      <p className={classes.buttons}>
        <Button loading={apply.isPending} disabled={news === 0 || (reading.unread.length > 0 && !leavesUnread)} onClick={() => apply.mutate()}>
          {t('preview.apply', { count: news })}
        </Button>
      </p>
    </section>
  )
}

function Body({ caseId }: { readonly caseId: string }) {
  const t = useMessages('workbook')
  const { writing, error } = useWorkbook(caseId)
  const [file, setFile] = useState<File>()
  const [added, setAdded] = useState<number>()
  const preview = useMutation({ mutationFn: (one: File) => upload('previewWorkbookFile', { caseId, filename: one.name }, one) })
  useDocumentTitle(writing === undefined ? undefined : t('title.file', { site: writing.book.siteName }))
  if (writing === undefined) return error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={error} />
  const { book } = writing
  const link = (format: 'xlsx' | 'json') => `${linkTo('exportWorkbook', { caseId, format })}&language=${t.language}`
  return (
    <>
      <nav className={classes.way} aria-label={t('way')}>
        <Link to={`/cases/${caseId}/workbook` as '/'}>{t('way.all')}</Link>
      </nav>
      <h2>{t('out')}</h2>
      <p>{t('out.meaning')}</p>
      <p className={classes.buttons}>
        <a href={link('xlsx')} download>
          {t('out.xlsx')}
        </a>
        <a href={link('json')} download>
          {t('out.json')}
        </a>
      </p>
      {!book.mayWrite ? null : (
        <>
          <h2>{t('in')}</h2>
          <p>{t('in.meaning')}</p>
          <FileDrop
            label={t('in.choose')}
            accept=".xlsx,.json"
            isBusy={preview.isPending}
            onFile={(one) => {
              setFile(one)
              setAdded(undefined)
              preview.mutate(one)
            }}
          />
          <ProblemText error={preview.error} />
          {added !== undefined ? <p role="status">{t('in.done', { count: added })}</p>
            : file === undefined || preview.data === undefined ? null
              : <Preview key={preview.data.fileHash} book={book} file={file} reading={preview.data} onDone={setAdded} />}
        </>
      )}
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="workbook">
      <Body caseId={caseId} />
    </CaseFrame>
  )
}
