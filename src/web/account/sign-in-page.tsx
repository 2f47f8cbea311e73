// Signing in: by address and password, then by a code where one is asked for; by passkey; or by an account kept elsewhere.
// After it one is back where one was. Pasting works: no puzzle (WCAG 2.2, 3.3.8).
import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { AccountForm, CodeField, EmailField, PasswordField } from './account-form.tsx'
import { useForgetReads, useMe } from './me.ts'
import { hasPasskeys, signInByPasskey } from './passkey.ts'
import { enterCode, signIn, signInElsewhere, type SignInFailure } from './session.ts'
import classes from './account.module.css'

const route = getRouteApi('/sign-in')
const isFailure = (code: string): code is SignInFailure => code === 'wrong' || code === 'often' || code === 'failed'
const codeOf = (error: Error | null): string | undefined =>
  error === null ? undefined : error instanceof Problem ? error.code : 'failed'

function useEntered(): () => Promise<void> {
  const router = useRouter()
  const forget = useForgetReads()
  const { back } = route.useSearch()
  return async () => {
    await forget()
    router.history.push(back ?? '/next')
  }
}

function CodeStep({ onAgain }: { readonly onAgain: () => void }) {
  const t = useMessages('account')
  const entered = useEntered()
  const [code, setCode] = useState('')
  const [isRecovery, setRecovery] = useState(false)
  const enter = useMutation({ mutationFn: () => enterCode(code.replace(/\s+/g, ''), isRecovery), onSuccess: entered })
  const failed = codeOf(enter.error)
  const reason =
    failed === undefined
      ? undefined
      : failed === 'wrong' || failed === 'late'
        ? t(`sign-in.code.${failed}`)
        : isFailure(failed)
          ? t(`sign-in.${failed}`)
          : t('problem.unreachable')
  return (
    <>
      <AccountForm act={t('sign-in')} isBusy={enter.isPending} reason={reason} onSubmit={() => enter.mutate()}>
        <CodeField
          label={t(isRecovery ? 'sign-in.recovery' : 'sign-in.code')}
          meaning={t(isRecovery ? 'sign-in.recovery.meaning' : 'sign-in.code.meaning')}
          isRecovery={isRecovery}
          value={code}
          onChange={setCode}
        />
      </AccountForm>
      <Group>
        <Button
          variant="default"
          onClick={() => {
            setRecovery(!isRecovery)
            setCode('')
            enter.reset()
          }}>
          {t(isRecovery ? 'sign-in.use-app' : 'sign-in.use-recovery')}
        </Button>
        <Button variant="subtle" onClick={onAgain}>
          {t('sign-in.again')}
        </Button>
      </Group>
    </>
  )
}

/** Ways in without a password of this installation. */
function OtherWays() {
  const t = useMessages('account')
  const entered = useEntered()
  const { back } = route.useSearch()
  const elsewhere = useLooseRead('getSignInWays', {}).data?.elsewhere ?? null
  const byPasskey = useMutation({ mutationFn: signInByPasskey, onSuccess: entered })
  const byElsewhere = useMutation({ mutationFn: () => signInElsewhere(back ?? '/next') })
  if (elsewhere === null && !hasPasskeys()) return null
  return (
    <>
      <p className="quiet">{t('sign-in.or')}</p>
      <Group mb="md">
        {elsewhere === null ? null : (
          <Button variant="default" loading={byElsewhere.isPending} onClick={() => byElsewhere.mutate()}>
            {t('sign-in.elsewhere', { name: elsewhere })}
          </Button>
        )}
        {hasPasskeys() ? (
          <Button variant="default" loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
            {t('sign-in.passkey')}
          </Button>
        ) : null}
      </Group>
      {byPasskey.error === null && byElsewhere.error === null ? null : (
        <p role="alert" className={classes.problem}>
          {t(byPasskey.error === null ? 'sign-in.failed' : 'sign-in.passkey.failed')}
        </p>
      )}
    </>
  )
}

function PasswordStep({ onCode }: { readonly onCode: () => void }) {
  const t = useMessages('account')
  const entered = useEntered()
  const { error } = route.useSearch()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const enter = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: async (step) => {
      if (step === 'code') onCode()
      else await entered()
    },
  })
  const code = codeOf(enter.error)
  const reason = code === undefined ? undefined : isFailure(code) ? t(`sign-in.${code}`) : t('problem.unreachable')
  return (
    <>
      {error === undefined ? null : (
        <p role="alert" className={classes.problem}>
          {t('sign-in.elsewhere.failed')}
        </p>
      )}
      <AccountForm act={t('sign-in')} isBusy={enter.isPending} reason={reason} onSubmit={() => enter.mutate()}>
        <EmailField value={email} onChange={setEmail} />
        <PasswordField label={t('password')} value={password} onChange={setPassword} />
      </AccountForm>
      <OtherWays />
      <p>
        <Link to="/new-password">{t('sign-in.forgot')}</Link>
      </p>
      <p className="quiet">{t('sign-in.first')}</p>
    </>
  )
}

export function Page() {
  const t = useMessages('account')
  const me = useMe()
  const { step } = route.useSearch()
  const [isCode, setCode] = useState(step === 'code')
  return (
    <Frame width="reading">
      <PageHeading title={t(isCode ? 'sign-in.code.title' : 'sign-in')} lead={isCode ? undefined : t('sign-in.lead')} />
      {me === undefined || me.kind === 'public' ? null : (
        <p role="status">
          {t('sign-in.already')} <Link to="/account">{t('menu.account')}</Link>
        </p>
      )}
      {isCode ? <CodeStep onAgain={() => setCode(false)} /> : <PasswordStep onCode={() => setCode(true)} />}
    </Frame>
  )
}
