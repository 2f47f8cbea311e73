// One's own account: what waits for an operator, who is signed in and as what, how mail comes, the API keys.
import { Button, Group, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { Preferences } from '../inbox/preferences.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { AccountForm } from './account-form.tsx'
import { AccountFrame } from './account-frame.tsx'
import { ApiKeys } from './api-keys.tsx'
import { useForgetReads, useMe, type Me } from './me.ts'
import { signOut } from './session.ts'
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

function Rename({ name, onDone }: { readonly name: string; readonly onDone: () => void }) {
  const t = useMessages('account')
  const queries = useQueryClient()
  const [next, setNext] = useState(name)
  const rename = useMutation({
    mutationFn: () => api.renameAccount({ name: next.trim() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['getMe'] })
      onDone()
    },
  })
  return (
    <AccountForm
      act={t('save')}
      isBusy={rename.isPending}
      isReady={next.trim() !== ''}
      reason={rename.error === null ? undefined : <ProblemText error={rename.error} />}
      onSubmit={() => rename.mutate()}>
      <TextInput
        label={t('who.new-name')}
        autoComplete="name"
        required
        maxLength={120}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
      />
    </AccountForm>
  )
}

function Who({ me }: { readonly me: Me }) {
  const t = useMessages('account')
  const role = useMessages('people')
  const navigate = useNavigate()
  const forget = useForgetReads()
  const [isRenaming, setRenaming] = useState(false)
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/' })
    },
  })
  const roles = [...new Set(me.grants.map((grant) => role(`role.${grant.role}`)))]
  return (
    <section className={classes.part} aria-labelledby="who">
      <h2 id="who">{t('who')}</h2>
      <Facts>
        {me.name === null ? null : <Fact name={t('welcome.name')}>{me.name}</Fact>}
        {me.email === null ? null : <Fact name={t('email')}>{me.email}</Fact>}
        <Fact name={t('who.roles')}>{roles.length === 0 ? t('who.no-role') : roles.join(', ')}</Fact>
        {me.userId === null ? null : (
          <Fact name={t('who.id')}>
            <span className="numeric">{me.userId}</span>
          </Fact>
        )}
      </Facts>
      {isRenaming && me.name !== null ? <Rename name={me.name} onDone={() => setRenaming(false)} /> : null}
      <Group>
        {me.name === null || isRenaming ? null : (
          <Button variant="default" onClick={() => setRenaming(true)}>
            {t('who.rename')}
          </Button>
        )}
        <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t('sign-out')}
        </Button>
      </Group>
    </section>
  )
}

function Parts() {
  const me = useMe()
  if (me === undefined) return null
  return (
    <>
      {me.kind === 'operator' ? <Next /> : null}
      <Who me={me} />
      <Preferences />
      <ApiKeys />
    </>
  )
}

export function Page() {
  const t = useMessages('account')
  return (
    <AccountFrame title={t('menu.account')}>
      <Parts />
    </AccountFrame>
  )
}
