// The desk of the decision body: what is before it, what each case waits for, what was decided.
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import classes from './decision.module.css'
import { OutcomeMark, Waiting } from './parts.tsx'

const route = getRouteApi('/decisions')
const STATES = ['open', 'recorded', 'sent-back'] as const

function Decisions({ state }: { readonly state: (typeof STATES)[number] }) {
  const t = useMessages('decision')
  const { day } = useFormat()
  const { data, error } = useLooseRead('listDecisions', { state, limit: 500 })
  if (data === undefined) return <Waiting error={error} />
  if (data.items.length === 0)
    return (
      <Empty title={t('decisions.none')}>
        <p>{t('decisions.none.meaning')}</p>
      </Empty>
    )
  return (
    <PlainTable label={t('decisions.title')}>
      <thead>
        <tr>
          <th scope="col">{t('column.site')}</th>
          <th scope="col">{t('column.opened')}</th>
          <th scope="col">{t(state === 'open' ? 'column.meeting' : 'column.decided')}</th>
          <th scope="col">{t('column.votes')}</th>
          <th scope="col">{t(state === 'open' ? 'column.you' : 'column.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {data.items.map((one) => (
          <tr key={one.decisionId}>
            <th scope="row">
              <Link to="/cases/$caseId/decision" params={{ caseId: one.caseId }}>
                {one.siteName}
              </Link>{' '}
              <span className="quiet">{one.roundKind === null ? '' : t(`round.${one.roundKind}`)}</span>
            </th>
            <td>{day(one.openedOn, 'short')}</td>
            <td>{(state === 'open' ? one.meetingOn : one.decidedOn) === null ? '–' : day((state === 'open' ? one.meetingOn : one.decidedOn)!, 'short')}</td>
            <td className="numeric">{t('votes.of', { count: one.voteCount, quorum: one.quorum })}</td>
            <td>
              {state === 'open' ? one.recused !== null ? t(`recused.${one.recused}`) : one.ownVote === null ? t('votes.yours-open') : t(`vote.${one.ownVote}`) : one.outcome === null ? t('decisions.sent-back') : <OutcomeMark outcome={one.outcome} />}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

export function Page() {
  const t = useMessages('decision')
  const asked = route.useSearch().state
  const state = STATES.find((one) => one === asked) ?? 'open'
  return (
    <Frame>
      <PageHeading title={t('decisions.title')} lead={t('decisions.lead')} />
      <NeedsAccount roles={['operator', 'decision-member']}>
        <ul className={classes.filters} aria-label={t('decisions.filter')}>
          {STATES.map((one) => (
            <li key={one}>
              <Link to="/decisions" search={{ state: one }} {...(one === state ? { 'aria-current': 'page' as const } : {})}>
                {t(`decisions.state.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
        <Decisions state={state} />
      </NeedsAccount>
    </Frame>
  )
}
