// How the account is guarded: password, codes, passkeys; and where it is signed in.
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '../api/problem.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { AccountForm, LEAST_PASSWORD, PasswordField } from './account-form.tsx'
import { AccountFrame } from './account-frame.tsx'
import { Codes } from './codes.tsx'
import { Passkeys } from './passkeys.tsx'
import { changePassword } from './session.ts'
import { Sessions } from './sessions.tsx'
import classes from './account.module.css'

function Password() {
  const t = useMessages('account')
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      setCurrent('')
      setNext('')
    },
  })
  const code = change.error === null ? undefined : change.error instanceof Problem ? change.error.code : 'failed'
  const reason =
    code === undefined
      ? undefined
      : t(code === 'wrong' ? 'password.wrong' : code === 'often' ? 'sign-in.often' : code === 'unreachable' ? 'problem.unreachable' : 'sign-in.failed')
  return (
    <AccountForm
      act={t('password.change')}
      isBusy={change.isPending}
      isReady={current !== '' && next.length >= LEAST_PASSWORD}
      reason={reason}
      onSubmit={() => change.mutate()}>
      <PasswordField label={t('password.current')} value={current} onChange={setCurrent} />
      <PasswordField label={t('password.new')} isNew value={next} onChange={setNext} />
      {change.isSuccess ? <p role="status">{t('password.changed')}</p> : null}
    </AccountForm>
  )
}

function Guards() {
  const t = useMessages('account')
  const security = useLooseRead('getSecurity', {}).data
  if (security === undefined)
    return (
      <p role="status" className="quiet">
        {t('asking')}
      </p>
    )
  return (
    <>
      <section className={classes.part} aria-labelledby="password">
        <h2 id="password">{t('password')}</h2>
        {security.hasPassword ? (
          <Password />
        ) : (
          <p>
            {t('password.none')} <Link to="/new-password">{t('new-password')}</Link>
          </p>
        )}
      </section>
      <Codes isOn={security.hasCodes} hasPassword={security.hasPassword} />
      <Passkeys />
      <Sessions />
    </>
  )
}

export function Page() {
  const t = useMessages('account')
  return (
    <AccountFrame title={t('security')} lead={t('security.lead')}>
      <Guards />
    </AccountFrame>
  )
}
