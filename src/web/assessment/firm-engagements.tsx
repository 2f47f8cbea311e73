// What a firm is asked to assess: accept with a team that was checked before, or decline with the reason.
import { Button, Checkbox, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useStandardTitle } from '../standards/standard-title.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { useAct } from './act.ts'
import type { FirmOfView } from './firm-page.tsx'
import { ReasonAct } from './reason-act.tsx'
import classes from './assessment.module.css'

type Engagement = Result<'listFirmEngagements'>['items'][number]

function Obstacles({ check, firm }: { readonly check: Result<'checkTeam'>; readonly firm: FirmOfView }) {
  const t = useMessages('assessment')
  const titleOf = useStandardTitle()
  const nameOf = (userId: string | null) => (userId === null ? firm.name : (firm.people.find((one) => one.userId === userId)?.name ?? userId))
  if (check.isFit) return <p role="status">{t('team.fit')}</p>
  return (
    <div className={classes.warning} role="status">
      <p>{t('team.unfit')}</p>
      <ul>
        {check.gaps.map((gap, index) => (
          <li key={`g${index}`}>
            {nameOf(gap.userId)}: {t(`gap.${gap.state}`, { standard: titleOf(gap.standard, gap.standardVersion), day: gap.on ?? '' })}
          </li>
        ))}
        {check.conflicts.map((one, index) => (
          <li key={`c${index}`}>
            {nameOf(one.userId)}: {t(`conflict.${one.kind}`)}
            {one.path.length === 0 ? '' : ` (${one.path.join(' – ')})`}
          </li>
        ))}
      </ul>
    </div>
  )
}

function NameTeam({ firm, one }: { readonly firm: FirmOfView; readonly one: Engagement }) {
  const t = useMessages('assessment')
  const assessors = firm.people.filter(({ roles }) => roles.includes('assessor'))
  const [lead, setLead] = useState(assessors[0]?.userId ?? '')
  const [others, setOthers] = useState<readonly string[]>([])
  const [isIndependent, setIndependent] = useState(false)
  const team = { engagementId: one.engagementId, leadUserId: lead, assessorUserIds: others.filter((userId) => userId !== lead) }
  const check = useAct(() => api.checkTeam(team))
  const accept = useAct(() => api.acceptEngagement({ ...team, isIndependent: true, version: one.version }))
  if (assessors.length === 0) return <p className={classes.warning}>{t('team.no-assessors')}</p>
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        accept.mutate(undefined)
      }}>
      <Stack gap="sm">
        <NativeSelect label={t('team.lead')} value={lead} data={assessors.map(({ userId, name }) => ({ value: userId, label: name }))} onChange={(event) => setLead(event.currentTarget.value)} />
        <Checkbox.Group label={t('team.assessors')} value={[...others]} onChange={setOthers}>
          <Stack gap={6} mt={6}>
            {assessors
              .filter(({ userId }) => userId !== lead)
              .map(({ userId, name }) => (
                <Checkbox key={userId} value={userId} label={name} />
              ))}
          </Stack>
        </Checkbox.Group>
        {check.data === undefined ? null : <Obstacles check={check.data} firm={firm} />}
        <Checkbox label={t('team.independent')} checked={isIndependent} onChange={(event) => setIndependent(event.currentTarget.checked)} />
        <ProblemText error={check.error ?? accept.error} />
        <div className={classes.row}>
          <Button type="submit" disabled={!isIndependent} loading={accept.isPending}>
            {t('team.accept')}
          </Button>
          <Button variant="default" loading={check.isPending} onClick={() => check.mutate(undefined)}>
            {t('team.check')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

export function FirmEngagements({ firm }: { readonly firm: FirmOfView }) {
  const t = useMessages('assessment')
  const words = useWords()
  const titleOf = useStandardTitle()
  const engagements = useLooseRead('listFirmEngagements', { firmId: firm.firmId, limit: 200 })
  const items = engagements.data?.items ?? []
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">{t('asked.title')}</h2>
      <ProblemText error={engagements.error} />
      {items.length === 0 ? <p>{t('asked.none')}</p> : null}
      <ul className={classes.list}>
        {items.map((one) => {
          const isOurs = one.state === 'proposed' || one.state === 'objected'
          return (
            <li key={one.engagementId}>
              <div className={classes.line}>
                <strong>{one.asked.siteName}</strong>
                <span className={classes.mark} data-tone={isOurs ? 'wait' : undefined}>
                  {t(`engagement.${one.state}`)}
                </span>
              </div>
              <span className="quiet">
                {words.country(one.asked.country)} · {words.series(one.asked.siteTypes.map(words.type))} · {one.asked.standards.map(({ standard, standardVersion }) => titleOf(standard, standardVersion)).join(', ')}
              </span>
              {one.message === null ? null : <p className={classes.words}>{one.message}</p>}
              {one.reason === null ? null : <p className={classes.warning}>{one.reason}</p>}
              {one.team.length === 0 ? null : <span>{one.team.map(({ name }) => name).join(', ')}</span>}
              {isOurs ? (
                <>
                  <NameTeam firm={firm} one={one} />
                  <ReasonAct label={t('engagement.decline')} field={t('reason')} onDo={(reason) => api.declineEngagement({ engagementId: one.engagementId, reason })} />
                </>
              ) : null}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
