// Signing in by address and password; after it one is back where one was. Pasting works: no puzzle (WCAG 2.2, 3.3.8).
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useForgetReads, useMe } from './me.ts'
import { signIn, type SignInFailure } from './session.ts'
import classes from './account.module.css'

const route = getRouteApi('/sign-in')
const isFailure = (code: string): code is SignInFailure => code === 'wrong' || code === 'often' || code === 'failed'

export function Page() {
  const t = useMessages('account')
  const router = useRouter()
  const { back } = route.useSearch()
  const me = useMe()
  const forget = useForgetReads()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: async () => {
      await forget()
      router.history.push(back ?? '/next')
    },
  })
  const code = enter.error instanceof Problem ? enter.error.code : enter.error === null ? undefined : 'failed'
  const reason = code === undefined ? undefined : isFailure(code) ? t(`sign-in.${code}`) : t('problem.unreachable')
  return (
    <Frame width="reading">
      <PageHeading title={t('sign-in')} lead={t('sign-in.lead')} />
      {me?.kind === 'operator' ? (
        <p role="status">
          {t('sign-in.already')} <Link to="/account">{t('menu.account')}</Link>
        </p>
      ) : null}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          enter.mutate()
        }}>
        <Stack gap="md">
          <TextInput
            type="email"
            label={t('email')}
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label={t('password')}
            autoComplete="current-password"
            required
            value={password}
            visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {reason === undefined ? null : (
            <p role="alert" className={classes.problem}>
              {reason}
            </p>
          )}
          <Button type="submit" loading={enter.isPending} className={classes.submit}>
            {t('sign-in')}
          </Button>
        </Stack>
      </form>
      <p>
        <Link to="/new-password">{t('sign-in.forgot')}</Link>
      </p>
      <p className="quiet">{t('sign-in.first')}</p>
    </Frame>
  )
}
