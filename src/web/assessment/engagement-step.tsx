// Who assesses: a firm is proposed, accepts with its team, the site judges the team, the secretariat confirms.
import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import type { CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { Step } from './assessment-page.tsx'
import { PlainAct, ReasonAct } from './reason-act.tsx'
import classes from './assessment.module.css'

type Engagement = Result<'listEngagements'>['items'][number]
const UNDER_WAY = ['proposed', 'accepted', 'objected', 'agreed']
const ENGAGEABLE = ['committed', 'self-assessed', 'planned', 'announced', 'desk-reviewed', 'assessed', 'conditional', 'remediation']

function Propose({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const firms = useLooseRead('listApprovedFirms', { limit: 500 })
  const [firmId, setFirm] = useState('')
  const [message, setMessage] = useState('')
  const choices = (firms.data?.items ?? []).filter(({ isApproved }) => isApproved)
  const chosen = firmId === '' ? (choices[0]?.firmId ?? '') : firmId
  const propose = useAct(
    () => api.proposeEngagement({ caseId: one.caseId, firmId: chosen, message: message.trim() === '' ? null : message.trim() }),
    () => setMessage(''),
  )
  if (firms.data !== undefined && choices.length === 0) return <p className={classes.warning}>{t('engagement.no-firms')}</p>
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        propose.mutate(undefined)
      }}>
      <Stack gap="sm">
        <NativeSelect label={t('engagement.firm')} value={chosen} data={choices.map((firm) => ({ value: firm.firmId, label: firm.name }))} onChange={(event) => setFirm(event.currentTarget.value)} />
        <Textarea label={t('engagement.message')} autosize minRows={2} maxLength={2000} value={message} onChange={(event) => setMessage(event.currentTarget.value)} />
        <ProblemText error={propose.error} />
        <Button type="submit" loading={propose.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('engagement.propose')}
        </Button>
      </Stack>
    </form>
  )
}

function Shown({ engagement }: { readonly engagement: Engagement }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  return (
    <>
      <p>
        <strong>{engagement.firmName}</strong>
        {engagement.team.length === 0 ? '' : ` · ${engagement.team.map(({ name, role }) => `${name} (${t(`role.${role}`)})`).join(', ')}`}
      </p>
      <p className="quiet">{engagement.confirmedOn === null ? t('engagement.since', { day: day(engagement.proposedOn) }) : t('engagement.confirmed-on', { day: day(engagement.confirmedOn) })}</p>
      {engagement.reason === null ? null : <p className={classes.warning}>{engagement.reason}</p>}
    </>
  )
}

function Acts({ engagement }: { readonly engagement: Engagement }) {
  const t = useMessages('assessment')
  const { engagementId, state, version, may } = engagement
  return (
    <div className={classes.row}>
      {state === 'accepted' && may.judge ? (
        <>
          <PlainAct label={t('engagement.agree')} onDo={() => api.acceptTeam({ engagementId, version })} />
          <ReasonAct label={t('engagement.object')} field={t('reason')} onDo={(reason) => api.objectToTeam({ engagementId, reason })} />
        </>
      ) : null}
      {state === 'agreed' && may.confirm ? <PlainAct label={t('engagement.confirm')} onDo={() => api.confirmEngagement({ engagementId })} /> : null}
      {UNDER_WAY.includes(state) && may.confirm ? <ReasonAct label={t('engagement.withdraw')} field={t('reason')} onDo={(reason) => api.withdrawEngagement({ engagementId, reason })} /> : null}
    </div>
  )
}

export function EngagementStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const [isAsked, setAsked] = useState(false)
  const engagements = useLooseRead('listEngagements', { caseId: one.caseId, limit: 100 })
  const items = engagements.data?.items ?? []
  const current = items.find(({ state }) => UNDER_WAY.includes(state))
  const inForce = items.find(({ state }) => state === 'confirmed')
  const last = items.find(({ state }) => state === 'declined' || state === 'withdrawn')
  const mayPropose = current === undefined && one.permits.includes('engagement:propose') && ENGAGEABLE.includes(one.state)
  const shown = current ?? inForce
  return (
    <Step title={t('step.engagement')} isNow={inForce === undefined} tone={current !== undefined ? 'wait' : inForce === undefined ? 'wait' : 'good'} mark={shown === undefined ? t('engagement.none') : t(`engagement.${shown.state}`)}>
      <ProblemText error={engagements.error} />
      {inForce === undefined ? null : <Shown engagement={inForce} />}
      {current === undefined ? null : (
        <>
          <Shown engagement={current} />
          <Acts engagement={current} />
        </>
      )}
      {shown === undefined && last !== undefined ? <p className={classes.warning}>{t(last.state === 'declined' ? 'engagement.declined.by' : 'engagement.withdrawn.by', { firm: last.firmName, reason: last.reason ?? '' })}</p> : null}
      {!mayPropose ? null : inForce !== undefined && !isAsked ? (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('engagement.another')}
        </Button>
      ) : (
        <Propose one={one} />
      )}
    </Step>
  )
}
