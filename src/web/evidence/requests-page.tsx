// The scheme's desk for requests for recognition: taken up, and answered with an outcome. Rows of the matrix are then
// written and approved on their own.
import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type InputFor, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { OUTCOMES } from './choices.ts'
import classes from './evidence.module.css'

type Request = Result<'listRecognitionRequests'>['items'][number]

function Answer({ request, onDone }: { readonly request: Request; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const [outcome, setOutcome] = useState('recognised-in-part')
  const [answer, setAnswer] = useState('')
  const save = useMutation({ mutationFn: () => api.answerRecognitionRequest({ requestId: request.requestId, version: request.version, outcome, answer: answer.trim() } as InputFor<'answerRecognitionRequest'>), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <NativeSelect label={t('request.outcome')} value={outcome} data={OUTCOMES.map((value) => ({ value, label: t(`request.outcome.${value}`) }))} onChange={(event) => setOutcome(event.currentTarget.value)} maw={320} />
        <Textarea label={t('request.answer')} description={t('request.answer.meaning')} required autosize minRows={3} maxLength={4000} value={answer} onChange={(event) => setAnswer(event.currentTarget.value)} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending} disabled={answer.trim() === ''}>{t('request.answer.submit')}</Button>
      </Stack>
    </form>
  )
}

function Card({ request, onDone }: { readonly request: Request; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const takeUp = useMutation({ mutationFn: () => api.takeUpRecognitionRequest({ requestId: request.requestId, version: request.version }), onSuccess: onDone })
  return (
    <li className={classes.card}>
      <div className={classes.sectionHead}>
        <h2>{request.schemeName} {request.schemeVersion}</h2>
        <span>{t(`request.state.${request.state}`, { day: day(request.answeredOn ?? request.takenUpOn ?? request.askedOn, 'short') })}</span>
      </div>
      <p>
        <Link to="/cases/$caseId/recognition" params={{ caseId: request.caseId }}>{request.siteName}</Link> · {request.participantName} · {t('request.asked', { day: day(request.askedOn, 'short') })}
        {request.webAddress === null ? null : <> · <a href={request.webAddress} rel="noreferrer noopener">{t('request.address')}</a></>}
      </p>
      <p className={classes.words}>{request.words}</p>
      {request.answer === null || request.outcome === null ? null : <p className={classes.words}><strong>{t(`request.outcome.${request.outcome}`)}</strong> {request.answer}</p>}
      <ProblemText error={takeUp.error} />
      {request.state === 'received' ? <Button size="sm" className={classes.submit} loading={takeUp.isPending} onClick={() => takeUp.mutate()}>{t('request.take-up')}</Button> : request.state === 'under-review' ? <Answer request={request} onDone={onDone} /> : null}
    </li>
  )
}

function Requests() {
  const t = useMessages('evidence')
  const queries = useQueryClient()
  const read = useLooseRead('listRecognitionRequests', { limit: 1000 })
  const items = read.data?.items ?? []
  const again = (): Promise<void> => queries.invalidateQueries({ queryKey: ['listRecognitionRequests'] })
  return (
    <>
      <p><Link to="/recognition">{t('matrix.title')}</Link></p>
      <ProblemText error={read.error} />
      {read.data === undefined ? (read.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null) : items.length === 0 ? (
        <Empty title={t('requests.desk.none')}><p>{t('requests.desk.none.next')}</p></Empty>
      ) : (
        <ul className={classes.cards}>{items.map((request) => <Card key={request.requestId} request={request} onDone={again} />)}</ul>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('evidence')
  return (
    <Frame>
      <PageHeading title={t('requests.desk')} lead={t('requests.desk.lead')} />
      <NeedsAccount roles={['operator']}>
        <Requests />
      </NeedsAccount>
    </Frame>
  )
}
