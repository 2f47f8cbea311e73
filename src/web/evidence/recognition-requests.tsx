// A site asks for a standard that the matrix does not hold, and reads the answer.
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import type { CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './evidence.module.css'

function Ask({ caseId, onDone }: { readonly caseId: string; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const [fields, setFields] = useState({ schemeName: '', schemeVersion: '', webAddress: '', words: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const ask = useMutation({
    mutationFn: () => api.requestEquivalence({ caseId, schemeName: fields.schemeName.trim(), schemeVersion: fields.schemeVersion.trim(), words: fields.words.trim(), ...(fields.webAddress.trim() === '' ? {} : { webAddress: fields.webAddress.trim() }) } as InputFor<'requestEquivalence'>),
    onSuccess: onDone,
  })
  return (
    <form onSubmit={(event) => { event.preventDefault(); ask.mutate() }}>
      <Stack gap="sm">
        <p>{t('request.meaning')}</p>
        <Group grow align="start">
          <TextInput label={t('request.scheme')} required maxLength={200} value={fields.schemeName} onChange={(event) => set({ schemeName: event.currentTarget.value })} />
          <TextInput label={t('request.version')} required maxLength={60} value={fields.schemeVersion} onChange={(event) => set({ schemeVersion: event.currentTarget.value })} />
        </Group>
        <TextInput type="url" label={t('request.address')} maxLength={2000} value={fields.webAddress} onChange={(event) => set({ webAddress: event.currentTarget.value })} />
        <Textarea label={t('request.words')} description={t('request.words.meaning')} required autosize minRows={3} maxLength={4000} value={fields.words} onChange={(event) => set({ words: event.currentTarget.value })} />
        <ProblemText error={ask.error} />
        <Button type="submit" className={classes.submit} loading={ask.isPending}>{t('request.submit')}</Button>
      </Stack>
    </form>
  )
}

export function RecognitionRequests({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const read = useLooseRead('listRecognitionRequests', { caseId: one.caseId })
  const items = read.data?.items ?? []
  const mayAsk = one.permits.includes('recognition:request')
  if (items.length === 0 && !mayAsk) return null
  return (
    <section aria-labelledby="requests">
      <div className={classes.sectionHead}>
        <h2 id="requests">{t('requests')}</h2>
        {mayAsk ? <Button size="sm" variant="default" onClick={() => setAsking(true)}>{t('request')}</Button> : null}
      </div>
      <ProblemText error={read.error} />
      {items.length === 0 ? <p className="quiet">{t('requests.none')}</p> : (
        <ul className={classes.cards}>
          {items.map((request) => (
            <li key={request.requestId} className={classes.card}>
              <strong>{request.schemeName} {request.schemeVersion}</strong>
              <span>{t(`request.state.${request.state}`, { day: day(request.answeredOn ?? request.takenUpOn ?? request.askedOn, 'short') })}{request.outcome === null ? null : ` ${t(`request.outcome.${request.outcome}`)}`}</span>
              {request.answer === null ? null : <p className={classes.words}>{request.answer}</p>}
            </li>
          ))}
        </ul>
      )}
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t('request')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        <Ask caseId={one.caseId} onDone={async () => { await queries.invalidateQueries({ queryKey: ['listRecognitionRequests'] }); setAsking(false) }} />
      </Modal>
    </section>
  )
}
