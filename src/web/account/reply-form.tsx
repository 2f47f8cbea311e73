// The reply of the organisation named, recorded as received: who signs, in which role, on which day, and the words.
import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { aboutOf, FactChoice, type SiteRecord } from './site-facts-choice.tsx'
import classes from './account.module.css'

const EMPTY = { organisation: '', signedBy: '', role: '', signedOn: '', text: '' }
type Field = keyof typeof EMPTY

export function AttachReply({ site, onDone }: { readonly site: SiteRecord; readonly onDone: () => void }) {
  const t = useMessages('account')
  const [about, setAbout] = useState('')
  const [reply, setReply] = useState({ ...EMPTY, organisation: site.organisation?.name ?? site.operator ?? '' })
  const attach = useMutation({
    mutationFn: () => {
      const fact = aboutOf(about)
      return api.attachReply({ siteId: site.siteId, ...reply, ...(fact === undefined ? {} : { about: fact }) })
    },
    onSuccess: () => {
      setReply(EMPTY)
      onDone()
    },
  })
  const field = (name: Field) => ({
    label: t(`reply.${name}`),
    required: true,
    value: reply[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setReply((before) => ({ ...before, [name]: value }))
    },
  })
  return (
    <section className={classes.act} aria-labelledby="reply">
      <h2 id="reply">{t('reply.title')}</h2>
      <p>{t('reply.meaning')}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          attach.mutate()
        }}>
        <Stack gap="sm">
          <FactChoice site={site} value={about} onChange={setAbout} whole={t('fact.whole')} />
          <TextInput {...field('organisation')} maxLength={300} />
          <TextInput {...field('signedBy')} maxLength={200} />
          <TextInput {...field('role')} maxLength={200} />
          <TextInput {...field('signedOn')} type="date" />
          <Textarea {...field('text')} autosize minRows={4} maxLength={5000} />
          <ProblemText error={attach.error} />
          <Button
            type="submit"
            loading={attach.isPending}
            disabled={reply.text.trim() === ''}
            className={classes.submit}>
            {t('reply.publish')}
          </Button>
          {attach.isSuccess ? <p role="status">{t('reply.attached')}</p> : null}
        </Stack>
      </form>
    </section>
  )
}
