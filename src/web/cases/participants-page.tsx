// Participants: who takes part, with how many sites, and how far the commitments to bring in all of them are.
import { Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { DaysLeft } from './case-frame.tsx'

type Progress = Result<'listParticipants'>['items'][number]['progress']

/** How many sites there are to bring in: as declared, or as many as are known. */
export const allSites = ({ declaredSites, knownSites }: Progress): number => Math.max(declaredSites ?? 0, knownSites)

export function CommitmentDay({ progress }: { readonly progress: Progress }) {
  const t = useMessages('cases')
  const { day } = useFormat()
  if (progress.dueOn === null) return <span className="quiet">{t('participant.no-commitment')}</span>
  return (
    <>
      <span className="nowrap">{day(progress.dueOn)}</span>,{' '}
      {progress.isReached ? t('participant.reached') : <DaysLeft count={progress.daysLeft ?? 0} />}
    </>
  )
}

function List() {
  const t = useMessages('cases')
  const words = useWords()
  const read = useLooseRead('listParticipants', { limit: 1000 })
  if (read.data === undefined) return <ProblemText error={read.error} />
  if (read.data.items.length === 0)
    return (
      <Empty title={t('participant.none')}>
        <p>{t('participant.none.next')}</p>
      </Empty>
    )
  return (
    <PlainTable label={t('participant.title')}>
      <thead>
        <tr>
          <th scope="col">{t('participant.col.name')}</th>
          <th scope="col">{t('participant.col.country')}</th>
          <th scope="col">{t('participant.col.sites')}</th>
          <th scope="col" data-numeric>
            {t('participant.col.awarded')}
          </th>
          <th scope="col">{t('participant.col.by')}</th>
        </tr>
      </thead>
      <tbody>
        {read.data.items.map((row) => (
          <tr key={row.organisationId}>
            <th scope="row">
              <Link to={`/participants/${row.organisationId}` as '/'}>{row.name}</Link>
            </th>
            <td>{words.country(row.country)}</td>
            <td>{t('participant.of', { committed: row.progress.committedSites, all: allSites(row.progress) })}</td>
            <td data-numeric>{row.progress.awardedSites}</td>
            <td>
              <CommitmentDay progress={row.progress} />
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

export function Page() {
  const t = useMessages('cases')
  return (
    <Frame>
      <PageHeading title={t('participant.title')} lead={t('participant.lead')} />
      <NeedsAccount roles={['operator', 'site-owner', 'site-contributor']}>
        <List />
      </NeedsAccount>
    </Frame>
  )
}
