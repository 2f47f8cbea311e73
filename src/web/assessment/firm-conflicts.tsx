// Conflicts of interest that were declared: by an assessor for themselves, by the administrator for the firm.
import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import type { FirmOfView } from './firm-page.tsx'
import { ReasonAct } from './reason-act.tsx'
import { useToday } from '../ui/use-today.ts'
import classes from './assessment.module.css'

const KINDS = ['employment', 'ownership', 'consulting', 'family', 'other'] as const

function Declare({ firm }: { readonly firm: FirmOfView }) {
  const t = useMessages('assessment')
  const me = firm.people.find(({ isMe }) => isMe)
  const isAdmin = me?.roles.includes('firm-admin') ?? false
  const [userId, setUserId] = useState(isAdmin ? '' : (me?.userId ?? ''))
  const [about, setAbout] = useState('')
  const [kind, setKind] = useState<(typeof KINDS)[number]>('employment')
  const [endedOn, setEnded] = useState('')
  const [note, setNote] = useState('')
  const declare = useAct(
    () =>
      api.declareConflict({
        firmId: firm.firmId, userId: userId === '' ? null : userId, kind, endedOn: endedOn === '' ? null : endedOn, note: note.trim() === '' ? null : note.trim(),
        about: { kind: /^[A-Z]{3}-/.test(about.trim()) ? 'site' : 'organisation', id: about.trim() },
      }),
    () => {
      setAbout('')
      setNote('')
    },
  )
  const people = isAdmin ? firm.people.filter(({ roles }) => roles.includes('assessor')) : me === undefined ? [] : [me]
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        declare.mutate(undefined)
      }}>
      <Stack gap="sm">
        <h3>{t('conflict.declare')}</h3>
        <NativeSelect
          label={t('conflict.who')}
          value={userId}
          data={[...(isAdmin ? [{ value: '', label: firm.name }] : []), ...people.map((person) => ({ value: person.userId, label: person.name }))]}
          onChange={(event) => setUserId(event.currentTarget.value)}
        />
        <TextInput label={t('conflict.about')} description={t('conflict.about.meaning')} required maxLength={100} value={about} onChange={(event) => setAbout(event.currentTarget.value)} />
        <NativeSelect label={t('conflict.kind')} value={kind} data={KINDS.map((one) => ({ value: one, label: t(`conflict.${one}`) }))} onChange={(event) => setKind(event.currentTarget.value as typeof kind)} />
        <TextInput type="date" label={t('conflict.ended')} description={t('conflict.ended.meaning')} value={endedOn} onChange={(event) => setEnded(event.currentTarget.value)} />
        <Textarea label={t('conflict.note')} description={t('conflict.note.meaning')} autosize minRows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <ProblemText error={declare.error} />
        <Button type="submit" loading={declare.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('conflict.declare')}
        </Button>
      </Stack>
    </form>
  )
}

export function FirmConflicts({ firm }: { readonly firm: FirmOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const conflicts = useLooseRead('listConflicts', { firmId: firm.firmId, limit: 500 })
  const today = useToday()
  const end = useAct((declarationId: string) => api.endConflict({ declarationId, endedOn: today }))
  const items = conflicts.data?.items ?? []
  return (
    <section aria-labelledby="conflicts">
      <h2 id="conflicts">{t('conflict.title')}</h2>
      <p className="quiet">{t('conflict.lead')}</p>
      <ProblemText error={conflicts.error ?? end.error} />
      {items.length === 0 ? (
        <p>{t('conflict.none')}</p>
      ) : (
        <ul className={classes.list}>
          {items.map((one) => (
            <li key={one.declarationId}>
              <div className={classes.line}>
                <strong>
                  {one.personName ?? one.userId ?? firm.name}: {t(`conflict.${one.kind}`)} · {one.aboutName ?? one.about.id}
                </strong>
                <span className={classes.mark}>
                  {one.withdrawnAt !== null ? t('conflict.withdrawn') : one.endedOn === null ? t('conflict.lasts') : t('conflict.ended-on', { day: day(one.endedOn, 'short') })}
                </span>
              </div>
              {one.note === null ? null : <p className={classes.words}>{one.note}</p>}
              <div className={classes.row}>
                {one.mayEnd ? (
                  <Button size="xs" variant="default" onClick={() => end.mutate(one.declarationId)}>
                    {t('conflict.end')}
                  </Button>
                ) : null}
                {firm.mayApprove && one.withdrawnAt === null ? (
                  <ReasonAct label={t('conflict.withdraw')} field={t('reason')} onDo={(reason) => api.withdrawConflict({ declarationId: one.declarationId, reason })} />
                ) : null}
              </div>
            </li>
          ))}
        </ul>
      )}
      {firm.people.some(({ isMe }) => isMe) ? <Declare firm={firm} /> : null}
    </section>
  )
}
