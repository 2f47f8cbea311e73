// The technical review of a report: who reviews it, the checklist, the questions and their answers, and how it ends.
import { Button, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame, useCase } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './decision.module.css'
import { ActButton, TextForm, Waiting, useAct, useStandardWords, type StandardWords } from './parts.tsx'

const route = getRouteApi('/cases/$caseId/review')
type View = Result<'getReview'>
const ANSWERS = ['yes', 'no', 'not-applicable'] as const

function Assign({ view }: { readonly view: View }) {
  const t = useMessages('decision')
  const { caseId } = view
  const candidates = useLooseRead('listReviewerCandidates', { caseId, limit: 200 }).data?.items ?? []
  const [userId, setUserId] = useState('')
  const [dueOn, setDueOn] = useState('')
  const assign = useAct(() => api.assignReviewer({ caseId, userId, dueOn: dueOn === '' ? undefined : dueOn }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        assign.mutate(undefined)
      }}>
      <Stack gap="sm">
        <NativeSelect
          label={t('review.reviewer')}
          description={t('review.reviewer.meaning')}
          required
          value={userId}
          onChange={(event) => setUserId(event.currentTarget.value)}
          data={[
            { value: '', label: t('choose') },
            ...candidates.map((one) => ({
              value: one.userId, disabled: one.exclusions.length > 0,
              label: one.exclusions.length > 0 ? `${one.name} – ${t(`excluded.${one.exclusions[0]!}`)}` : `${one.name} (${t('review.open-reviews', { count: one.openReviews })})`,
            })),
          ]}
        />
        <TextInput type="date" label={t('review.due')} description={t('review.due.meaning')} value={dueOn} onChange={(event) => setDueOn(event.currentTarget.value)} />
        <ProblemText error={assign.error} />
        <Button type="submit" className={classes.submit} loading={assign.isPending} disabled={userId === ''}>
          {t('review.assign')}
        </Button>
      </Stack>
    </form>
  )
}

function Checklist({ view }: { readonly view: View }) {
  const t = useMessages('decision')
  const review = view.review!
  const save = useAct((answers: Record<string, { answer: (typeof ANSWERS)[number]; remark: string | null }>) => api.saveReviewChecklist({ caseId: view.caseId, version: review.version, answers }))
  const label = (point: string): string => (t.has(`check.${point}`) ? t(`check.${point}` as 'choose') : point)
  return (
    <section>
      <h2>{t('review.checklist')}</h2>
      <p className="quiet">{t('review.checklist.meaning', { done: view.points.filter((point) => review.checklist[point] !== undefined).length, all: view.points.length })}</p>
      <ProblemText error={save.error} />
      <ul className={classes.rows}>
        {view.points.map((point) => {
          const given = review.checklist[point]
          return (
            <li key={point}>
              {!view.may.review ? (
                <div className={classes.answered}>
                  <span>{label(point)}</span>
                  <strong>{given === undefined ? '–' : t(`check.answer.${given.answer}`)}</strong>
                </div>
              ) : (
                <Radio.Group
                  label={label(point)}
                  value={given?.answer ?? null}
                  onChange={(answer) => save.mutate({ [point]: { answer: answer as (typeof ANSWERS)[number], remark: given?.remark ?? null } })}>
                  <Stack gap="xs" mt={4}>
                    {ANSWERS.map((answer) => (
                      <Radio key={answer} value={answer} label={t(`check.answer.${answer}`)} disabled={save.isPending} />
                    ))}
                  </Stack>
                </Radio.Group>
              )}
            </li>
          )
        })}
      </ul>
      <p role="status" className="quiet">
        {save.isPending ? t('saving') : save.isSuccess ? t('saved') : ''}
      </p>
    </section>
  )
}

function Question({ view, question, words }: { readonly view: View; readonly question: View['questions'][number]; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { instant } = useFormat()
  const { caseId } = view
  const { questionId } = question
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <strong>{question.criterion === null ? t('review.question.whole') : words.criterion(question.standard!, question.criterion)}</strong>
        <span>{t(`question.${question.state}`)}</span>
      </div>
      {question.messages.map((message) => (
        <div key={message.messageId}>
          <p className="quiet">
            {view.people[message.author] ?? ''} · {instant(message.at)}
          </p>
          <p className={classes.words}>{message.text}</p>
        </div>
      ))}
      {question.state === 'settled' || !(view.may.review || view.may.answer) ? null : (
        <TextForm label={t(view.may.review ? 'review.ask-further' : 'review.answer')} button={t(view.may.review ? 'review.ask-further' : 'review.answer')} variant="default" act={(text) => api.answerReviewQuestion({ caseId, questionId, text })} />
      )}
      {question.state === 'settled' || !view.may.review ? null : <ActButton label={t('review.settle')} act={() => api.settleReviewQuestion({ caseId, questionId })} />}
    </li>
  )
}

function Ask({ view, words }: { readonly view: View; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const standards = useCase(view.caseId)?.standards ?? []
  const [about, setAbout] = useState('')
  const [standard, criterion] = about.split('/')
  return (
    <TextForm
      label={t('review.question')}
      button={t('review.ask')}
      act={(text) => api.askReviewQuestion({ caseId: view.caseId, text, ...(about === '' ? {} : { standard, criterion }) })}>
      <NativeSelect
        label={t('review.about')}
        value={about}
        onChange={(event) => setAbout(event.currentTarget.value)}
        data={[
          { value: '', label: t('review.question.whole') },
          ...standards.flatMap((one) => (words.of(one.standard)?.criteria ?? []).map(({ slug }) => ({ value: `${one.standard}/${slug}`, label: words.criterion(one.standard, slug) }))),
        ]}
      />
    </TextForm>
  )
}

function Body({ view }: { readonly view: View }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const words = useStandardWords(useCase(view.caseId)?.standards ?? [])
  const { review, caseId } = view
  return (
    <>
      {review === null ? (
        <p>{t(view.state === 'in-review' ? 'review.nobody' : 'review.not-yet')}</p>
      ) : (
        <p>
          {t('review.by', { name: view.people[review.reviewer] ?? '' })} {review.dueOn === null ? '' : t('due', { day: day(review.dueOn) })}
          {review.outcome === null ? '' : ` · ${t(`review.outcome.${review.outcome}`, { day: day(review.concludedAt!) })}`}
        </p>
      )}
      {review?.outcomeText ? <p className={classes.words}>{review.outcomeText}</p> : null}
      {view.may.assign ? <Assign view={view} /> : null}
      {review === null ? null : <Checklist view={view} />}
      <section>
        <h2>{t('review.questions')}</h2>
        {view.questions.length === 0 ? <p className="quiet">{t('review.no-questions')}</p> : null}
        <ul className={classes.rows}>
          {view.questions.map((question) => (
            <Question key={question.questionId} view={view} question={question} words={words} />
          ))}
        </ul>
        {view.may.review ? <Ask view={view} words={words} /> : null}
      </section>
      {view.may.review ? (
        <section>
          <h2>{t('review.end')}</h2>
          <p>{t('review.end.meaning')}</p>
          <ActButton label={t('review.finalise')} variant="filled" act={() => api.finaliseReport({ caseId })} />
          <TextForm label={t('review.return.reason')} meaning={t('review.return.meaning')} button={t('review.return')} variant="default" act={(reason) => api.returnReport({ caseId, reason })} />
        </section>
      ) : null}
    </>
  )
}

export function Page() {
  const { caseId } = route.useParams()
  const view = useLooseRead('getReview', { caseId })
  return (
    <CaseFrame caseId={caseId} tab="review">
      {view.data === undefined ? <Waiting error={view.error} /> : <Body view={view.data} />}
    </CaseFrame>
  )
}
