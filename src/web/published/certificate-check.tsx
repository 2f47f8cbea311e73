// The paper in one's hand against what is published: the hash at its end is looked up among all versions of the award.
import { Button, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './published.module.css'

export function CertificateCheck({ awardId, current }: { readonly awardId: string; readonly current: string }) {
  const t = useMessages('published')
  const { day } = useFormat()
  const [text, setText] = useState('')
  const hash = text.replace(/\s+/g, '').toLowerCase()
  const isWell = /^[0-9a-f]{64}$/.test(hash)
  const [isAsked, setAsked] = useState(false)
  const check = useMutation({ mutationFn: () => api.checkCertificate({ awardId, hash }) })
  const isUnknown = check.error instanceof Problem && check.error.code === 'award-hash-unknown'
  return (
    <section className={classes.section} aria-labelledby="check">
      <h2 id="check">{t('check.title')}</h2>
      <p>{t('check.lead')}</p>
      <form
        className={classes.check}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          check.reset()
          if (isWell) check.mutate()
        }}>
        <TextInput
          label={t('check.label')}
          value={text}
          onChange={(event) => { setText(event.currentTarget.value); setAsked(false); check.reset() }}
          error={isAsked && !isWell ? t('check.malformed') : undefined}
          spellCheck={false}
          autoComplete="off"
        />
        <Button type="submit" loading={check.isPending}>
          {t('check.do')}
        </Button>
      </form>
      <div role="status">
        {check.data === undefined ? null : (
          <p>
            <strong>{check.data.isCurrent ? t('check.current') : t('check.earlier', { day: day(check.data.supersededOn ?? check.data.recordedOn) })}</strong>
          </p>
        )}
        {isUnknown ? (
          <p>
            <strong>{t('check.unknown')}</strong>
          </p>
        ) : null}
      </div>
      {isUnknown ? null : <ProblemText error={check.error} />}
      <p className={classes.quiet}>
        {t('check.now')}: <code className={classes.hash}>{current}</code>
      </p>
    </section>
  )
}
