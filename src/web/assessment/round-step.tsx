// Rounds after the first: a site asks, the secretariat opens, the open criteria are looked at again.
import { Button, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { Step } from './assessment-page.tsx'
import { ReasonAct } from './reason-act.tsx'
import classes from './assessment.module.css'

function Open({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const [path, setPath] = useState<'desk' | 'on-site'>('desk')
  const [reason, setReason] = useState('')
  const open = useAct((): Promise<unknown> => (one.state === 'conditional' ? api.openFollowUp : api.openRemediation)({ caseId: one.caseId, path, reason: reason.trim() }))
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        open.mutate(undefined)
      }}>
      <Stack gap="sm">
        <Radio.Group label={t('round.path')} value={path} onChange={(value) => setPath(value as typeof path)}>
          <Stack gap={6} mt={6}>
            {(['desk', 'on-site'] as const).map((value) => (
              <Radio key={value} value={value} label={t(`round.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('reason')} required autosize minRows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={open.error} />
        <Button type="submit" loading={open.isPending} disabled={reason.trim() === ''} style={{ alignSelf: 'flex-start' }}>
          {t('round.open')}
        </Button>
      </Stack>
    </form>
  )
}

export function RoundStep({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const isAhead = one.state === 'conditional' || one.state === 'remediation'
  if (!isAhead && one.round < 2) return null
  return (
    <Step title={t('step.round')} isNow={isAhead} mark={t('round.number', { round: one.round })}>
      {isAhead ? <p>{t('round.meaning')}</p> : null}
      {isAhead && one.permits.includes('round:request') ? (
        <ReasonAct label={t('round.request')} field={t('round.request.text')} onDo={(text) => api.requestRound({ caseId: one.caseId, text })} />
      ) : null}
      {isAhead && one.permits.includes('plan:approve') ? <Open one={one} /> : null}
    </Step>
  )
}
