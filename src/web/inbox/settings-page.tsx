// The settings of the scheme, for the operator: what is assumed first, then each by its group; mail; and the clocks, which
// are data of the standards.
import { SegmentedControl } from '@mantine/core'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { MailStanding } from './mail-standing.tsx'
import { SettingRow, type Setting } from './setting-row.tsx'
import { StandardClocks } from './standard-clocks.tsx'
import classes from './inbox.module.css'

const route = getRouteApi('/settings')
/** Set by an act of its own, with its own question. */
const ELSEWHERE = new Set(['mail.released'])

const groupOf = ({ name }: Setting): string => name.slice(0, name.indexOf('.'))

function Groups() {
  const t = useMessages('setting')
  const { show } = route.useSearch()
  const navigate = useNavigate()
  const answer = useLooseRead('listSettings', {})
  if (answer.data === undefined) return answer.error === null ? <div aria-busy="true" style={{ minHeight: '16rem' }} /> : <ProblemText error={answer.error} />
  const shown = answer.data.items.filter((one) => !ELSEWHERE.has(one.name) && (show !== 'assumed' || one.isAssumed))
  const groups = [...new Set(shown.map(groupOf))]
  return (
    <>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={t('show')}
          value={show ?? 'all'}
          onChange={(value) => void navigate({ to: '/settings', search: value === 'assumed' ? { show: 'assumed' } : {} })}
          data={[
            { value: 'all', label: t('show.all', { count: answer.data.items.length }) },
            { value: 'assumed', label: t('show.assumed', { count: answer.data.assumed }) },
          ]}
        />
      </div>
      {shown.length === 0 ? <p>{t('none-assumed')}</p> : null}
      {groups.map((group) => {
        const key = `group.${group}`
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{t.has(key) ? t(key) : group}</h2>
            {shown
              .filter((one) => groupOf(one) === group)
              .map((one) => (
                <SettingRow key={`${one.name} ${one.changedAt}`} setting={one} />
              ))}
          </section>
        )
      })}
    </>
  )
}

export function Page() {
  const t = useMessages('setting')
  return (
    <Frame>
      <PageHeading
        title={t('settings')}
        lead={t.rich('settings.lead', { a: (parts) => <Link to="/standards">{parts}</Link> })}
      />
      <NeedsAccount roles={['operator']}>
        <MailStanding />
        <Groups />
        <StandardClocks />
      </NeedsAccount>
    </Frame>
  )
}
