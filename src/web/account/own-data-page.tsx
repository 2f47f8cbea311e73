// A person's own data: what is kept, a copy of it, and its erasure.
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { AccountForm } from './account-form.tsx'
import { AccountFrame } from './account-frame.tsx'
import { useForgetReads, useMe } from './me.ts'
import classes from './account.module.css'

function saveFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

function Copy() {
  const t = useMessages('account')
  const take = useMutation({
    mutationFn: () => api.exportOwnData({}),
    onSuccess: (copy) => saveFile(`own-data-${copy.takenAt.slice(0, 10)}.json`, JSON.stringify(copy, null, 2)),
  })
  return (
    <section className={classes.part} aria-labelledby="copy">
      <h2 id="copy">{t('own-data.copy')}</h2>
      <p>{t('own-data.copy.meaning')}</p>
      <p>
        <Link to="/personal-data">{t('own-data.register')}</Link>
      </p>
      <Button variant="default" loading={take.isPending} onClick={() => take.mutate()}>
        {t('own-data.copy')}
      </Button>
      <ProblemText error={take.error} />
    </section>
  )
}

function Erase() {
  const t = useMessages('account')
  const me = useMe()
  const navigate = useNavigate()
  const forget = useForgetReads()
  const [isAsked, setAsked] = useState(false)
  const [email, setEmail] = useState('')
  const erase = useMutation({
    mutationFn: () => api.eraseOwnAccount({ email: email.trim() }),
    onSuccess: async () => {
      await forget()
      await navigate({ to: '/' })
    },
  })
  if (me?.email === null) return null
  return (
    <section className={classes.part} aria-labelledby="erase">
      <h2 id="erase">{t('own-data.erase')}</h2>
      <p>{t('own-data.erase.meaning')}</p>
      {isAsked ? (
        <AccountForm
          act={t('own-data.erase.do')}
          color="red"
          isBusy={erase.isPending}
          isReady={email.trim() !== ''}
          reason={erase.error === null ? undefined : <ProblemText error={erase.error} />}
          onSubmit={() => erase.mutate()}>
          <TextInput
            label={t('own-data.erase.type')}
            autoComplete="off"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </AccountForm>
      ) : (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('own-data.erase')}
        </Button>
      )}
    </section>
  )
}

export function Page() {
  const t = useMessages('account')
  return (
    <AccountFrame title={t('own-data')} lead={t('own-data.lead')}>
      <Copy />
      <Erase />
    </AccountFrame>
  )
}
