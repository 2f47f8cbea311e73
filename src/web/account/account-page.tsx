// The operator's account: what waits, who is signed in, the API keys.
import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ApiKeys } from './api-keys.tsx'
import { useForgetReads, useMe } from './me.ts'
import { NeedsOperator } from './needs-operator.tsx'
import { signOut, whoIsSignedIn } from './session.ts'
import classes from './account.module.css'

/** What to do next, and why; nothing that waits is nothing to do. */
function Next() {
  const t = useMessages('account')
  const overdue = useLooseRead('listErrorReports', { state: 'overdue', limit: 100 }).data?.items.length ?? 0
  const open = useLooseRead('listErrorReports', { state: 'open', limit: 100 }).data?.items.length ?? 0
  const doubtful = useLooseRead('listMatchReviews', { limit: 1 }).data?.total ?? 0
  const staged = useLooseRead('listImports', { state: 'staged', limit: 100 }).data?.items.length ?? 0
  const rows = [
    overdue > 0 ? (
      <li key="overdue">
        <Link to="/error-reports" search={{ state: 'overdue' }}>
          {t('next.overdue', { count: overdue })}
        </Link>{' '}
        <span>{t('next.overdue.why')}</span>
      </li>
    ) : null,
    open > 0 ? (
      <li key="open">
        <Link to="/error-reports" search={{ state: 'open' }}>
          {t('next.open', { count: open })}
        </Link>{' '}
        <span>{t('next.open.why')}</span>
      </li>
    ) : null,
    doubtful > 0 ? (
      <li key="doubtful">
        <Link to="/match-reviews">{t('next.doubtful', { count: doubtful })}</Link> <span>{t('next.doubtful.why')}</span>
      </li>
    ) : null,
    staged > 0 ? (
      <li key="staged">
        <Link to="/imports">{t('next.staged', { count: staged })}</Link> <span>{t('next.staged.why')}</span>
      </li>
    ) : null,
  ].filter((row) => row !== null)
  return (
    <section aria-labelledby="next">
      <h2 id="next">{t('next')}</h2>
      {rows.length > 0 ? (
        <ul className={classes.next}>{rows}</ul>
      ) : (
        <p>
          {t('next.nothing')} <Link to="/imports">{t('menu.imports')}</Link>
        </p>
      )}
    </section>
  )
}

function Who() {
  const t = useMessages('account')
  const me = useMe()
  const navigate = useNavigate()
  const forget = useForgetReads()
  const person = useQuery({ queryKey: ['who-is-signed-in'], queryFn: whoIsSignedIn }).data
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/' })
    },
  })
  return (
    <section aria-labelledby="who">
      <h2 id="who">{t('who')}</h2>
      <Facts>
        {person === undefined || person === null ? null : (
          <>
            <Fact name={t('welcome.name')}>{person.name}</Fact>
            <Fact name={t('email')}>{person.email}</Fact>
          </>
        )}
        <Fact name={t('who.role')}>{t('operator')}</Fact>
        {me?.userId === undefined || me.userId === null ? null : (
          <Fact name={t('who.id')}>
            <span className="numeric">{me.userId}</span>
          </Fact>
        )}
      </Facts>
      <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {t('sign-out')}
      </Button>
    </section>
  )
}

export function Page() {
  const t = useMessages('account')
  return (
    <Frame width="reading">
      <PageHeading title={t('menu.account')} />
      <NeedsOperator>
        <Next />
        <ApiKeys />
        <Who />
      </NeedsOperator>
    </Frame>
  )
}
