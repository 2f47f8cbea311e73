// The one-time link of the first start: it makes the operator's account, and signs in.
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useForgetReads } from './me.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { signIn } from './session.ts'
import classes from './account.module.css'

const route = getRouteApi('/welcome')
const LEAST = 12

function Form({ token }: { readonly token: string }) {
  const t = useMessages('account')
  const navigate = useNavigate()
  const forget = useForgetReads()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [wasSent, setSent] = useState(false)
  const create = useMutation({
    mutationFn: async () => {
      await api.createOperator({ token, name: name.trim(), email: email.trim(), password })
      await signIn(email.trim(), password)
    },
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/account' })
    },
  })
  const faults = {
    name: wasSent && name.trim() === '' ? t('welcome.name.missing') : undefined,
    email: wasSent && !/^\S+@\S+\.\S+$/.test(email.trim()) ? t('welcome.email.wrong') : undefined,
    password: wasSent && password.length < LEAST ? t('welcome.password.short', { count: LEAST }) : undefined,
  }
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        setSent(true)
        if (name.trim() !== '' && /^\S+@\S+\.\S+$/.test(email.trim()) && password.length >= LEAST) create.mutate()
      }}>
      <Stack gap="md">
        <TextInput
          label={t('welcome.name')}
          autoComplete="name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={faults.name}
        />
        <TextInput
          type="email"
          label={t('email')}
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={faults.email}
        />
        <PasswordInput
          label={t('password')}
          description={t('welcome.password.meaning', { count: LEAST })}
          autoComplete="new-password"
          required
          value={password}
          visibilityToggleButtonProps={{ 'aria-label': t('password.show') }}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={faults.password}
        />
        <ProblemText error={create.error} />
        <Button type="submit" loading={create.isPending} className={classes.submit}>
          {t('welcome.create')}
        </Button>
      </Stack>
    </form>
  )
}

export function Page() {
  const t = useMessages('account')
  const { token } = route.useSearch()
  return (
    <Frame width="reading">
      <PageHeading title={t('welcome.title')} lead={t('welcome.lead')} />
      {token === undefined ? (
        <Empty title={t('welcome.no-token')}>
          <p>{t('welcome.no-token.next')}</p>
          <Link to="/sign-in">{t('sign-in')}</Link>
        </Empty>
      ) : (
        <Form token={token} />
      )}
    </Frame>
  )
}
