// The improvement plan: each gap with its cause, action, owner and day; a timeline whose twin is the table; what the site
// does to close a gap, and what an assessor does to verify it.
import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './decision.module.css'
import { CriterionLink, TextForm, Waiting, useAct, useStandardWords, type StandardWords } from './parts.tsx'
import { PlanTimeline } from './plan-timeline.tsx'

/** Heavy, and needed only where a gap is closed or verified. */
const EvidencePicker = lazy(async () => ({ default: (await import('../evidence/evidence-picker.tsx')).EvidencePicker }))

const route = getRouteApi('/cases/$caseId/improvement-plan')
export type Plan = Result<'getImprovementPlan'>
export type Gap = Plan['gaps'][number]

function PlanForm({ plan, gap }: { readonly plan: Plan; readonly gap: Gap }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const [rootCause, setRootCause] = useState(gap.rootCause ?? '')
  const [action, setAction] = useState(gap.action ?? '')
  const [ownerUserId, setOwner] = useState(gap.ownerUserId ?? '')
  const [dueOn, setDueOn] = useState(gap.dueOn ?? '')
  const save = useAct(() => api.planGap({ caseId: plan.caseId, gapId: gap.gapId, version: gap.version, rootCause: rootCause.trim(), action: action.trim(), ownerUserId, dueOn }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}>
      <Stack gap="sm">
        <Textarea label={t('gap.root-cause')} required autosize minRows={2} maxLength={4000} value={rootCause} onChange={(event) => setRootCause(event.currentTarget.value)} />
        <Textarea label={t('gap.action')} required autosize minRows={2} maxLength={4000} value={action} onChange={(event) => setAction(event.currentTarget.value)} />
        <NativeSelect
          label={t('gap.owner')}
          required
          value={ownerUserId}
          onChange={(event) => setOwner(event.currentTarget.value)}
          data={[{ value: '', label: t('choose') }, ...plan.owners.map(({ userId, name }) => ({ value: userId, label: name }))]}
        />
        <TextInput
          type="date"
          label={t('gap.due')}
          description={plan.dueOn === null ? undefined : t('gap.due.meaning', { day: day(plan.dueOn) })}
          required
          max={plan.dueOn ?? undefined}
          value={dueOn}
          onChange={(event) => setDueOn(event.currentTarget.value)}
        />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending} disabled={rootCause.trim() === '' || action.trim() === '' || ownerUserId === '' || dueOn === ''}>
          {t('gap.save')}
        </Button>
      </Stack>
    </form>
  )
}

function Progress({ plan, gap }: { readonly plan: Plan; readonly gap: Gap }) {
  const t = useMessages('decision')
  const [percent, setPercent] = useState(String(gap.percent))
  return (
    <TextForm label={t('gap.note')} button={t('gap.note.button')} variant="default" act={(text) => api.noteGapProgress({ caseId: plan.caseId, gapId: gap.gapId, percent: Number(percent), text })}>
      <TextInput type="number" label={t('gap.percent')} min={0} max={99} value={percent} onChange={(event) => setPercent(event.currentTarget.value)} />
    </TextForm>
  )
}

/** The evidence linked to the criterion is what shows that the gap is closed. */
function Closing({ plan, gap }: { readonly plan: Plan; readonly gap: Gap }) {
  const t = useMessages('decision')
  const linked = (useLooseRead('listCaseEvidence', { caseId: plan.caseId, standard: gap.standard, criterion: gap.criterion }).data?.items ?? []).filter(({ cause }) => cause === null)
  return (
    <>
      <Suspense fallback={null}>
        <EvidencePicker caseId={plan.caseId} standard={gap.standard} criterion={gap.criterion} />
      </Suspense>
      <TextForm
        label={t('gap.close.text')}
        meaning={t('gap.close.meaning', { count: linked.length })}
        button={t('gap.close')}
        act={(text) => api.closeGap({ caseId: plan.caseId, gapId: gap.gapId, evidenceIds: linked.map(({ evidence }) => evidence.evidenceId), text })}
      />
    </>
  )
}

function GapWork({ plan, gap, words }: { readonly plan: Plan; readonly gap: Gap; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { instant, day } = useFormat()
  const notes = plan.notes.filter((note) => note.gapId === gap.gapId)
  const isOpen = gap.status === 'open' || gap.status === 'in-progress'
  const { caseId } = plan
  const { gapId } = gap
  return (
    <section className={classes.card} id={gapId}>
      <div className={classes.head}>
        <h3>
          <CriterionLink under={gap} criterion={gap.criterion} words={words} />
        </h3>
        <span>{t(`gap.status.${gap.status}`)}</span>
      </div>
      <p>{t('gap.found', { found: words.level(gap.standard, gap.levelFound), asked: words.level(gap.standard, gap.levelAsked) })}</p>
      {gap.rootCause === null || plan.may.plan ? null : (
        <>
          <p className={classes.words}>{gap.rootCause}</p>
          <p className={classes.words}>{gap.action}</p>
        </>
      )}
      {notes.map((note) => (
        <p key={note.noteId} className={classes.words}>
          {note.percent} % · {instant(note.at)}: {note.text}
        </p>
      ))}
      {gap.closingText === null || isOpen ? null : <p className={classes.words}>{t('gap.closed-by', { day: day(gap.closedOn ?? gap.openedOn), text: gap.closingText })}</p>}
      {gap.verificationText === null ? null : <p className={classes.words}>{t('gap.verification', { text: gap.verificationText })}</p>}
      {plan.may.plan && isOpen ? (
        <>
          <PlanForm key={gap.version} plan={plan} gap={gap} />
          {gap.action === null ? null : (
            <>
              <Progress key={`note${gap.version}`} plan={plan} gap={gap} />
              <Closing plan={plan} gap={gap} />
            </>
          )}
        </>
      ) : null}
      {plan.may.verify && gap.status === 'closed' ? (
        <>
          <Suspense fallback={null}>
            <EvidencePicker caseId={caseId} standard={gap.standard} criterion={gap.criterion} isReadOnly />
          </Suspense>
          <TextForm label={t('gap.verify.text')} button={t('gap.verify')} act={(text) => api.verifyGap({ caseId, gapId, isClosed: true, text })} />
          <TextForm label={t('gap.send-back.text')} button={t('gap.send-back')} variant="default" act={(text) => api.verifyGap({ caseId, gapId, isClosed: false, text })} />
        </>
      ) : null}
    </section>
  )
}

function GapTable({ plan, words }: { readonly plan: Plan; readonly words: StandardWords }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  return (
    <PlainTable label={t('plan.table')}>
      <thead>
        <tr>
          <th scope="col">{t('column.criterion')}</th>
          <th scope="col">{t('column.status')}</th>
          <th scope="col">{t('column.owner')}</th>
          <th scope="col">{t('column.due')}</th>
          <th scope="col">{t('column.progress')}</th>
        </tr>
      </thead>
      <tbody>
        {plan.gaps.map((gap) => (
          <tr key={gap.gapId}>
            <th scope="row">
              <a href={`#${gap.gapId}`}>{words.criterion(gap.standard, gap.criterion)}</a>
            </th>
            <td>{t(`gap.status.${gap.status}`)}</td>
            <td>{gap.ownerUserId === null ? '–' : plan.people[gap.ownerUserId] ?? '–'}</td>
            <td>{gap.dueOn === null ? '–' : day(gap.dueOn, 'short')}</td>
            <td className="numeric">{gap.percent} %</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Content({ plan, today }: { readonly plan: Plan; readonly today: string }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const words = useStandardWords(plan.standards)
  if (plan.gaps.length === 0)
    return (
      <Empty title={t('plan.none')}>
        <p>{t('plan.none.meaning')}</p>
      </Empty>
    )
  const done = plan.gaps.filter(({ status }) => status === 'verified').length
  return (
    <>
      <p className={classes.big}>{t('plan.count', { done, all: plan.gaps.length })}</p>
      <p>
        {plan.dueOn === null ? null : t('plan.due', { day: day(plan.dueOn) })} {t('plan.public')}
      </p>
      <GapTable plan={plan} words={words} />
      <PlanTimeline plan={plan} words={words} today={today} />
      <h2>{t('plan.gaps')}</h2>
      {plan.gaps.map((gap) => (
        <GapWork key={gap.gapId} plan={plan} gap={gap} words={words} />
      ))}
    </>
  )
}

export function Page() {
  const { caseId } = route.useParams()
  const plan = useLooseRead('getImprovementPlan', { caseId })
  return (
    <CaseFrame caseId={caseId} tab="improvement-plan">
      {(one) => (plan.data === undefined ? <Waiting error={plan.error} /> : <Content plan={plan.data} today={one.today} />)}
    </CaseFrame>
  )
}
