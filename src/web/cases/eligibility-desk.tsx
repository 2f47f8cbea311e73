// The scheme's desk for one application: what was checked without a person, then the decision with its reason.
import { Button, CopyButton, NativeSelect, Radio, Stack, Textarea } from '@mantine/core'
import { IconCheck, IconEye, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import type { CaseOfView } from './case-frame.tsx'
import classes from './cases.module.css'

type Application = Result<'getApplication'>

function Checks({ checks }: { readonly checks: Application['checks'] }) {
  const t = useMessages('cases')
  const words = useWords()
  return (
    <ul className={classes.checks}>
      {checks.map(({ check, isMet, names }) => (
        <li key={check} data-met={isMet ?? 'look'}>
          {isMet === null ? <IconEye size={18} aria-hidden /> : isMet ? <IconCheck size={18} aria-hidden /> : <IconX size={18} aria-hidden />}
          <span>
            <strong>{isMet === null ? t('eligibility.look') : isMet ? t('eligibility.met') : t('eligibility.not-met')}</strong>{' '}
            {t(`check.${check}`)}
            {names.length === 0 ? null : <span className="quiet"> ({names.map(words.metal).join(', ')})</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Invitation({ invitation }: { readonly invitation: NonNullable<Result<'decideEligibility'>['invitation']> }) {
  const t = useMessages('cases')
  if (invitation.link === null) return <p role="status">{t('eligibility.invited.mailed')}</p>
  const link = invitation.link
  return (
    <div role="status" className={classes.secret}>
      <p>{t('eligibility.invited.link')}</p>
      <code>{link}</code>
      <CopyButton value={link}>
        {({ copy, copied }) => (
          <Button size="xs" variant="default" onClick={copy} {...(copied ? { leftSection: <IconCheck size={16} aria-hidden /> } : {})}>
            {t('letter.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}

function Decision({ one, application }: { readonly one: CaseOfView; readonly application: Application }) {
  const t = useMessages('cases')
  const words = useWords()
  const [decision, setDecision] = useState('accept')
  const [reason, setReason] = useState('')
  const [siteId, setSiteId] = useState('')
  const [organisationId, setOrganisation] = useState('')
  const [cohort, setCohort] = useState('')
  const cohorts = useLooseRead('listCohorts', {}).data?.items.filter(({ isOpen }) => isOpen) ?? []
  const participants = useLooseRead('listParticipants', { limit: 1000 }).data?.items ?? []
  const queries = useQueryClient()
  const decide = useMutation({
    mutationFn: () =>
      api.decideEligibility({
        caseId: one.caseId,
        isEligible: decision === 'accept',
        reason: reason.trim(),
        ...(decision !== 'accept'
          ? {}
          : {
              ...(siteId === '' ? {} : { siteId }),
              ...(organisationId === '' ? {} : { organisationId }),
              ...(cohort === '' ? {} : { cohort }),
            }),
      }),
    onSuccess: ({ invitation }) => (invitation === null || invitation.link === null ? queries.invalidateQueries() : undefined),
  })
  if (decide.data?.invitation?.link !== undefined && decide.data.invitation !== null)
    return (
      <>
        <Invitation invitation={decide.data.invitation} />
        <Button variant="default" onClick={() => void queries.invalidateQueries()}>
          {t('apply.next')}
        </Button>
      </>
    )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        decide.mutate()
      }}>
      <Stack gap="sm">
        <Radio.Group label={t('extension.decide')} value={decision} onChange={setDecision}>
          <Stack gap={6} mt={6}>
            <Radio value="accept" label={t('eligibility.accept')} description={t('eligibility.accept.means')} />
            <Radio value="reject" label={t('eligibility.reject')} description={t('eligibility.reject.means')} />
          </Stack>
        </Radio.Group>
        {decision === 'accept' ? (
          <>
            {application.alikeSites.length === 0 ? null : (
              <NativeSelect
                label={t('eligibility.site')}
                value={siteId}
                onChange={(event) => setSiteId(event.currentTarget.value)}
                data={[
                  { value: '', label: t('eligibility.new-site') },
                  ...application.alikeSites.map((site) => ({
                    value: site.siteId,
                    label: `${site.siteName}, ${words.country(site.country)}, ${site.siteId}`,
                  })),
                ]}
              />
            )}
            <NativeSelect
              label={t('eligibility.organisation')}
              value={organisationId}
              onChange={(event) => setOrganisation(event.currentTarget.value)}
              data={[
                { value: '', label: t('eligibility.organisation.new', { name: application.participantName }) },
                ...participants.map((each) => ({ value: each.organisationId, label: `${each.name}, ${words.country(each.country)}` })),
              ]}
            />
            {cohorts.length === 0 ? null : (
              <NativeSelect
                label={t('eligibility.cohort')}
                value={cohort}
                onChange={(event) => setCohort(event.currentTarget.value)}
                data={[{ value: '', label: t('eligibility.cohort.none') }, ...cohorts.map((each) => ({ value: each.cohort, label: each.title }))]}
              />
            )}
          </>
        ) : null}
        <Textarea
          label={t('eligibility.reason')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemText error={decide.error} />
        <Button type="submit" loading={decide.isPending} disabled={reason.trim() === ''} className={classes.submit}>
          {decision === 'accept' ? t('eligibility.accept') : t('eligibility.reject')}
        </Button>
      </Stack>
    </form>
  )
}

export function EligibilityDesk({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('cases')
  const read = useLooseRead('getApplication', { caseId: one.caseId })
  return (
    <section aria-labelledby="eligibility" className={classes.next} data-mine>
      <h2 id="eligibility">{t('eligibility.title')}</h2>
      <p>{t('eligibility.lead')}</p>
      {read.data === undefined ? (
        <ProblemText error={read.error} />
      ) : (
        <>
          <h3>{t('eligibility.checks')}</h3>
          <Checks checks={read.data.checks} />
          <Decision one={one} application={read.data} />
        </>
      )}
    </section>
  )
}
