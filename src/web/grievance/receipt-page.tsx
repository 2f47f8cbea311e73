// The way back to what one said: by the receipt alone. It says how it was considered, or at which step it is.
import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './grievance.module.css'
import { MessageList } from './message-list.tsx'

type Standing = Result<'lookUpIntake'>

/** As people type it: with spaces, capitals, or without hyphens. */
const receiptOf = (typed: string): string => typed.toLowerCase().replace(/[^0-9a-z]/g, '').match(/.{1,5}/g)?.join('-') ?? ''

export function Page() {
  const t = useMessages('grievance')
  const [typed, setTyped] = useState('')
  const asking = useMutation({ mutationFn: () => api.lookUpIntake({ receipt: receiptOf(typed) }) })
  return (
    <Frame>
      <PageHeading title={t('receipt.title')} lead={t('receipt.lead')} />
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          asking.mutate()
        }}>
        <Stack gap="sm">
          <TextInput
            label={t('receipt.number')}
            description={t('receipt.number.meaning')}
            autoComplete="off"
            spellCheck={false}
            required
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ProblemText error={asking.error} />
          <div>
            <Button type="submit" loading={asking.isPending}>
              {t('receipt.look')}
            </Button>
          </div>
        </Stack>
      </form>
      {asking.data === undefined ? null : (
        <Found standing={asking.data} receipt={receiptOf(typed)} onSent={() => asking.mutate()} />
      )}
    </Frame>
  )
}

function Found({ standing, receipt, onSent }: { readonly standing: Standing; readonly receipt: string; readonly onSent: () => void }) {
  const t = useMessages('grievance')
  const { day } = useFormat()
  return (
    <section aria-live="polite" className={classes.form}>
      <h2>{t(`receipt.${standing.kind}`)}</h2>
      <p>{t('receipt.received', { day: day(standing.receivedOn) })}</p>
      {standing.concern === null ? null : <ConcernStanding concern={standing.concern} />}
      {standing.grievance === null ? null : <GrievanceStanding grievance={standing.grievance} />}
      <MessageList messages={standing.messages} />
      <Add receipt={receipt} onSent={onSent} />
    </section>
  )
}

function ConcernStanding({ concern }: { readonly concern: NonNullable<Standing['concern']> }) {
  const t = useMessages('grievance')
  if (concern.disposition === null) return <p>{t('concern.open')}</p>
  return (
    <>
      <p>
        <strong>{t(`disposition.${concern.disposition}`)}</strong>
      </p>
      <p className={classes.words}>{concern.text}</p>
    </>
  )
}

function GrievanceStanding({ grievance }: { readonly grievance: NonNullable<Standing['grievance']> }) {
  const t = useMessages('grievance')
  const { day } = useFormat()
  return (
    <>
      <p>
        <strong>{t(`state.${grievance.state}`)}</strong>
      </p>
      <ul>
        {grievance.steps.map(({ step, dueOn, doneOn }) => (
          <li key={step}>
            {t(`step.${step}`)}: {doneOn === null ? t('step.due', { day: day(dueOn) }) : t('step.done', { day: day(doneOn) })}
          </li>
        ))}
      </ul>
      {grievance.outcome === null ? null : (
        <p className={classes.words}>
          <strong>{t(`outcome.${grievance.outcome}`)}</strong> {grievance.outcomeText}
        </p>
      )}
    </>
  )
}

function Add({ receipt, onSent }: { readonly receipt: string; readonly onSent: () => void }) {
  const t = useMessages('grievance')
  const [text, setText] = useState('')
  const sending = useMutation({
    mutationFn: () => api.addIntakeMessage({ receipt, text }),
    onSuccess: () => {
      setText('')
      onSent()
    },
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        sending.mutate()
      }}>
      <Stack gap="sm" mt="md">
        <Textarea label={t('message.add')} autosize minRows={3} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <ProblemText error={sending.error} />
        <div>
          <Button type="submit" variant="default" loading={sending.isPending} disabled={text.trim() === ''}>
            {t('message.send')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
