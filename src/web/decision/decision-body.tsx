// The body at work on one decision: who sits in it, who stands aside, votes, and the record with its minutes.
import { Button, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './decision.module.css'
import type { Answer } from './explanation-table.tsx'
import { TextForm, useAct, type StandardWords } from './parts.tsx'

export type BodyView = NonNullable<Result<'getCaseDecision'>['body']>
const VOTES = ['by-rule', 'less', 'send-back', 'abstain'] as const
type Outcome = 'awarded' | 'conditional' | 'not-awarded'
const WORTH = { awarded: 2, conditional: 1, 'not-awarded': 0, undetermined: 0 } as const

export function Members({ view }: { readonly view: BodyView }) {
  const t = useMessages('decision')
  return (
    <>
      <p>{t('votes.rule', { count: view.voteCount, quorum: view.quorum, percent: view.majorityPercent })}</p>
      <ul className={classes.rows}>
        {view.members.map((member) => {
          const vote = view.votes.find(({ userId }) => userId === member.userId)
          return (
            <li key={member.userId}>
              {member.name}
              {member.isYou ? ` (${t('you')})` : ''}:{' '}
              {member.recused !== null ? t(`recused.${member.recused}`) : vote !== undefined ? t(`vote.${vote.vote}`) : member.hasVoted ? t('votes.cast') : t('votes.open')}
              {vote?.remark ? <p className={classes.words}>{vote.remark}</p> : null}
              {member.recusalText === null ? null : <p className={classes.words}>{member.recusalText}</p>}
            </li>
          )
        })}
      </ul>
      {view.areVotesShown ? null : <p className="quiet">{t('votes.hidden')}</p>}
    </>
  )
}

export function VoteForm({ view }: { readonly view: BodyView }) {
  const t = useMessages('decision')
  const { decisionId } = view.decision
  const [vote, setVote] = useState<(typeof VOTES)[number] | ''>(view.ownVote ?? '')
  const [remark, setRemark] = useState('')
  const cast = useAct(() => api.castDecisionVote({ decisionId, vote: vote as (typeof VOTES)[number], ...(remark.trim() === '' ? {} : { remark: remark.trim() }) }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        cast.mutate(undefined)
      }}>
      <Stack gap="sm">
        <Radio.Group label={t('vote.label')} value={vote} onChange={(value) => setVote(value as typeof vote)}>
          <Stack gap={6} mt={6}>
            {VOTES.map((one) => (
              <Radio key={one} value={one} label={t(`vote.${one}`)} description={t(`vote.${one}.meaning`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('vote.remark')} autosize minRows={1} maxLength={2000} value={remark} onChange={(event) => setRemark(event.currentTarget.value)} />
        <ProblemText error={cast.error} />
        <Button type="submit" className={classes.submit} loading={cast.isPending} disabled={vote === ''}>
          {t(view.ownVote === null ? 'vote.cast' : 'vote.change')}
        </Button>
      </Stack>
      <details>
        <summary>{t('recuse')}</summary>
        <RecuseForm decisionId={decisionId} />
      </details>
    </form>
  )
}

function RecuseForm({ decisionId }: { readonly decisionId: string }) {
  const t = useMessages('decision')
  const [reason, setReason] = useState('')
  const recuse = useAct(() => api.declareRecusal({ decisionId, reason: reason.trim() }))
  return (
    <Stack gap="sm" mt="sm">
      <Textarea label={t('recuse.reason')} description={t('recuse.meaning')} autosize minRows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <ProblemText error={recuse.error} />
      <Button variant="default" className={classes.submit} loading={recuse.isPending} disabled={reason.trim() === ''} onClick={() => recuse.mutate(undefined)}>
        {t('recuse')}
      </Button>
    </Stack>
  )
}

type Chosen = { readonly outcome: Outcome; readonly reason: string }
const keyOf = (answer: Answer): string => `${answer.standard}/${answer.mark ?? ''}`
const most = (answer: Answer): Outcome => (answer.outcome === 'undetermined' ? 'not-awarded' : answer.outcome)

/** Records what was voted: what the rule gives, or less with a reason. It says what becomes public before it is done. */
export function RecordForm({ view, answers, words }: { readonly view: BodyView; readonly answers: readonly Answer[]; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const { decisionId } = view.decision
  const [chosen, setChosen] = useState<Readonly<Record<string, Chosen>>>({})
  const [minutes, setMinutes] = useState('')
  const [decidedOn, setDecidedOn] = useState('')
  const [condition, setCondition] = useState('')
  const [boundTo, setBoundTo] = useState('')
  const of = (answer: Answer): Chosen => chosen[keyOf(answer)] ?? { outcome: most(answer), reason: '' }
  const record = useAct(() =>
    api.recordDecision({
      decisionId, minutes: minutes.trim(), ...(decidedOn === '' ? {} : { decidedOn }),
      results: answers.map((answer) => ({ standard: answer.standard, mark: answer.mark, decided: of(answer).outcome, ...(of(answer).reason.trim() === '' ? {} : { reason: of(answer).reason.trim() }) })),
      specialConditions: condition.trim() === '' ? [] : [{ text: condition.trim(), boundTo: boundTo.trim() === '' ? null : boundTo.trim() }],
    }),
  )
  const outcomes = (answer: Answer): Outcome[] => (['awarded', 'conditional', 'not-awarded'] as const).filter((one) => WORTH[one] <= WORTH[answer.outcome])
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        record.mutate(undefined)
      }}>
      <Stack gap="sm">
        <p>{t('record.meaning')}</p>
        {answers.map((answer) => {
          const one = of(answer)
          const isLess = one.outcome !== most(answer) || answer.outcome === 'undetermined'
          const set = (change: Partial<Chosen>): void => setChosen({ ...chosen, [keyOf(answer)]: { ...one, ...change } })
          return (
            <Stack gap={4} key={keyOf(answer)}>
              <NativeSelect
                label={words.mark(answer.standard, answer.mark)}
                description={t('record.by-rule', { outcome: t(`outcome.${answer.outcome}`) })}
                value={one.outcome}
                onChange={(event) => set({ outcome: event.currentTarget.value as Outcome })}
                data={outcomes(answer).map((value) => ({ value, label: t(`outcome.${value}`) }))}
              />
              {isLess ? <Textarea label={t('record.reason')} description={t('record.reason.meaning')} required autosize minRows={2} maxLength={4000} value={one.reason} onChange={(event) => set({ reason: event.currentTarget.value })} /> : null}
            </Stack>
          )
        })}
        <details>
          <summary>{t('record.condition')}</summary>
          <Textarea label={t('record.condition.text')} autosize minRows={2} maxLength={2000} value={condition} onChange={(event) => setCondition(event.currentTarget.value)} />
          <TextInput label={t('record.condition.bound-to')} description={t('record.condition.bound-to.meaning')} maxLength={300} value={boundTo} onChange={(event) => setBoundTo(event.currentTarget.value)} />
        </details>
        <TextInput type="date" label={t('record.day')} description={t('record.day.meaning', { day: day(view.decision.openedOn) })} value={decidedOn} onChange={(event) => setDecidedOn(event.currentTarget.value)} />
        <Textarea label={t('record.minutes')} description={t('record.minutes.meaning')} required autosize minRows={4} maxLength={20000} value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)} />
        <ProblemText error={record.error} />
        <Button type="submit" className={classes.submit} loading={record.isPending} disabled={minutes.trim().length < 20}>
          {t('record.button')}
        </Button>
      </Stack>
    </form>
  )
}

export function SendBack({ view }: { readonly view: BodyView }) {
  const t = useMessages('decision')
  return (
    <details>
      <summary>{t('send-back')}</summary>
      <TextForm label={t('send-back.reason')} meaning={t('send-back.meaning')} button={t('send-back')} variant="default" act={(reason) => api.sendBackReport({ decisionId: view.decision.decisionId, reason })} />
    </details>
  )
}
