// One participant: its sites and where each stands, and its commitment to bring in all of them by a day.
import { Button, Progress, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useMe } from '../account/me.ts'
import { api, type Result } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { allSites, CommitmentDay } from './participants-page.tsx'
import classes from './cases.module.css'

type Participant = Result<'getParticipant'>

function CommitmentForm({ one }: { readonly one: Participant }) {
  const t = useMessages('cases')
  const queries = useQueryClient()
  const [by, setBy] = useState(one.allSitesBy ?? '')
  const [count, setCount] = useState(one.allSitesCount === null ? '' : String(one.allSitesCount))
  const save = useMutation({
    mutationFn: () =>
      api.setAllSitesCommitment({ organisationId: one.organisationId, allSitesBy: by === '' ? null : by, allSitesCount: count.trim() === '' ? null : Number(count) }),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}>
      <Stack gap="sm">
        <TextInput type="date" label={t('apply.all-sites.by')} value={by} onChange={(event) => setBy(event.currentTarget.value)} />
        <TextInput type="number" inputMode="numeric" min={1} max={10000} label={t('apply.all-sites.count')} value={count} onChange={(event) => setCount(event.currentTarget.value)} />
        <ProblemText error={save.error} />
        <Button type="submit" loading={save.isPending} className={classes.submit}>
          {t('participant.save')}
        </Button>
        {save.isSuccess ? <p role="status">{t('participant.saved')}</p> : null}
      </Stack>
    </form>
  )
}

function Sites({ one }: { readonly one: Participant }) {
  const t = useMessages('cases')
  const words = useWords()
  return (
    <PlainTable label={t('participant.sites')}>
      <thead>
        <tr>
          <th scope="col">{t('cases.col.site')}</th>
          <th scope="col">{t('participant.col.country')}</th>
          <th scope="col">{t('cases.col.state')}</th>
        </tr>
      </thead>
      <tbody>
        {one.sites.map((site) => (
          <tr key={site.siteId}>
            <th scope="row">
              {site.caseId === null ? (
                <Link to="/sites/$siteId" params={{ siteId: site.siteId }}>
                  {site.siteName}
                </Link>
              ) : (
                <Link to={`/cases/${site.caseId}` as '/'}>{site.siteName}</Link>
              )}
            </th>
            <td>{words.country(site.country)}</td>
            <td>{site.state === null ? <span className="quiet">{t('participant.no-case')}</span> : t(`state.${site.state}`)}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Whole({ one }: { readonly one: Participant }) {
  const t = useMessages('cases')
  const { progress } = one
  const all = allSites(progress)
  return (
    <>
      <section aria-labelledby="commitment">
        <h2 id="commitment">{t('participant.commitment')}</h2>
        <p>
          <CommitmentDay progress={progress} />
        </p>
        <p>{t('participant.progress', { committed: progress.committedSites, all, awarded: progress.awardedSites })}</p>
        <Progress aria-label={t('participant.col.sites')} value={all === 0 ? 0 : (progress.committedSites / all) * 100} maw="28rem" mb="sm" />
        {progress.declaredSites === null ? null : <p className="quiet">{t('participant.declared', { known: progress.knownSites, declared: progress.declaredSites })}</p>}
        {one.mayChange ? <CommitmentForm one={one} /> : null}
      </section>
      <section aria-labelledby="sites">
        <h2 id="sites">{t('participant.sites')}</h2>
        <Sites one={one} />
      </section>
    </>
  )
}

export function Page() {
  const t = useMessages('cases')
  const words = useWords()
  const { organisationId = '' } = useParams({ strict: false })
  const me = useMe()
  const read = useLooseRead('getParticipant', { organisationId }, me !== undefined && me.kind !== 'public')
  const one = read.data
  return (
    <Frame>
      <PageHeading title={one?.name ?? t('about.participant')} lead={one === undefined ? undefined : words.country(one.country)} />
      <NeedsAccount roles={['operator', 'site-owner', 'site-contributor']}>
        {one !== undefined ? (
          <Whole one={one} />
        ) : read.error instanceof Problem && read.error.body.status === 404 ? (
          <Empty title={t('participant.absent')}>
            <p>{t('participant.absent.meaning')}</p>
          </Empty>
        ) : (
          <ProblemText error={read.error} />
        )}
      </NeedsAccount>
    </Frame>
  )
}
