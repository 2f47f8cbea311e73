// A new password: asked for by address, chosen by the link that came by mail.
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { AccountForm, EmailField, PasswordField } from './account-form.tsx'
import { askForNewPassword, saveNewPassword } from './session.ts'
import classes from './account.module.css'

const route = getRouteApi('/new-password')

function AskForLink({ isInvalid }: { readonly isInvalid: boolean }) {
  const t = useMessages('account')
  const [email, setEmail] = useState('')
  const ask = useMutation({ mutationFn: () => askForNewPassword(email.trim()) })
  const answer = ask.data === undefined ? undefined : ask.data === 'often' ? t('sign-in.often') : t(`new-password.${ask.data}`)
  return (
    <>
      {isInvalid ? (
        <p role="alert" className={classes.problem}>
          {t('new-password.invalid')}
        </p>
      ) : null}
      <AccountForm
        act={t('new-password.send')}
        isBusy={ask.isPending}
        reason={ask.isError ? t('problem.unreachable') : undefined}
        onSubmit={() => ask.mutate()}>
        <EmailField value={email} onChange={setEmail} />
        {answer === undefined ? null : <p role="status">{answer}</p>}
      </AccountForm>
    </>
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
  const reason = save.isError ? t('problem.unreachable') : save.data === false ? t('new-password.invalid') : undefined
  return (
    <AccountForm act={t('new-password.save')} isBusy={save.isPending} reason={reason} onSubmit={() => save.mutate()}>
      <PasswordField label={t('new-password')} isNew value={password} onChange={setPassword} />
    </AccountForm>
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
