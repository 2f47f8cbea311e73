// One question on an award before the body: what is proposed and why, the site's answer, votes, the decision, an appeal.
import { Button, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './decision.module.css'
import { TextForm, useAct } from './parts.tsx'

export type File = Result<'getAwardFile'>
type Matter = File['matters'][number]
type Cast = 'for' | 'against' | 'abstain'
const CAST = ['for', 'against', 'abstain'] as const

function VoteOn({ label, own, act }: { readonly label: string; readonly own: Cast | null; readonly act: (vote: Cast) => Promise<unknown> }) {
  const t = useMessages('decision')
  const cast = useAct(act)
  return (
    <>
      <Radio.Group label={label} value={own} onChange={(vote) => cast.mutate(vote as Cast)}>
        <Stack gap={4} mt={4} mb="sm">
          {CAST.map((one) => (
            <Radio key={one} value={one} label={t(`cast.${one}`)} disabled={cast.isPending} />
          ))}
        </Stack>
      </Radio.Group>
      <ProblemText error={cast.error} />
    </>
  )
}

/** An outcome with the minutes that explain it. */
function Conclude<O extends string>({ outcomes, button, act }: { readonly outcomes: readonly { value: O; label: string }[]; readonly button: string; readonly act: (outcome: O, minutes: string) => Promise<unknown> }) {
  const t = useMessages('decision')
  const [outcome, setOutcome] = useState(outcomes[0]!.value)
  const [minutes, setMinutes] = useState('')
  const conclude = useAct(() => act(outcome, minutes.trim()))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        conclude.mutate(undefined)
      }}>
      <Stack gap="sm">
        <NativeSelect label={t('column.outcome')} value={outcome} onChange={(event) => setOutcome(event.currentTarget.value as O)} data={[...outcomes]} />
        <Textarea label={t('record.minutes')} description={t('record.minutes.meaning')} required autosize minRows={3} maxLength={20000} value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)} />
        <ProblemText error={conclude.error} />
        <Button type="submit" className={classes.submit} loading={conclude.isPending} disabled={minutes.trim().length < 20}>
          {button}
        </Button>
      </Stack>
    </form>
  )
}

function Appeal({ matter }: { readonly matter: Matter }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const appeal = matter.appeal!
  const { appealId } = appeal
  return (
    <div>
      <h4>{t(`appeal.state.${appeal.state}`, { day: day(appeal.decidedOn ?? appeal.lodgedOn) })}</h4>
      <p className={classes.words}>{appeal.grounds}</p>
      {appeal.outcomeText === null ? null : <p className={classes.words}>{appeal.outcomeText}</p>}
      {appeal.mayVote ? <VoteOn label={t('appeal.vote')} own={appeal.ownVote} act={(vote) => api.voteOnAppeal({ appealId, vote })} /> : null}
      {appeal.mayRecord ? (
        <>
          <p>{t('votes.of', { count: appeal.voteCount, quorum: appeal.quorum })}</p>
          <Conclude
            outcomes={[{ value: 'upheld' as const, label: t('appeal.upheld') }, { value: 'rejected' as const, label: t('appeal.rejected') }]}
            button={t('appeal.record')}
            act={(outcome, text) => api.decideAppeal({ appealId, outcome, text })}
          />
        </>
      ) : null}
    </div>
  )
}

export function MatterCard({ file, matter }: { readonly file: File; readonly matter: Matter }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const { matterId } = matter
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <h3>{t(`proposal.${matter.proposal}`)}</h3>
        <span>{t(`matter.state.${matter.state}`)}</span>
        {matter.state === 'noticed' && matter.response === null ? <span>{t('matter.respond-by', { day: day(matter.respondBy) })}</span> : null}
      </div>
      <p>
        {t('matter.why', { day: day(matter.proposedOn), reason: t(`reason.${matter.reasonClass}`) })} {matter.origin === 'clock' ? t('matter.by-clock') : ''}
      </p>
      <p className={classes.words}>{matter.reason}</p>
      {matter.terms.asOf === undefined ? null : <p>{t('matter.as-of', { day: day(matter.terms.asOf) })}</p>}
      {matter.terms.validUntil === undefined ? null : <p>{t('matter.valid-until', { day: day(matter.terms.validUntil) })}</p>}
      {matter.terms.participant === undefined ? null : <p>{t('matter.owner', { name: matter.terms.participant })}</p>}
      {matter.response === null ? null : <p className={classes.words}>{t('matter.answered', { day: day(matter.respondedOn ?? matter.proposedOn), text: matter.response })}</p>}
      {matter.outcome === null ? null : <p>{t(`matter.outcome.${matter.outcome}`, { day: day(matter.decidedOn ?? matter.proposedOn) })}</p>}
      {matter.votes.length === 0 ? null : (
        <ul className={classes.list}>
          {matter.votes.map((vote) => (
            <li key={vote.userId}>
              {file.people[vote.userId] ?? ''}: {t(`cast.${vote.vote}`)}
            </li>
          ))}
        </ul>
      )}
      {matter.may.answer ? <TextForm label={t('matter.answer')} meaning={t('matter.answer.meaning')} button={t('matter.answer.button')} act={(text) => api.answerAwardMatter({ matterId, text, evidenceIds: [] })} /> : null}
      {matter.may.vote ? <VoteOn label={t('matter.vote')} own={matter.ownVote} act={(vote) => api.voteOnAwardMatter({ matterId, vote })} /> : null}
      {matter.may.record ? (
        <>
          <p>{t('votes.of', { count: matter.voteCount, quorum: matter.quorum })}</p>
          <Conclude
            outcomes={[{ value: 'as-proposed' as const, label: t('matter.as-proposed') }, { value: 'kept' as const, label: t('matter.kept') }]}
            button={t('matter.record')}
            act={(outcome, minutes) => api.decideAwardMatter({ matterId, outcome, minutes })}
          />
        </>
      ) : null}
      {matter.may.drop ? (
        <details>
          <summary>{t('matter.drop')}</summary>
          <TextForm label={t('reason')} button={t('matter.drop')} variant="default" act={(reason) => api.dropAwardMatter({ matterId, reason })} />
        </details>
      ) : null}
      {matter.minutes === null ? null : <p className={classes.words}>{matter.minutes}</p>}
      {matter.may.appeal ? <TextForm label={t('appeal.grounds')} meaning={matter.appealUntil === null ? undefined : t('appeal.until', { day: day(matter.appealUntil) })} button={t('appeal.lodge')} act={(grounds) => api.lodgeAppeal({ matterId, grounds })} /> : null}
      {matter.appeal === null ? null : <Appeal matter={matter} />}
    </li>
  )
}
