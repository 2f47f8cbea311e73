// Anyone can say that a fact is wrong: which fact, what is wrong, where it can be checked. The text stays until it is sent;
// the answer is a number with a clock.
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useMessages, type Messages } from '../messages/use-messages.ts'
import { useFormat, type Format } from '../ui/format.ts'
import { useWords, type Words } from '../ui/words.ts'
import type { SiteRecord } from './site-page.tsx'

/** The fact that is meant, as the record names it. */
export type Subject = { readonly kind: string; readonly factId: string }

type Props = {
  readonly site: SiteRecord
  /** What the form is about; closed when absent. */
  readonly subject: Subject | 'record' | undefined
  readonly onSubject: (subject: Subject | 'record') => void
  readonly onClose: () => void
}

const LEAST = 10
const keyOf = (subject: Subject | 'record'): string =>
  subject === 'record' ? 'record' : `${subject.kind} ${subject.factId}`

function subjectsOf(
  site: SiteRecord,
  t: Messages<'site'>,
  words: Words,
  format: Format,
): { value: string; label: string }[] {
  return [
    { value: 'record', label: t('report.subject.record') },
    { value: `site ${site.siteId}`, label: t('report.subject.site') },
    ...[...site.timeline, ...site.chainOfCustody, ...site.dueDiligence].map((event) => ({
      value: `milestone ${event.factId}`,
      label: [
        words.milestone(event.kind),
        event.mark === undefined ? '' : words.metal(event.mark),
        format.dated(event.date),
      ]
        .filter((part) => part !== '')
        .join(', '),
    })),
    ...site.production.map((value) => ({
      value: `production ${value.factId}`,
      label: `${words.metal(value.metal)}, ${words.stage(value.stage)}, ${value.year}: ${format.tonnes(value.tonnesContained)}`,
    })),
  ]
}

export function ReportError({ site, subject, onSubject, onClose }: Props) {
  const t = useMessages('site')
  return (
    <Modal
      opened={subject !== undefined}
      onClose={onClose}
      size="lg"
      title={t('report.title', { name: site.name })}
      closeButtonProps={{ 'aria-label': t('close') }}>
      {subject === undefined ? null : <Form site={site} subject={subject} onSubject={onSubject} onClose={onClose} />}
    </Modal>
  )
}

function Form({ site, subject, onSubject, onClose }: Props & { readonly subject: Subject | 'record' }) {
  const t = useMessages('site')
  const words = useWords()
  const format = useFormat()
  const [text, setText] = useState('')
  const [email, setEmail] = useState('')
  const [isTooShort, setTooShort] = useState(false)
  const [key] = useState(() => crypto.randomUUID())
  const send = useMutation({
    mutationFn: () =>
      api.reportError(
        {
          siteId: site.siteId,
          text,
          ...(email.trim() === '' ? {} : { email: email.trim() }),
          ...(subject === 'record' ? {} : { about: subject }),
        },
        { idempotencyKey: key },
      ),
  })
  if (send.data !== undefined) {
    return (
      <Stack gap="sm" role="status">
        <p>{t('report.sent', { day: format.day(send.data.dueOn) })}</p>
        <p>
          {t('report.number')}{' '}
          <Link to="/error-reports/$reportId" params={{ reportId: send.data.reportId }} className="numeric">
            {send.data.reportId}
          </Link>
        </p>
        <Group>
          <Button onClick={onClose}>{t('close')}</Button>
        </Group>
      </Stack>
    )
  }
  const problem = send.error instanceof Problem ? send.error : undefined
  const faultAt = (pointer: string) => problem?.body.errors?.find((fault) => fault.pointer.endsWith(pointer))?.detail
  const textFault =
    isTooShort && text.trim().length < LEAST ? t('report.too-short', { count: LEAST }) : faultAt('/text')
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim().length < LEAST) return setTooShort(true)
        send.mutate()
      }}>
      <Stack gap="md">
        <p className="quiet" style={{ margin: 0 }}>
          {t('report.meaning')}
        </p>
        <NativeSelect
          label={t('report.subject')}
          value={keyOf(subject)}
          data={subjectsOf(site, t, words, format)}
          onChange={(event) => {
            const [kind, factId] = event.currentTarget.value.split(' ')
            onSubject(factId === undefined || kind === undefined ? 'record' : { kind, factId })
          }}
        />
        <Textarea
          label={t('report.text')}
          description={t('report.text.meaning')}
          required
          autosize
          minRows={4}
          maxRows={12}
          maxLength={5000}
          value={text}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
          error={textFault}
        />
        <TextInput
          type="email"
          autoComplete="email"
          label={t('report.email')}
          description={t('report.email.meaning')}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={faultAt('/email')}
        />
        {problem === undefined ? null : (
          <p role="alert" style={{ margin: 0, color: 'var(--error)' }}>
            {t('report.failed', { reason: problem.message })}
          </p>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('report.cancel')}
          </Button>
          <Button type="submit" loading={send.isPending}>
            {t('report.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
