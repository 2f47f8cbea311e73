// Longer due dates of a case: the site asks, the scheme decides; what becomes public is said before.
import { Button, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import type { CaseOfView } from './case-frame.tsx'
import { REASON_CLASSES } from './choices.ts'
import { Opened } from './opened.tsx'
import classes from './cases.module.css'

type List = Result<'listExtensions'>
type Extension = List['items'][number]

function useAfterChange(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}

function Ask({ one, list, onDone }: { readonly one: CaseOfView; readonly list: List; readonly onDone: () => void }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const running = one.clocks.filter((clock) => list.latest.some((latest) => latest.clock === clock.clock))
  const [clock, setClock] = useState(running[0]?.clock ?? '')
  const [until, setUntil] = useState('')
  const [reasonClass, setClass] = useState<Extension['reasonClass']>('investment-under-way')
  const [reason, setReason] = useState('')
  const changed = useAfterChange()
  const send = useMutation({
    mutationFn: () => api.requestExtension({ caseId: one.caseId, clock, until, reasonClass, reason: reason.trim() }),
    onSuccess: async () => {
      await changed()
      onDone()
    },
  })
  const latest = list.latest.find((each) => each.clock === clock)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}>
      <Stack gap="sm">
        <p className="quiet">{t('extension.ask.meaning')}</p>
        <NativeSelect
          label={t('extension.clock')}
          value={clock}
          onChange={(event) => setClock(event.currentTarget.value)}
          data={running.map((each) => ({ value: each.clock, label: `${each.title}: ${day(each.dueOn)}` }))}
        />
        <TextInput
          type="date"
          label={t('extension.until')}
          {...(latest === undefined ? {} : { description: t('extension.until.latest', { day: day(latest.latest) }) })}
          required
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('extension.reason-class')}
          value={reasonClass}
          onChange={(event) => setClass(event.currentTarget.value as typeof reasonClass)}
          data={REASON_CLASSES.map((value) => ({ value, label: t(`extension.class.${value}`) }))}
        />
        <Textarea
          label={t('extension.reason')}
          required
          autosize
          minRows={3}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemText error={send.error} />
        <Button type="submit" loading={send.isPending} disabled={until === '' || reason.trim() === ''} className={classes.submit}>
          {t('extension.send')}
        </Button>
      </Stack>
    </form>
  )
}

function Decide({ one, extension, latest }: { readonly one: CaseOfView; readonly extension: Extension; readonly latest: string | undefined }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const [isGranted, setGranted] = useState('yes')
  const [until, setUntil] = useState(extension.askedUntil)
  const [text, setText] = useState('')
  const [body, setBody] = useState('')
  const changed = useAfterChange()
  const isLong = latest !== undefined && until > latest
  const send = useMutation({
    mutationFn: () =>
      api.decideExtension({
        caseId: one.caseId,
        extensionId: extension.extensionId,
        isGranted: isGranted === 'yes',
        text: text.trim(),
        ...(isGranted === 'yes' ? { until, ...(body.trim() === '' ? {} : { approvedBy: body.trim() }) } : {}),
      }),
    onSuccess: changed,
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        send.mutate()
      }}>
      <Stack gap="sm">
        <Radio.Group label={t('extension.decide')} value={isGranted} onChange={setGranted}>
          <Stack gap={6} mt={6}>
            <Radio value="yes" label={t('extension.grant')} />
            <Radio value="no" label={t('extension.refuse')} />
          </Stack>
        </Radio.Group>
        {isGranted === 'yes' ? (
          <TextInput
            type="date"
            label={t('extension.until')}
            required
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        ) : null}
        {isGranted === 'yes' && isLong ? (
          <TextInput
            label={t('extension.body')}
            description={t('extension.body.meaning', { day: day(latest) })}
            maxLength={200}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
        ) : null}
        <Textarea
          label={t('extension.decision-text')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ProblemText error={send.error} />
        <Button type="submit" loading={send.isPending} disabled={text.trim() === ''} className={classes.submit}>
          {isGranted === 'yes' ? t('extension.grant') : t('extension.refuse')}
        </Button>
      </Stack>
    </form>
  )
}

function Row({ one, extension, list }: { readonly one: CaseOfView; readonly extension: Extension; readonly list: List }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  const changed = useAfterChange()
  const withdraw = useMutation({
    mutationFn: () => api.withdrawExtension({ caseId: one.caseId, extensionId: extension.extensionId }),
    onSuccess: changed,
  })
  const clock = one.clocks.find((each) => each.clock === extension.clock)
  const days = { asked: extension.askedOn, until: extension.grantedUntil ?? extension.askedUntil, decided: extension.decidedOn, withdrawn: extension.withdrawnOn }
  const values = Object.fromEntries(Object.entries(days).map(([name, value]) => [name, value === null ? '' : day(value)]))
  return (
    <li>
      <strong>{clock?.title ?? extension.clock}</strong>: {t(`extension.state.${extension.state}`, values)} ·{' '}
      {t(`extension.class.${extension.reasonClass}`)}
      {extension.approvedBy === null ? null : <> · {t('extension.approved-by', { body: extension.approvedBy })}</>}
      {extension.reason === null ? null : <p className={classes.words}>{extension.reason}</p>}
      {extension.decisionText === null ? null : <p className={classes.words}>{extension.decisionText}</p>}
      {extension.state === 'asked' && one.permits.includes('extension:request') ? (
        <Button size="xs" variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          {t('extension.withdraw')}
        </Button>
      ) : null}
      <ProblemText error={withdraw.error} />
      {extension.state === 'asked' && one.permits.includes('extension:decide') ? (
        <Decide one={one} extension={extension} latest={list.latest.find((each) => each.clock === extension.clock)?.latest} />
      ) : null}
    </li>
  )
}

export function Extensions({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const list = useLooseRead('listExtensions', { caseId: one.caseId }).data
  if (list === undefined) return null
  const mayAsk = one.permits.includes('extension:request') && list.latest.length > 0
  if (list.items.length === 0 && !mayAsk) return null
  return (
    <>
      <h3>{t('extension.title')}</h3>
      {list.items.length === 0 ? null : (
        <ul className={classes.rows}>
          {list.items.map((extension) => (
            <Row key={extension.extensionId} one={one} extension={extension} list={list} />
          ))}
        </ul>
      )}
      {mayAsk ? (
        <Opened label={t('extension.ask')}>{(close) => <Ask one={one} list={list} onDone={close} />}</Opened>
      ) : null}
    </>
  )
}
