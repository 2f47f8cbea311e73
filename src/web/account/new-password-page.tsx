// A new password: asked for by address, chosen by the link that came by mail.
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { askForNewPassword, saveNewPassword } from './session.ts'
import classes from './account.module.css'

const route = getRouteApi('/new-password')
const SHORTEST = 12

function AskForLink({ isInvalid }: { readonly isInvalid: boolean }) {
  const t = useMessages('account')
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => askForNewPassword(email.trim()) })
  const answer = ask.isError
    ? t('problem.unreachable')
    : ask.data === 'often'
      ? t('sign-in.often')
      : ask.data === undefined
        ? undefined
        : t(`new-password.${ask.data}`)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        ask.mutate()
      }}>
      <Stack gap="md">
        {isInvalid ? (
          <p role="alert" className={classes.problem}>
            {t('new-password.invalid')}
          </p>
        ) : null}
        <TextInput
          type="email"
          label={t('email')}
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {answer === undefined ? null : <p role="status">{answer}</p>}
        <Button type="submit" loading={ask.isPending} className={classes.submit}>
          {t('new-password.send')}
        </Button>
      </Stack>
    </form>
  )
}

function ChoosePassword({ token }: { readonly token: string }) {
  const t = useMessages('account')
  const [password, setPassword] = useState('')
  const save = useMutation({ mutationFn: () => saveNewPassword(token, password) })
  if (save.data === true) {
    return (
      <p role="status">
        {t('new-password.done')} <Link to="/sign-in">{t('sign-in')}</Link>
      </p>
    )
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}>
      <Stack gap="md">
        <PasswordInput
          label={t('new-password')}
          description={t('welcome.password.meaning', { count: SHORTEST })}
          autoComplete="new-password"
          required
          minLength={SHORTEST}
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {save.data === false || save.isError ? (
          <p role="alert" className={classes.problem}>
            {save.isError ? t('problem.unreachable') : t('new-password.invalid')}
          </p>
        ) : null}
        <Button type="submit" loading={save.isPending} className={classes.submit}>
          {t('new-password.save')}
        </Button>
      </Stack>
    </form>
  )
}

export function Page() {
  const t = useMessages('account')
  const { token, error } = route.useSearch()
  return (
    <Frame width="reading">
      <PageHeading
        title={t('new-password')}
        lead={token === undefined ? t('new-password.lead') : t('new-password.choose')}
      />
      {token === undefined ? <AskForLink isInvalid={error !== undefined} /> : <ChoosePassword token={token} />}
    </Frame>
  )
}
