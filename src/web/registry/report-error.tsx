// Anyone can say that a fact is wrong: which fact, what is wrong, where it can be checked. The text stays until it is sent;
// the answer is a number with a clock.
import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState, type FormEvent } from 'react'
import { api, type Result } from '../api/client.ts'
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

/** The same words are sent once, however often the button is pressed; other words are another report. */
function useKeyFor(): (body: string) => string {
  const keys = useRef(new Map<string, string>())
  return (body) => {
    const key = keys.current.get(body) ?? crypto.randomUUID()
    keys.current.set(body, key)
    return key
  }
}

type FormProps = Props & { readonly subject: Subject | 'record' }

function Form({ site, subject, onSubject, onClose }: FormProps) {
  const t = useMessages('site')
  const [text, setText] = useState('')
  const [email, setEmail] = useState('')
  const [isTooShort, setTooShort] = useState(false)
  const report = {
    siteId: site.siteId,
    text,
    ...(email.trim() === '' ? {} : { email: email.trim() }),
    ...(subject === 'record' ? {} : { about: subject }),
  }
  const keyFor = useKeyFor()
  const send = useMutation({
    mutationFn: () => api.reportError(report, { idempotencyKey: keyFor(JSON.stringify(report)) }),
  })
  if (send.data !== undefined) return <Sent {...send.data} onClose={onClose} />
  const problem = send.error instanceof Problem ? send.error : undefined
  const faultAt = (pointer: string) => problem?.body.errors?.find((fault) => fault.pointer.endsWith(pointer))?.detail
  const tooShort = isTooShort && text.trim().length < LEAST ? t('report.too-short', { count: LEAST }) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim().length < LEAST) setTooShort(true)
    else send.mutate()
  }
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="md">
        <Text c="dimmed">{t('report.meaning')}</Text>
        <SubjectChoice site={site} subject={subject} onSubject={onSubject} />
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
          error={tooShort ?? faultAt('/text')}
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
          <Text role="alert" c="var(--error)">
            {t('report.failed', { reason: problem.message })}
          </Text>
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

function SubjectChoice({ site, subject, onSubject }: Omit<FormProps, 'onClose'>) {
  const t = useMessages('site')
  const words = useWords()
  const format = useFormat()
  return (
    <NativeSelect
      label={t('report.subject')}
      value={keyOf(subject)}
      data={subjectsOf(site, t, words, format)}
      onChange={(event) => {
        const [kind, factId] = event.currentTarget.value.split(' ')
        onSubject(factId === undefined || kind === undefined ? 'record' : { kind, factId })
      }}
    />
  )
}

function Sent({ reportId, dueOn, onClose }: Result<'reportError'> & { readonly onClose: () => void }) {
  const t = useMessages('site')
  const { day } = useFormat()
  return (
    <Stack gap="sm" role="status">
      <Text>{t('report.sent', { day: day(dueOn) })}</Text>
      <Text>
        {t('report.number')}{' '}
        <Link to="/error-reports/$reportId" params={{ reportId }} className="numeric">
          {reportId}
        </Link>
      </Text>
      <Group>
        <Button onClick={onClose}>{t('close')}</Button>
      </Group>
    </Stack>
  )
}
