// The decision on a case: how the rule comes out and why, what was decided, and for the body its own papers.
import { TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { Members, RecordForm, SendBack, VoteForm } from './decision-body.tsx'
import classes from './decision.module.css'
import { Causes, ExplanationTable } from './explanation-table.tsx'
import { OutcomeMark, TextForm, Waiting, useStandardWords, type StandardWords } from './parts.tsx'

const route = getRouteApi('/cases/$caseId/decision')
type Decision = Result<'getCaseDecision'>

function Recorded({ decision, words }: { readonly decision: Decision; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const recorded = decision.recorded!
  return (
    <section className={classes.card}>
      <h2>{t('decided.title', { day: recorded.decidedOn === null ? '' : day(recorded.decidedOn) })}</h2>
      <ul className={classes.rows}>
        {recorded.results.map((result) => (
          <li key={`${result.standard}/${result.mark ?? ''}`}>
            {words.mark(result.standard, result.mark)}: <OutcomeMark outcome={result.decided} />
            {result.reason === null ? null : <p className={classes.words}>{t('decided.less', { outcome: t(`outcome.${result.byRule}`), reason: result.reason })}</p>}
          </li>
        ))}
      </ul>
      {recorded.specialConditions.map((condition, index) => (
        <p key={index} className={classes.words}>
          {t('decided.condition', { text: condition.text, document: condition.boundTo ?? '–' })}
        </p>
      ))}
    </section>
  )
}

function Open({ caseId }: { readonly caseId: string }) {
  const t = useMessages('decision')
  const [meetingOn, setMeetingOn] = useState('')
  return (
    <section>
      <h2>{t('open.title')}</h2>
      <TextForm label={t('open.note')} isOptional button={t('open.button')} act={(agendaNote) => api.openDecision({ caseId, ...(agendaNote === '' ? {} : { agendaNote }), ...(meetingOn === '' ? {} : { meetingOn }) })}>
        <TextInput type="date" label={t('open.meeting')} value={meetingOn} onChange={(event) => setMeetingOn(event.currentTarget.value)} />
      </TextForm>
    </section>
  )
}

function TheBody({ decision, words }: { readonly decision: Decision; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const view = decision.body!
  const papers = view.decision
  return (
    <section>
      <h2>{t('body.title')}</h2>
      <p>
        {t(`body.state.${papers.state}`, { day: day(papers.openedOn) })} {papers.meetingOn === null ? '' : t('body.meeting', { day: day(papers.meetingOn) })}
      </p>
      {papers.agendaNote === null ? null : <p className={classes.words}>{papers.agendaNote}</p>}
      <Members view={view} />
      {view.may.vote ? <VoteForm view={view} /> : null}
      {view.may.record ? (
        <>
          <h3>{t('record.title')}</h3>
          <RecordForm view={view} answers={decision.answers} words={words} />
          <SendBack view={view} />
        </>
      ) : null}
      {papers.minutes === null ? null : (
        <>
          <h3>{t('record.minutes')}</h3>
          <p className={classes.words}>{papers.minutes}</p>
        </>
      )}
      {papers.state === 'sent-back' && papers.reason !== null ? <p className={classes.words}>{papers.reason}</p> : null}
    </section>
  )
}

/** Marks under one standard on which the rule comes out the same, criterion by criterion, share one table. */
const together = (answers: Decision['answers']): Decision['answers'][] => [...Map.groupBy(answers, (answer) => JSON.stringify({ ...answer, mark: '' })).values()]

function Content({ decision }: { readonly decision: Decision }) {
  const t = useMessages('decision')
  const { list } = useFormat()
  const words = useStandardWords(decision.standards)
  return (
    <>
      {decision.recorded === null ? null : <Recorded decision={decision} words={words} />}
      {decision.isFinal ? null : (
        <Empty title={t('decision.none')}>
          <p>{t('decision.none.meaning')}</p>
        </Empty>
      )}
      {decision.may.open ? <Open caseId={decision.caseId} /> : null}
      {decision.body === null ? null : <TheBody decision={decision} words={words} />}
      {together(decision.answers).map((answers) => {
        const answer = answers[0]!
        return (
          <section key={`${answer.standard}/${answer.mark ?? ''}`} className={classes.mark}>
            <h2>{list(answers.map(({ standard, mark }) => words.mark(standard, mark)))}</h2>
            <p className={classes.big}>
              {t('decision.by-rule')} <OutcomeMark outcome={answer.outcome} />
            </p>
            <Causes answer={answer} words={words} />
            <ExplanationTable answer={answer} words={words} />
          </section>
        )
      })}
      {decision.engine === null ? null : <p className={classes.hash}>{t('engine', { engine: decision.engine, hash: decision.inputsHash ?? '' })}</p>}
    </>
  )
}

export function Page() {
  const { caseId } = route.useParams()
  const decision = useLooseRead('getCaseDecision', { caseId })
  return (
    <CaseFrame caseId={caseId} tab="decision">
      {decision.data === undefined ? <Waiting error={decision.error} /> : <Content key={decision.data.body?.decision.decisionId ?? ''} decision={decision.data} />}
    </CaseFrame>
  )
}
