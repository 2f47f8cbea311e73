// What is said of one's sites and wants an answer; nothing here tells who spoke or when.
import { Button, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './grievance.module.css'

type Told = Result<'listGrievancesForSite'>['items'][number]

function Answer({ told }: { readonly told: Told }) {
  const t = useMessages('grievance')
  const queries = useQueryClient()
  const [answer, setAnswer] = useState('')
  const sending = useMutation({
    mutationFn: () => api.answerGrievance({ grievanceId: told.grievanceId, answer }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['listGrievancesForSite'] }),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        sending.mutate()
      }}>
      <Stack gap="sm">
        <Textarea label={t('answer.text')} description={t('answer.meaning')} required autosize minRows={4} maxLength={8000} value={answer} onChange={(event) => setAnswer(event.currentTarget.value)} />
        <ProblemText error={sending.error} />
        <div>
          <Button type="submit" loading={sending.isPending} disabled={answer.trim().length < 10}>
            {t('answer')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function List() {
  const t = useMessages('grievance')
  const { day } = useFormat()
  const found = useLooseRead('listGrievancesForSite', {})
  return (
    <>
      <ProblemText error={found.error} />
      {found.data === undefined ? null : found.data.items.length === 0 ? (
        <Empty title={t('told.none')}>
          <p>{t('told.none.next')}</p>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {found.data.items.map((told) => (
            <li key={told.grievanceId} className={classes.card}>
              <div className={classes.head}>
                <Link to="/sites/$siteId" params={{ siteId: told.siteId }}>
                  {told.siteId}
                </Link>
                <strong>{t(`state.${told.state}`)}</strong>
                {told.answer === null && told.state === 'with-site' ? <span>{t('told.due', { day: day(told.answerDueOn) })}</span> : null}
              </div>
              <p className={classes.words}>{told.summary}</p>
              {told.answer === null ? null : (
                <p className={classes.words}>
                  <strong>{t('grievance.answer')}</strong> {told.answer}
                </p>
              )}
              {told.outcome === null ? null : (
                <p className={classes.words}>
                  <strong>{t(`outcome.${told.outcome}`)}</strong> {told.outcomeText}
                </p>
              )}
              {told.answer === null && told.state === 'with-site' ? <Answer told={told} /> : null}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('grievance')
  return (
    <Frame>
      <PageHeading title={t('told.title')} lead={t('told.lead')} />
      <NeedsAccount roles={['site-owner', 'operator']}>
        <List />
      </NeedsAccount>
    </Frame>
  )
}
