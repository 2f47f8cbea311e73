// What changes the course of a case: the next cycle, or leaving. Each says before what it does and what becomes public.
import { Button, Checkbox, Radio, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import type { CaseOfView } from './case-frame.tsx'
import { DEPARTURE_REASONS, REASSESSMENT_CAUSES } from './choices.ts'
import { Opened } from './opened.tsx'
import classes from './cases.module.css'

function Reassess({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [cause, setCause] = useState('end-of-validity')
  const [reason, setReason] = useState('')
  const causes = one.permits.includes('case:decide-eligibility') ? REASSESSMENT_CAUSES : REASSESSMENT_CAUSES.slice(0, 1)
  const open = useMutation({
    mutationFn: () => api.openReassessment({ caseId: one.caseId, cause: cause as (typeof causes)[number], reason: reason.trim() }),
    onSuccess: async ({ caseId }) => {
      await queries.invalidateQueries()
      await navigate({ to: `/cases/${caseId}` as '/' })
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        open.mutate()
      }}>
      <Stack gap="sm">
        <p>{t('end.reassess.means')}</p>
        <Radio.Group label={t('end.cause')} value={cause} onChange={setCause}>
          <Stack gap={6} mt={6}>
            {causes.map((each) => (
              <Radio key={each} value={each} label={t(`end.cause.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('end.reason')} required autosize minRows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={open.error} />
        <Button type="submit" loading={open.isPending} disabled={reason.trim() === ''} className={classes.submit}>
          {t('end.reassess')}
        </Button>
      </Stack>
    </form>
  )
}

function Leave({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const queries = useQueryClient()
  const [reasonClass, setClass] = useState('site-left')
  const [reason, setReason] = useState('')
  const [isSure, setSure] = useState(false)
  const leave = useMutation({
    mutationFn: () => api.leaveCase({ caseId: one.caseId, reasonClass: reasonClass as 'site-left', reason: reason.trim() }),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        leave.mutate()
      }}>
      <Stack gap="sm">
        <p>{t('end.leave.means')}</p>
        <Radio.Group label={t('end.class')} value={reasonClass} onChange={setClass}>
          <Stack gap={6} mt={6}>
            {DEPARTURE_REASONS.map((each) => (
              <Radio key={each} value={each} label={t(`end.class.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('end.reason')} required autosize minRows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Checkbox label={t('end.sure')} checked={isSure} onChange={(event) => setSure(event.currentTarget.checked)} />
        <ProblemText error={leave.error} />
        <Button type="submit" color="red" loading={leave.isPending} disabled={reason.trim() === '' || !isSure} className={classes.submit}>
          {t('end.leave')}
        </Button>
      </Stack>
    </form>
  )
}

export function CaseEnd({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const mayReassess = one.permits.includes('re-assessment:open') && (one.state === 'awarded' || one.state === 'conditional') && one.nextCaseId === null
  const mayLeave = one.permits.includes('case:leave') && one.moves.includes('case.left')
  if (!mayReassess && !mayLeave) return null
  return (
    <section aria-labelledby="end" className="no-print">
      <h2 id="end">{t('end.title')}</h2>
      <div className={classes.row}>
        {mayReassess ? <Opened label={t('end.reassess')}>{() => <Reassess one={one} />}</Opened> : null}
        {mayLeave ? <Opened label={t('end.leave')}>{() => <Leave one={one} />}</Opened> : null}
      </div>
    </section>
  )
}
