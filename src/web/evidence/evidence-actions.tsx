// What can be done with an item of evidence by whoever may change it: correct what is said of it, add a newer file, let
// another item take its place, withdraw it, erase the bytes of a revision.
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { FileDrop } from '../ui/file-drop.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { KINDS, LAYERS } from './choices.ts'
import type { EvidenceDetail } from './evidence-page.tsx'
import { sendFile } from '../api/send-file.ts'
import { ACCEPTED, sizeOf } from './upload-evidence.ts'
import classes from './evidence.module.css'

type Act = { readonly one: EvidenceDetail; readonly onDone: () => Promise<void> }

type Step = { readonly title: string; readonly isOpen: boolean; readonly onClose: () => void; readonly meaning?: string; readonly children: ReactNode }

function Dialog({ title, isOpen, onClose, meaning, children }: Step) {
  const t = useMessages('evidence')
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
      {meaning === undefined ? null : <p>{meaning}</p>}
      {children}
    </Modal>
  )
}

function Correct({ one, onDone }: Act) {
  const t = useMessages('evidence')
  const [fields, setFields] = useState({ title: one.title, kind: one.kind as string, writtenIn: one.writtenIn, validFrom: one.validFrom ?? '', validUntil: one.validUntil ?? '', layer: one.layer as string })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const save = useMutation({
    mutationFn: () => api.updateEvidence({
      evidenceId: one.evidenceId, version: one.version, ...fields, title: fields.title.trim(), validFrom: fields.validFrom || null, validUntil: fields.validUntil || null,
    } as InputFor<'updateEvidence'>),
    onSuccess: onDone,
  })
  const becomesPublic = fields.layer === 'public' && one.layer !== 'public'
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <TextInput label={t('field.title')} required maxLength={200} value={fields.title} onChange={(event) => set({ title: event.currentTarget.value })} />
        <Group grow align="start">
          <NativeSelect label={t('field.kind')} value={fields.kind} data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={(event) => set({ kind: event.currentTarget.value })} />
          <TextInput label={t('field.language')} required maxLength={20} value={fields.writtenIn} onChange={(event) => set({ writtenIn: event.currentTarget.value })} />
        </Group>
        <Group grow align="start">
          <TextInput type="date" label={t('field.valid-from')} value={fields.validFrom} onChange={(event) => set({ validFrom: event.currentTarget.value })} />
          <TextInput type="date" label={t('field.valid-until')} value={fields.validUntil} onChange={(event) => set({ validUntil: event.currentTarget.value })} />
        </Group>
        <NativeSelect label={t('field.layer')} description={t(`layer.${fields.layer as EvidenceDetail['layer']}.meaning`)} value={fields.layer}
          data={LAYERS.map((value) => ({ value, label: t(`layer.${value}`) }))} onChange={(event) => set({ layer: event.currentTarget.value })} />
        {becomesPublic ? <p role="status" className={classes.warning}>{t('correct.public')}</p> : null}
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending} disabled={fields.title.trim() === ''}>{t(becomesPublic ? 'correct.submit-public' : 'save')}</Button>
      </Stack>
    </form>
  )
}

function Revise({ one, onDone }: Act) {
  const t = useMessages('evidence')
  const [file, setFile] = useState<File>()
  const [days, setDays] = useState({ validFrom: '', validUntil: '' })
  const [share, setShare] = useState(0)
  const send = useMutation({
    mutationFn: (chosen: File) => sendFile('addEvidenceRevision', {
      evidenceId: one.evidenceId, version: one.version, filename: chosen.name, ...(days.validFrom === '' ? {} : { validFrom: days.validFrom }), ...(days.validUntil === '' ? {} : { validUntil: days.validUntil }),
    } as InputFor<'addEvidenceRevision'>, chosen, setShare).done,
    onSuccess: onDone,
  })
  return (
    <form onSubmit={(event) => { event.preventDefault(); if (file !== undefined) send.mutate(file) }}>
      <Stack gap="sm">
        <FileDrop label={t(file === undefined ? 'form.choose' : 'form.choose-other')} accept={ACCEPTED} onFile={setFile} isBusy={send.isPending} progress={share}>
          <p>{file === undefined ? t('form.kinds') : t('form.chosen', { name: file.name, size: t(sizeOf(file.size).key, sizeOf(file.size).values) })}</p>
        </FileDrop>
        <Group grow align="start">
          <TextInput type="date" label={t('field.valid-from')} value={days.validFrom} onChange={(event) => { const validFrom = event.currentTarget.value; setDays((now) => ({ ...now, validFrom })) }} />
          <TextInput type="date" label={t('field.valid-until')} value={days.validUntil} onChange={(event) => { const validUntil = event.currentTarget.value; setDays((now) => ({ ...now, validUntil })) }} />
        </Group>
        <p className="quiet">{t('revise.days')}</p>
        <ProblemText error={send.error} />
        <Button type="submit" className={classes.submit} loading={send.isPending} disabled={file === undefined}>{t('revise.submit')}</Button>
      </Stack>
    </form>
  )
}

function Supersede({ one, onDone }: Act) {
  const t = useMessages('evidence')
  const [chosen, setChosen] = useState('')
  const found = useLooseRead('listEvidence', { organisationId: one.organisationId, state: 'valid', limit: 1000 } as InputFor<'listEvidence'>)
  const others = (found.data?.items ?? []).filter(({ evidenceId }) => evidenceId !== one.evidenceId)
  const save = useMutation({ mutationFn: () => api.supersedeEvidence({ evidenceId: one.evidenceId, version: one.version, successorId: chosen }), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <NativeSelect label={t('supersede.by')} required value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}
          data={[{ value: '', label: t('supersede.choose') }, ...others.map(({ evidenceId, title, file }) => ({ value: evidenceId, label: `${title} (${file.filename})` }))]} />
        <ProblemText error={save.error ?? found.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending} disabled={chosen === ''}>{t('supersede.submit')}</Button>
      </Stack>
    </form>
  )
}

function WithReason({ label, onSend, error, isPending }: { readonly label: string; readonly onSend: (reason: string) => void; readonly error: Error | null; readonly isPending: boolean }) {
  const t = useMessages('evidence')
  const [reason, setReason] = useState('')
  return (
    <form onSubmit={(event) => { event.preventDefault(); onSend(reason.trim()) }}>
      <Stack gap="sm">
        <Textarea label={t('reason')} description={t('reason.meaning')} required autosize minRows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={error} />
        <Button type="submit" className={classes.submit} color="red" loading={isPending} disabled={reason.trim() === ''}>{label}</Button>
      </Stack>
    </form>
  )
}

function Withdraw({ one, onDone }: Act) {
  const t = useMessages('evidence')
  const save = useMutation({ mutationFn: (reason: string) => api.withdrawEvidence({ evidenceId: one.evidenceId, version: one.version, reason }), onSuccess: onDone })
  return <WithReason label={t('withdraw.submit')} onSend={save.mutate} error={save.error} isPending={save.isPending} />
}

function Erase({ one, revision, onDone }: Act & { readonly revision: number }) {
  const t = useMessages('evidence')
  const [isOpen, setOpen] = useState(false)
  const save = useMutation({
    mutationFn: (reason: string) => api.eraseEvidenceFile({ evidenceId: one.evidenceId, revision, reason }),
    onSuccess: async () => { await onDone(); setOpen(false) },
  })
  return (
    <>
      <Button size="xs" variant="subtle" color="red" onClick={() => setOpen(true)}>{t('erase')}</Button>
      <Dialog title={t('erase.title', { revision })} isOpen={isOpen} onClose={() => setOpen(false)} meaning={t('erase.meaning')}>
        <WithReason label={t('erase.submit')} onSend={save.mutate} error={save.error} isPending={save.isPending} />
      </Dialog>
    </>
  )
}

type Way = 'correct' | 'revise' | 'supersede' | 'withdraw'

export function EvidenceActions({ one, onDone }: Act) {
  const t = useMessages('evidence')
  const [open, setOpen] = useState<Way>()
  const isStanding = one.state === 'valid' || one.state === 'lapsed'
  const done = async (): Promise<void> => { await onDone(); setOpen(undefined) }
  const ways: readonly Way[] = isStanding ? ['correct', 'revise', 'supersede', 'withdraw'] : one.state === 'superseded' ? ['withdraw'] : []
  const parts = { one, onDone: done }
  return (
    <div className={classes.row}>
      {ways.map((way, index) => (
        <Button key={way} size="sm" variant={index === 1 ? 'filled' : 'default'} onClick={() => setOpen(way)}>{t(way)}</Button>
      ))}
      <Dialog title={open === undefined ? '' : t(open)} isOpen={open !== undefined} onClose={() => setOpen(undefined)} {...(open === undefined ? {} : { meaning: t(`${open}.meaning`) })}>
        {open === 'correct' ? <Correct {...parts} /> : open === 'revise' ? <Revise {...parts} /> : open === 'supersede' ? <Supersede {...parts} /> : open === 'withdraw' ? <Withdraw {...parts} /> : null}
      </Dialog>
    </div>
  )
}
EvidenceActions.Erase = Erase
