// One concern at the desk of those who answer it: its words, how it was considered, and a word back to its source.
import { Button, MultiSelect, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './grievance.module.css'
import { MessageList } from './message-list.tsx'

export type ConcernOfList = Result<'listConcerns'>['items'][number]
export type CriterionChoice = { readonly value: string; readonly label: string }
const DISPOSITIONS = ['considered', 'led-to-finding', 'outside-scope', 'passed-on', 'not-substantiated'] as const

type Props = {
  readonly concern: ConcernOfList
  readonly criteria: readonly CriterionChoice[]
  readonly mayAnswer: boolean
  readonly onChange: () => void
}

export function ConcernCard({ concern, criteria, mayAnswer, onChange }: Props) {
  const t = useMessages('grievance')
  const { day } = useFormat()
  const [open, setOpen] = useState<'disposition' | 'message' | undefined>()
  const close = () => {
    setOpen(undefined)
    onChange()
  }
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <strong>{t(`group.${concern.group}`)}</strong>
        <span className="quiet">
          {t('receipt.received', { day: day(concern.receivedOn) })} · {concern.language}
          {concern.caseId === null ? ` · ${concern.siteId}` : ''}
        </span>
        <span>{concern.disposition === null ? t('concern.open') : t(`disposition.${concern.disposition}`)}</span>
      </div>
      <p className={classes.words}>{concern.statement ?? t('erased')}</p>
      {concern.contact === null ? null : <p className="quiet">{t('contact', { contact: concern.contact })}</p>}
      {concern.dispositionText === null ? null : <p className={classes.words}>{concern.dispositionText}</p>}
      <MessageList messages={concern.messages} />
      {mayAnswer ? (
        <div className={classes.head}>
          {concern.disposition === null ? (
            <Button size="xs" onClick={() => setOpen('disposition')}>
              {t('dispose')}
            </Button>
          ) : null}
          <Button size="xs" variant="default" onClick={() => setOpen('message')}>
            {t('write')}
          </Button>
        </div>
      ) : null}
      {open === 'disposition' ? <DispositionForm concern={concern} criteria={criteria} onDone={close} /> : null}
      {open === 'message' ? <MessageForm send={(text) => api.writeToSource({ concernId: concern.concernId, text })} onDone={close} /> : null}
    </li>
  )
}

function DispositionForm({ concern, criteria, onDone }: { readonly concern: ConcernOfList; readonly criteria: readonly CriterionChoice[]; readonly onDone: () => void }) {
  const t = useMessages('grievance')
  const [disposition, setDisposition] = useState<(typeof DISPOSITIONS)[number]>('considered')
  const [text, setText] = useState('')
  const [under, setUnder] = useState<string[]>([])
  const sending = useMutation({
    mutationFn: () => api.disposeConcern({ concernId: concern.concernId, disposition, text, criteria: under }),
    onSuccess: onDone,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        sending.mutate()
      }}>
      <Stack gap="sm">
        <NativeSelect
          label={t('dispose.how')}
          value={disposition}
          data={DISPOSITIONS.map((one) => ({ value: one, label: t(`disposition.${one}`) }))}
          onChange={(event) => setDisposition(event.currentTarget.value as typeof disposition)}
        />
        {criteria.length === 0 ? null : (
          <MultiSelect label={t('dispose.criteria')} data={[...criteria]} value={under} onChange={setUnder} searchable clearable />
        )}
        <Textarea
          label={t('dispose.text')}
          description={t('dispose.text.meaning')}
          required
          autosize
          minRows={3}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ProblemText error={sending.error} />
        <div>
          <Button type="submit" loading={sending.isPending} disabled={text.trim().length < 10}>
            {t('dispose.record')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

export function MessageForm({ send, onDone }: { readonly send: (text: string) => Promise<unknown>; readonly onDone: () => void }) {
  const t = useMessages('grievance')
  const [text, setText] = useState('')
  const sending = useMutation({ mutationFn: () => send(text), onSuccess: onDone })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        sending.mutate()
      }}>
      <Stack gap="sm">
        <Textarea label={t('write.text')} description={t('write.meaning')} required autosize minRows={3} maxLength={4000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <ProblemText error={sending.error} />
        <div>
          <Button type="submit" loading={sending.isPending} disabled={text.trim().length < 10}>
            {t('message.send')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
