// The desk of awards: what is open about each, the most pressing first.
import { getRouteApi, Link } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { useWords } from '../ui/words.ts'
import classes from './decision.module.css'
import { Waiting } from './parts.tsx'

const route = getRouteApi('/award-files')
const ONLY = ['open', 'standing', 'all'] as const

function Files({ only }: { readonly only: (typeof ONLY)[number] }) {
  const t = useMessages('decision')
  const words = useWords()
  const { day } = useFormat()
  const { data, error } = useLooseRead('listAwardsInCare', { only, limit: 500 })
  if (data === undefined) return <Waiting error={error} />
  if (data.items.length === 0)
    return (
      <Empty title={t('files.none')}>
        <p>{t('files.none.meaning')}</p>
      </Empty>
    )
  return (
    <PlainTable label={t('files.title')}>
      <thead>
        <tr>
          <th scope="col">{t('column.site')}</th>
          <th scope="col">{t('column.mark')}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col">{t('column.valid-until')}</th>
          <th scope="col">{t('column.open')}</th>
          <th scope="col">{t('column.next')}</th>
        </tr>
      </thead>
      <tbody>
        {data.items.map((one) => (
          <tr key={one.awardId}>
            <th scope="row">
              <Link to="/awards/$awardId/changes" params={{ awardId: one.awardId }}>
                {one.siteName}
              </Link>
            </th>
            <td>{words.metal(one.mark)}</td>
            <td>
              {t(`award.state.${one.state}`)}
              {one.isConditional ? ` (${t('outcome.conditional')})` : ''}
            </td>
            <td>{day(one.validUntil, 'short')}</td>
            <td>{t('files.open', { matters: one.openMatters, reports: one.openReports, appeals: one.openAppeals })}</td>
            <td>{one.nextDueOn === null ? '–' : day(one.nextDueOn, 'short')}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

export function Page() {
  const t = useMessages('decision')
  const asked = route.useSearch().only
  const only = ONLY.find((one) => one === asked) ?? 'open'
  return (
    <Frame>
      <PageHeading title={t('files.title')} lead={t('files.lead')} />
      <NeedsAccount roles={['operator', 'decision-member', 'site-owner', 'site-contributor']}>
        <ul className={classes.filters} aria-label={t('decisions.filter')}>
          {ONLY.map((one) => (
            <li key={one}>
              <Link to="/award-files" search={{ only: one }} {...(one === only ? { 'aria-current': 'page' as const } : {})}>
                {t(`files.only.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
        <Files only={only} />
      </NeedsAccount>
    </Frame>
  )
}
