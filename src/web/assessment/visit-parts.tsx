// Interviews by number, and the closing meeting by role and number. No name of anybody who was interviewed has a place here.
import { Button, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import type { RecordOfView } from './on-site-page.tsx'
import classes from './assessment.module.css'

type Row = RecordOfView['interviews'][number]

function Interviews({ record, row }: { readonly record: RecordOfView; readonly row: Row }) {
  const t = useMessages('assessment')
  const name = t.has(`group.${row.group}`) ? t(`group.${row.group}` as 'group.employees') : row.group
  const [count, setCount] = useState<number | ''>(row.count ?? '')
  const [reason, setReason] = useState(row.shortfallReason ?? '')
  const save = useAct(() => api.recordInterviews({ caseId: record.caseId, group: row.group, count: Number(count) || 0, shortfallReason: reason.trim() === '' ? null : reason.trim(), seen: row.seen }))
  const asked = [row.least === null ? null : t('plan.least', { count: row.least }), row.planned === null ? null : t('interviews.planned', { count: row.planned })].filter((one) => one !== null).join(' · ')
  const shown = row.isBelowMinimum ? t('interviews.fewer', { count: record.minimumGroupSize }) : row.count === null ? t('interviews.not-counted') : t('interviews.held', { count: row.count })
  const isShort = row.least !== null && row.count !== null && row.count < row.least
  return (
    <li>
      <div className={classes.line}>
        <strong>{name}</strong>
        <span className={classes.mark} data-tone={isShort && row.shortfallReason === null ? 'bad' : undefined}>
          {shown}
        </span>
      </div>
      <span className="quiet">{asked}</span>
      {record.mayWrite ? (
        <form
          className={classes.cells}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate(undefined)
          }}>
          <NumberInput label={t('column.count')} aria-label={`${name}: ${t('column.count')}`} min={0} value={count} onChange={(value) => setCount(value === '' ? '' : Number(value))} />
          <TextInput label={t('column.shortfall-reason')} aria-label={`${name}: ${t('column.shortfall-reason')}`} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Button type="submit" variant="default" loading={save.isPending} disabled={count === ''} aria-label={`${name}: ${t('save')}`}>
            {t('save')}
          </Button>
          <ProblemText error={save.error} />
        </form>
      ) : row.shortfallReason === null ? null : (
        <p className={classes.words}>{row.shortfallReason}</p>
      )}
    </li>
  )
}

export function InterviewsPart({ record }: { readonly record: RecordOfView }) {
  const t = useMessages('assessment')
  return (
    <section aria-labelledby="interviews">
      <h3 id="interviews">{t('sheet.interviews')}</h3>
      <p className="quiet">{t('interviews.meaning', { count: record.minimumGroupSize })}</p>
      <ul className={classes.list}>
        {record.interviews.map((row) => (
          <Interviews key={`${row.group} ${row.seen.join()}`} record={record} row={row} />
        ))}
      </ul>
    </section>
  )
}

export function ClosingPart({ record }: { readonly record: RecordOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const { closing } = record
  const [heldOn, setHeld] = useState(closing.heldOn ?? '')
  const [who, setWho] = useState(closing.attendees.map(({ role, count }) => `${role}: ${count}`).join('\n'))
  const [differences, setDifferences] = useState(closing.differences ?? '')
  const save = useAct(() =>
    api.recordClosingMeeting({
      caseId: record.caseId, heldOn, differences: differences.trim(), seen: closing.seen,
      attendees: who.split('\n').flatMap((line) => { const found = /^(.+?)\s*[:：]\s*(\d+)$/.exec(line.trim()); return found === null ? [] : [{ role: found[1]!, count: Number(found[2]) }] }),
    }),
  )
  return (
    <section aria-labelledby="closing">
      <h3 id="closing">{t('sheet.closing')}</h3>
      {record.mayWrite ? (
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate(undefined)
          }}>
          <Stack gap="sm">
            <TextInput type="date" label={t('column.held-on')} required value={heldOn} onChange={(event) => setHeld(event.currentTarget.value)} />
            <Textarea label={t('offline.attendees')} description={t('closing.attendees.meaning')} autosize minRows={3} value={who} onChange={(event) => setWho(event.currentTarget.value)} />
            <Textarea label={t('column.differences')} autosize minRows={2} maxLength={8000} value={differences} onChange={(event) => setDifferences(event.currentTarget.value)} />
            <ProblemText error={save.error} />
            <div className={classes.row}>
              <Button type="submit" variant="default" loading={save.isPending}>
                {t('closing.save')}
              </Button>
              {save.isSuccess ? <span role="status">{t('saved')}</span> : null}
            </div>
          </Stack>
        </form>
      ) : closing.heldOn === null ? (
        <p className="quiet">{t('closing.none')}</p>
      ) : (
        <>
          <p>{t('closing.held', { day: day(closing.heldOn), who: closing.attendees.map(({ role, count }) => `${role}: ${count}`).join(', ') })}</p>
          <p className={classes.words}>{closing.differences}</p>
        </>
      )}
    </section>
  )
}
