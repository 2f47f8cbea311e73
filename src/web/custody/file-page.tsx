// A table of events: looked through first, recorded then.
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { linkTo, upload } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import classes from './custody.module.css'
import type { Book } from './books.ts'
import { CustodyFrame } from './custody-frame.tsx'
import { Effects } from './effects.tsx'

export const Page = () => <CustodyFrame screen="file">{(book) => <FileEntry key={book.organisationId} book={book} />}</CustodyFrame>

type Reading = Awaited<ReturnType<typeof upload<'recordCustodyFile'>>>

function FileEntry({ book }: { readonly book: Book }) {
  const t = useMessages('custody')
  const queries = useQueryClient()
  const [file, setFile] = useState<File>()
  const send = (isDryRun: boolean, mode: 'line' | 'all', of: File) => upload('recordCustodyFile', { organisationId: book.organisationId, filename: of.name, mode }, of, { isDryRun })
  const look = useMutation({ mutationFn: (of: File) => send(true, 'line', of) })
  const record = useMutation({ mutationFn: (mode: 'line' | 'all') => send(false, mode, file!), onSuccess: () => queries.invalidateQueries({ queryKey: ['listLots'] }) })
  const reading = record.data ?? look.data
  return (
    <>
      <p>
        <a href={linkTo('getCustodyTemplate', { format: 'xlsx' })} download>{t('file.template')} (XLSX)</a>, <a href={linkTo('getCustodyTemplate', { format: 'csv' })} download>CSV</a>
      </p>
      <FileDrop label={t('file.choose')} accept=".xlsx,.csv" isBusy={look.isPending || record.isPending} onFile={(one) => { setFile(one); record.reset(); look.mutate(one) }}>
        {file === undefined ? null : <p>{file.name}</p>}
      </FileDrop>
      <ProblemText error={look.error ?? record.error} />
      {reading === undefined ? null : (
        <>
          <p className={classes.total} role="status">{record.data === undefined ? t('file.looked', { good: reading.recorded, known: reading.alreadyRecorded, bad: reading.refused }) : t('file.done', { count: record.data.recorded })}</p>
          {record.data !== undefined || reading.recorded === 0 ? null : (
            <Group mb="md">
              {reading.refused === 0 ? <Button loading={record.isPending} onClick={() => record.mutate('all')}>{t('file.all')}</Button> : <Button variant="default" loading={record.isPending} onClick={() => record.mutate('line')}>{t('file.good')}</Button>}
            </Group>
          )}
          <ReadingTable reading={reading} isDone={record.data !== undefined} />
        </>
      )}
    </>
  )
}

function ReadingTable({ reading, isDone }: { readonly reading: Reading; readonly isDone: boolean }) {
  const t = useMessages('custody')
  const words = (kind: string): string => { const key = `kind.${kind}`; return t.has(key) ? t(key) : kind }
  return (
    <PlainTable label={t('title.file')}>
      <thead><tr><th scope="col">{t('file.rows')}</th><th scope="col">{t('event')}</th><th scope="col">{t('kind')}</th><th scope="col">{t('file.outcome')}</th></tr></thead>
      <tbody>
        {reading.items.map(({ rows, kind, answer, partner }, i) => (
          <tr key={i}>
            <td className="numeric">{rows.join(', ')}</td>
            <th scope="row">{answer.event}</th>
            <td>{words(kind)}</td>
            <td>
              {answer.state === 'refused' ? <span className={classes.over}>{t('refused')}{answer.refusal === undefined ? null : <RefusalText refusal={answer.refusal} />}</span> : answer.state === 'already-recorded' ? t('file.known') : <>{isDone ? t('recorded', { event: answer.event }) : t('file.ok')}<Effects effect={answer.effect} /></>}
              {partner === null || answer.state !== 'recorded' ? null : <div className="quiet">{partner.words}: {partner.standing === 'here' ? t(kind === 'ship' ? 'partner.asked' : 'partner.here', { name: partner.name ?? partner.words }) : t(partner.standing === 'several' ? 'partner.several' : kind === 'ship' ? 'partner.absent' : 'partner.unknown')}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}
