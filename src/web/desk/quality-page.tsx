// Reports drawn for a check of their quality. The seed of a draw is kept, so that nobody can choose who is checked.
import { Button, Group, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './desk.module.css'

type Check = Result<'listQualityChecks'>['items'][number]
const VERDICTS = ['sound', 'minor-faults', 'serious-faults'] as const

function Draw({ onDone }: { readonly onDone: () => void }) {
  const t = useMessages('desk')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [percent, setPercent] = useState<number | string>(10)
  const [seed, setSeed] = useState('')
  const drawing = useMutation({
    mutationFn: () => api.drawQualitySample({ from, to, percent: Number(percent), seed }),
    onSuccess: onDone,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        drawing.mutate()
      }}>
      <Group align="end">
        <TextInput type="date" label={t('draw.from')} required value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput type="date" label={t('draw.to')} required value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <NumberInput label={t('draw.percent')} required min={1} max={100} value={percent} onChange={setPercent} />
        <TextInput label={t('draw.seed')} required maxLength={100} value={seed} onChange={(event) => setSeed(event.currentTarget.value)} />
        <Button type="submit" loading={drawing.isPending} disabled={from === '' || to === '' || seed === ''}>
          {t('draw')}
        </Button>
      </Group>
      <p className="quiet">{t('draw.meaning')}</p>
      <ProblemText error={drawing.error} />
    </form>
  )
}

function CheckCard({ check, onDone }: { readonly check: Check; readonly onDone: () => void }) {
  const t = useMessages('desk')
  const { day } = useFormat()
  const [verdict, setVerdict] = useState<(typeof VERDICTS)[number]>('sound')
  const [remarks, setRemarks] = useState('')
  const recording = useMutation({
    mutationFn: () => api.recordQualityCheck({ caseId: check.caseId, round: check.round, drawId: check.drawId, verdict, remarks }),
    onSuccess: onDone,
  })
  return (
    <li>
      <Link to="/cases/$caseId" params={{ caseId: check.caseId }}>
        {check.siteName ?? check.caseId}
      </Link>{' '}
      <span className="quiet">{t('check.drawn', { round: check.round, day: day(check.drawnOn) })}</span>
      {check.verdict === null ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            recording.mutate()
          }}>
          <Stack gap="sm" mt="sm">
            <NativeSelect label={t('check.verdict')} maw={320} value={verdict} data={VERDICTS.map((one) => ({ value: one, label: t(`verdict.${one}`) }))} onChange={(event) => setVerdict(event.currentTarget.value as typeof verdict)} />
            <Textarea label={t('check.remarks')} required autosize minRows={2} maxLength={4000} value={remarks} onChange={(event) => setRemarks(event.currentTarget.value)} />
            <ProblemText error={recording.error} />
            <div>
              <Button type="submit" loading={recording.isPending} disabled={remarks.trim() === ''}>
                {t('check.record')}
              </Button>
            </div>
          </Stack>
        </form>
      ) : (
        <p className={classes.change}>
          <strong>{t(`verdict.${check.verdict}`)}</strong> {check.remarks}
        </p>
      )}
    </li>
  )
}

function Checks() {
  const t = useMessages('desk')
  const queries = useQueryClient()
  const checks = useLooseRead('listQualityChecks', {})
  const again = () => void queries.invalidateQueries({ queryKey: ['listQualityChecks'] })
  return (
    <>
      <Draw onDone={again} />
      <ProblemText error={checks.error} />
      {checks.data === undefined ? null : checks.data.items.length === 0 ? (
        <Empty title={t('check.none')}>
          <p>{t('check.none.next')}</p>
        </Empty>
      ) : (
        <ul className={classes.entries}>
          {checks.data.items.map((check) => (
            <CheckCard key={`${check.drawId} ${check.caseId} ${check.round}`} check={check} onDone={again} />
          ))}
        </ul>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('desk')
  return (
    <Frame>
      <PageHeading title={t('quality.title')} lead={t('quality.lead')} />
      <NeedsAccount roles={['operator']}>
        <Checks />
      </NeedsAccount>
    </Frame>
  )
}
