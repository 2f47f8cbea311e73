// Figures from a sheet: download the empty one, choose the filled one, see what each set comes to, record them all.
import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { linkTo, upload, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { RowTable } from '../ui/row-table.tsx'
import classes from './claims.module.css'

type Reading = Result<'importActivities'>

export function ActivityFile({ organisationId, onDone }: { readonly organisationId: string; readonly onDone: () => void }) {
  const t = useMessages('claims')
  const queries = useQueryClient()
  const [file, setFile] = useState<File>()
  const send = (one: File, isDryRun: boolean) => upload('importActivities', { organisationId, filename: one.name }, one, { isDryRun })
  const looked = useMutation({ mutationFn: (one: File) => send(one, true) })
  const recorded = useMutation({
    mutationFn: (one: File) => send(one, false),
    onSuccess: async () => {
      await queries.invalidateQueries()
      onDone()
    },
  })
  const reading = looked.data
  return (
    <div className={classes.sheet}>
      <p>{t('file.lead')}</p>
      <Group>
        <Button variant="default" component="a" href={linkTo('getActivityTemplate', { organisationId })}>{t('file.template')}</Button>
      </Group>
      <FileDrop label={t('file.choose')} accept=".xlsx,.csv" isBusy={looked.isPending} onFile={(one) => { setFile(one); recorded.reset(); looked.mutate(one) }}>
        {file === undefined ? null : <span>{file.name}</span>}
      </FileDrop>
      <div role="status">
        <ProblemText error={looked.error ?? recorded.error} />
        {reading === undefined ? null : <p>{t('file.looked', { recorded: reading.recorded, known: reading.known, wrong: reading.wrong })}</p>}
      </div>
      {reading === undefined || file === undefined ? null : (
        <>
          <Sets sets={reading.sets} />
          <div>
            <Button loading={recorded.isPending} disabled={reading.wrong > 0 || reading.recorded === 0} onClick={() => recorded.mutate(file)}>{t('file.record')}</Button>
          </div>
        </>
      )}
    </div>
  )
}

function Sets({ sets }: { readonly sets: Reading['sets'] }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const stageOf = (stage: string): string => t.has(`stage.${stage}`) ? t(`stage.${stage}` as 'stage.other') : stage
  return (
    <RowTable
      label={t('file.sets')}
      rows={sets}
      keyOf={({ rows }) => String(rows[0])}
      columns={[
        { heading: t('activity.site'), cell: ({ site }) => site },
        { heading: t('footprint.stage'), cell: ({ stage }) => stageOf(stage) },
        { heading: t('file.period'), cell: ({ from, to }) => `${from} – ${to}`, className: 'numeric nowrap' },
        { heading: t('file.rows'), cell: ({ rows }) => number(rows.length), className: 'numeric' },
        { heading: 't CO2e', cell: ({ tonnesCo2e }) => tonnesCo2e === null ? '–' : number(Number(tonnesCo2e), 3), className: 'numeric' },
        { heading: t('file.state'), cell: ({ state }) => t(`file.state.${state}`) },
        { heading: t('file.why'), cell: ({ code, detail }) => code === null ? null : <RefusalText refusal={{ code, detail: detail ?? '' }} /> },
      ]}
    />
  )
}
