// The form of a concern or a grievance. It asks for as little as can be: the words, which group one belongs to, and a
// contact only if one wants. The receipt is the only way back, so it is shown large, once.
import { Button, Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './grievance.module.css'

export const GROUPS = [
  'not-said',
  'worker',
  'contractor',
  'union',
  'community',
  'indigenous-people',
  'organisation',
  'public-body',
  'business-partner',
  'other',
] as const
export type Group = (typeof GROUPS)[number]

export type Said = {
  readonly language: string
  readonly group: Group
  readonly statement: string
  readonly contact?: string
  readonly sharesContact: boolean
}

type Props = {
  readonly kind: 'concern' | 'grievance'
  /** Fields that stand before the words, such as the site. */
  readonly children?: ReactNode
  readonly isReady?: boolean
  readonly send: (said: Said) => Promise<{ receipt: string }>
}

const LEAST = 10

export function IntakeForm({ kind, children, isReady = true, send }: Props) {
  const t = useMessages('grievance')
  const [statement, setStatement] = useState('')
  const [group, setGroup] = useState<Group>('not-said')
  const [contact, setContact] = useState('')
  const [sharesContact, setShares] = useState(false)
  const [wasTried, setTried] = useState(false)
  const isTooShort = statement.trim().length < LEAST
  const sending = useMutation({
    mutationFn: () =>
      send({
        language: t.language,
        group,
        statement,
        sharesContact: sharesContact && contact.trim() !== '',
        ...(contact.trim() === '' ? {} : { contact: contact.trim() }),
      }),
  })
  if (sending.data !== undefined) return <Receipt receipt={sending.data.receipt} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isTooShort && isReady) sending.mutate()
  }
  return (
    <form noValidate onSubmit={submit} className={classes.form}>
      <Stack gap="md">
        {children}
        <Textarea
          label={t('form.statement')}
          description={t('form.statement.meaning')}
          required
          autosize
          minRows={5}
          maxRows={18}
          maxLength={10_000}
          value={statement}
          onChange={(event) => setStatement(event.currentTarget.value)}
          error={wasTried && isTooShort ? t('form.too-short', { count: LEAST }) : undefined}
        />
        <NativeSelect
          label={t('form.group')}
          description={t('form.group.meaning')}
          value={group}
          data={GROUPS.map((one) => ({ value: one, label: t(`group.${one}`) }))}
          onChange={(event) => setGroup(event.currentTarget.value as Group)}
        />
        <TextInput
          label={t('form.contact')}
          description={t('form.contact.meaning')}
          maxLength={300}
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value)}
        />
        {contact.trim() === '' ? null : (
          <Checkbox
            label={t(`form.shares.${kind}`)}
            checked={sharesContact}
            onChange={(event) => setShares(event.currentTarget.checked)}
          />
        )}
        <p className="quiet">{t('form.kept')}</p>
        <ProblemText error={sending.error} />
        <div>
          <Button type="submit" loading={sending.isPending}>
            {t(`form.send.${kind}`)}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function Receipt({ receipt }: { readonly receipt: string }) {
  const t = useMessages('grievance')
  return (
    <Stack gap="sm" role="status" className={classes.form}>
      <h2>{t('sent.title')}</h2>
      <p>{t('sent.meaning')}</p>
      <p className={classes.receipt}>{receipt}</p>
      <p>{t('sent.keep')}</p>
      <p>
        <Link to="/receipts">{t('sent.follow')}</Link>
      </p>
    </Stack>
  )
}
