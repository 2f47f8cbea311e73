// All imports, newest first, and the way to begin one.
import { Radio, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { NeedsOperator } from '../account/needs-operator.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { sendFile, type Upload } from '../api/send-file.ts'
import classes from './imports.module.css'

type Kind = Result<'createImport'>['directory']['kind']
const isStopped = (error: Error | null): boolean => error instanceof DOMException && error.name === 'AbortError'

function NewImport() {
  const t = useMessages('imports')
  const navigate = useNavigate()
  const [kind, setKind] = useState<Kind>('third-party')
  const [progress, setProgress] = useState(0)
  const upload = useRef<Upload<Result<'createImport'>>>(undefined)
  const send = useMutation({
    mutationFn: (file: File) => {
      setProgress(0)
      upload.current = sendFile('createImport', { filename: file.name, kind }, file, setProgress, file.type || undefined)
      return upload.current.done
    },
    onSuccess: ({ importId }) => navigate({ to: '/imports/$importId', params: { importId } }),
  })
  return (
    <section aria-labelledby="new">
      <h2 id="new">{t('new')}</h2>
      <Radio.Group label={t('kind')} value={kind} onChange={(value) => setKind(value as Kind)}>
        <Stack gap={6} mt={6}>
          {(['third-party', 'mark-owner'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`kind.${one}`)} description={t(`kind.${one}.meaning`)} />
          ))}
        </Stack>
      </Radio.Group>
      <FileDrop
        label={t('choose')}
        accept=".csv,.xlsx"
        isBusy={send.isPending}
        progress={progress}
        stop={{ label: t('stop'), onStop: () => upload.current?.stop() }}
        onFile={(file) => send.mutate(file)}>
        <p>{send.isPending ? (progress >= 1 ? t('reading') : t('sending')) : t('choose.meaning')}</p>
      </FileDrop>
      {isStopped(send.error) ? <p role="status">{t('stopped')}</p> : <ProblemText error={send.error} />}
    </section>
  )
}

function List() {
  const t = useMessages('imports')
  const { instant, number } = useFormat()
  const imports = useLooseRead('listImports', { limit: 200 })
  if (imports.error !== null) return <ProblemText error={imports.error} />
  if (imports.data === undefined) return null
  if (imports.data.items.length === 0)
    return (
      <Empty title={t('none')}>
        <p>{t('none.next')}</p>
      </Empty>
    )
  return (
    <PlainTable label={t('list')}>
      <thead>
        <tr>
          <th scope="col">{t('col.directory')}</th>
          <th scope="col">{t('col.state')}</th>
          <th scope="col" data-numeric>
            {t('col.rows')}
          </th>
          <th scope="col" data-numeric>
            {t('col.errors')}
          </th>
          <th scope="col" data-numeric>
            {t('col.doubtful')}
          </th>
          <th scope="col">{t('col.uploaded')}</th>
        </tr>
      </thead>
      <tbody>
        {imports.data.items.map((batch) => (
          <tr key={batch.importId}>
            <th scope="row">
              <Link to="/imports/$importId" params={{ importId: batch.importId }}>
                {batch.directory.title}
              </Link>
              <span className={classes.small}>{batch.filename}</span>
            </th>
            <td>{t(`state.${batch.state}`)}</td>
            <td data-numeric>{number(batch.counts.rows)}</td>
            <td data-numeric>{number(batch.counts.errors)}</td>
            <td data-numeric>{number(batch.counts.doubtful)}</td>
            <td className="nowrap">{instant(batch.uploadedAt)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

export function Page() {
  const t = useMessages('imports')
  return (
    <Frame>
      <PageHeading title={t('title')} lead={t('lead')} />
      <NeedsOperator>
        <NewImport />
        <h2>{t('list')}</h2>
        <List />
        <p>
          <Link to="/match-reviews">{t('reviews.title')}</Link>
        </p>
      </NeedsOperator>
    </Frame>
  )
}
