// What the holder can do with a passport: renew it, confirm it while it is under review, withdraw it for good.
import { Button, Group, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useForgetReads } from '../account/me.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './passports.module.css'

type Props = { readonly passportId: string; readonly state: Result<'getPassport'>['state'] }

export function HolderActions({ passportId, state }: Props) {
  const t = useMessages('passports')
  const forget = useForgetReads()
  const [reason, setReason] = useState('')
  const [checked, setChecked] = useState('')
  const withdraw = useMutation({ mutationFn: () => api.withdrawPassport({ passportId, reason: reason.trim() }), onSuccess: forget })
  const confirm = useMutation({ mutationFn: () => api.confirmPassport({ passportId, reason: checked.trim() }), onSuccess: forget })
  if (state === 'withdrawn') return null
  return (
    <section className={`${classes.section} ${classes.screen}`} aria-labelledby="holder">
      <h2 id="holder">{t('holder.title')}</h2>
      <div className={classes.form}>
        <Group>
          <Button component="a" renderRoot={(props) => <Link {...props} to="/passports/$passportId/renewal" params={{ passportId }} />}>
            {t('renew.open')}
          </Button>
        </Group>
        {state === 'under-review' ? (
          <>
            <TextInput label={t('confirm.reason')} value={checked} maxLength={300} onChange={(event) => setChecked(event.currentTarget.value)} />
            <Group>
              <Button variant="default" disabled={checked.trim() === ''} loading={confirm.isPending} onClick={() => confirm.mutate()}>
                {t('confirm.submit')}
              </Button>
            </Group>
            <ProblemText error={confirm.error} />
          </>
        ) : null}
        <h3>{t('withdraw.title')}</h3>
        <p>{t('withdraw.lead')}</p>
        <TextInput label={t('withdraw.reason')} value={reason} maxLength={300} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group>
          <Button variant="default" disabled={reason.trim() === ''} loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            {t('withdraw.submit')}
          </Button>
        </Group>
        <ProblemText error={withdraw.error} />
      </div>
    </section>
  )
}
