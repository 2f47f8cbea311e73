// The desk review: questions by criterion between assessors and site, and the check of what is recognised.
import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame, type CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { PlainAct, ReasonAct } from './reason-act.tsx'
import { useDocumentTitle } from '../workbook/use-workbook.ts'
import classes from './assessment.module.css'

type Desk = Result<'getDeskReview'>
type Question = Desk['questions'][number]

function Thread({ question, desk }: { readonly question: Question; readonly desk: Desk }) {
  const t = useMessages('assessment')
  const { day, instant } = useFormat()
  const isOpen = question.state !== 'closed'
  return (
    <li>
      <div className={classes.line}>
        <strong>{question.title ?? t('desk.whole')}</strong>
        <span className={classes.mark} data-tone={question.isOverdue ? 'bad' : question.state === 'open' ? 'wait' : undefined}>
          {question.state === 'open' ? t(question.isOverdue ? 'desk.overdue' : 'desk.due', { day: day(question.dueOn) }) : t(`desk.${question.state}`)}
        </span>
      </div>
      {question.messages.map((message) => (
        <div key={message.sequence} className={classes.message} data-side={message.side}>
          <span className="quiet">
            {message.authorName} ({t(`side.${message.side}`)}) · {instant(message.writtenAt)}
          </span>
          <p className={classes.words}>{message.text ?? t('erased')}</p>
        </div>
      ))}
      {isOpen ? (
        <div className={classes.row}>
          {desk.may.answer ? <ReasonAct label={t(desk.may.ask ? 'desk.ask-further' : 'desk.answer')} field={t('desk.words')} max={8000} onDo={(text) => api.answerDeskQuestion({ questionId: question.questionId, text })} /> : null}
          {desk.may.ask ? <PlainAct label={t('desk.close')} isMain={false} onDo={() => api.closeDeskQuestion({ questionId: question.questionId })} /> : null}
        </div>
      ) : null}
    </li>
  )
}

function Ask({ one, desk }: { readonly one: CaseOfView; readonly desk: Desk }) {
  const t = useMessages('assessment')
  const workbook = useLooseRead('getWorkbook', { caseId: one.caseId })
  const [at, setAt] = useState('')
  const [text, setText] = useState('')
  const [dueOn, setDue] = useState('')
  const standards = workbook.data?.standards ?? []
  const choices = [
    ...standards.map(({ standard, title }) => ({ value: standard, label: `${title}: ${t('desk.whole')}` })),
    ...(workbook.data?.criteria ?? []).map(({ standard, criterion, number, title }) => ({ value: `${standard}/${criterion}`, label: `${number} ${title}` })),
  ]
  const chosen = at === '' ? (choices[0]?.value ?? '') : at
  const ask = useAct(
    () => {
      const [standard, criterion] = chosen.split('/')
      return api.askDeskQuestion({ caseId: one.caseId, standard: standard!, criterion: criterion ?? null, text: text.trim(), ...(dueOn === '' ? {} : { dueOn }) })
    },
    () => setText(''),
  )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate(undefined)
      }}>
      <Stack gap="sm">
        <h3>{t('desk.ask')}</h3>
        <NativeSelect label={t('column.criterion')} value={chosen} data={choices} onChange={(event) => setAt(event.currentTarget.value)} />
        <Textarea label={t('desk.question')} required autosize minRows={3} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <TextInput type="date" label={t('desk.due-on')} description={t('desk.due-on.meaning', { days: desk.questionDays })} value={dueOn} onChange={(event) => setDue(event.currentTarget.value)} />
        <ProblemText error={ask.error} />
        <Button type="submit" loading={ask.isPending} disabled={text.trim() === '' || chosen === ''} style={{ alignSelf: 'flex-start' }}>
          {t('desk.ask')}
        </Button>
      </Stack>
    </form>
  )
}

function Recognised({ one, desk }: { readonly one: CaseOfView; readonly desk: Desk }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  if (desk.recognised.length === 0) return <p className="quiet">{t('recognised.none')}</p>
  const check = (line: Desk['recognised'][number], isAccepted: boolean) => (note: string) =>
    api.checkRecognition({ caseId: one.caseId, standard: line.standard, criterion: line.criterion, certificateId: line.certificateIds[0]!, isAccepted, note })
  return (
    <ul className={classes.list}>
      {desk.recognised.map((line) => (
        <li key={`${line.standard}/${line.criterion}`}>
          <div className={classes.line}>
            <strong>{line.title}</strong>
            <span className={classes.mark} data-tone={line.check === null ? 'wait' : line.check.isAccepted ? 'good' : undefined}>
              {t(line.check === null ? 'recognised.waits' : line.check.isAccepted ? 'recognised.accepted' : 'recognised.visit')}
            </span>
          </div>
          {line.lapsesOn === null ? null : <span className="quiet">{t('until', { day: day(line.lapsesOn) })}</span>}
          {line.check === null ? null : <p className={classes.words}>{line.check.note}</p>}
          {desk.may.ask ? (
            <div className={classes.row}>
              <ReasonAct label={t('recognised.accept')} field={t('recognised.note')} onDo={check(line, true)} />
              <ReasonAct label={t('recognised.take')} field={t('recognised.note')} onDo={check(line, false)} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

function DeskReview({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const read = useLooseRead('getDeskReview', { caseId: one.caseId })
  const desk = read.data
  useDocumentTitle(`${one.siteName}: ${t('step.desk')}`)
  if (desk === undefined) return <ProblemText error={read.error} />
  return (
    <>
      <div className={classes.way}>
        <Link to="/cases/$caseId/assessment" params={{ caseId: one.caseId }}>
          {t('back')}
        </Link>
      </div>
      <h2>{t('step.desk')}</h2>
      {desk.may.complete ? <PlainAct label={t('desk.complete')} onDo={() => api.completeDeskReview({ caseId: one.caseId })} /> : null}
      <h3>{t('desk.questions', { count: desk.open })}</h3>
      {desk.questions.length === 0 ? <p className="quiet">{t('desk.none')}</p> : null}
      <ul className={classes.list}>
        {desk.questions.map((question) => (
          <Thread key={question.questionId} question={question} desk={desk} />
        ))}
      </ul>
      {desk.may.ask ? <Ask one={one} desk={desk} /> : null}
      <h3>{t('recognised.title')}</h3>
      <Recognised one={one} desk={desk} />
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      {(one) => <DeskReview one={one} />}
    </CaseFrame>
  )
}
